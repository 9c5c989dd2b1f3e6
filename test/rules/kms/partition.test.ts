import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exampleRole, exampleServiceLinkedRole } from '../../../rules/examples.ts';
import { rules } from '../../../rules/index.ts';
import { run, type RunResult } from '../../../src/engine/run.ts';
import { defaultSettings } from '../../../src/engine/settings.ts';
import { parseAccountId } from '../../../src/estate/arn.ts';
import { buildEstate } from '../../../src/estate/build.ts';
import type { Deployment, Profile } from '../../../src/estate/deployment.ts';
import type { Fragment } from '../../../src/estate/fragment.ts';
import type { PlacedPolicy } from '../../../src/estate/model.ts';

const principals = [
  '*',
  { AWS: '*' },
  { AWS: exampleRole },
  { AWS: [exampleRole, exampleServiceLinkedRole] },
  { AWS: 'arn:aws:iam::111122223333:root' },
  { AWS: ['444455556666', exampleRole] },
  { AWS: 'arn:aws:iam::111122223333:role/other' },
  { AWS: 'AROAEXAMPLEID123456789' },
  { Service: 'backup.amazonaws.com' },
  { Nobody: 'here' },
];

const conditions = [
  { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
  { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  { StringNotEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
  { StringEquals: { 'kms:CallerAccount': '111122223333' } },
  { StringLike: { 'kms:ViaService': 'ec2.*.amazonaws.com' } },
  { StringNotLike: { 'kms:ViaService': ['ec2.*.amazonaws.com', 'rds.*.amazonaws.com'] } },
  { NotIpAddress: { 'aws:SourceIp': '203.0.113.0/24' } },
  { StringEquals: { 'aws:PrincipalTag/team': 'backup' } },
  { ArnNotLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/aws-service-role/*' } },
  { StringSomehow: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } },
];

const actions = [
  'kms:*',
  '*',
  'kms:Decrypt',
  ['kms:DescribeKey', 'kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*'],
  ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
  ['kms:ReEncrypt', 'kms:GenerateDataKey'],
];

const statement = fc.record(
  {
    Effect: fc.constantFrom('Allow', 'Allow', 'Allow', 'Deny', 'allow'),
    Principal: fc.constantFrom(...principals),
    Action: fc.constantFrom(...actions),
    Resource: fc.constantFrom('*', '*', '*', 'arn:aws:kms:eu-west-2:111122223333:key/other'),
    Condition: fc.constantFrom(...conditions),
  },
  { requiredKeys: ['Effect', 'Principal'] },
);

const policy = fc.record({
  Version: fc.constantFrom('2012-10-17', '2008-10-17'),
  Statement: fc.oneof(fc.array(statement, { maxLength: 5 }), statement),
});

const identityPolicies = fc.constantFrom(
  undefined,
  [],
  [{ Version: '2012-10-17', Statement: { Effect: 'Allow', Action: 'kms:*', Resource: '*' } }],
  [
    {
      Version: '2012-10-17',
      Statement: { Effect: 'Deny', Action: 'kms:CreateGrant', Resource: '*' },
    },
  ],
);

const boundary = fc.constantFrom(null, null, {
  Version: '2012-10-17',
  Statement: { Effect: 'Allow', Action: 's3:*', Resource: '*' },
});

const endings: ReadonlySet<string> = new Set([
  'kms/use-access',
  'kms/grant-access',
  'kms/explicit-deny',
  'kms/undecided',
]);

const workload = parseAccountId('111122223333')!;
const central = parseAccountId('444455556666')!;
const deployment: Deployment = {
  name: 'website',
  workloadAccounts: [workload],
  centralAccount: central,
  backupRole: 'backup-role',
  partition: 'aws',
};

interface Case {
  readonly document: { readonly Statement: unknown };
  /** `undefined`: not known. */
  readonly identity: readonly unknown[] | undefined;
  /** `null`: none. */
  readonly boundary: unknown;
  readonly profile: Profile;
}

function judge({ document, identity, boundary, profile }: Case): RunResult {
  const fragments: readonly Fragment[] = [
    {
      kind: 'key',
      names: [],
      subject: 'policy.json',
      bare: true,
      policy: { kind: 'given', ...placed(document, 'policy.json') },
      origin: { kind: 'file', file: 'policy.json', pointer: '' },
    },
    {
      kind: 'role',
      names: [exampleRole],
      subject: exampleRole,
      inlinePolicies: (identity ?? []).map((policy) => placed(policy, 'role.json')),
      complete: { inline: identity !== undefined, attached: identity !== undefined },
      permissionsBoundary: boundary === null ? null : placed(boundary, 'boundary.json'),
      origin: { kind: 'file', file: 'role.json', pointer: '' },
    },
  ];
  const { estate } = buildEstate(fragments);
  const result = run({
    estate,
    deployments: [deployment],
    profile,
    rules,
    settings: defaultSettings,
    keepAllowed: true,
  });
  for (const { error } of result.crashes) throw error;
  return result;
}

function placed(document: unknown, file: string): PlacedPolicy {
  return { source: { document, duplicateKeys: [] }, origin: { kind: 'file', file, pointer: '' } };
}

describe('every demanded request', () => {
  test('ends in exactly one of four ways', () => {
    const seen = new Set<string>();
    const profile = fc.constantFrom<Profile>('guidance', 'minimal');
    fc.assert(
      fc.property(fc.record({ document: policy, identity: identityPolicies, boundary, profile }), (given) => {
        const { findings, uses } = judge(given);
        const told = findings.filter(({ rule }) => endings.has(rule));
        for (const { principal, action, outcome } of [...uses.values()].flatMap(({ requests }) => requests)) {
          const tellers = told.filter(({ requests }) =>
            requests.some((request) => request.principal === principal && request.action === action),
          );
          for (const { rule } of tellers) seen.add(rule);
          expect(tellers).toHaveLength(outcome === 'allowed' ? 0 : 1);
        }
        expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(findings.length);
      }),
      { numRuns: 300 },
    );
    expect(seen).toEqual(endings);
  });

  test('is allowed once a statement is added, where the finding says that a fix is safe', () => {
    let mended = 0;
    const profile = fc.constantFrom<Profile>('guidance', 'minimal');
    fc.assert(
      fc.property(fc.record({ document: policy, identity: identityPolicies, boundary, profile }), (given) => {
        // Where services are refused for different reasons, the finding explains one of them, and --fix proves all.
        fc.pre(!JSON.stringify(given.document).includes('kms:ViaService'));
        const promised = judge(given)
          .findings.filter(({ fix }) => fix === 'safe')
          .flatMap(({ requests }) => requests);
        if (promised.length === 0) return;
        mended += 1;
        const after = judge({ ...given, document: withStatements(given.document, promised.map(allowing)) });
        const refused = after.findings.filter(({ rule }) => endings.has(rule)).flatMap(({ requests }) => requests);
        for (const { principal, action } of promised) {
          expect(refused.filter((request) => request.principal === principal && request.action === action)).toEqual([]);
        }
      }),
      { numRuns: 200 },
    );
    expect(mended).toBeGreaterThan(20);
  });
});

function allowing({ principal, action }: { readonly principal: string; readonly action: string }): object {
  const Condition =
    action.endsWith('Grant') || action.endsWith('Grants') ? { Bool: { 'kms:GrantIsForAWSResource': 'true' } } : {};
  return { Effect: 'Allow', Principal: { AWS: principal }, Action: action, Resource: '*', Condition };
}

function withStatements(document: { readonly Statement: unknown }, statements: readonly object[]): Case['document'] {
  return { ...document, Statement: [document.Statement, ...statements].flat() };
}
