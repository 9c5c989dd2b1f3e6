/** The deployment as a CloudFormation template. */
import { lifecycle, selectionBody } from './cli.ts';
import { roleName, type Model, type Type } from './model.ts';

type Members = Readonly<Record<string, unknown>>;

export function asTemplate(model: Model): object {
  const vaultKey = model.vaultKeyPolicy;
  const [type, properties, arn] = protectedResources[model.type];
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Resources: {
      Key: keyResource(model.keyPolicy, model.keyEnabled),
      ...(vaultKey && { VaultKey: keyResource(vaultKey, true) }),
      Vault: {
        Type: 'AWS::Backup::BackupVault',
        Properties: {
          BackupVaultName: 'main',
          ...(vaultKey && { EncryptionKeyArn: { 'Fn::GetAtt': ['VaultKey', 'Arn'] } }),
          ...(model.lock && {
            LockConfiguration: { MinRetentionDays: model.lock.min, MaxRetentionDays: model.lock.max },
          }),
        },
      },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          RoleName: roleName,
          AssumeRolePolicyDocument: model.trust,
          ManagedPolicyArns: model.attached,
          ...(model.inline && { Policies: [{ PolicyName: 'own', PolicyDocument: model.inline }] }),
        },
      },
      Own: { Type: type, Properties: properties },
      Plan: planResource(model),
      Selection: {
        Type: 'AWS::Backup::BackupSelection',
        Properties: {
          BackupPlanId: { Ref: 'Plan' },
          BackupSelection: {
            SelectionName: 'all',
            IamRoleArn: { 'Fn::GetAtt': ['Role', 'Arn'] },
            ...selectionBody(model, arn),
          },
        },
      },
    },
  };
}

function planResource(model: Model): object {
  return {
    Type: 'AWS::Backup::BackupPlan',
    Properties: {
      BackupPlan: {
        BackupPlanName: 'daily',
        BackupPlanRule: [
          {
            RuleName: 'daily',
            TargetBackupVault: { Ref: 'Vault' },
            ScheduleExpression: model.schedule,
            StartWindowMinutes: 60,
            CompletionWindowMinutes: 180,
            EnableContinuousBackup: model.continuous,
            Lifecycle: lifecycle(model.lifecycle),
            CopyActions: model.copies.map((DestinationBackupVaultArn) => ({
              DestinationBackupVaultArn,
              Lifecycle: lifecycle(model.copyLifecycle),
            })),
          },
        ],
      },
    },
  };
}

function keyResource(KeyPolicy: object, Enabled: boolean): object {
  return { Type: 'AWS::KMS::Key', Properties: { KeyPolicy, Enabled } };
}

const Tags = [{ Key: 'backup', Value: 'daily' }];
const key = { 'Fn::GetAtt': ['Key', 'Arn'] };
const sub = (text: string) => ({ 'Fn::Sub': text });

const protectedResources: Readonly<Record<Type, readonly [string, Members, unknown]>> = {
  EBS: [
    'AWS::EC2::Volume',
    { AvailabilityZone: 'eu-west-2a', Size: 8, Encrypted: true, KmsKeyId: key, Tags },
    sub('arn:${AWS::Partition}:ec2:${AWS::Region}:${AWS::AccountId}:volume/${Own}'),
  ],
  RDS: [
    'AWS::RDS::DBInstance',
    { DBInstanceIdentifier: 'orders', Engine: 'postgres', StorageEncrypted: true, KmsKeyId: key, Tags },
    { 'Fn::GetAtt': ['Own', 'DBInstanceArn'] },
  ],
  Aurora: [
    'AWS::RDS::DBCluster',
    { DBClusterIdentifier: 'orders', Engine: 'aurora-postgresql', StorageEncrypted: true, KmsKeyId: key, Tags },
    { 'Fn::GetAtt': ['Own', 'DBClusterArn'] },
  ],
  EFS: [
    'AWS::EFS::FileSystem',
    { Encrypted: true, KmsKeyId: key, FileSystemTags: Tags },
    { 'Fn::GetAtt': ['Own', 'Arn'] },
  ],
  S3: [
    'AWS::S3::Bucket',
    {
      BucketName: 'orders-documents',
      VersioningConfiguration: { Status: 'Enabled' },
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          { ServerSideEncryptionByDefault: { SSEAlgorithm: 'aws:kms', KMSMasterKeyID: key } },
        ],
      },
      Tags,
    },
    { 'Fn::GetAtt': ['Own', 'Arn'] },
  ],
  DynamoDB: [
    'AWS::DynamoDB::Table',
    { TableName: 'orders', SSESpecification: { SSEEnabled: true, SSEType: 'KMS', KMSMasterKeyId: key }, Tags },
    { 'Fn::GetAtt': ['Own', 'Arn'] },
  ],
};
