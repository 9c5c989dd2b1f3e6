/** What the rules' examples are made of: a plan, a selection and vaults as the AWS CLI prints them. */

const workload = '111122223333';
const central = '444455556666';
const planId = '0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0';

export const exampleRoleArn = `arn:aws:iam::${workload}:role/backup-role`;
export const centralVaultArn = vaultArn(central, 'central');
export const workloadVaultArn = vaultArn(workload, 'website');
export const centralVaultKeyArn = `arn:aws:kms:eu-west-2:${central}:key/9876fedc-98fe-76dc-54ba-9876543210fe`;
const workloadVaultKeyArn = `arn:aws:kms:eu-west-2:${workload}:key/5678cdef-56cd-78ef-90ab-567890abcdef`;
/** The ARN of `alias/aws/backup` resolves to a key like any other; `describe-key` tells its manager. */
export const awsManagedKeyArn = `arn:aws:kms:eu-west-2:${central}:key/0a1b2c3d-0a1b-2c3d-4e5f-0a1b2c3d4e5f`;

export function vaultArn(account: string, name: string): string {
  return `arn:aws:backup:eu-west-2:${account}:backup-vault:${name}`;
}

export type Members = Readonly<Record<string, unknown>>;

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/** Keeps the backup locally for 35 days, and a copy in the central account for 90. */
export const copyToCentral: Members = {
  DestinationBackupVaultArn: centralVaultArn,
  Lifecycle: { DeleteAfterDays: 90 },
};

/** `aws backup get-backup-plan` for a plan of one or several rules. */
export function planFile(...rules: readonly Members[]): string {
  return json({
    BackupPlan: { BackupPlanName: 'website', Rules: rules.map((rule) => ({ ...dailyRule, ...rule })) },
    BackupPlanId: planId,
    BackupPlanArn: `arn:aws:backup:eu-west-2:${workload}:backup-plan:${planId}`,
  });
}

const dailyRule: Members = {
  RuleName: 'daily',
  TargetBackupVaultName: 'website',
  ScheduleExpression: 'cron(0 3 ? * * *)',
  StartWindowMinutes: 60,
  Lifecycle: { DeleteAfterDays: 35 },
};

/** `aws backup get-backup-selection` for that plan. */
export function selectionFile(selection: Members): string {
  return json({
    BackupSelection: { SelectionName: 'everything-tagged', IamRoleArn: exampleRoleArn, ...selection },
    SelectionId: '11112222-3333-4444-5555-666677778888',
    BackupPlanId: planId,
  });
}

/** `aws backup describe-backup-vault`. */
export function vaultFile(arn: string, members: Members = {}): string {
  return json({
    BackupVaultName: arn.split(':').at(-1),
    BackupVaultArn: arn,
    VaultType: 'BACKUP_VAULT',
    EncryptionKeyArn: arn.includes(central) ? centralVaultKeyArn : workloadVaultKeyArn,
    ...members,
  });
}

/** `aws backup get-backup-vault-access-policy`: the policy is a text. */
export function vaultPolicyFile(arn: string, ...statements: readonly Members[]): string {
  return json({
    BackupVaultName: arn.split(':').at(-1),
    BackupVaultArn: arn,
    Policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
  });
}

/** `aws backup describe-region-settings`. */
export function regionSettingsFile(optIn: Members, management: Members): string {
  return json({ ResourceTypeOptInPreference: optIn, ResourceTypeManagementPreference: management });
}

/** `aws backup describe-global-settings`. */
export function globalSettingsFile(settings: Members): string {
  return json({ GlobalSettings: settings, LastUpdateTime: '2026-10-01T08:00:00+00:00' });
}

/** `aws iam get-role` for the backup role, which this service may assume. */
export function roleFile(service: string): string {
  return json({
    Role: {
      Path: '/',
      RoleName: 'backup-role',
      Arn: exampleRoleArn,
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: service }, Action: 'sts:AssumeRole' }],
      },
    },
  });
}

/** `aws iam get-role-policy`: an inline policy of the backup role. */
export function rolePolicyFile(...statements: readonly Members[]): string {
  return json({
    RoleName: 'backup-role',
    PolicyName: 'backup',
    PolicyDocument: { Version: '2012-10-17', Statement: statements },
  });
}

/** `aws iam list-attached-role-policies`, of AWS's own policies. */
export function attachedPoliciesFile(...paths: readonly string[]): string {
  return json({
    AttachedPolicies: paths.map((path) => ({
      PolicyName: path.split('/').at(-1),
      PolicyArn: `arn:aws:iam::aws:policy/${path}`,
    })),
  });
}
