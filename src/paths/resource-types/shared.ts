/** What many rows of the matrix have in common. */
import type { Confidence, JobRoleCall, RatedField } from '../resource-type-row.ts';

/**
 * Types that are not fully managed: the backup keeps the resource's key, and a copy takes the destination vault's.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
 */
export const keepsResourceKey = {
  fullyManaged: false,
  independentEncryption: false,
  crossAccountCopy: true,
  crossRegionCopy: true,
  oneActionCopy: true,
  continuousBackup: false,
  coldStorage: false,
  backupKey: 'source-resource',
  copyKey: 'destination-vault',
  crossAccountSourceKey: 'source-resource',
  unencryptedBackup: 'unencrypted',
  unencryptedCopy: 'encrypted-with-destination-vault-key',
  awsManagedKeyBlocksCrossAccountCopy: true,
  destinationVaultNeedsCustomerKey: true,
} as const;

/** The same without copies of any kind, not even to another vault of the same account and Region. */
export const keepsResourceKeyUncopied = {
  ...keepsResourceKey,
  crossAccountCopy: false,
  crossRegionCopy: false,
  oneActionCopy: false,
  airGappedVault: false,
  copyKey: undefined,
  crossAccountSourceKey: undefined,
  unencryptedCopy: undefined,
  awsManagedKeyBlocksCrossAccountCopy: undefined,
  destinationVaultNeedsCustomerKey: undefined,
} as const;

/** Fully managed types: re-encrypted with the vault's key when the backup is taken. */
export const takesVaultKey = {
  fullyManaged: true,
  independentEncryption: true,
  crossAccountCopy: true,
  crossRegionCopy: true,
  oneActionCopy: true,
  continuousBackup: false,
  coldStorage: false,
  airGappedVault: true,
  backupKey: 'vault',
  copyKey: 'destination-vault',
  crossAccountSourceKey: 'source-vault',
  unencryptedBackup: 'encrypted-with-vault-key',
  unencryptedCopy: 'encrypted-with-destination-vault-key',
  awsManagedKeyBlocksCrossAccountCopy: false,
  destinationVaultNeedsCustomerKey: false,
} as const;

/** `KMSPermissions` and `KMSCreateGrantPermissions` of AWSBackupServiceRolePolicyForBackup (v30, February 2026). */
export const describeAndGrant: readonly JobRoleCall[] = [
  { actions: ['kms:DescribeKey'] },
  { actions: ['kms:CreateGrant'], grantIsForAwsResource: true },
];

/** `KMSEC2Permissions` of the same policy. */
export const ebsSnapshotCall: JobRoleCall = {
  actions: ['kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptTo', 'kms:ReEncryptFrom'],
  viaService: 'ec2',
  contextKey: 'aws:ebs:id',
};

/** `KMSDynamoDBPermissions` of the same policy. */
export const dynamoDbCall: JobRoleCall = { actions: ['kms:Decrypt', 'kms:GenerateDataKey'], viaService: 'dynamodb' };

/** What holds unless a row says otherwise. */
export const usualConfidence: Readonly<Partial<Record<RatedField, Confidence>>> = {
  fullyManaged: 'documented',
  independentEncryption: 'documented',
  crossAccountCopy: 'documented',
  crossRegionCopy: 'documented',
  oneActionCopy: 'inferred',
  continuousBackup: 'documented',
  coldStorage: 'documented',
  airGappedVault: 'documented',
  backupKey: 'documented',
  copyKey: 'documented',
  resourceType: 'documented',
  defaultKey: 'inferred',
};
