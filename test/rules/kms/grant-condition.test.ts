import { describe, expect, test } from 'vitest';
import {
  exampleRole,
  grantStatement,
  policyFile,
  rootStatement,
  useStatement,
  type ExampleStatement,
} from '../../../rules/examples.ts';
import { checkPolicy } from '../../support/check-files.ts';
import { linesOf } from '../../support/findings.ts';

function grants(parts: ExampleStatement): string {
  return policyFile(rootStatement, useStatement, grantStatement, {
    ...grantStatement,
    Sid: 'Grants',
    Principal: { AWS: exampleRole },
    ...parts,
  });
}

const free = [
  `warning /Statement/3 Statement "Grants" gives ${exampleRole} kms:CreateGrant without kms:GrantIsForAWSResource, so for grants to anybody`,
];

describe('kms/grant-condition', () => {
  test.for<{ name: string; policy: string; lines: readonly string[] }>([
    { name: 'with the condition', policy: grants({}), lines: [] },
    {
      name: 'with the condition as a boolean',
      policy: grants({ Condition: { Bool: { 'kms:GrantIsForAWSResource': true } } }),
      lines: [],
    },
    {
      name: 'with another condition beside it',
      policy: grants({
        Condition: {
          Bool: { 'kms:GrantIsForAWSResource': 'true' },
          StringLike: { 'kms:ViaService': 'ec2.*.amazonaws.com' },
        },
      }),
      lines: [],
    },
    { name: 'without a condition', policy: grants({ Condition: undefined }), lines: free },
    {
      name: 'with another condition instead',
      policy: grants({ Condition: { StringLike: { 'kms:ViaService': 'ec2.*.amazonaws.com' } } }),
      lines: free,
    },
    {
      name: 'with IfExists, which an absent key passes',
      policy: grants({ Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'true' } } }),
      lines: free,
    },
    {
      name: 'with the condition turned round',
      policy: grants({ Condition: { Bool: { 'kms:GrantIsForAWSResource': 'false' } } }),
      lines: free,
    },
    { name: 'through a wildcard', policy: grants({ Action: 'kms:*', Condition: undefined }), lines: free },
    {
      name: 'through NotAction',
      policy: grants({ Action: undefined, NotAction: 'kms:PutKeyPolicy', Condition: undefined }),
      lines: free,
    },
    {
      name: 'for others than AWS Backup',
      policy: grants({ Principal: { AWS: 'arn:aws:iam::111122223333:role/app' }, Condition: undefined }),
      lines: [],
    },
    {
      name: 'for the account, by delegation',
      policy: grants({ Principal: { AWS: '111122223333' }, Condition: undefined }),
      lines: [],
    },
    {
      name: 'without CreateGrant',
      policy: grants({ Action: ['kms:ListGrants', 'kms:RevokeGrant'], Condition: undefined }),
      lines: [],
    },
    {
      name: 'in a Deny',
      policy: grants({
        Effect: 'Deny',
        Action: 'kms:CreateGrant',
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'false' } },
      }),
      lines: [],
    },
  ])('$name', async ({ policy, lines }) => {
    expect(linesOf(await checkPolicy(policy), 'kms/grant-condition')).toEqual(lines);
  });
});
