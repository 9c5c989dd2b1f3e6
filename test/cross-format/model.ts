/** One deployment, whoever describes it: what is in it, and the names by which AWS knows its parts. */
import type { Document } from '../laws/policies.ts';
import { C, role, rootOf, slr, W } from '../iam/cast.ts';

export const region = 'eu-west-2';
export { C, role, W };
export const roleName = role.slice(role.indexOf('/') + 1);
export const keyArn = `arn:aws:kms:${region}:${W}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;
export const vaultKeyArn = `arn:aws:kms:${region}:${W}:key/aaaa1111-12ab-34cd-56ef-1234567890ab`;
export const centralKeyArn = `arn:aws:kms:${region}:${C}:key/bbbb2222-12ab-34cd-56ef-1234567890ab`;
export const vaultArn = (name: string, account: string = W) =>
  `arn:aws:backup:${region}:${account}:backup-vault:${name}`;
export const centralVaultArn = vaultArn('central', C);

export type Type = 'EBS' | 'RDS' | 'Aurora' | 'EFS' | 'S3' | 'DynamoDB';

/** ARNs, as AWS makes them; resources whose id AWS makes up have one that templates cannot know. */
export const resourceArns: Readonly<Record<Type, string>> = {
  EBS: `arn:aws:ec2:${region}:${W}:volume/vol-0123456789abcdef0`,
  RDS: `arn:aws:rds:${region}:${W}:db:orders`,
  Aurora: `arn:aws:rds:${region}:${W}:cluster:orders`,
  EFS: `arn:aws:elasticfilesystem:${region}:${W}:file-system/fs-0123456789abcdef0`,
  S3: 'arn:aws:s3:::orders-documents',
  DynamoDB: `arn:aws:dynamodb:${region}:${W}:table/orders`,
};

export const patterns: Readonly<Record<Type, string>> = {
  EBS: 'arn:aws:ec2:*:*:volume/*',
  RDS: 'arn:aws:rds:*:*:db:*',
  Aurora: 'arn:aws:rds:*:*:cluster:*',
  EFS: 'arn:aws:elasticfilesystem:*:*:file-system/*',
  S3: 'arn:aws:s3:::*',
  DynamoDB: 'arn:aws:dynamodb:*:*:table/*',
};

export interface Days {
  readonly delete?: number;
  readonly cold?: number;
}

export interface Model {
  readonly type: Type;
  readonly keyPolicy: Document;
  readonly keyEnabled: boolean;
  /** `undefined`: the vault uses `aws/backup`. */
  readonly vaultKeyPolicy?: Document;
  readonly centralVaultPolicy?: object;
  readonly selects: 'arn' | 'pattern' | 'tag' | 'another tag' | 'condition' | 'all but this';
  readonly trust: object;
  readonly attached: readonly string[];
  readonly inline?: object;
  readonly schedule: string;
  readonly lifecycle: Days;
  readonly copyLifecycle: Days;
  readonly continuous: boolean;
  readonly copies: readonly string[];
  readonly lock?: { readonly min: number; readonly max: number };
}

export const policy = (...Statement: readonly object[]): Document =>
  ({ Version: '2012-10-17', Statement }) as unknown as Document;

export const root = { Effect: 'Allow', Principal: { AWS: rootOf(W) }, Action: 'kms:*', Resource: '*' };

const useActions = [
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
];

export function guidance(...who: readonly string[]): readonly object[] {
  const grants = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };
  return [
    { Sid: 'Use', Effect: 'Allow', Principal: { AWS: who }, Action: useActions, Resource: '*' },
    {
      Sid: 'Grants',
      Effect: 'Allow',
      Principal: { AWS: who },
      Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
      Resource: '*',
      Condition: grants,
    },
  ];
}

export const trustOf = (Service: string) =>
  policy({ Effect: 'Allow', Principal: { Service }, Action: 'sts:AssumeRole' });

const awsPolicy = (name: string) => `arn:aws:iam::aws:policy/${name}`;
export const attachedUsually = [
  awsPolicy('service-role/AWSBackupServiceRolePolicyForBackup'),
  awsPolicy('AWSBackupServiceRolePolicyForS3Backup'),
];

export const sound: Model = {
  type: 'EBS',
  keyPolicy: policy(root, ...guidance(role, slr)),
  keyEnabled: true,
  vaultKeyPolicy: policy(root, ...guidance(role, slr)),
  centralVaultPolicy: policy({
    Effect: 'Allow',
    Principal: { AWS: rootOf(W) },
    Action: 'backup:CopyIntoBackupVault',
    Resource: '*',
  }),
  selects: 'pattern',
  trust: trustOf('backup.amazonaws.com'),
  attached: attachedUsually,
  schedule: 'cron(0 5 * * ? *)',
  lifecycle: { delete: 35 },
  copyLifecycle: { delete: 90 },
  continuous: false,
  copies: [centralVaultArn],
};
