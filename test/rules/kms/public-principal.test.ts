import { describe, expect, test } from 'vitest';
import { soundPolicyFile, type ExampleStatement } from '../../../rules/examples.ts';
import { checkPolicy } from '../../support/check-files.ts';
import { linesOf } from '../../support/findings.ts';

function open(parts: ExampleStatement, ...further: readonly ExampleStatement[]): string {
  return soundPolicyFile(
    { Sid: 'Open', Effect: 'Allow', Principal: '*', Action: 'kms:Decrypt', Resource: '*', ...parts },
    ...further,
  );
}

const isOpen = (actions = 'kms:Decrypt'): readonly string[] => [
  `warning /Statement/3 Statement "Open" is open to everybody: its principal is * and no condition limits who may call ${actions}`,
];

describe('kms/public-principal', () => {
  test.for<{ name: string; policy: string; lines: readonly string[] }>([
    { name: 'everybody, without a condition', policy: open({}), lines: isOpen() },
    { name: 'everybody as an AWS principal', policy: open({ Principal: { AWS: ['*'] } }), lines: isOpen() },
    {
      name: 'an action that other accounts can never call is open to all of this one',
      policy: open({ Action: 'kms:PutKeyPolicy' }),
      lines: isOpen('kms:PutKeyPolicy'),
    },
    {
      name: 'kms:ViaService does not limit who',
      policy: open({ Condition: { StringEquals: { 'kms:ViaService': 's3.eu-west-2.amazonaws.com' } } }),
      lines: isOpen(),
    },
    {
      name: 'a tag that everybody may give himself does not limit who',
      policy: open({ Condition: { StringEquals: { 'aws:PrincipalTag/team': 'backup' } } }),
      lines: isOpen(),
    },
    {
      name: 'an encryption context that everybody may name does not limit who',
      policy: open({ Condition: { StringEquals: { 'kms:EncryptionContext:team': 'backup' } } }),
      lines: isOpen(),
    },
    {
      name: 'a pattern that every organization matches',
      policy: open({ Condition: { StringLike: { 'aws:PrincipalOrgID': '*' } } }),
      lines: isOpen(),
    },
    {
      name: 'ForAllValues lets in who has no such key',
      policy: open({ Condition: { 'ForAllValues:StringEquals': { 'aws:PrincipalTag/team': 'backup' } } }),
      lines: isOpen(),
    },
    {
      name: 'ForAllValues lets in who is in no organization',
      policy: open({
        Condition: { 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } },
      }),
      lines: isOpen(),
    },
    {
      name: 'every address on earth',
      policy: open({ Condition: { IpAddress: { 'aws:SourceIp': '0.0.0.0/0' } } }),
      lines: isOpen(),
    },
    {
      name: 'everybody but one account',
      policy: open({ Condition: { StringNotEquals: { 'kms:CallerAccount': '999999999999' } } }),
      lines: isOpen(),
    },
    {
      name: 'limited by kms:CallerAccount',
      policy: open({ Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' } } }),
      lines: [],
    },
    {
      name: 'limited by aws:PrincipalAccount',
      policy: open({ Condition: { StringEquals: { 'aws:PrincipalAccount': ['111122223333', '444455556666'] } } }),
      lines: [],
    },
    {
      name: 'limited by aws:PrincipalOrgID',
      policy: open({ Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } } }),
      lines: [],
    },
    {
      name: 'limited by aws:PrincipalOrgPaths',
      policy: open({ Condition: { 'ForAnyValue:StringLike': { 'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*' } } }),
      lines: [],
    },
    {
      name: 'limited by aws:PrincipalArn',
      policy: open({ Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/*' } } }),
      lines: [],
    },
    {
      name: 'limited to the organization of the key',
      policy: open({ Condition: { StringEquals: { 'aws:PrincipalOrgID': '${aws:ResourceOrgID}' } } }),
      lines: [],
    },
    {
      name: 'limited to a VPC endpoint',
      policy: open({ Condition: { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f67890' } } }),
      lines: [],
    },
    {
      name: 'limited to an address',
      policy: open({ Condition: { IpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
      lines: [],
    },
    {
      name: 'for services only',
      policy: open({ Condition: { Bool: { 'aws:PrincipalIsAWSService': 'true' } } }),
      lines: [],
    },
    {
      name: 'for services that act for the account',
      policy: open({ Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }),
      lines: [],
    },
    {
      name: 'a Deny may be for everybody',
      policy: open({ Effect: 'Deny', Action: 'kms:ScheduleKeyDeletion' }),
      lines: [],
    },
    {
      name: 'a Deny that keeps strangers out',
      policy: open(
        {},
        {
          Effect: 'Deny',
          Principal: '*',
          Action: 'kms:*',
          Resource: '*',
          Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
        },
      ),
      lines: [],
    },
    {
      name: "actions that a key policy cannot give are nobody's",
      policy: open({ Action: ['kms:ListKeys', 'kms:CreateKey'] }),
      lines: [],
    },
    {
      name: 'many actions are shortened',
      policy: open({ Action: 'kms:Generate*' }),
      lines: isOpen(
        'kms:GenerateDataKey, kms:GenerateDataKeyPair, kms:GenerateDataKeyPairWithoutPlaintext, kms:GenerateDataKeyWithoutPlaintext and kms:GenerateMac',
      ),
    },
  ])('$name', async ({ policy, lines }) => {
    expect(linesOf(await checkPolicy(policy), 'kms/public-principal')).toEqual(lines);
  });
});
