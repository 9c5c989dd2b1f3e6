/** Key policies as people have them, each different, about 2.5 KB. */
const workload = '111122223333';
const central = '444455556666';
const role = `arn:aws:iam::${workload}:role/backup-role`;
const serviceLinkedRole = `arn:aws:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`;

export const deploymentFlags = ['--central-account', central, '--backup-role', 'backup-role'];

const administration = [
  'Create*',
  'Describe*',
  'Enable*',
  'List*',
  'Put*',
  'Update*',
  'Revoke*',
  'Disable*',
  'Get*',
  'Delete*',
  'TagResource',
  'UntagResource',
  'ScheduleKeyDeletion',
  'CancelKeyDeletion',
  'RotateKeyOnDemand',
];

/** `broken`: the grants statement names only the workload role. */
export function keyPolicy(index: number, broken = false): object {
  return {
    Version: '2012-10-17',
    Id: `key-consolepolicy-${index}`,
    Statement: [
      {
        Sid: 'Enable IAM User Permissions',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${workload}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
      {
        Sid: 'Allow access for Key Administrators',
        Effect: 'Allow',
        Principal: { AWS: [`arn:aws:iam::${workload}:role/admins/key-admin-${index}`] },
        Action: administration.map((action) => `kms:${action}`),
        Resource: '*',
      },
      {
        Sid: 'Allow use by the application',
        Effect: 'Allow',
        Principal: {
          AWS: [
            `arn:aws:iam::${workload}:role/application-${index}`,
            `arn:aws:iam::${workload}:role/reporting-${index}`,
          ],
        },
        Action: ['kms:Decrypt', 'kms:DescribeKey', 'kms:GenerateDataKey*'],
        Resource: '*',
        Condition: {
          StringEquals: { 'kms:ViaService': ['rds.eu-west-2.amazonaws.com', 'ec2.eu-west-2.amazonaws.com'] },
        },
      },
      {
        Sid: 'Allow AWS Backup to use the key for backup and cross-account copy',
        Effect: 'Allow',
        Principal: { AWS: [role, serviceLinkedRole] },
        Action: [
          'kms:DescribeKey',
          'kms:Encrypt',
          'kms:Decrypt',
          'kms:ReEncrypt*',
          'kms:GenerateDataKey',
          'kms:GenerateDataKeyWithoutPlaintext',
        ],
        Resource: '*',
      },
      {
        Sid: 'Allow AWS Backup to manage grants for backup and cross-account copy',
        Effect: 'Allow',
        Principal: { AWS: broken ? [role] : [role, serviceLinkedRole] },
        Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
        Resource: '*',
        Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
      },
      {
        Sid: 'Deny everyone without TLS',
        Effect: 'Deny',
        Principal: '*',
        Action: 'kms:*',
        Resource: '*',
        Condition: { Bool: { 'aws:SecureTransport': 'false' } },
      },
    ],
  };
}
