/** A small shop's inputs with what goes wrong in practice, for the pictures of the documentation. */

const workload = '111122223333';
const central = '444455556666';
const region = 'eu-west-2';
const role = `arn:aws:iam::${workload}:role/shop-backup`;
const serviceLinkedRole = `arn:aws:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`;
const useActions = [
  'DescribeKey',
  'Encrypt',
  'Decrypt',
  'ReEncrypt*',
  'GenerateDataKey',
  'GenerateDataKeyWithoutPlaintext',
];
const grantActions = ['CreateGrant', 'ListGrants', 'RevokeGrant'];

function keyArn(id: string, account = workload): string {
  return `arn:aws:kms:${region}:${account}:key/${id}`;
}

function vaultArn(name: string, account = workload, where = region): string {
  return `arn:aws:backup:${where}:${account}:backup-vault:${name}`;
}

const keys = {
  orders: keyArn('1f0e2d3c-4b5a-4697-8877-a6b5c4d3e2f1'),
  customers: keyArn('7c9e6679-7425-40de-944b-e07fc1f90ae7'),
  volumes: keyArn('3d813cbb-47fb-4ba6-91df-831e1593ac29'),
  vault: keyArn('6fa459ea-ee8a-4ca4-894e-db77e160355e'),
  centralVault: keyArn('550e8400-e29b-41d4-a716-446655440000', central),
};

function allow(Sid: string, principals: readonly string[], actions: readonly string[], Condition?: object) {
  const AWS = principals.length === 1 ? principals[0] : principals;
  const Action = actions.length === 1 ? actions[0] : actions;
  return { Sid, Effect: 'Allow', Principal: { AWS }, Action, Resource: '*', ...(Condition && { Condition }) };
}

function kms(actions: readonly string[]): string[] {
  return actions.map((action) => `kms:${action}`);
}

function administration(account: string) {
  return allow('Enable IAM policies', [`arn:aws:iam::${account}:root`], ['kms:*']);
}

const forAwsResources = { Bool: { 'kms:GrantIsForAWSResource': 'true' } };

function backupStatements(users: readonly string[], granters: readonly string[], condition?: object) {
  return [
    allow('Backup uses the key', users, kms(useActions), condition),
    allow('Backup manages grants', granters, kms(grantActions), { ...condition, ...forAwsResources }),
  ];
}

function policy(...statements: readonly object[]): string {
  return json({ Version: '2012-10-17', Statement: statements });
}

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

const both = [role, serviceLinkedRole];
const unknownOrganization = { StringEquals: { 'aws:PrincipalOrgID': 'o-a1b2c3d4e5' } };

const keyPolicies: Readonly<Record<string, string>> = {
  // The path of the service-linked role is missing.
  'keys/orders.json': policy(
    administration(workload),
    ...backupStatements(both, [role, `arn:aws:iam::${central}:role/AWSServiceRoleForBackup`]),
  ),
  // Whoever is not of this account is denied, the central account's role too.
  'keys/customers.json': policy(administration(workload), ...backupStatements(both, both), {
    Sid: 'OnlyOurAccount',
    Effect: 'Deny',
    Principal: '*',
    Action: 'kms:*',
    Resource: '*',
    Condition: { StringNotEquals: { 'aws:PrincipalAccount': workload } },
  }),
  'keys/volumes.json': policy(administration(workload), ...backupStatements(both, both)),
  // Nothing in the inputs tells the organization.
  'keys/vault.json': policy(
    administration(workload),
    ...backupStatements([role], [role]),
    allow('The organization copies', ['*'], kms([...useActions, ...grantActions]), unknownOrganization),
  ),
  'keys/central-vault.json': policy(administration(central)),
};

function planRule(RuleName: string, days: number, destinations: readonly string[]) {
  return {
    RuleName,
    TargetBackupVaultName: 'shop',
    ScheduleExpression: 'cron(0 3 ? * * *)',
    Lifecycle: { DeleteAfterDays: days },
    CopyActions: destinations.map((DestinationBackupVaultArn) => ({
      DestinationBackupVaultArn,
      Lifecycle: { DeleteAfterDays: days },
    })),
  };
}

const planId = '9c1b4d0e-2f6a-4c8b-9d3e-7a5f1e2d3c4b';
const toCentral = vaultArn('shop-central', central);

const plan = json({
  BackupPlan: {
    BackupPlanName: 'GFS-7-28-90',
    Rules: [planRule('daily', 7, [toCentral]), planRule('monthly', 90, [vaultArn('shop-quarterly'), toCentral])],
  },
  BackupPlanId: planId,
  BackupPlanArn: `arn:aws:backup:${region}:${workload}:backup-plan:${planId}`,
});

const resources = [
  ['RDS', `arn:aws:rds:${region}:${workload}:db:orders`, keys.orders],
  ['RDS', `arn:aws:rds:${region}:${workload}:db:orders-archive`, keys.orders],
  ['Aurora', `arn:aws:rds:${region}:${workload}:cluster:customers`, keys.customers],
  ['EBS', `arn:aws:ec2:${region}:${workload}:volume/vol-0f1e2d3c4b5a69788`, keys.volumes],
  ['EBS', `arn:aws:ec2:${region}:${workload}:volume/vol-0a9b8c7d6e5f40312`, keys.volumes],
  ['EBS', `arn:aws:ec2:${region}:${workload}:volume/vol-04c5d6e7f80910213`, keys.volumes],
  ['EFS', `arn:aws:elasticfilesystem:${region}:${workload}:file-system/fs-0123abcd`, keys.vault],
] as const;

/** Of types that AWS Backup does not fully manage, a recovery point is a snapshot of the resource's own service. */
const recoveryPointArns = {
  RDS: (index: number) => `arn:aws:rds:${region}:${workload}:snapshot:awsbackup:job-${index}`,
  Aurora: (index: number) => `arn:aws:rds:${region}:${workload}:cluster-snapshot:awsbackup:job-${index}`,
  EBS: (index: number) => `arn:aws:ec2:${region}::snapshot/snap-0a1b2c3d4e5f6789${index}`,
  EFS: (index: number) =>
    `arn:aws:backup:${region}:${workload}:recovery-point:1ea6c1e2-0000-4000-8000-00000000000${index}`,
} as const;

const recoveryPoints = json({
  RecoveryPoints: resources.map(([ResourceType, ResourceArn, EncryptionKeyArn], index) => ({
    RecoveryPointArn: recoveryPointArns[ResourceType](index),
    BackupVaultName: 'shop',
    BackupVaultArn: vaultArn('shop'),
    ResourceArn,
    ResourceType,
    Status: 'COMPLETED',
    IsEncrypted: true,
    EncryptionKeyArn,
  })),
});

const selection = json({
  BackupSelection: {
    SelectionName: 'everything',
    IamRoleArn: role,
    Resources: resources.map(([, arn]) => arn),
  },
  SelectionId: '5d2b8c1e-7f43-4b0a-9e66-2f1c0d9b8a77',
  BackupPlanId: planId,
});

function vault(name: string, account: string, EncryptionKeyArn: string): string {
  return json({
    BackupVaultName: name,
    BackupVaultArn: vaultArn(name, account),
    VaultType: 'BACKUP_VAULT',
    EncryptionKeyArn,
  });
}

const roleFiles: Readonly<Record<string, string>> = {
  'role/get-role.json': json({
    Role: {
      Path: '/',
      RoleName: 'shop-backup',
      Arn: role,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }],
      },
    },
  }),
  'role/list-attached-role-policies.json': json({
    AttachedPolicies: [
      {
        PolicyName: 'AWSBackupServiceRolePolicyForBackup',
        PolicyArn: 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup',
      },
    ],
  }),
};

const config = `deployments:
  - name: shop
    workloadAccounts: ["${workload}"]
    centralAccount: "${central}"
    backupRole: shop-backup
    regions: [${region}]
keys:
  - { policy: keys/orders.json, arn: "${keys.orders}", alias: alias/shop-orders }
  - { policy: keys/customers.json, arn: "${keys.customers}", alias: alias/shop-customers }
  - { policy: keys/volumes.json, arn: "${keys.volumes}", alias: alias/shop-volumes }
  - { policy: keys/vault.json, arn: "${keys.vault}", alias: alias/shop-vault }
  - { policy: keys/central-vault.json, arn: "${keys.centralVault}", alias: alias/backup-vaults }
`;

/** File name → text. */
export const demoEstate: Readonly<Record<string, string>> = {
  'backuplint.config.yaml': config,
  ...keyPolicies,
  'plan.json': plan,
  'selection.json': selection,
  'recovery-points.json': recoveryPoints,
  'vaults/shop.json': vault('shop', workload, keys.vault),
  'vaults/shop-quarterly.json': vault('shop-quarterly', workload, keys.vault),
  'vaults/shop-central.json': vault('shop-central', central, keys.centralVault),
  'vaults/shop-central-policy.json': json({
    BackupVaultName: 'shop-central',
    BackupVaultArn: toCentral,
    Policy: policy(
      allow('Workloads copy into this vault', [`arn:aws:iam::${workload}:root`], ['backup:CopyIntoBackupVault']),
    ),
  }),
  ...roleFiles,
};
