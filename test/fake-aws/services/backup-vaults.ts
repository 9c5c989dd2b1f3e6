import { epochSeconds, madeAt } from '../instant.ts';
import { AwsError, optionalText, requiredText } from '../errors.ts';
import { regionOf } from '../region-index.ts';
import { policyText, type BackupVaultSeed, type RecoveryPointSeed } from '../seed.ts';
import type { Call, Operations, Output, World } from '../call.ts';
import { backupPaging } from './backup-paging.ts';

export const backupVaults: Operations = {
  ListBackupVaults: (call, world) => {
    const type = optionalText(call.input, 'ByVaultType');
    const wanted = vaultsOf(call, world).filter((vault) => type === undefined || typeOf(vault) === type);
    const page = world.pager(call, wanted, backupPaging);
    return { BackupVaultList: page.items.map((vault) => vaultDetails(call, vault)), NextToken: page.next };
  },

  DescribeBackupVault: (call, world) => vaultDetails(call, findVault(call, world)),

  GetBackupVaultAccessPolicy: (call, world) => {
    const vault = findVault(call, world);
    const policy = vault.policy;
    if (policy === undefined) {
      throw new AwsError('ResourceNotFoundException', `Backup vault ${vault.name} has no associated policy.`);
    }
    return { BackupVaultName: vault.name, BackupVaultArn: vaultArn(call, vault), Policy: policyText(policy) };
  },

  ListRecoveryPointsByBackupVault: (call, world) => {
    const vault = findVault(call, world);
    const wanted = (vault.recoveryPoints ?? []).filter((point) => matches(point, call));
    const page = world.pager(call, wanted, backupPaging);
    return { RecoveryPoints: page.items.map((point) => pointDetails(call, vault, point)), NextToken: page.next };
  },

  DescribeRecoveryPoint: (call, world) => {
    const vault = findVault(call, world);
    const arn = requiredText(call.input, 'RecoveryPointArn');
    const point = vault.recoveryPoints?.find((point) => point.arn === arn);
    if (point === undefined) throw new AwsError('ResourceNotFoundException', `Cannot find recovery point ${arn}`);
    return { ...pointDetails(call, vault, point), StorageClass: 'WARM' };
  },
};

function vaultsOf({ caller, region }: Call, { seed }: World): readonly BackupVaultSeed[] {
  return regionOf(seed, caller.account, region).region.backupVaults ?? [];
}

/** A vault that does not exist is refused, not missing: https://github.com/aws/aws-sdk-js/issues/2625, https://github.com/boto/boto3/issues/2269 */
function findVault(call: Call, world: World): BackupVaultSeed {
  const name = requiredText(call.input, 'BackupVaultName');
  const vault = vaultsOf(call, world).find((vault) => vault.name === name);
  if (vault !== undefined) return vault;
  throw new AwsError('AccessDeniedException', 'Insufficient privileges to perform this action.', 403);
}

export function vaultArn({ caller, region }: Call, { name }: BackupVaultSeed): string {
  return `arn:aws:backup:${region}:${caller.account}:backup-vault:${name}`;
}

function typeOf({ type = 'BACKUP_VAULT' }: BackupVaultSeed): string {
  return type;
}

function vaultDetails(call: Call, vault: BackupVaultSeed): Output {
  const { lock } = vault;
  return {
    BackupVaultName: vault.name,
    BackupVaultArn: vaultArn(call, vault),
    VaultType: typeOf(vault),
    VaultState: 'AVAILABLE',
    EncryptionKeyArn: vault.keyArn,
    CreationDate: epochSeconds(madeAt),
    NumberOfRecoveryPoints: vault.recoveryPoints?.length ?? 0,
    Locked: lock !== undefined,
    MinRetentionDays: lock?.minRetentionDays,
    MaxRetentionDays: lock?.maxRetentionDays,
    LockDate: lock?.from === undefined ? undefined : epochSeconds(lock.from),
  };
}

function matches(point: RecoveryPointSeed, { input }: Call): boolean {
  const created = Date.parse(point.createdAt);
  const is = (member: string, value: string): boolean => input[member] === undefined || input[member] === value;
  const before = optionalText(input, 'ByCreatedBefore');
  const after = optionalText(input, 'ByCreatedAfter');
  return (
    is('ByResourceArn', point.resourceArn) &&
    is('ByResourceType', point.resourceType) &&
    (before === undefined || created < Date.parse(before)) &&
    (after === undefined || created > Date.parse(after))
  );
}

function pointDetails(call: Call, vault: BackupVaultSeed, point: RecoveryPointSeed): Output {
  const created = epochSeconds(point.createdAt);
  return {
    RecoveryPointArn: point.arn,
    BackupVaultName: vault.name,
    BackupVaultArn: vaultArn(call, vault),
    ResourceArn: point.resourceArn,
    ResourceType: point.resourceType,
    Status: 'COMPLETED',
    CreationDate: created,
    CompletionDate: created,
    EncryptionKeyArn: point.encryptionKeyArn,
    IsEncrypted: point.encryptionKeyArn !== undefined,
    IsParent: false,
    VaultType: typeOf(vault),
    ...point.more,
  };
}
