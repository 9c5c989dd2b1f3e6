/**
 * Types whose ARNs follow from a name. `Ref` gives the name unless it says otherwise.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/ (each type's page: "Return values")
 */
import { resourceTypes } from '../../paths/resource-types.ts';

export interface NamedType {
  /** With `*` for partition, Region, account and name. */
  readonly arn: string;
  /** The property that names it; without one, or where it is not given, the name is made up. */
  readonly name?: string;
  /** The property with the path before the name. */
  readonly path?: string;
  readonly lowerCase?: true;
  readonly ref?: 'arn';
  readonly arnAttributes?: readonly string[];
  readonly nameAttributes?: readonly string[];
}

/** Names and attributes of the types that AWS Backup protects; their ARNs are in the matrix. */
const protectedTypes: Readonly<Record<string, Omit<NamedType, 'arn'>>> = {
  'AWS::EC2::Volume': { nameAttributes: ['VolumeId'] },
  'AWS::EC2::Instance': { nameAttributes: ['InstanceId'] },
  'AWS::EFS::FileSystem': { arnAttributes: ['Arn'], nameAttributes: ['FileSystemId'] },
  'AWS::S3::Bucket': { name: 'BucketName', arnAttributes: ['Arn'] },
  'AWS::FSx::FileSystem': { arnAttributes: ['ResourceARN'] },
  'AWS::FSx::Volume': { arnAttributes: ['ResourceARN'], nameAttributes: ['VolumeId'] },
  'AWS::RDS::DBInstance': { name: 'DBInstanceIdentifier', lowerCase: true, arnAttributes: ['DBInstanceArn'] },
  'AWS::RDS::DBCluster': { name: 'DBClusterIdentifier', lowerCase: true, arnAttributes: ['DBClusterArn'] },
  'AWS::DocDB::DBCluster': { name: 'DBClusterIdentifier', lowerCase: true },
  'AWS::Neptune::DBCluster': { name: 'DBClusterIdentifier', lowerCase: true },
  'AWS::DSQL::Cluster': { arnAttributes: ['ResourceArn'], nameAttributes: ['Identifier'] },
  'AWS::DynamoDB::Table': { name: 'TableName', arnAttributes: ['Arn'] },
  'AWS::DynamoDB::GlobalTable': { name: 'TableName', arnAttributes: ['Arn'] },
  'AWS::Redshift::Cluster': { name: 'ClusterIdentifier', lowerCase: true },
  'AWS::RedshiftServerless::Namespace': { arnAttributes: ['Namespace.NamespaceArn'] },
  'AWS::EKS::Cluster': { name: 'Name', arnAttributes: ['Arn'] },
};

const others: Readonly<Record<string, NamedType>> = {
  'AWS::KMS::Key': { arn: 'arn:*:kms:*:*:key/*', arnAttributes: ['Arn'], nameAttributes: ['KeyId'] },
  'AWS::KMS::ReplicaKey': { arn: 'arn:*:kms:*:*:key/*', arnAttributes: ['Arn'], nameAttributes: ['KeyId'] },
  'AWS::KMS::Alias': { arn: 'arn:*:kms:*:*:*', name: 'AliasName' },
  'AWS::Backup::BackupVault': {
    arn: 'arn:*:backup:*:*:backup-vault:*',
    name: 'BackupVaultName',
    arnAttributes: ['BackupVaultArn'],
    nameAttributes: ['BackupVaultName'],
  },
  'AWS::Backup::LogicallyAirGappedBackupVault': {
    arn: 'arn:*:backup:*:*:backup-vault:*',
    name: 'BackupVaultName',
    ref: 'arn',
    arnAttributes: ['BackupVaultArn'],
  },
  'AWS::Backup::BackupPlan': {
    arn: 'arn:*:backup:*:*:backup-plan:*',
    arnAttributes: ['BackupPlanArn'],
    nameAttributes: ['BackupPlanId'],
  },
  // Backups are of its tables, and so are the matrix's ARNs.
  'AWS::Timestream::Database': { arn: 'arn:*:timestream:*:*:database/*', name: 'DatabaseName', arnAttributes: ['Arn'] },
  'AWS::IAM::Role': { arn: 'arn:*:iam::*:role/*', name: 'RoleName', path: 'Path', arnAttributes: ['Arn'] },
  'AWS::IAM::User': { arn: 'arn:*:iam::*:user/*', name: 'UserName', path: 'Path', arnAttributes: ['Arn'] },
  'AWS::IAM::ManagedPolicy': {
    arn: 'arn:*:iam::*:policy/*',
    name: 'ManagedPolicyName',
    path: 'Path',
    ref: 'arn',
    arnAttributes: ['PolicyArn'],
  },
};

export const namedTypes: ReadonlyMap<string, NamedType> = new Map([
  ...Object.entries(others),
  ...resourceTypes.flatMap(({ cloudFormation, arnPatterns: [arn = ''] }) =>
    cloudFormation.flatMap(({ type }): (readonly [string, NamedType])[] => {
      const named = Object.hasOwn(protectedTypes, type) ? protectedTypes[type] : undefined;
      return named === undefined ? [] : [[type, { arn, ...named }]];
    }),
  ),
]);
