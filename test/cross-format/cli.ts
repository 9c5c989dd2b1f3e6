/** The deployment as the AWS CLI prints it. */
import type { Days, Model } from './model.ts';
import {
  C,
  centralKeyArn,
  centralVaultArn,
  keyArn,
  patterns,
  policy,
  region,
  resourceArns,
  role,
  roleName,
  vaultArn,
  vaultKeyArn,
  W,
} from './model.ts';

type Documents = Readonly<Record<string, object>>;

export const planId = '5f3b9a61-7c24-4d8e-a1b0-c2d3e4f50617';

/** The central account is the same for all: another stack, or another team. */
export function centralAccount({ centralVaultPolicy }: Model): Documents {
  const delegated = policy({
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${C}:root` },
    Action: 'kms:*',
    Resource: '*',
  });
  return {
    'central/vault.json': {
      BackupVaultName: 'central',
      BackupVaultArn: centralVaultArn,
      VaultType: 'BACKUP_VAULT',
      EncryptionKeyArn: centralKeyArn,
      Locked: false,
    },
    'central/keys.json': { [centralKeyArn]: delegated },
    ...(centralVaultPolicy && {
      'central/vault-policy.json': {
        BackupVaultName: 'central',
        BackupVaultArn: centralVaultArn,
        Policy: JSON.stringify(centralVaultPolicy),
      },
    }),
  };
}

const description = (arn: string, isEnabled: boolean) => ({
  KeyMetadata: {
    AWSAccountId: W,
    KeyId: arn.slice(arn.indexOf('/') + 1),
    Arn: arn,
    Enabled: isEnabled,
    KeyState: isEnabled ? 'Enabled' : 'Disabled',
    KeyUsage: 'ENCRYPT_DECRYPT',
    KeySpec: 'SYMMETRIC_DEFAULT',
    Origin: 'AWS_KMS',
    KeyManager: 'CUSTOMER',
    MultiRegion: false,
  },
});

export function lifecycle(days: Days): object {
  return { DeleteAfterDays: days.delete, MoveToColdStorageAfterDays: days.cold };
}

const tag = (ConditionValue: string) => ({ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue });

/** `own`: the resource's ARN. */
export function selectionBody({ type, selects }: Model, own: unknown): object {
  const bodies: Readonly<Record<Model['selects'], object>> = {
    arn: { Resources: [own] },
    pattern: { Resources: [patterns[type]] },
    tag: { ListOfTags: [tag('daily')] },
    'another tag': { ListOfTags: [tag('never')] },
    condition: {
      Resources: ['*'],
      Conditions: { StringEquals: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue: 'daily' }] },
    },
    'all but this': { Resources: ['*'], NotResources: [patterns[type]] },
  };
  return bodies[selects];
}

export function asCliOutputs(model: Model): Documents {
  const arn = resourceArns[model.type];
  const vaultKey = model.vaultKeyPolicy;
  return {
    ...centralAccount(model),
    'key.json': description(keyArn, model.keyEnabled),
    'keys.json': { [keyArn]: model.keyPolicy, ...(vaultKey && { [vaultKeyArn]: vaultKey }) },
    ...(vaultKey
      ? { 'vault-key.json': description(vaultKeyArn, true) }
      : {
          'aliases.json': {
            Aliases: [
              {
                AliasName: 'alias/aws/backup',
                AliasArn: `arn:aws:kms:${region}:${W}:alias/aws/backup`,
                TargetKeyId: 'aaaa1111-12ab-34cd-56ef-1234567890ab',
              },
            ],
          },
        }),
    'vault.json': {
      BackupVaultName: 'main',
      BackupVaultArn: vaultArn('main'),
      VaultType: 'BACKUP_VAULT',
      EncryptionKeyArn: vaultKeyArn,
      Locked: model.lock !== undefined,
      MinRetentionDays: model.lock?.min,
      MaxRetentionDays: model.lock?.max,
    },
    'plan.json': {
      BackupPlanId: planId,
      BackupPlanArn: `arn:aws:backup:${region}:${W}:backup-plan:${planId}`,
      BackupPlan: {
        BackupPlanName: 'daily',
        Rules: [
          {
            RuleName: 'daily',
            TargetBackupVaultName: 'main',
            ScheduleExpression: model.schedule,
            StartWindowMinutes: 60,
            CompletionWindowMinutes: 180,
            Lifecycle: lifecycle(model.lifecycle),
            EnableContinuousBackup: model.continuous,
            CopyActions: model.copies.map((copy) => ({
              DestinationBackupVaultArn: copy,
              Lifecycle: lifecycle(model.copyLifecycle),
            })),
          },
        ],
      },
    },
    'selection.json': {
      BackupPlanId: planId,
      SelectionId: '11111111-7f43-4b0a-9e66-2f1c0d9b8a77',
      BackupSelection: { SelectionName: 'all', IamRoleArn: role, ...selectionBody(model, arn) },
    },
    'role/get-role.json': {
      Role: { Path: '/', RoleName: roleName, Arn: role, AssumeRolePolicyDocument: model.trust },
    },
    'role/attached.json': {
      AttachedPolicies: model.attached.map((each) => ({
        PolicyName: each.slice(each.lastIndexOf('/') + 1),
        PolicyArn: each,
      })),
    },
    ...(model.inline && {
      'role/inline.json': { RoleName: roleName, PolicyName: 'own', PolicyDocument: model.inline },
    }),
    'recovery-points.json': {
      RecoveryPoints: [
        {
          RecoveryPointArn: `arn:aws:ec2:${region}::snapshot/snap-0123456789abcdef0`,
          BackupVaultArn: vaultArn('main'),
          ResourceArn: arn,
          ResourceType: model.type,
          CreationDate: '2026-10-30T03:04:10.311000+00:00',
          EncryptionKeyArn: keyArn,
          IsEncrypted: true,
        },
      ],
    },
  };
}
