import { describe, expect, test } from 'vitest';
import {
  exampleRole,
  exampleServiceLinkedRole,
  soundPolicyFile,
  type ExampleStatement,
} from '../../../rules/examples.ts';
import { checkPolicy } from '../../support/check-files.ts';
import { linesOf } from '../../support/findings.ts';

function deny(parts: ExampleStatement): string {
  return soundPolicyFile({
    Sid: 'Guard',
    Effect: 'Deny',
    Principal: '*',
    Action: 'kms:Decrypt',
    Resource: '*',
    ...parts,
  });
}

const roleRefused =
  'error /Statement/3 The backup service role arn:aws:iam::111122223333:role/backup-role is refused kms:Decrypt by statement "Guard" of the key policy';
const linkedRoleRefused =
  'error /Statement/3 The central account\'s AWSServiceRoleForBackup (444455556666) is refused kms:Decrypt by statement "Guard" of the key policy';

describe('kms/explicit-deny', () => {
  test.for([
    {
      name: 'a Deny for everybody hits both',
      policy: deny({}),
      lines: [roleRefused, linkedRoleRefused],
    },
    {
      name: 'a Deny for the account hits the role alone',
      policy: deny({ Principal: { AWS: '111122223333' } }),
      lines: [roleRefused],
    },
    {
      name: 'calls of AWS Backup come from no VPC endpoint',
      policy: deny({ Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } } }),
      lines: [roleRefused, linkedRoleRefused],
    },
    {
      name: 'they never come with MFA',
      policy: deny({ Condition: { BoolIfExists: { 'aws:MultiFactorAuthPresent': 'false' } } }),
      lines: [roleRefused, linkedRoleRefused],
    },
    {
      name: 'a Deny outside the workload account hits the central account',
      policy: deny({ Condition: { StringNotEquals: { 'kms:CallerAccount': '111122223333' } } }),
      lines: [linkedRoleRefused],
    },
    {
      name: 'NotPrincipal hits whom it does not list',
      policy: deny({
        Principal: undefined,
        NotPrincipal: { AWS: ['arn:aws:iam::111122223333:root', exampleRole] },
      }),
      lines: [linkedRoleRefused],
    },
    {
      name: 'a Deny that excepts both is silent',
      policy: deny({
        Condition: {
          ArnNotEquals: { 'aws:PrincipalArn': [exampleRole, exampleServiceLinkedRole] },
        },
      }),
      lines: [],
    },
    {
      name: 'a Deny of other actions is silent',
      policy: deny({ Action: ['kms:ScheduleKeyDeletion', 'kms:PutKeyPolicy'] }),
      lines: [],
    },
    {
      name: 'a Deny that only may apply is not one that does',
      policy: deny({ Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }),
      lines: [],
    },
  ])('$name', async ({ policy, lines }) => {
    expect(linesOf(await checkPolicy(policy), 'kms/explicit-deny')).toEqual(lines);
  });

  test('a request that a Deny refuses is not told a second time as missing access', async () => {
    const findings = await checkPolicy(deny({ Action: 'kms:*' }));
    expect(findings.map(({ rule }) => rule)).toEqual(['kms/explicit-deny', 'kms/explicit-deny', 'kms/lockout']);
  });

  test('it can be mended only by narrowing a Deny', async () => {
    const [finding] = await checkPolicy(deny({}));
    expect(finding).toMatchObject({ fix: 'unsafe', paths: ['p1'] });
    expect(finding?.requests).toEqual([
      { principal: exampleRole, action: 'kms:Decrypt', outcome: 'denied', reason: 'explicit-deny' },
    ]);
  });

  test('the parts of the Deny that decided are shown', async () => {
    const policy = deny({
      Condition: { StringNotEquals: { 'kms:CallerAccount': '111122223333' } },
    });
    const [finding] = await checkPolicy(policy);
    expect(finding?.explanation).toEqual([
      'Its condition holds for this request: StringNotEquals kms:CallerAccount "111122223333"',
    ]);
  });
});
