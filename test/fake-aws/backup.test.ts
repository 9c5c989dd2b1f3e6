import {
  BackupClient,
  DescribeBackupVaultCommand,
  DescribeGlobalSettingsCommand,
  DescribeProtectedResourceCommand,
  DescribeRecoveryPointCommand,
  DescribeRegionSettingsCommand,
  GetBackupPlanCommand,
  GetBackupSelectionCommand,
  GetBackupVaultAccessPolicyCommand,
  ListBackupVaultsCommand,
  paginateListBackupPlans,
  paginateListBackupSelections,
  paginateListBackupVaults,
  paginateListProtectedResources,
  paginateListRecoveryPointsByBackupVault,
  paginateListRecoveryPointsByResource,
} from '@aws-sdk/client-backup';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientFor, collect } from './clients.ts';
import { startFakeAws, type FakeAws } from './server.ts';
import { ordersKey, outsider, region, smallSeed, snapshot, volume, workload } from './small-seed.ts';

const keyArn = `arn:aws:kms:${region}:${workload}:key/${ordersKey}`;
let fake: FakeAws;
let client: BackupClient;
beforeAll(async () => {
  fake = await startFakeAws(smallSeed, { pageSize: 1, emptyPages: true });
  client = new BackupClient(clientFor(fake.url, workload));
});
afterAll(() => fake.close());

test('plans and selections are listed and read', async () => {
  const plans = await collect(paginateListBackupPlans({ client }, {}), (page) => page.BackupPlansList);
  expect(plans).toMatchObject([{ BackupPlanId: 'plan-1', BackupPlanName: 'daily' }]);
  const { BackupPlan, BackupPlanArn } = await client.send(new GetBackupPlanCommand({ BackupPlanId: 'plan-1' }));
  expect(BackupPlanArn).toBe(`arn:aws:backup:${region}:${workload}:backup-plan:plan-1`);
  expect(BackupPlan?.Rules).toEqual([{ RuleName: 'daily', RuleId: 'rule-1', TargetBackupVaultName: 'local' }]);

  const place = { BackupPlanId: 'plan-1' };
  const selections = await collect(
    paginateListBackupSelections({ client }, place),
    (page) => page.BackupSelectionsList,
  );
  expect(selections).toMatchObject([{ SelectionId: 'selection-1', SelectionName: 'all' }]);
  const { BackupSelection } = await client.send(
    new GetBackupSelectionCommand({ ...place, SelectionId: 'selection-1' }),
  );
  expect(BackupSelection?.IamRoleArn).toBe(`arn:aws:iam::${workload}:role/team/backup`);
});

test('vaults have a key, a lock and a policy', async () => {
  const vaults = await collect(paginateListBackupVaults({ client }, {}), (page) => page.BackupVaultList);
  expect(vaults.map(({ BackupVaultName }) => BackupVaultName)).toEqual(['local', 'open']);
  const local = await client.send(new DescribeBackupVaultCommand({ BackupVaultName: 'local' }));
  expect(local).toMatchObject({
    BackupVaultArn: `arn:aws:backup:${region}:${workload}:backup-vault:local`,
    EncryptionKeyArn: keyArn,
    Locked: true,
    MinRetentionDays: 7,
    LockDate: new Date('2026-02-01T00:00:00Z'),
    NumberOfRecoveryPoints: 2,
  });
  const { Policy } = await client.send(new GetBackupVaultAccessPolicyCommand({ BackupVaultName: 'open' }));
  expect(JSON.parse(Policy!)).toHaveProperty('Statement.0.Action', 'backup:CopyIntoBackupVault');
});

test('vaults are listed by type', async () => {
  const airGapped = { ByVaultType: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' } as const;
  expect(await collect(paginateListBackupVaults({ client }, airGapped), (page) => page.BackupVaultList)).toEqual([]);
});

test('recovery points are found by vault and by resource', async () => {
  const inVault = (filter: object) =>
    collect(paginateListRecoveryPointsByBackupVault({ client }, { BackupVaultName: 'local', ...filter }), (page) =>
      page.RecoveryPoints?.map(({ RecoveryPointArn, Status }) => [RecoveryPointArn, Status]),
    );
  const later = [snapshot, 'COMPLETED'];
  const earlier = [`${snapshot}-earlier`, 'PARTIAL'];
  expect(await inVault({})).toEqual([later, earlier]);
  expect(await inVault({ ByResourceArn: volume, ByCreatedAfter: new Date('2026-11-01T12:00:00Z') })).toEqual([later]);
  expect(await inVault({ ByCreatedBefore: new Date('2026-11-01T12:00:00Z') })).toEqual([earlier]);
  expect(await inVault({ ByResourceType: 'RDS' })).toEqual([]);

  const ofVolume = await collect(
    paginateListRecoveryPointsByResource({ client }, { ResourceArn: volume }),
    (page) => page.RecoveryPoints,
  );
  expect(ofVolume.map(({ EncryptionKeyArn }) => EncryptionKeyArn)).toEqual([keyArn, undefined]);
  const place = { BackupVaultName: 'local', RecoveryPointArn: snapshot };
  expect(await client.send(new DescribeRecoveryPointCommand(place))).toMatchObject({
    EncryptionKeyArn: keyArn,
    IsEncrypted: true,
    CreationDate: new Date('2026-11-02T05:00:00Z'),
  });
});

test('what has a recovery point is a protected resource, and so is what the seed adds', async () => {
  const resources = await collect(paginateListProtectedResources({ client }, {}), (page) => page.Results);
  const ebs = {
    ResourceArn: volume,
    ResourceType: 'EBS',
    LastBackupTime: new Date('2026-11-02T05:00:00Z'),
    LastBackupVaultArn: `arn:aws:backup:${region}:${workload}:backup-vault:local`,
    LastRecoveryPointArn: snapshot,
  };
  expect(resources).toEqual([ebs, { ResourceArn: 'arn:aws:s3:::photos', ResourceType: 'S3' }]);
  expect(await client.send(new DescribeProtectedResourceCommand({ ResourceArn: volume }))).toMatchObject(ebs);
});

test('settings of the Region and of the account', async () => {
  expect(await client.send(new DescribeRegionSettingsCommand({}))).toMatchObject({
    ResourceTypeOptInPreference: { EBS: true, 'Storage Gateway': false },
    ResourceTypeManagementPreference: { DynamoDB: true },
  });
  const { GlobalSettings } = await client.send(new DescribeGlobalSettingsCommand({}));
  expect(GlobalSettings).toEqual({ isCrossAccountBackupEnabled: 'true' });
});

const vault = { BackupVaultName: 'nowhere' };
test.for([
  ['a missing plan', new GetBackupPlanCommand({ BackupPlanId: 'none' }), 'ResourceNotFoundException', 400],
  [
    'a selection of a missing plan',
    new GetBackupSelectionCommand({ BackupPlanId: 'none', SelectionId: 'x' }),
    'InvalidParameterValueException',
    400,
  ],
  ['a missing vault', new DescribeBackupVaultCommand(vault), 'AccessDeniedException', 403],
  ['the policy of a missing vault', new GetBackupVaultAccessPolicyCommand(vault), 'AccessDeniedException', 403],
  [
    'a vault without policy',
    new GetBackupVaultAccessPolicyCommand({ BackupVaultName: 'local' }),
    'ResourceNotFoundException',
    400,
  ],
  [
    'a missing recovery point',
    new DescribeRecoveryPointCommand({ BackupVaultName: 'local', RecoveryPointArn: 'arn:x' }),
    'ResourceNotFoundException',
    400,
  ],
  [
    'a resource never backed up',
    new DescribeProtectedResourceCommand({ ResourceArn: 'arn:x' }),
    'ResourceNotFoundException',
    400,
  ],
  ['a page too large', new ListBackupVaultsCommand({ MaxResults: 1001 }), 'InvalidParameterValueException', 400],
  ['a token of nobody', new ListBackupVaultsCommand({ NextToken: 'x' }), 'InvalidParameterValueException', 400],
] as const)('%s is refused as AWS does', async ([, command, name, httpStatusCode]) => {
  await expect(client.send(command as GetBackupPlanCommand)).rejects.toMatchObject({
    name,
    $metadata: { httpStatusCode, attempts: 1 },
  });
});

test('outside an organization there are no global settings', async () => {
  const alone = new BackupClient(clientFor(fake.url, outsider));
  await expect(alone.send(new DescribeGlobalSettingsCommand({}))).rejects.toMatchObject({
    name: 'InvalidRequestException',
  });
});
