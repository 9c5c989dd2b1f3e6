/** Key policies that AWS documents or writes by itself, in our own words; none of them is wrong. */
import { policyFile, type ExampleStatement } from '../../../rules/examples.ts';

const account = '111122223333';
const root: ExampleStatement = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${account}:root` },
  Action: 'kms:*',
  Resource: '*',
};

export interface DocumentedPolicy {
  readonly name: string;
  readonly policy: string;
}

export const documentedPolicies: readonly DocumentedPolicy[] = [
  {
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    name: 'the default policy of a key that was made by the API',
    policy: JSON.stringify({ Version: '2012-10-17', Id: 'key-default-1', Statement: [root] }),
  },
  {
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
    name: 'the default policy of the console, with administrators, users and grants',
    policy: policyFile(
      root,
      {
        Sid: 'Allow access for Key Administrators',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:role/KeyAdmin` },
        Action: [
          'kms:Create*',
          'kms:Describe*',
          'kms:Enable*',
          'kms:List*',
          'kms:Put*',
          'kms:Update*',
          'kms:Revoke*',
          'kms:Disable*',
          'kms:Get*',
          'kms:Delete*',
          'kms:TagResource',
          'kms:UntagResource',
          'kms:ScheduleKeyDeletion',
          'kms:CancelKeyDeletion',
          'kms:RotateKeyOnDemand',
        ],
        Resource: '*',
      },
      {
        Sid: 'Allow use of the key',
        Effect: 'Allow',
        Principal: { AWS: [`arn:aws:iam::${account}:role/App`, 'arn:aws:iam::444455556666:root'] },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
      },
      {
        Sid: 'Allow attachment of persistent resources',
        Effect: 'Allow',
        Principal: { AWS: [`arn:aws:iam::${account}:role/App`, 'arn:aws:iam::444455556666:root'] },
        Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
        Resource: '*',
        Condition: { Bool: { 'kms:GrantIsForAWSResource': true } },
      },
    ),
  },
  {
    // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html, AWS managed keys
    name: 'the policy that AWS writes for its managed keys',
    policy: policyFile(
      {
        Sid: 'Allow access through RDS for all principals in the account that are authorized to use RDS',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:CreateGrant',
          'kms:ListGrants',
          'kms:DescribeKey',
        ],
        Resource: '*',
        Condition: {
          StringEquals: {
            'kms:ViaService': 'rds.eu-west-2.amazonaws.com',
            'kms:CallerAccount': account,
          },
        },
      },
      root,
    ),
  },
  {
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
    name: 'the policy that AWS Backup documents for the key of a vault',
    policy: policyFile(
      root,
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: ['kms:ListKeys', 'kms:DescribeKey', 'kms:GenerateDataKey', 'kms:Decrypt', 'kms:ListAliases'],
        Resource: '*',
      },
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:CreateGrant',
        Resource: '*',
        Condition: {
          'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'aws:backup:backup-vault' },
          Bool: { 'kms:GrantIsForAWSResource': true },
          StringLike: { 'kms:ViaService': 'backup.*.amazonaws.com' },
        },
      },
    ),
  },
  {
    // https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    name: 'the policy that CloudWatch Logs documents, with an encryption context over Describe*',
    policy: policyFile(root, {
      Effect: 'Allow',
      Principal: { Service: 'logs.eu-west-2.amazonaws.com' },
      Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Resource: '*',
      Condition: {
        ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:eu-west-2:${account}:*` },
      },
    }),
  },
  {
    // https://docs.aws.amazon.com/awscloudtrail/latest/userguide/create-kms-key-policy-for-cloudtrail.html
    name: "the policy that CloudTrail documents, open to the account's principals under conditions",
    policy: policyFile(
      root,
      {
        Sid: 'Allow CloudTrail to encrypt logs',
        Effect: 'Allow',
        Principal: { Service: 'cloudtrail.amazonaws.com' },
        Action: 'kms:GenerateDataKey*',
        Resource: '*',
        Condition: {
          StringEquals: {
            'aws:SourceArn': `arn:aws:cloudtrail:eu-west-2:${account}:trail/management`,
          },
          StringLike: {
            'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${account}:trail/*`,
          },
        },
      },
      {
        Sid: 'Allow principals in the account to decrypt log files',
        Effect: 'Allow',
        Principal: { AWS: '*' },
        Action: ['kms:Decrypt', 'kms:ReEncryptFrom'],
        Resource: '*',
        Condition: {
          StringEquals: { 'kms:CallerAccount': account },
          StringLike: {
            'kms:EncryptionContext:aws:cloudtrail:arn': `arn:aws:cloudtrail:*:${account}:trail/*`,
          },
        },
      },
    ),
  },
  {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    name: 'everybody in an organization, and a Deny for everybody outside of it',
    policy: policyFile(
      root,
      {
        Sid: 'Allow the organization',
        Effect: 'Allow',
        Principal: '*',
        Action: ['kms:Decrypt', 'kms:DescribeKey'],
        Resource: '*',
        Condition: {
          'ForAnyValue:StringLike': {
            'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*',
          },
        },
      },
      {
        Sid: 'Deny everybody outside the organization',
        Effect: 'Deny',
        Principal: '*',
        Action: 'kms:*',
        Resource: '*',
        Condition: {
          StringNotEqualsIfExists: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' },
          BoolIfExists: { 'aws:PrincipalIsAWSService': 'false' },
        },
      },
    ),
  },
  {
    // https://github.com/nationalarchives/terraform-aws-immutable-aws-backup, the key of its vaults
    name: "everybody limited by the ARN of the role and the organization's path",
    policy: policyFile(
      root,
      {
        Effect: 'Allow',
        Principal: '*',
        Action: [
          'kms:Describe*',
          'kms:Get*',
          'kms:List*',
          'kms:Decrypt',
          'kms:Encrypt',
          'kms:GenerateDataKey*',
          'kms:ReEncrypt*',
        ],
        Resource: '*',
        Condition: {
          ArnLike: {
            'aws:PrincipalArn': [
              'arn:aws:iam::*:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup',
              'arn:aws:iam::*:role/backup-role',
            ],
          },
          'ForAnyValue:StringLike': {
            'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*/ou-ab12-11111111/*',
          },
        },
      },
      {
        Effect: 'Allow',
        Principal: '*',
        Action: ['kms:CreateGrant', 'kms:RetireGrant', 'kms:RevokeGrant'],
        Resource: '*',
        Condition: {
          ArnLike: { 'aws:PrincipalArn': 'arn:aws:iam::*:role/backup-role' },
          'ForAnyValue:StringLike': {
            'aws:PrincipalOrgPaths': 'o-a1b2c3d4e5/*/ou-ab12-11111111/*',
          },
          Bool: { 'kms:GrantIsForAWSResource': 'true' },
        },
      },
    ),
  },
  {
    // https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html, key by its ARN
    name: 'a key that names itself as the resource, and a service that S3 notifies',
    policy: policyFile(root, {
      Sid: 'Allow S3 to encrypt messages',
      Effect: 'Allow',
      Principal: { Service: ['s3.amazonaws.com', 'sns.amazonaws.com'] },
      Action: ['kms:GenerateDataKey', 'kms:Decrypt'],
      Resource: '*',
      Condition: { StringEquals: { 'aws:SourceAccount': account } },
    }),
  },
  {
    // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-grant-operations
    name: 'grants limited to some operations, as KMS documents the condition',
    policy: policyFile(root, {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:role/App` },
      Action: 'kms:CreateGrant',
      Resource: '*',
      Condition: { 'ForAllValues:StringEquals': { 'kms:GrantOperations': ['Encrypt', 'Decrypt'] } },
    }),
  },
  {
    // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-encryption-context-keys
    name: 'an encryption context that must hold some keys, and none but them',
    policy: policyFile(root, {
      Effect: 'Allow',
      Principal: { AWS: `arn:aws:iam::${account}:role/App` },
      Action: 'kms:GenerateDataKey',
      Resource: '*',
      Condition: {
        'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['AppName', 'FilePath'] },
        Null: { 'kms:EncryptionContextKeys': false },
      },
    }),
  },
  {
    // https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
    name: 'the policy that EC2 Auto Scaling documents for its service-linked role',
    policy: policyFile(
      root,
      {
        Sid: 'Allow service-linked role use of the customer managed key',
        Effect: 'Allow',
        Principal: {
          AWS: [`arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`],
        },
        Action: ['kms:Encrypt', 'kms:Decrypt', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:DescribeKey'],
        Resource: '*',
      },
      {
        Sid: 'Allow attachment of persistent resources',
        Effect: 'Allow',
        Principal: {
          AWS: [`arn:aws:iam::${account}:role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling`],
        },
        Action: ['kms:CreateGrant'],
        Resource: '*',
        Condition: { Bool: { 'kms:GrantIsForAWSResource': true } },
      },
    ),
  },
  {
    // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
    name: 'use through services alone, and a Deny of every other way',
    policy: policyFile(
      root,
      {
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:role/App` },
        Action: [
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey*',
          'kms:CreateGrant',
          'kms:ListGrants',
          'kms:DescribeKey',
        ],
        Resource: '*',
        Condition: {
          StringEquals: { 'kms:ViaService': ['ec2.eu-west-2.amazonaws.com', 'rds.eu-west-2.amazonaws.com'] },
        },
      },
      {
        Effect: 'Deny',
        Principal: { AWS: `arn:aws:iam::${account}:role/App` },
        Action: 'kms:Decrypt',
        Resource: '*',
        Condition: { StringNotEquals: { 'kms:ViaService': 'ec2.eu-west-2.amazonaws.com' } },
      },
    ),
  },
  {
    // https://docs.aws.amazon.com/kms/latest/developerguide/policy-conditions.html
    name: 'grants for one grantee, on the key by its ARN',
    policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        root,
        {
          Effect: 'Allow',
          Principal: { AWS: [account, 'arn:aws:iam::444455556666:root'] },
          Action: ['kms:CreateGrant', 'kms:RetireGrant'],
          Resource: `arn:aws:kms:eu-west-2:${account}:key/1234abcd-12ab-34cd-56ef-1234567890ab`,
          Condition: {
            StringEquals: { 'kms:GranteePrincipal': `arn:aws:iam::${account}:role/App` },
          },
        },
      ],
    }),
  },
];
