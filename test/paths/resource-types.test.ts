import { describe, expect, test } from 'vitest';
import type { ResourceTypeRow, TemplateResource } from '../../src/paths/resource-type-row.ts';
import {
  abilityOf,
  assumedRows,
  resourceTypes,
  rowById,
  rowsFor,
  rowsOfArn,
  rowsOfResourceType,
} from '../../src/paths/resource-types.ts';
import type { TypeHints } from '../../src/paths/resource-types.ts';
import { resourceTypeFacts } from './resource-type-facts.ts';

test.for(resourceTypes.map((row) => ({ id: row.id, row })))("the row $id says what AWS's pages say", ({ id, row }) => {
  expect(factLine(row)).toBe(resourceTypeFacts.find((line) => line.startsWith(`${id} | `)));
});

test('every fact has its row', () => {
  const facts = resourceTypeFacts.map((line) => line.split(' | ')[0]);
  expect(new Set(resourceTypes.map(({ id }) => id))).toEqual(new Set(facts));
});

function factLine(row: ResourceTypeRow): string {
  const abilities = [
    row.fullyManaged,
    row.independentEncryption,
    row.crossAccountCopy,
    row.crossRegionCopy,
    row.oneActionCopy,
    row.continuousBackup,
    row.coldStorage,
    row.incrementalBackup,
    row.airGappedVault,
    row.awsManagedKeyBlocksCrossAccountCopy,
    row.destinationVaultNeedsCustomerKey,
  ];
  return [
    row.id,
    row.resourceType,
    row.arnPatterns.join(' '),
    row.policyResourceType,
    abilities.map((ability) => (ability === undefined ? '?' : ability ? 'y' : '-')).join(''),
    [row.backupKey, row.copyKey, row.crossAccountSourceKey].map((source) => source ?? '?').join('>'),
    [row.unencryptedBackup, row.unencryptedCopy].map((outcome) => outcome ?? '?').join('>'),
    row.jobRoleCalls
      .flatMap((call) =>
        call.actions.map((action) => [action.slice('kms:'.length), callConditions(call)].filter(Boolean).join('@')),
      )
      .join(' '),
    row.sharingActions.join(' ') || '-',
    row.jobRolePolicies.map((name) => name.replace('AWSBackupServiceRolePolicyFor', '')).join(' '),
    templateFacts(row.cloudFormation),
    templateFacts(row.terraform),
  ].join(' | ');
}

function callConditions({
  viaService,
  contextKey,
  grantIsForAwsResource,
}: ResourceTypeRow['jobRoleCalls'][number]): string {
  return [viaService, contextKey, grantIsForAwsResource && 'grant'].filter(Boolean).join('+');
}

function templateFacts(templates: readonly TemplateResource[]): string {
  return templates.map(({ type, key }) => (key === undefined ? type : `${type}=${key}`)).join(' ; ') || '-';
}

describe('every row', () => {
  const rows = resourceTypes.map((row) => ({ id: row.id, row }));

  test('has an id of its own', () => {
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
  });

  test.for(rows)("$id is fully managed exactly when the vault's key encrypts its backups", ({ row }) => {
    expect(row.fullyManaged).toBe(row.backupKey === 'vault');
  });

  test.for(rows)("$id opens the vault's key across accounts if fully managed, else its own", ({ row }) => {
    const copied = row.crossAccountCopy !== false;
    expect(row.crossAccountSourceKey).toBe(
      copied ? (row.fullyManaged ? 'source-vault' : 'source-resource') : undefined,
    );
  });

  test.for(rows)('$id names a copy key only if it can be copied', ({ row }) => {
    expect(row.copyKey !== undefined).toBe(row.crossAccountCopy !== false || row.crossRegionCopy !== false);
  });

  test.for(rows)('$id shares its ARN form both ways, and only with rows that exist', ({ row }) => {
    for (const id of row.arnSharedWith) expect(rowById(id)?.arnSharedWith).toContain(row.id);
    expect(
      rowsOfArn(sampleArn(row))
        .map(({ id }) => id)
        .sort(),
    ).toEqual([row.id, ...row.arnSharedWith].sort());
  });

  test.for(rows)('$id is found by its ResourceType', ({ row }) => {
    expect(rowsOfResourceType(row.resourceType)).toContain(row);
  });

  test.for(rows)('$id cites a source, all of them links', ({ row }) => {
    expect(row.sources.length).toBeGreaterThan(0);
    for (const source of row.sources) expect(source).toMatch(/^https:\/\//);
  });

  test.for(rows)('$id has recovery points under arn:aws:backup exactly when it is fully managed', ({ row }) => {
    expect(row.recoveryPointArnPatterns.every((pattern) => pattern.startsWith('arn:*:backup:'))).toBe(row.fullyManaged);
  });

  test.for(rows)('$id calls through services that its row names', ({ row }) => {
    const services = row.viaServices.map(({ service }) => service);
    for (const { viaService } of row.jobRoleCalls) if (viaService !== undefined) expect(services).toContain(viaService);
  });
});

function sampleArn(row: ResourceTypeRow): string {
  return (row.arnPatterns[0] ?? '').replace('arn:*', 'arn:aws').replaceAll('*', 'x');
}

const lookups: readonly { what: string; hints: TypeHints; ids: readonly string[] }[] = [
  { what: "an instance's ARN", hints: { arn: 'arn:aws:rds:eu-west-2:111122223333:db:orders' }, ids: ['rds-instance'] },
  {
    what: "a cluster's ARN, which four types share; Aurora speaks for them",
    hints: { arn: 'arn:aws:rds:eu-west-2:111122223333:cluster:orders' },
    ids: ['aurora', 'documentdb', 'neptune', 'rds-multi-az-cluster'],
  },
  {
    what: "a cluster's ARN with its ResourceType",
    hints: { arn: 'arn:aws:rds:eu-west-2:111122223333:cluster:orders', resourceType: 'Neptune' },
    ids: ['neptune'],
  },
  {
    what: "RDS with a cluster's ARN",
    hints: { arn: 'arn:aws:rds:eu-west-2:111122223333:cluster:orders', resourceType: 'RDS' },
    ids: ['rds-multi-az-cluster'],
  },
  { what: 'RDS alone', hints: { resourceType: 'RDS' }, ids: ['rds-instance'] },
  { what: 'FSx alone', hints: { resourceType: 'FSx' }, ids: ['fsx-lustre', 'fsx-windows', 'fsx-openzfs'] },
  {
    what: 'an FSx volume',
    hints: { arn: 'arn:aws:fsx:eu-west-2:111122223333:volume/fs-1/fsvol-1', resourceType: 'FSx' },
    ids: ['fsx-ontap'],
  },
  {
    what: 'a variant, whatever else is said',
    hints: { variant: 'fsx-lustre', resourceType: 'FSx' },
    ids: ['fsx-lustre'],
  },
  { what: 'an unknown variant', hints: { variant: 'nonsense', resourceType: 'EFS' }, ids: ['efs'] },
  {
    what: 'DynamoDB, whose two rows Region settings tell apart',
    hints: { resourceType: 'DynamoDB' },
    ids: ['dynamodb-basic', 'dynamodb-advanced'],
  },
  { what: 'a bucket', hints: { arn: 'arn:aws:s3:::reports' }, ids: ['s3'] },
  {
    what: 'an access point, which is no bucket',
    hints: { arn: 'arn:aws:s3:eu-west-2:111122223333:accesspoint/a' },
    ids: [],
  },
  { what: 'another partition', hints: { arn: 'arn:aws-cn:ec2:cn-north-1:111122223333:volume/vol-1' }, ids: ['ebs'] },
  { what: 'a service without backups', hints: { arn: 'arn:aws:lambda:eu-west-2:111122223333:function:f' }, ids: [] },
  { what: 'a ResourceType in other letters', hints: { resourceType: 'ebs' }, ids: [] },
  { what: "the name of an object's own member", hints: { resourceType: 'constructor' }, ids: [] },
  { what: 'text that is no ARN', hints: { arn: 'volume/vol-1' }, ids: [] },
];

test.for(lookups)('finds the rows of $what', ({ hints, ids }) => {
  expect(rowsFor(hints).map(({ id }) => id)).toEqual(ids);
});

test('an ability that rows disagree on is not known', () => {
  const cluster = rowsFor({ arn: 'arn:aws:rds:eu-west-2:111122223333:cluster:orders' });
  expect(abilityOf(cluster, 'fullyManaged')).toBe(false);
  expect(abilityOf(cluster, 'crossAccountCopy')).toBeUndefined();
  expect(abilityOf(rowsFor({ resourceType: 'CloudFormation' }), 'crossAccountCopy')).toBeUndefined();
});

test('what an unknown key may protect keeps its key and can be copied', () => {
  const services = assumedRows.map((row) => row.viaServices[0]?.service);
  expect(new Set(services)).toEqual(new Set(['ec2', 'fsx', 'rds', 'storagegateway']));
  expect(abilityOf(assumedRows, 'fullyManaged')).toBe(false);
  expect(abilityOf(assumedRows, 'crossAccountCopy')).toBe(true);
});
