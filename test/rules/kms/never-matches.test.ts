import { describe, expect, test } from 'vitest';
import {
  exampleRole,
  exampleServiceLinkedRole,
  grantStatement,
  policyFile,
  rootStatement,
  soundPolicyFile,
  useStatement,
  type ExampleStatement,
} from '../../../rules/examples.ts';
import { checkPolicy } from '../../support/check-files.ts';
import { linesOf } from '../../support/findings.ts';

/** A statement for another role of the account, so that AWS Backup's access does not depend on it. */
function other(parts: ExampleStatement): string {
  return soundPolicyFile({
    Sid: 'Other',
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:role/app' },
    Action: ['kms:Decrypt', 'kms:DescribeKey'],
    Resource: '*',
    ...parts,
  });
}

describe('kms/never-matches', () => {
  test.for([
    { name: "the guidance's policy is fine", policy: soundPolicyFile(), lines: [] },
    {
      name: 'StringEquals with a star',
      policy: other({ Condition: { StringEquals: { 'kms:ViaService': 's3.*.amazonaws.com' } } }),
      lines: [
        'warning /Statement/3/Condition/StringEquals/kms:ViaService Statement "Other": StringEquals kms:ViaService "s3.*.amazonaws.com" never matches: StringEquals compares * and ? as plain characters',
      ],
    },
    {
      name: 'StringLike with a star matches',
      policy: other({ Condition: { StringLike: { 'kms:ViaService': 's3.*.amazonaws.com' } } }),
      lines: [],
    },
    {
      name: 'ArnEquals takes wildcards',
      policy: other({
        Principal: '*',
        Condition: { ArnEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/app-*' } },
      }),
      lines: [],
    },
    {
      name: 'StringNotEquals with a star is always true, which is another matter',
      policy: other({ Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-*' } } }),
      lines: [],
    },
    {
      name: 'an escaped star is meant',
      policy: other({ Condition: { StringEquals: { 'aws:PrincipalTag/team': '${*}' } } }),
      lines: [],
    },
    {
      name: 'an encryption context may hold a star',
      policy: other({ Action: 'kms:Decrypt', Condition: { StringEquals: { 'kms:EncryptionContext:path': 'a/*' } } }),
      lines: [],
    },
    {
      name: 'a wildcard inside the ARN of a principal',
      policy: other({ Principal: { AWS: ['arn:aws:iam::111122223333:role/app', 'arn:aws:iam::111122223333:role/*'] } }),
      lines: [
        'warning /Statement/3/Principal/AWS/1 Statement "Other" names arn:aws:iam::111122223333:role/*, but a wildcard inside a principal\'s ARN matches nobody',
      ],
    },
    {
      name: 'the grant condition over use actions beside grant actions',
      policy: other({
        Action: ['kms:Decrypt', 'kms:CreateGrant', 'kms:GenerateDataKey*'],
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      }),
      lines: [
        'warning /Statement/3/Condition/Bool/kms:GrantIsForAWSResource Statement "Other": kms:Decrypt and kms:GenerateDataKey* never carry kms:GrantIsForAWSResource, so the statement does not give them',
      ],
    },
    {
      name: 'the grant condition over use actions alone',
      policy: other({ Action: 'kms:Decrypt', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }),
      lines: [
        'warning /Statement/3/Condition/Bool/kms:GrantIsForAWSResource Statement "Other": a request for kms:Decrypt never carries kms:GrantIsForAWSResource, so the condition on it is never met',
      ],
    },
    {
      name: 'the grant condition over every action still gives the grant actions',
      policy: other({ Action: 'kms:*', Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } } }),
      lines: [],
    },
    {
      name: 'the grant condition beside RetireGrant, which no key policy gives anyway',
      policy: other({
        Action: ['kms:CreateGrant', 'kms:RetireGrant'],
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      }),
      lines: [],
    },
    {
      name: 'a key that is true where it is absent',
      policy: other({ Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'true' } } }),
      lines: [],
    },
    {
      name: 'a condition key that no action of the statement carries',
      policy: other({
        Action: ['kms:DescribeKey', 'kms:GetKeyPolicy'],
        Condition: { StringEquals: { 'kms:EncryptionContext:team': 'a' } },
      }),
      lines: [
        'warning /Statement/3/Condition/StringEquals/kms:EncryptionContext:team Statement "Other": requests for kms:DescribeKey and kms:GetKeyPolicy never carry kms:EncryptionContext:team, so the condition on it is never met',
      ],
    },
    {
      name: 'tags of the key in a key policy',
      policy: other({ Condition: { StringEquals: { 'aws:ResourceTag/Backup': 'yes' } } }),
      lines: [
        'warning /Statement/3/Condition/StringEquals/aws:ResourceTag~1Backup Statement "Other": the condition on aws:ResourceTag/Backup never holds, since the key works in IAM policies only, not in key policies',
      ],
    },
    {
      name: 'kms:ViaService without a Region',
      policy: other({ Condition: { StringEquals: { 'kms:ViaService': 'backup.amazonaws.com' } } }),
      lines: [
        'warning /Statement/3/Condition/StringEquals/kms:ViaService Statement "Other": StringEquals kms:ViaService "backup.amazonaws.com" never matches: the key holds a service and a Region, as in ec2.eu-west-2.amazonaws.com',
      ],
    },
    {
      name: 'kms:ViaService of any Region of the world',
      policy: other({
        Condition: {
          StringEquals: {
            'kms:ViaService': [
              'ec2.ap-southeast-1.amazonaws.com',
              'rds.us-gov-west-1.amazonaws.com',
              's3.us-isob-east-1.amazonaws.com',
            ],
          },
        },
      }),
      lines: [],
    },
    {
      name: 'the ARN of a session as aws:PrincipalArn',
      policy: other({
        Principal: '*',
        Condition: { StringEquals: { 'aws:PrincipalArn': 'arn:aws:sts::111122223333:assumed-role/app/session' } },
      }),
      lines: [
        'warning /Statement/3/Condition/StringEquals/aws:PrincipalArn Statement "Other": StringEquals aws:PrincipalArn "arn:aws:sts::111122223333:assumed-role/app/session" never matches: for a session the key holds the ARN of its role',
      ],
    },
    {
      name: 'a path of the organization without its last slash',
      policy: other({
        Principal: '*',
        Condition: { 'ForAnyValue:StringEquals': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111' } },
      }),
      lines: [
        'warning /Statement/3/Condition/ForAnyValue:StringEquals/aws:PrincipalOrgPaths Statement "Other": ForAnyValue:StringEquals aws:PrincipalOrgPaths "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111" never matches: organization paths end in a slash',
      ],
    },
    {
      name: 'kms:CallerAccount without the account of a principal that the statement names',
      policy: other({
        Principal: { AWS: ['arn:aws:iam::111122223333:role/app', exampleServiceLinkedRole] },
        Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' } },
      }),
      lines: [
        `warning /Statement/3/Condition/StringEquals/kms:CallerAccount Statement "Other": the condition StringEquals kms:CallerAccount "111122223333" excludes ${exampleServiceLinkedRole}, which the statement names`,
      ],
    },
    {
      name: 'kms:CallerAccount with the account that the statement names',
      policy: other({ Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' } } }),
      lines: [],
    },
    {
      name: 'kms:CallerAccount on a statement for everybody limits, and excludes nobody that is named',
      policy: other({ Principal: '*', Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' } } }),
      lines: [],
    },
  ])('$name', async ({ policy, lines }) => {
    expect(linesOf(await checkPolicy(policy), 'kms/never-matches')).toEqual(lines);
  });

  test.for([
    {
      name: 'kms:ViaService backup.* for a key that EC2, RDS or FSx calls for',
      condition: { StringLike: { 'kms:ViaService': 'backup.*.amazonaws.com' } },
      why: /^Statement "Allow AWS Backup to use the key .*": the condition StringLike kms:ViaService "backup\.\*\.amazonaws\.com" never holds for arn:aws:iam::111122223333:role\/backup-role and arn:aws:iam::444455556666:role\/aws-service-role\/backup\.amazonaws\.com\/AWSServiceRoleForBackup, whose requests for this key carry ec2\.<region>\.amazonaws\.com, rds\.<region>\.amazonaws\.com, fsx\.<region>\.amazonaws\.com, storagegateway\.<region>\.amazonaws\.com or no kms:ViaService$/,
    },
    {
      name: "a key that only services' own calls carry",
      condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } },
      why: /the condition StringEquals aws:SourceAccount "111122223333" never holds for .*, whose requests for this key carry no aws:SourceAccount$/,
    },
    {
      name: 'aws:PrincipalIsAWSService, since AWS Backup calls as a role',
      condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } },
      why: /whose requests for this key carry false$/,
    },
  ])('$name', async ({ condition, why }) => {
    const policy = policyFile(rootStatement, { ...useStatement, Condition: condition }, grantStatement);
    const [finding, ...more] = (await checkPolicy(policy)).filter(({ rule }) => rule === 'kms/never-matches');
    expect(finding?.message).toMatch(why);
    expect(more).toEqual([]);
  });

  test('a condition that holds for some services of an assumed resource type is silent', async () => {
    const condition = { StringLike: { 'kms:ViaService': ['ec2.*.amazonaws.com', 'rds.*.amazonaws.com'] } };
    const policy = policyFile(rootStatement, { ...useStatement, Condition: condition }, grantStatement);
    expect(linesOf(await checkPolicy(policy), 'kms/never-matches')).toEqual([]);
  });

  test('a condition for a principal that the statement reaches by its account only is not compared', async () => {
    const policy = policyFile(
      { ...rootStatement, Condition: { StringLike: { 'kms:ViaService': 'backup.*.amazonaws.com' } } },
      { ...useStatement, Principal: { AWS: [exampleRole, exampleServiceLinkedRole] } },
      grantStatement,
    );
    expect(linesOf(await checkPolicy(policy), 'kms/never-matches')).toEqual([]);
  });
});
