/** The guidance's policy, broken in every single place: nothing of it can be left out unnoticed. */
import { describe, expect, test } from 'vitest';
import { soundPolicyFile } from '../../../rules/examples.ts';
import { checkPolicy } from '../../support/check-files.ts';

interface Statement {
  Effect: string;
  Principal: { AWS: string[] };
  Action: string[];
  Resource: string;
  Condition?: Record<string, Record<string, string>>;
}

type Break = (statement: Statement) => void;

const actions = [
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:CreateGrant',
  'kms:ListGrants',
  'kms:RevokeGrant',
];

const everywhere: readonly (readonly [string, Break])[] = [
  ['without the role', ({ Principal }) => void Principal.AWS.shift()],
  ['without the service-linked role', ({ Principal }) => void Principal.AWS.pop()],
  [
    'with the role in another letter case',
    ({ Principal }) => void (Principal.AWS[0] = Principal.AWS[0]!.toUpperCase()),
  ],
  [
    'with the central role of another account',
    ({ Principal }) => void (Principal.AWS[1] = Principal.AWS[1]!.replace('444455556666', '999999999999')),
  ],
  [
    'with the central role without its path',
    ({ Principal }) => void (Principal.AWS[1] = 'arn:aws:iam::444455556666:role/AWSServiceRoleForBackup'),
  ],
  ['as a Deny', (statement) => void (statement.Effect = 'Deny')],
  [
    'for another key',
    (statement) =>
      void (statement.Resource = 'arn:aws:kms:eu-west-2:999999999999:key/1234abcd-12ab-34cd-56ef-1234567890ab'),
  ],
  [
    'for callers of another account',
    (statement) => void (statement.Condition = { StringEquals: { 'kms:CallerAccount': '999999999999' } }),
  ],
  [
    'through a service without a Region',
    (statement) => void (statement.Condition = { StringEquals: { 'kms:ViaService': 'backup.amazonaws.com' } }),
  ],
  [
    'through AWS Backup itself',
    (statement) => void (statement.Condition = { StringLike: { 'kms:ViaService': 'backup.*.amazonaws.com' } }),
  ],
  [
    'with a condition on a key that does not exist',
    (statement) => void (statement.Condition = { StringEquals: { 'kms:CallerAcount': '111122223333' } }),
  ],
  [
    'from a VPC endpoint',
    (statement) => void (statement.Condition = { StringEquals: { 'aws:SourceVpce': 'vpce-0a1b2c3d4e5f67890' } }),
  ],
  ['with MFA', (statement) => void (statement.Condition = { Bool: { 'aws:MultiFactorAuthPresent': 'true' } })],
  [
    'for an account that AWS Backup acts for',
    (statement) => void (statement.Condition = { StringEquals: { 'aws:SourceAccount': '111122223333' } }),
  ],
];

interface Document {
  Statement: Statement[];
}

async function errorsOf(change: (document: Document) => void): Promise<readonly string[]> {
  const document = JSON.parse(soundPolicyFile()) as Document;
  change(document);
  const findings = await checkPolicy(JSON.stringify(document));
  return findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
}

const accessRules: ReadonlySet<string> = new Set(['kms/use-access', 'kms/grant-access', 'kms/explicit-deny']);

describe('the policy of the guidance', () => {
  test('has no error as it is, nor without the root statement', async () => {
    expect(await errorsOf(() => undefined)).toEqual([]);
    expect(await errorsOf((document) => void document.Statement.shift())).toEqual([]);
  });

  test.for(actions)('is an error without %s', async (action) => {
    const errors = await errorsOf(({ Statement }) => {
      for (const statement of Statement.slice(1)) statement.Action = statement.Action.filter((each) => each !== action);
    });
    const rule = /Grant/.test(action) ? 'kms/grant-access' : 'kms/use-access';
    expect(errors).toEqual([rule, rule]);
  });

  test.for(
    [1, 2].flatMap((index) =>
      everywhere.map(([name, change]) => ({ name: `statement ${index} ${name}`, index, change })),
    ),
  )('is an error: $name', async ({ index, change }) => {
    const errors = await errorsOf(({ Statement }) => change(Statement[index]!));
    expect(errors.filter((rule) => accessRules.has(rule))).not.toEqual([]);
  });

  test('is an error where the two conditions of the grant statement are over both', async () => {
    const errors = await errorsOf(({ Statement: [, use, grants] }) => void (use!.Condition = grants!.Condition!));
    expect(errors).toEqual(['kms/use-access', 'kms/use-access']);
  });
});
