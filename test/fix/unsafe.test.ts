import { expect, test } from 'vitest';
import { fixText, role, slr, workload } from './uses.ts';

type Statement = Readonly<Record<string, unknown>>;

const useActions = 'DescribeKey Encrypt Decrypt ReEncrypt* GenerateDataKey GenerateDataKeyWithoutPlaintext';
const both = { AWS: [role, slr] };
const kms = (names: string): string[] => names.split(' ').map((name) => `kms:${name}`);
const use: Statement = { Effect: 'Allow', Principal: both, Action: kms(useActions), Resource: '*' };
const grants: Statement = {
  Effect: 'Allow',
  Principal: both,
  Action: kms('CreateGrant ListGrants RevokeGrant'),
  Resource: '*',
  Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
};
const root: Statement = {
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${workload}:root` },
  Action: 'kms:*',
  Resource: '*',
};
const deny: Statement = {
  Sid: 'guard',
  Effect: 'Deny',
  Principal: '*',
  Action: ['kms:Decrypt', 'kms:Encrypt'],
  Resource: '*',
};
const denyAll: Statement = { ...deny, Action: 'kms:*' };
const admin = `arn:aws:iam::${workload}:role/admin`;
const butBoth = { 'aws:PrincipalArn': [role, slr] };

interface Row {
  readonly name: string;
  readonly statements: readonly Statement[];
  /** Changed and added statements by index. */
  readonly becomes: Readonly<Record<number, Statement>>;
}

const rows: readonly Row[] = [
  {
    name: 'a Deny for everybody gets an exception',
    statements: [use, grants, deny],
    becomes: { 2: { ...deny, Condition: { ArnNotEquals: butBoth } } },
  },
  {
    name: 'only who is refused is excepted',
    statements: [use, grants, { ...deny, Condition: { StringEquals: { 'kms:CallerAccount': workload } } }],
    becomes: {
      2: {
        ...deny,
        Condition: { StringEquals: { 'kms:CallerAccount': workload }, ArnNotEquals: { 'aws:PrincipalArn': role } },
      },
    },
  },
  {
    name: 'a list of exceptions gets longer',
    statements: [use, grants, { ...deny, Condition: { ArnNotLike: { 'aws:PrincipalArn': [admin] } } }],
    becomes: { 2: { ...deny, Condition: { ArnNotLike: { 'aws:PrincipalArn': [admin, role, slr] } } } },
  },
  {
    name: 'a single exception becomes a list',
    statements: [use, grants, { ...deny, Condition: { StringNotEqualsIfExists: { 'AWS:principalarn': admin } } }],
    becomes: { 2: { ...deny, Condition: { StringNotEqualsIfExists: { 'AWS:principalarn': [admin, role, slr] } } } },
  },
  {
    name: 'an exception stands beside another condition of its operator',
    statements: [use, grants, { ...deny, Condition: { ArnNotEquals: { 'aws:SourceArn': 'arn:aws:s3:::b' } } }],
    becomes: { 2: { ...deny, Condition: { ArnNotEquals: { 'aws:SourceArn': 'arn:aws:s3:::b', ...butBoth } } } },
  },
  {
    name: 'a Deny for all but some gets an exception beside them',
    statements: [use, grants, { Effect: 'Deny', NotPrincipal: { AWS: [admin] }, Action: 'kms:Decrypt', Resource: '*' }],
    becomes: {
      2: {
        Effect: 'Deny',
        NotPrincipal: { AWS: [admin] },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { ArnNotEquals: butBoth },
      },
    },
  },
  {
    name: 'a Deny that names the role',
    statements: [use, grants, { ...deny, Principal: { AWS: [admin, role] }, Action: 'kms:Decrypt' }],
    becomes: {
      2: {
        ...deny,
        Principal: { AWS: [admin, role] },
        Action: 'kms:Decrypt',
        Condition: { ArnNotEquals: { 'aws:PrincipalArn': role } },
      },
    },
  },
  {
    name: 'a Deny that only may apply',
    statements: [use, grants, { ...deny, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } }],
    becomes: {
      2: { ...deny, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' }, ArnNotEquals: butBoth } },
    },
  },
  {
    name: 'a Deny that applies to what one service asks and not to what another does',
    statements: [
      use,
      grants,
      { ...deny, Condition: { StringNotEquals: { 'kms:ViaService': 'rds.eu-west-2.amazonaws.com' } } },
    ],
    becomes: {
      2: {
        ...deny,
        Condition: { StringNotEquals: { 'kms:ViaService': 'rds.eu-west-2.amazonaws.com' }, ArnNotEquals: butBoth },
      },
    },
  },
  {
    name: 'a Deny for all but some, of which it is not certain whether it spares the role',
    statements: [
      root,
      use,
      grants,
      { Effect: 'Deny', NotPrincipal: { AWS: [role] }, Action: 'kms:Put*', Resource: '*' },
      { Effect: 'Deny', NotPrincipal: { AWS: [role, slr] }, Action: 'kms:*', Resource: '*' },
    ],
    becomes: {
      4: {
        Effect: 'Deny',
        NotPrincipal: { AWS: [role, slr] },
        Action: 'kms:*',
        Resource: '*',
        Condition: { ArnNotEquals: butBoth },
      },
      5: {
        Effect: 'Deny',
        NotPrincipal: { AWS: [role, slr] },
        NotAction: kms(`${useActions} CreateGrant ListGrants RevokeGrant`),
        Resource: '*',
        Condition: { ArnEquals: butBoth },
      },
      6: {
        Effect: 'Deny',
        NotPrincipal: { AWS: [role, slr] },
        Action: kms('CreateGrant ListGrants RevokeGrant'),
        Resource: '*',
        Condition: { ArnEquals: butBoth, BoolIfExists: { 'kms:GrantIsForAWSResource': 'false' } },
      },
    },
  },
  {
    name: 'what shows only where three statements meet stays denied too',
    statements: [
      use,
      grants,
      { ...use, Action: 'kms:PutKeyPolicy', Condition: { StringEquals: { 'kms:ViaService': 'cloudformation' } } },
      {
        ...deny,
        Action: ['kms:Decrypt', 'kms:PutKeyPolicy'],
        Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
      },
      {
        ...deny,
        Action: 'kms:PutKeyPolicy',
        Condition: { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
      },
    ],
    becomes: {
      3: {
        ...deny,
        Action: ['kms:Decrypt', 'kms:PutKeyPolicy'],
        Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' }, ArnNotEquals: butBoth },
      },
      5: {
        ...deny,
        Sid: 'guard, beyond what AWS Backup needs',
        Principal: both,
        Action: 'kms:PutKeyPolicy',
        Condition: { StringNotEquals: { 'aws:SourceVpce': 'vpce-1' } },
      },
    },
  },
  {
    name: 'two Deny statements in a row, and nothing that allows it behind them',
    statements: [use, { ...deny, Action: 'kms:CreateGrant' }, { ...deny, Sid: 'also', Action: 'kms:Create*' }],
    becomes: {
      1: { ...deny, Action: 'kms:CreateGrant', Condition: { ArnNotEquals: butBoth } },
      2: { ...deny, Sid: 'also', Action: 'kms:Create*', Condition: { ArnNotEquals: butBoth } },
      3: {
        Sid: 'Allow AWS Backup to manage grants for backup and cross-account copy',
        ...grants,
      },
    },
  },
  {
    name: 'what the role is allowed elsewhere stays denied to it',
    statements: [use, grants, { ...use, Principal: { AWS: role }, Action: 'kms:PutKeyPolicy' }, denyAll],
    becomes: {
      3: { ...denyAll, Condition: { ArnNotEquals: butBoth } },
      4: {
        ...deny,
        Sid: 'guard, beyond what AWS Backup needs',
        Principal: both,
        Action: undefined,
        NotAction: kms(`${useActions} CreateGrant ListGrants RevokeGrant`),
      },
      5: {
        ...deny,
        Sid: 'guard, beyond what AWS Backup needs 2',
        Principal: both,
        Action: kms('CreateGrant ListGrants RevokeGrant'),
        Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false' } },
      },
    },
  },
  {
    name: 'what the account may pass on to the role stays denied to it, under the conditions of the Deny',
    statements: [
      root,
      use,
      grants,
      {
        Effect: 'Deny',
        Principal: '*',
        NotAction: ['kms:Describe*'],
        Resource: '*',
        Condition: { Null: { 'aws:SourceVpce': 'true' } },
      },
    ],
    becomes: {
      3: {
        Effect: 'Deny',
        Principal: '*',
        NotAction: ['kms:Describe*'],
        Resource: '*',
        Condition: { Null: { 'aws:SourceVpce': 'true' }, ArnNotEquals: butBoth },
      },
      4: {
        Effect: 'Deny',
        Principal: both,
        NotAction: [
          'kms:Describe*',
          ...kms('Encrypt Decrypt ReEncrypt* GenerateDataKey GenerateDataKeyWithoutPlaintext'),
          ...kms('CreateGrant ListGrants RevokeGrant'),
        ],
        Resource: '*',
        Condition: { Null: { 'aws:SourceVpce': 'true' } },
      },
      5: {
        Effect: 'Deny',
        Principal: both,
        Action: kms('CreateGrant ListGrants RevokeGrant'),
        Resource: '*',
        Condition: { Null: { 'aws:SourceVpce': 'true' }, BoolIfExists: { 'kms:GrantIsForAWSResource': 'false' } },
      },
    },
  },
  {
    name: 'a pattern is taken apart where only part of it is needed',
    statements: [root, use, grants, { ...deny, Action: ['kms:De*', 'kms:Put*'] }],
    becomes: {
      3: { ...deny, Action: ['kms:De*', 'kms:Put*'], Condition: { ArnNotEquals: butBoth } },
      4: {
        ...deny,
        Sid: 'guard, beyond what AWS Backup needs',
        Principal: both,
        Action: [
          ...kms(
            'DeleteAlias DeleteCustomKeyStore DeleteImportedKeyMaterial DeriveSharedSecret DescribeCustomKeyStores',
          ),
          'kms:Put*',
        ],
      },
    },
  },
  {
    name: 'grants that are not for AWS services stay denied',
    statements: [use, { ...grants, Condition: undefined }, { ...deny, Action: 'kms:CreateGrant' }],
    becomes: {
      2: { ...deny, Action: 'kms:CreateGrant', Condition: { ArnNotEquals: butBoth } },
      3: {
        ...deny,
        Sid: 'guard, beyond what AWS Backup needs',
        Principal: both,
        Action: 'kms:CreateGrant',
        Condition: { BoolIfExists: { 'kms:GrantIsForAWSResource': 'false' } },
      },
    },
  },
];

test.for(rows)('$name', ({ statements, becomes }) => {
  const result = fixText(policyText(statements), { unsafe: true });
  expect(result.withheld).toEqual([]);
  expect(result.safety).toBe('unsafe');
  expect(changes(statements, result.policy)).toEqual(JSON.parse(JSON.stringify(becomes)));
});

test.for(rows)('fixed twice as once: $name', ({ statements }) => {
  const once = fixText(policyText(statements), { unsafe: true }).text;
  expect(fixText(once, { unsafe: true })).toMatchObject({ changed: false, text: once });
});

test.for(rows)('a safe fix leaves the Deny alone: $name', ({ statements }) => {
  const result = fixText(policyText(statements));
  expect((result.policy as { Statement: unknown[] }).Statement.slice(0, statements.length)).toEqual(
    JSON.parse(JSON.stringify(statements)),
  );
  expect(result.withheld.map(({ reason }) => reason).join()).toContain('only --unsafe-fixes may narrow a Deny');
});

test('a Deny that cannot be narrowed is told with what the proof found', () => {
  const refusing = {
    ...denyAll,
    NotPrincipal: { AWS: admin },
    Principal: undefined,
    Condition: { Null: { 'aws:SourceVpce': 'true' } },
  };
  const result = fixText(policyText([root, { ...use, Sid: 'x'.repeat(31_000) }, refusing]), { unsafe: true });
  expect(result.withheld.map(({ reason }) => reason)).toEqual([
    expect.stringMatching(
      /^the Deny at \/Statement\/2 refuses it; no fix could be proved: the corrected policy would have \d+ bytes/,
    ),
  ]);
});

test('with nothing to narrow a fix is safe, whatever was allowed', () => {
  expect(fixText(policyText([use]), { unsafe: true })).toMatchObject({ changed: true, safety: 'safe', withheld: [] });
});

test('where the guidance is not asked for, a Deny that only may apply is not narrowed for the doubt', () => {
  const mayApply = { ...denyAll, Condition: { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } } };
  const result = fixText(policyText([use, grants, mayApply]), { unsafe: true, profile: 'minimal' });
  expect(changes([use, grants, mayApply], result.policy)).toEqual({});
  expect(result.withheld.map(({ reason }) => reason)).toEqual([
    'it depends on aws:SourceIp, whose value is not known, and a doubt alone is not mended',
  ]);
});

function policyText(statements: readonly Statement[]): string {
  return JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2);
}

function changes(before: readonly Statement[], after: unknown): Record<string, unknown> {
  const { Statement } = after as { Statement: Statement[] };
  const changed = Statement.map((statement, index) => [index, statement] as const).filter(
    ([index, statement]) => JSON.stringify(statement) !== JSON.stringify(before[index]),
  );
  return Object.fromEntries(changed);
}
