/**
 * What the backup role's own policies must allow, beside KMS. Taken from the policies that AWS maintains for the role;
 * that a job fails without the call it begins with is inferred, as is which of the S3 calls it cannot do without.
 */

export const backupPolicyPage =
  'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html';
export const s3BackupPolicyPage =
  'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForS3Backup.html';

/** By row of the resource type matrix: the call with which the owning service begins a backup. */
export const beginningCalls: Readonly<Record<string, string>> = {
  ebs: 'ec2:CreateSnapshot',
  ec2: 'ec2:CreateImage',
  'rds-instance': 'rds:CreateDBSnapshot',
  'rds-multi-az-cluster': 'rds:CreateDBClusterSnapshot',
  aurora: 'rds:CreateDBClusterSnapshot',
  documentdb: 'rds:CreateDBClusterSnapshot',
  neptune: 'rds:CreateDBClusterSnapshot',
  'aurora-dsql': 'dsql:StartBackupJob',
  'dynamodb-basic': 'dynamodb:CreateBackup',
  'dynamodb-advanced': 'dynamodb:StartAwsBackupJob',
  efs: 'elasticfilesystem:Backup',
  'fsx-lustre': 'fsx:CreateBackup',
  'fsx-windows': 'fsx:CreateBackup',
  'fsx-ontap': 'fsx:CreateBackup',
  'fsx-openzfs': 'fsx:CreateBackup',
  'storage-gateway': 'storagegateway:CreateSnapshot',
  redshift: 'redshift:CreateClusterSnapshot',
  'redshift-serverless': 'redshift-serverless:CreateSnapshot',
  timestream: 'timestream:StartAwsBackupJob',
  'sap-hana': 'ssm-sap:BackupDatabase',
  'vmware-vm': 'backup-gateway:Backup',
  cloudformation: 'cloudformation:GetTemplate',
  eks: 'eks:DescribeCluster',
};

/** Without these nothing of a bucket is read. https://docs.aws.amazon.com/aws-backup/latest/devguide/s3-backups.html */
export const bucketCalls = [
  's3:ListBucket',
  's3:ListBucketVersions',
  's3:GetBucketVersioning',
  's3:GetBucketLocation',
] as const;
export const objectCalls = ['s3:GetObject', 's3:GetObjectVersion'] as const;

/** What else AWS asks for: inventories, tags and ACLs. */
export const furtherBucketCalls = [
  's3:GetInventoryConfiguration',
  's3:PutInventoryConfiguration',
  's3:GetBucketTagging',
  's3:GetBucketAcl',
] as const;
export const furtherObjectCalls = [
  's3:GetObjectTagging',
  's3:GetObjectVersionTagging',
  's3:GetObjectAcl',
  's3:GetObjectVersionAcl',
] as const;

/** A continuous backup follows a bucket's events through a rule that AWS Backup manages. */
export const notificationCalls = ['s3:GetBucketNotification', 's3:PutBucketNotification'] as const;
export const eventRuleCalls = [
  'events:PutRule',
  'events:DeleteRule',
  'events:DescribeRule',
  'events:EnableRule',
  'events:DisableRule',
  'events:PutTargets',
  'events:RemoveTargets',
  'events:ListTargetsByRule',
] as const;

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html */
export const copyFrom = 'backup:CopyFromBackupVault';
export const copyInto = 'backup:CopyIntoBackupVault';

/** Resources are found by tag with the role's own rights. https://docs.aws.amazon.com/aws-backup/latest/devguide/troubleshooting.html */
export const findByTag = 'tag:GetResources';
