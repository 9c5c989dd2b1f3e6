import { describe, expect, test } from 'vitest';
import {
  grantStatement,
  policyFile,
  rootStatement,
  useStatement,
  type ExampleStatement,
} from '../../../rules/examples.ts';
import { checkPolicy } from '../../support/check-files.ts';
import { linesOf } from '../../support/findings.ts';

function policy(...statements: readonly ExampleStatement[]): string {
  return policyFile(useStatement, grantStatement, ...statements);
}

function admin(parts: ExampleStatement): ExampleStatement {
  return {
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::111122223333:role/admin' },
    Action: 'kms:PutKeyPolicy',
    Resource: '*',
    ...parts,
  };
}

const locked = [
  'warning /Statement Nobody in account 111122223333 may call kms:PutKeyPolicy on the key, so its policy can never be changed again',
];

describe('kms/lockout', () => {
  test.for<{ name: string; policy: string; lines: readonly string[] }>([
    { name: 'nobody is allowed it', policy: policy(), lines: locked },
    { name: 'the account root', policy: policy(rootStatement), lines: [] },
    { name: 'an administrator role', policy: policy(admin({})), lines: [] },
    {
      name: 'a user, through Put*',
      policy: policy(admin({ Principal: { AWS: 'arn:aws:iam::111122223333:user/ann' }, Action: 'kms:Put*' })),
      lines: [],
    },
    {
      name: 'everybody in the account',
      policy: policy(admin({ Principal: '*', Condition: { StringEquals: { 'kms:CallerAccount': '111122223333' } } })),
      lines: [],
    },
    {
      name: 'everybody whose ARN matches',
      policy: policy(
        admin({
          Principal: '*',
          Condition: { ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/admin-*' } },
        }),
      ),
      lines: [],
    },
    {
      name: 'under a condition that may hold',
      policy: policy(admin({ Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } } })),
      lines: [],
    },
    {
      name: 'an administrator of another account',
      policy: policy(admin({ Principal: { AWS: 'arn:aws:iam::999999999999:role/admin' } })),
      lines: locked,
    },
    {
      name: 'an administrator that was deleted',
      policy: policy(admin({ Principal: { AWS: 'AROAEXAMPLEID123456789' } })),
      lines: locked,
    },
    {
      name: 'the root without kms:PutKeyPolicy',
      policy: policy({ ...rootStatement, Action: ['kms:Describe*', 'kms:List*'] }),
      lines: locked,
    },
    {
      name: 'a Deny for everybody',
      policy: policy(rootStatement, admin({ Effect: 'Deny', Principal: '*' })),
      lines: locked.map((line) => line.replace('/Statement', '/Statement/3')),
    },
    {
      name: 'a Deny for everybody but one role',
      policy: policy(
        rootStatement,
        admin({
          Effect: 'Deny',
          Principal: '*',
          Condition: { ArnNotEquals: { 'aws:PrincipalArn': 'arn:aws:iam::111122223333:role/admin' } },
        }),
      ),
      lines: [],
    },
    { name: 'a statement that cannot be read may allow it', policy: policy(admin({ Effect: 'allow' })), lines: [] },
  ])('$name', async ({ policy, lines }) => {
    expect(linesOf(await checkPolicy(policy), 'kms/lockout')).toEqual(lines);
  });

  test('a Deny that alone locks everybody out is where it stands', async () => {
    const findings = await checkPolicy(policy(rootStatement, admin({ Effect: 'Deny', Principal: '*' })));
    const [found] = findings.filter(({ rule }) => rule === 'kms/lockout');
    expect(found?.origin).toMatchObject({ pointer: '/Statement/3' });
    expect(found?.explanation).toHaveLength(1);
  });
});
