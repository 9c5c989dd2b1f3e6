import { epochSeconds } from '../instant.ts';
import { AwsError, requiredText } from '../errors.ts';
import { regionOf, type StoredRecoveryPoint } from '../region-index.ts';
import type { Call, Operations, Output, World } from '../call.ts';
import { backupPaging } from './backup-paging.ts';
import { vaultArn } from './backup-vaults.ts';

export const backupResources: Operations = {
  ListProtectedResources: (call, world) => {
    const page = world.pager(call, protectedResources(call, world), backupPaging);
    return { Results: page.items, NextToken: page.next };
  },

  DescribeProtectedResource: (call, world) => {
    const arn = requiredText(call.input, 'ResourceArn');
    const found = protectedResources(call, world).find((resource) => resource['ResourceArn'] === arn);
    if (found !== undefined) return found;
    throw new AwsError('ResourceNotFoundException', `Cannot find protected resource ${arn}`);
  },

  ListRecoveryPointsByResource: (call, world) => {
    const points = regionOf(world.seed, call.caller.account, call.region).recoveryPoints;
    const wanted = points.get(requiredText(call.input, 'ResourceArn')) ?? [];
    const page = world.pager(call, wanted, backupPaging);
    return { RecoveryPoints: page.items.map(pointSummary), NextToken: page.next };
  },
};

/** What has a recovery point here and belongs to the account (copies from elsewhere do not), and what the seed adds. */
function protectedResources(call: Call, { seed }: World): readonly Output[] {
  const { region, recoveryPoints } = regionOf(seed, call.caller.account, call.region);
  const backedUp = [...recoveryPoints].flatMap(([arn, points]) =>
    isForeign(arn, call) ? [] : [withNewest(call, arn, points)],
  );
  const others = (region.protectedResources ?? []).map(({ resourceArn, resourceType, lastBackupAt }) => ({
    ResourceArn: resourceArn,
    ResourceType: resourceType,
    LastBackupTime: lastBackupAt === undefined ? undefined : epochSeconds(lastBackupAt),
  }));
  return [...backedUp, ...others];
}

function isForeign(arn: string, { caller, region }: Call): boolean {
  const [, , , arnRegion = '', account = ''] = arn.split(':');
  return (account !== '' && account !== caller.account) || (arnRegion !== '' && arnRegion !== region);
}

function withNewest(call: Call, arn: string, points: readonly StoredRecoveryPoint[]): Output {
  const newest = points.reduce((left, right) => (left.point.createdAt >= right.point.createdAt ? left : right));
  return {
    ResourceArn: arn,
    ResourceType: newest.point.resourceType,
    LastBackupTime: epochSeconds(newest.point.createdAt),
    LastBackupVaultArn: vaultArn(call, newest.vault),
    LastRecoveryPointArn: newest.point.arn,
  };
}

function pointSummary({ point, vault }: StoredRecoveryPoint): Output {
  return {
    RecoveryPointArn: point.arn,
    CreationDate: epochSeconds(point.createdAt),
    Status: point.more?.['Status'] ?? 'COMPLETED',
    EncryptionKeyArn: point.encryptionKeyArn,
    BackupVaultName: vault.name,
    IsParent: point.more?.['IsParent'] ?? false,
    VaultType: vault.type ?? 'BACKUP_VAULT',
  };
}
