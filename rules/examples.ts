/** What the rules' examples are made of: one deployment, and the key policy that suits it. */

const workload = '111122223333';
const central = '444455556666';

export const exampleRole = `arn:aws:iam::${workload}:role/backup-role`;
export const exampleServiceLinkedRole = `arn:aws:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`;

/** The config beside an example's files, unless the example brings its own. */
export const exampleConfig = `deployments:
  - name: website
    workloadAccounts: ["${workload}"]
    centralAccount: "${central}"
    backupRole: backup-role
`;

export type ExampleStatement = Readonly<Record<string, unknown>>;

/** Lets IAM policies of the workload account decide, as KMS's default key policy does. */
export const rootStatement: ExampleStatement = {
  Sid: 'Enable IAM User Permissions',
  Effect: 'Allow',
  Principal: { AWS: `arn:aws:iam::${workload}:root` },
  Action: 'kms:*',
  Resource: '*',
};

/** The guidance's first statement. */
export const useStatement: ExampleStatement = {
  Sid: 'Allow AWS Backup to use the key for backup and cross-account copy',
  Effect: 'Allow',
  Principal: { AWS: [exampleRole, exampleServiceLinkedRole] },
  Action: [
    'kms:DescribeKey',
    'kms:Encrypt',
    'kms:Decrypt',
    'kms:ReEncrypt*',
    'kms:GenerateDataKey',
    'kms:GenerateDataKeyWithoutPlaintext',
  ],
  Resource: '*',
};

/** The guidance's second statement. */
export const grantStatement: ExampleStatement = {
  Sid: 'Allow AWS Backup to manage grants for backup and cross-account copy',
  Effect: 'Allow',
  Principal: { AWS: [exampleRole, exampleServiceLinkedRole] },
  Action: ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'],
  Resource: '*',
  Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
};

/** A key policy as a file holds it. */
export function policyFile(...statements: readonly ExampleStatement[]): string {
  return `${JSON.stringify({ Version: '2012-10-17', Statement: statements }, null, 2)}\n`;
}

/** The guidance's key policy, with what else a policy may say. */
export function soundPolicyFile(...further: readonly ExampleStatement[]): string {
  return policyFile(rootStatement, useStatement, grantStatement, ...further);
}

export const exampleKeyArn = `arn:aws:kms:eu-west-2:${workload}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

/** The example config, which also says of which key `policy.json` is the policy. */
export const exampleKeyConfig = `${exampleConfig}keys:
  - policy: policy.json
    arn: ${exampleKeyArn}
`;

/** The output of `aws kms describe-key` for the example key. */
export function describeKeyFile(metadata: Readonly<Record<string, unknown>>): string {
  const keyMetadata = {
    AWSAccountId: workload,
    KeyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
    Arn: exampleKeyArn,
    Enabled: true,
    KeyState: 'Enabled',
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    MultiRegion: false,
    ...metadata,
  };
  return `${JSON.stringify({ KeyMetadata: keyMetadata }, null, 2)}\n`;
}
