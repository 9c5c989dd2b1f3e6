import type { Route } from '../protocols/rest-json.ts';

/** Where the operations stand: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Operations.html */
export const backupRoutes: readonly Route[] = [
  { operation: 'ListBackupPlans', method: 'GET', path: '/backup/plans' },
  { operation: 'GetBackupPlan', method: 'GET', path: '/backup/plans/{BackupPlanId}' },
  { operation: 'ListBackupSelections', method: 'GET', path: '/backup/plans/{BackupPlanId}/selections' },
  { operation: 'GetBackupSelection', method: 'GET', path: '/backup/plans/{BackupPlanId}/selections/{SelectionId}' },
  { operation: 'ListBackupVaults', method: 'GET', path: '/backup-vaults', query: { vaultType: 'ByVaultType' } },
  { operation: 'DescribeBackupVault', method: 'GET', path: '/backup-vaults/{BackupVaultName}' },
  { operation: 'GetBackupVaultAccessPolicy', method: 'GET', path: '/backup-vaults/{BackupVaultName}/access-policy' },
  {
    operation: 'ListRecoveryPointsByBackupVault',
    method: 'GET',
    path: '/backup-vaults/{BackupVaultName}/recovery-points',
    query: {
      resourceArn: 'ByResourceArn',
      resourceType: 'ByResourceType',
      createdBefore: 'ByCreatedBefore',
      createdAfter: 'ByCreatedAfter',
    },
  },
  {
    operation: 'DescribeRecoveryPoint',
    method: 'GET',
    path: '/backup-vaults/{BackupVaultName}/recovery-points/{RecoveryPointArn}',
  },
  { operation: 'DescribeRegionSettings', method: 'GET', path: '/account-settings' },
  { operation: 'DescribeGlobalSettings', method: 'GET', path: '/global-settings' },
  { operation: 'ListProtectedResources', method: 'GET', path: '/resources' },
  { operation: 'DescribeProtectedResource', method: 'GET', path: '/resources/{ResourceArn}' },
  { operation: 'ListRecoveryPointsByResource', method: 'GET', path: '/resources/{ResourceArn}/recovery-points' },
];
