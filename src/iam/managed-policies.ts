/**
 * What AWS's managed policies give the roles that AWS Backup uses: the statements about keys, vaults, buckets and the
 * sharing of recovery points. They are only part of each policy; questions beyond `covers` stay unknown.
 * Versions as read in September 2026; AWS changes them often.
 */
import type { Partition } from '../estate/deployment.ts';
import { markPartial } from './coverage.ts';
import type { PolicyDocument } from './types.ts';

export interface ManagedPolicy {
  readonly name: string;
  /** Behind `arn:aws:iam::aws:policy`: `/service-role/AWSBackupServiceRolePolicyForBackup`. */
  readonly path: string;
  readonly version: string;
  readonly source: string;
  /** Action patterns that the document tells everything about. */
  readonly covers: readonly string[];
  readonly document: PolicyDocument;
}

interface Row extends Omit<ManagedPolicy, 'document' | 'source'> {
  readonly statements: (partition: string) => readonly object[];
}

const via = (...services: readonly string[]) => ({
  'kms:ViaService': services.map((service) => `${service}.*.amazonaws.com`),
});

const forAwsResource = { 'kms:GrantIsForAWSResource': 'true' };

const allow = (sid: string, actions: readonly string[], resource: string | readonly string[], condition?: object) => ({
  Sid: sid,
  Effect: 'Allow',
  Action: actions,
  Resource: resource,
  ...(condition !== undefined && { Condition: condition }),
});

/** A role's own recovery points only. */
const tagRecoveryPoints = (partition: string) =>
  allow('RecoveryPointTaggingPermissions', ['backup:TagResource'], `arn:${partition}:backup:*:*:recovery-point:*`, {
    StringEquals: { 'aws:PrincipalAccount': '${aws:ResourceAccount}' },
  });

const rows: readonly Row[] = [
  {
    name: 'AWSBackupServiceRolePolicyForBackup',
    path: '/service-role/AWSBackupServiceRolePolicyForBackup',
    version: 'v30',
    covers: [
      'kms:*',
      'backup:*',
      's3:*',
      'tag:GetResources',
      'ec2:ModifySnapshotAttribute',
      'ec2:ModifyImageAttribute',
      'rds:ModifyDBSnapshotAttribute',
      'rds:ModifyDBClusterSnapshotAttribute',
      'fsx:ManageBackupPrincipalAssociations',
    ],
    statements: (partition) => [
      allow('KMSDynamoDBPermissions', ['kms:Decrypt', 'kms:GenerateDataKey'], '*', { StringLike: via('dynamodb') }),
      allow('KMSPermissions', ['kms:DescribeKey'], '*'),
      allow('KMSCreateGrantPermissions', ['kms:CreateGrant'], '*', { Bool: forAwsResource }),
      allow(
        'KMSEC2Permissions',
        ['kms:GenerateDataKeyWithoutPlaintext', 'kms:ReEncryptTo', 'kms:ReEncryptFrom'],
        `arn:${partition}:kms:*:*:key/*`,
        {
          StringLike: via('ec2'),
          'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': ['aws:ebs:id'] },
        },
      ),
      allow('KMSDSQLPermissions', ['kms:Decrypt'], '*', {
        StringLike: via('dsql'),
        'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': ['aws:dsql:ClusterId'] },
      }),
      allow(
        'BackupVaultPermissions',
        ['backup:DescribeBackupVault', 'backup:CopyIntoBackupVault'],
        `arn:${partition}:backup:*:*:backup-vault:*`,
      ),
      allow('BackupVaultCopyPermissions', ['backup:CopyFromBackupVault'], '*'),
      tagRecoveryPoints(partition),
      allow('ResourceGroupsTagging', ['tag:GetResources'], '*'),
      allow('SnapshotSharing', ['ec2:ModifySnapshotAttribute', 'ec2:ModifyImageAttribute'], '*', {
        Null: { 'aws:ResourceTag/aws:backup:source-resource': 'false' },
      }),
      allow(
        'DatabaseSnapshotSharing',
        ['rds:ModifyDBSnapshotAttribute'],
        `arn:${partition}:rds:*:*:snapshot:awsbackup:*`,
      ),
      allow(
        'ClusterSnapshotSharing',
        ['rds:ModifyDBClusterSnapshotAttribute'],
        `arn:${partition}:rds:*:*:cluster-snapshot:awsbackup:*`,
      ),
      allow('FsxBackupSharing', ['fsx:ManageBackupPrincipalAssociations'], `arn:${partition}:fsx:*:*:backup/*`),
    ],
  },
  {
    name: 'AWSBackupServiceRolePolicyForRestores',
    path: '/service-role/AWSBackupServiceRolePolicyForRestores',
    version: 'v36',
    covers: ['kms:*', 's3:*', 'backup:CopyIntoBackupVault', 'backup:CopyFromBackupVault'],
    statements: () => [
      allow('KMSDescribePermissions', ['kms:DescribeKey'], '*'),
      allow(
        'KMSPermissions',
        [
          'kms:Decrypt',
          'kms:Encrypt',
          'kms:GenerateDataKey',
          'kms:ReEncryptTo',
          'kms:ReEncryptFrom',
          'kms:GenerateDataKeyWithoutPlaintext',
          'kms:DescribeKey',
        ],
        '*',
        {
          StringLike: via('dynamodb', 'ec2', 'elasticfilesystem', 'rds', 'redshift', 'dsql', 'redshift-serverless'),
        },
      ),
      allow('KMSCreateGrantPermissions', ['kms:CreateGrant'], '*', { Bool: forAwsResource }),
    ],
  },
  {
    name: 'AWSBackupServiceRolePolicyForS3Backup',
    path: '/AWSBackupServiceRolePolicyForS3Backup',
    version: 'v5',
    covers: ['kms:*', 's3:*', 'events:*', 'backup:*', 'tag:GetResources'],
    statements: (partition) => [
      allow('KmsPermissions', ['kms:Decrypt', 'kms:DescribeKey'], '*', { StringLike: via('s3') }),
      allow(
        'EventBridgePermissionsForAwsBackupManagedRule',
        [
          'events:DeleteRule',
          'events:PutTargets',
          'events:DescribeRule',
          'events:EnableRule',
          'events:PutRule',
          'events:RemoveTargets',
          'events:ListTargetsByRule',
          'events:DisableRule',
        ],
        [`arn:${partition}:events:*:*:rule/AwsBackupManagedRule*`],
      ),
      allow('EventBridgeListRulesPermissions', ['events:ListRules'], '*'),
      allow(
        'S3BucketPermissions',
        [
          's3:GetBucketTagging',
          's3:ListTagsForResource',
          's3:GetInventoryConfiguration',
          's3:ListBucketVersions',
          's3:ListBucket',
          's3:GetBucketVersioning',
          's3:GetBucketLocation',
          's3:GetBucketAcl',
          's3:PutInventoryConfiguration',
          's3:GetBucketNotification',
          's3:PutBucketNotification',
        ],
        `arn:${partition}:s3:::*`,
      ),
      allow(
        'S3ObjectPermissions',
        [
          's3:GetObjectAcl',
          's3:GetObject',
          's3:GetObjectVersionTagging',
          's3:GetObjectVersionAcl',
          's3:GetObjectTagging',
          's3:GetObjectVersion',
        ],
        `arn:${partition}:s3:::*/*`,
      ),
      allow('S3ListBucketPermissions', ['s3:ListAllMyBuckets'], '*'),
      tagRecoveryPoints(partition),
    ],
  },
  {
    name: 'AWSBackupServiceRolePolicyForS3Restore',
    path: '/AWSBackupServiceRolePolicyForS3Restore',
    version: 'v2',
    covers: ['*'],
    statements: (partition) => [
      allow(
        'S3BucketPermissions',
        [
          's3:CreateBucket',
          's3:ListBucketVersions',
          's3:ListBucket',
          's3:GetBucketVersioning',
          's3:GetBucketLocation',
          's3:PutBucketVersioning',
          's3:PutBucketOwnershipControls',
          's3:GetBucketOwnershipControls',
        ],
        [`arn:${partition}:s3:::*`],
      ),
      allow(
        'S3ObjectPermissions',
        [
          's3:GetObject',
          's3:GetObjectVersion',
          's3:DeleteObject',
          's3:PutObjectVersionAcl',
          's3:GetObjectVersionAcl',
          's3:GetObjectTagging',
          's3:PutObjectTagging',
          's3:GetObjectAcl',
          's3:PutObjectAcl',
          's3:ListMultipartUploadParts',
          's3:PutObject',
        ],
        [`arn:${partition}:s3:::*/*`],
      ),
      allow('KmsPermissions', ['kms:DescribeKey', 'kms:GenerateDataKey', 'kms:Decrypt'], '*', {
        StringLike: via('s3'),
      }),
    ],
  },
  {
    name: 'AWSBackupServiceLinkedRolePolicyForBackup',
    path: '/aws-service-role/AWSBackupServiceLinkedRolePolicyForBackup',
    version: 'v31',
    covers: ['kms:*'],
    statements: () => [
      allow('KMSDescribePermissions', ['kms:DescribeKey'], '*'),
      allow(
        'KMSGrantPermissions',
        ['kms:ListGrants', 'kms:ReEncryptFrom', 'kms:GenerateDataKeyWithoutPlaintext'],
        '*',
        {
          StringLike: via('ec2', 'rds', 'fsx'),
        },
      ),
      allow('KMSCreateGrantPermissions', ['kms:CreateGrant'], '*', {
        Bool: forAwsResource,
        StringLike: via('ec2', 'rds', 'fsx'),
      }),
    ],
  },
];

const policyArn = /^arn:(aws|aws-cn|aws-us-gov):iam::aws:policy\/(?:.*\/)?([^/]+)$/;

/** Each document is made once per partition, so that whoever asks gets the same object. */
const made = new Map<string, ManagedPolicy>();

/**
 * The managed policy of that ARN, or of that name. `undefined`: AWS may well have it, but what it gives is not known
 * here, so the role's identity policies are not complete.
 */
export function managedPolicy(arnOrName: string, partition: Partition = 'aws'): ManagedPolicy | undefined {
  const [, inArn, nameInArn] = policyArn.exec(arnOrName) ?? [];
  const row = rows.find(({ name }) => name === (nameInArn ?? arnOrName));
  if (row === undefined) return undefined;
  const place = `${inArn ?? partition} ${row.name}`;
  const policy = made.get(place) ?? makePolicy(row, inArn ?? partition);
  made.set(place, policy);
  return policy;
}

function makePolicy({ statements, ...row }: Row, partition: string): ManagedPolicy {
  const document = { Version: '2012-10-17', Statement: statements(partition) };
  const source = `https://docs.aws.amazon.com/aws-managed-policy/latest/reference/${row.name}.html`;
  return { ...row, source, document: row.covers.includes('*') ? document : markPartial(document, row.covers) };
}

/** Names of the managed policies that are known here. */
export const managedPolicyNames: readonly string[] = rows.map(({ name }) => name);
