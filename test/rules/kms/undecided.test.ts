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

function deny(Condition: unknown, parts: ExampleStatement = {}): string {
  return soundPolicyFile({
    Sid: 'Guard',
    Effect: 'Deny',
    Principal: { AWS: exampleRole },
    Action: 'kms:Decrypt',
    Resource: '*',
    Condition,
    ...parts,
  });
}

describe('kms/undecided', () => {
  test.for<{ name: string; policy: string; keys: string; help: RegExp; action?: string }>([
    {
      name: 'an organization that is not configured',
      policy: deny({ StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } }),
      keys: 'aws:PrincipalOrgID',
      help: /^Set organization\.id/,
    },
    {
      name: 'a path in the organization',
      policy: deny({ 'ForAllValues:StringNotLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } }),
      keys: 'aws:PrincipalOrgPaths',
      help: /organization\.paths/,
    },
    {
      name: 'a tag of the role',
      policy: deny({ StringNotEquals: { 'aws:PrincipalTag/team': 'backup' } }),
      keys: 'aws:PrincipalTag/team',
      help: /aws iam get-role/,
    },
    {
      name: 'an address',
      policy: deny({ NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } }),
      keys: 'aws:SourceIp',
      help: /^Rewrite the statement/,
    },
    {
      name: 'an address and the service through which AWS Backup calls',
      policy: deny(
        { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' }, Bool: { 'aws:ViaAWSService': 'false' } },
        { Action: 'kms:DescribeKey' },
      ),
      keys: 'aws:SourceIp and aws:ViaAWSService',
      action: 'kms:DescribeKey',
      help: /^Rewrite the statement so that AWS Backup does not depend on it: what its calls carry is not known before they are made$/,
    },
    {
      name: 'the service through which AWS Backup calls',
      policy: deny({ StringLike: { 'kms:ViaService': 'rds.*.amazonaws.com' } }),
      keys: 'kms:ViaService',
      help: /resourceTypes/,
    },
  ])('depends on $name', async ({ policy, keys, help, action = 'kms:Decrypt' }) => {
    const [finding, ...more] = await checkPolicy(policy);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ rule: 'kms/undecided', severity: 'warning', origin: { pointer: '/Statement/3' } });
    expect(finding?.message).toBe(
      `Whether the backup service role ${exampleRole} may call ${action} depends on ${keys}`,
    );
    expect(finding?.help).toMatch(help);
    expect(finding?.fix).toBeUndefined();
  });

  test('a doubt whether something allows is mended by naming the role, under the guidance', async () => {
    const condition = { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };
    const policy = policyFile({ ...useStatement, Condition: condition }, grantStatement);
    const findings = await checkPolicy(policy);
    expect(findings.map(({ rule, fix }) => `${rule} ${fix}`)).toEqual([
      'kms/undecided safe',
      'kms/undecided safe',
      'kms/lockout undefined',
    ]);
    const minimal = await checkPolicy(policy, 'minimal');
    expect(minimal.map(({ rule, fix }) => `${rule} ${fix}`)).toEqual([
      'kms/undecided undefined',
      'kms/undecided undefined',
      'kms/lockout undefined',
    ]);
  });

  test.for([
    {
      name: 'a Deny that only some services meet is said to deny there',
      policy: deny({ StringLike: { 'kms:ViaService': 'ec2.*.amazonaws.com' } }),
      lines: [
        'Statement "Guard" (/Statement/3) of the key policy denies it',
        'It is not allowed when the call arrives with kms:ViaService ec2.<region>.amazonaws.com',
      ],
    },
    {
      name: 'a doubt within one service says nothing of services',
      policy: policyFile(
        {
          ...useStatement,
          Sid: 'Describe',
          Action: 'kms:DescribeKey',
          Condition: { Null: { 'kms:ViaService': 'false' } },
        },
        { ...useStatement, Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'] },
        grantStatement,
        rootStatement,
      ),
      lines: [
        'Statement "Describe" (/Statement/0) of the key policy may apply: condition Null kms:ViaService: needs the key to be present, request has ec2.<region>.amazonaws.com or no such key',
      ],
    },
    {
      name: 'no Region is made up for a key whose Region is not known',
      policy: deny({ StringEquals: { 'aws:RequestedRegion': 'eu-west-2' } }),
      lines: [
        'Statement "Guard" (/Statement/3) of the key policy may apply: condition StringEquals aws:RequestedRegion: needs eu-west-2, request has <region>',
      ],
    },
  ])('$name', async ({ policy, lines }) => {
    const [finding] = await checkPolicy(policy);
    expect(finding?.rule).toBe('kms/undecided');
    expect(finding?.explanation).toEqual(lines);
  });

  test('a statement that cannot be read may allow or deny', async () => {
    const policy = policyFile(rootStatement, { ...useStatement, Effect: 'allow' }, grantStatement);
    const findings = await checkPolicy(policy);
    expect(findings.filter(({ rule }) => rule === 'kms/undecided').map(({ message }) => message)).toEqual([
      expect.stringMatching(/ depends on a statement that cannot be read$/),
      expect.stringMatching(/ depends on a statement that cannot be read$/),
    ]);
    expect(findings.filter(({ rule }) => rule === 'kms/policy-syntax').map(({ origin }) => origin)).toMatchObject([
      { pointer: '/Statement/1/Effect' },
    ]);
  });

  test.for<{ name: string; policy: string; what: string; help: RegExp }>([
    {
      name: 'a session of the role',
      policy: policyFile(
        {
          ...useStatement,
          Principal: {
            AWS: ['arn:aws:sts::111122223333:assumed-role/backup-role/AWSBackup', exampleServiceLinkedRole],
          },
        },
        grantStatement,
        rootStatement,
      ),
      what: 'the session in which it calls, whose name is not documented',
      help: /^Name the role by its ARN/,
    },
    {
      name: 'NotPrincipal with the role alone',
      policy: deny(undefined, {
        Principal: undefined,
        NotPrincipal: { AWS: [exampleRole, exampleServiceLinkedRole, '444455556666'] },
      }),
      what: 'whether NotPrincipal spares it',
      help: /^Deny Principal "\*" with the condition ArnNotEquals/,
    },
    {
      name: 'a Deny for a key whose ARN may be this one',
      policy: deny(undefined, {
        Resource: 'arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
      }),
      what: 'the ARN of the key, which is not known',
      help: /^Write "\*" as the resource/,
    },
  ])('without a context key: $name', async ({ policy, what, help }) => {
    const [finding, ...more] = await checkPolicy(policy);
    expect(more).toEqual([]);
    expect(finding?.rule).toBe('kms/undecided');
    expect(finding?.message).toContain(` depends on ${what}`);
    expect(finding?.help).toMatch(help);
  });

  test('identity policies that were not given are a doubt under minimal requirements', async () => {
    const linkedRoleAlone = {
      AWS: 'arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup',
    };
    const policy = policyFile(
      rootStatement,
      { ...useStatement, Principal: linkedRoleAlone },
      { ...grantStatement, Principal: linkedRoleAlone },
    );
    const [finding, ...more] = await checkPolicy(policy, 'minimal');
    expect(more).toEqual([]);
    expect(finding?.message).toMatch(/ depends on the role's identity policies, to which the key policy leaves it$/);
    expect(finding?.requests.every(({ reason }) => reason === 'unknown-identity-policy')).toBe(true);
  });
});
