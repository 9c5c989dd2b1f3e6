import { describe, expect, test } from 'vitest';
import type { Profile } from '../../src/estate/deployment.ts';
import { requirementFor } from '../../src/paths/requirements.ts';
import type { DemandKind } from '../../src/paths/requirements.ts';
import { assumedRows, resourceTypes, rowsFor } from '../../src/paths/resource-types.ts';

/** The demanded actions in short: `Decrypt` an error, `Decrypt?` a warning. */
function demands(profile: Profile, kind: DemandKind, rows = rowsFor({ resourceType: 'EBS' })): string {
  const { actions } = requirementFor(profile, kind, rows);
  return actions
    .map(({ action, severity }) => action.slice('kms:'.length) + (severity === 'warning' ? '?' : ''))
    .join(' ');
}

const bothStatements =
  'DescribeKey Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey GenerateDataKeyWithoutPlaintext CreateGrant ListGrants RevokeGrant';
const bothStatementsDoubtful = bothStatements
  .split(' ')
  .map((action) => `${action}?`)
  .join(' ');
const airGapped =
  'DescribeKey Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey GenerateDataKeyWithoutPlaintext CreateGrant';

const rows: readonly { profile: Profile; kind: DemandKind; type: string; actions: string }[] = [
  { profile: 'guidance', kind: 'resource-key', type: 'EBS', actions: bothStatements },
  { profile: 'guidance', kind: 'resource-key', type: 'RDS', actions: bothStatements },
  { profile: 'guidance', kind: 'resource-key-central', type: 'EBS', actions: bothStatements },
  { profile: 'guidance', kind: 'resource-key-read', type: 'S3', actions: 'DescribeKey Decrypt' },
  { profile: 'guidance', kind: 'resource-key-read', type: 'EFS', actions: 'DescribeKey Decrypt CreateGrant' },
  {
    profile: 'guidance',
    kind: 'resource-key-read',
    type: 'DynamoDB',
    actions: 'DescribeKey Decrypt GenerateDataKey CreateGrant',
  },
  { profile: 'guidance', kind: 'resource-key-read', type: 'DSQL', actions: 'DescribeKey Decrypt CreateGrant' },
  { profile: 'guidance', kind: 'source-vault-key-central', type: 'S3', actions: bothStatementsDoubtful },
  { profile: 'guidance', kind: 'destination-vault-key-central', type: 'EBS', actions: 'DescribeKey? CreateGrant?' },
  {
    profile: 'guidance',
    kind: 'copy-target-key',
    type: 'EBS',
    actions: 'DescribeKey? ReEncryptFrom? ReEncryptTo? GenerateDataKeyWithoutPlaintext? CreateGrant?',
  },
  { profile: 'guidance', kind: 'air-gapped-vault-key', type: 'EBS', actions: airGapped },
  { profile: 'guidance', kind: 'air-gapped-source-key', type: 'EBS', actions: airGapped },
  {
    profile: 'minimal',
    kind: 'resource-key',
    type: 'EBS',
    actions: 'DescribeKey ReEncryptFrom ReEncryptTo GenerateDataKeyWithoutPlaintext CreateGrant',
  },
  { profile: 'minimal', kind: 'resource-key', type: 'RDS', actions: 'DescribeKey CreateGrant' },
  { profile: 'minimal', kind: 'resource-key-read', type: 'S3', actions: 'DescribeKey Decrypt' },
  { profile: 'minimal', kind: 'resource-key-read', type: 'EFS', actions: 'DescribeKey CreateGrant' },
  {
    profile: 'minimal',
    kind: 'resource-key-central',
    type: 'EBS',
    actions: 'CreateGrant DescribeKey ReEncryptFrom? GenerateDataKeyWithoutPlaintext?',
  },
  {
    profile: 'minimal',
    kind: 'source-vault-key-central',
    type: 'S3',
    actions: 'CreateGrant? DescribeKey? ReEncryptFrom? GenerateDataKeyWithoutPlaintext?',
  },
];

test.for(rows)('under $profile the $kind of $type is asked for its row', ({ profile, kind, type, actions }) => {
  expect(demands(profile, kind, rowsFor({ resourceType: type }))).toBe(actions);
});

test('of a key that may protect several types, what only some need is a doubt', () => {
  expect(demands('minimal', 'resource-key', assumedRows)).toBe(
    'DescribeKey ReEncryptFrom? ReEncryptTo? GenerateDataKeyWithoutPlaintext? CreateGrant',
  );
});

test('types with equal demands share one requirement', () => {
  const of = (resourceType: string): unknown => requirementFor('minimal', 'resource-key', rowsFor({ resourceType }));
  expect(of('RDS')).toBe(of('Aurora'));
  expect(of('EBS')).not.toBe(of('RDS'));
});

describe.for(['guidance', 'minimal'] as const)('under %s', (profile) => {
  const kinds: readonly DemandKind[] = [
    'resource-key',
    'resource-key-read',
    'resource-key-central',
    'source-vault-key-central',
    'destination-vault-key-central',
    'copy-target-key',
    'air-gapped-vault-key',
    'air-gapped-source-key',
  ];

  test.for(kinds)('the demand %s names real actions once, in words and with a source', (kind) => {
    for (const row of resourceTypes) {
      const { actions, why, sources } = requirementFor(profile, kind, [row]);
      const names = actions.map(({ action }) => action);
      expect(new Set(names).size).toBe(names.length);
      expect(names.every((name) => /^kms:[A-Z]\w+$/.test(name))).toBe(true);
      expect(names).not.toContain('kms:ReEncrypt');
      expect(why).not.toBe('');
      expect(sources.length).toBeGreaterThan(0);
    }
  });
});

test("only the guidance's own demands must stand in the key policy", () => {
  const must = (profile: Profile, kind: DemandKind): boolean =>
    requirementFor(profile, kind, assumedRows).keyPolicyMustAdmit;
  expect(must('guidance', 'resource-key')).toBe(true);
  expect(must('guidance', 'resource-key-read')).toBe(true);
  expect(must('guidance', 'copy-target-key')).toBe(false);
  expect(must('minimal', 'resource-key')).toBe(false);
});
