/**
 * What each leg asks of a key: one row per demand and profile. `guidance` demands the two statements of the backup
 * guidance; `minimal` only what the evidence says is really called. To change a demand, change its row.
 */
import type { Profile } from '../estate/deployment.ts';
import { memoize } from '../estate/memoize.ts';
import type { ResourceTypeRow } from './resource-type-row.ts';
import type { ActionClass, DemandedAction, Requirement } from './types.ts';

export type DemandKind =
  /** The role, on the key of a resource that is not fully managed. */
  | 'resource-key'
  /** The role, on the key of a fully managed resource: it only reads. */
  | 'resource-key-read'
  /** The destination account's service-linked role, on the key of a resource that is not fully managed. */
  | 'resource-key-central'
  /** The same, on the source vault's key: the recovery points of fully managed types are encrypted with it. */
  | 'source-vault-key-central'
  /** The same, on the destination vault's key, which the copy is encrypted with. */
  | 'destination-vault-key-central'
  /** The role, on the key of another vault of its own account that a copy goes to. */
  | 'copy-target-key'
  /** The role, on the customer managed key of a logically air-gapped vault. */
  | 'air-gapped-vault-key'
  /** The role, on the key that a recovery point has before it is copied into such a vault. */
  | 'air-gapped-source-key';

/** Every use of the guidance's two statements; `kms:ReEncrypt*` stands for two permissions. */
const guidanceUseActions = [
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
] as const;

const guidanceGrantActions = ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'] as const;

const guidanceActions = [...guidanceUseActions, ...guidanceGrantActions];
const grantActions: ReadonlySet<string> = new Set(guidanceGrantActions);

/** The class of a KMS action, which decides between `kms/use-access` and `kms/grant-access`. */
export function actionClassOf(action: string): ActionClass {
  return grantActions.has(action) ? 'grants' : 'use';
}

const pages = {
  guidance:
    'https://github.com/nationalarchives/terraform-aws-immutable-aws-backup/blob/main/docs/usage-backing-up-your-resources.md',
  troubleshootCopy: 'https://repost.aws/knowledge-center/backup-troubleshoot-cross-account-copy',
  copyError: 'https://repost.aws/knowledge-center/backup-cross-account-copy-error',
  encryption: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html',
  backupPolicy:
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForBackup.html',
  s3BackupPolicy:
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceRolePolicyForS3Backup.html',
  linkedRolePolicy:
    'https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSBackupServiceLinkedRolePolicyForBackup.html',
  shareKey: 'https://docs.aws.amazon.com/ebs/latest/userguide/share-kms-key.html',
  airGapped: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html',
} as const;

const errors = (...actions: readonly string[]): DemandedAction[] => actions.map((action) => demanded(action, 'error'));
const warnings = (...actions: readonly string[]): DemandedAction[] =>
  actions.map((action) => demanded(action, 'warning'));

function demanded(action: string, severity: DemandedAction['severity']): DemandedAction {
  return { action, class: actionClassOf(action), severity };
}

/** A row, or how a row follows from the resource types that the key may protect. */
type RequirementRow = Requirement | ((rows: readonly ResourceTypeRow[]) => Requirement);

/** The guidance's demands are judged on the key policy alone: the role must be named, not merely delegated to. */
const byKeyPolicy = { errorWhenNoneAllowed: false, keyPolicyMustAdmit: true } as const;
const byAnyPolicy = { errorWhenNoneAllowed: false, keyPolicyMustAdmit: false } as const;
/** Where the exact calls are not documented: having none of them is an error, lacking some may be. */
const someOfThese = { errorWhenNoneAllowed: true, keyPolicyMustAdmit: false } as const;

const destinationVaultKey: Requirement = {
  id: 'destination-vault-key-central',
  // Inferred from the service-linked role's own policy; in the owning account its delegation to root is enough.
  actions: warnings('kms:DescribeKey', 'kms:CreateGrant'),
  ...someOfThese,
  why: "the copy is encrypted with the destination vault's key",
  sources: [pages.encryption, pages.linkedRolePolicy],
};

const copyTargetKey = jobRoleRequirement({
  id: 'copy-target-key',
  always: [],
  severity: 'warning',
  ...someOfThese,
  why: "a copy inside the account is encrypted with the target vault's key by the backup service role",
  sources: [pages.encryption, pages.backupPolicy],
});

const sourceVaultKey = {
  ...someOfThese,
  why: "recovery points of fully managed types are encrypted with the source vault's key, which must admit the account they are copied to",
};

/** What each type's job calls is known without the guidance. */
const jobRoleCalls = {
  always: [],
  severity: 'error',
  ...byAnyPolicy,
  why: "AWS's own policy gives the backup service role these permissions for backups of this type",
  sources: [pages.backupPolicy, pages.s3BackupPolicy],
} as const;

/** AWS publishes this list for the role that copies into an air-gapped vault with a customer managed key. */
const airGappedActions = errors(
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncryptFrom',
  'kms:ReEncryptTo',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
  'kms:CreateGrant',
);

const airGappedVaultKey: Requirement = {
  id: 'air-gapped-vault-key',
  actions: airGappedActions,
  ...byAnyPolicy,
  why: 'a copy into a logically air-gapped vault with a customer managed key is written by the backup role',
  sources: [pages.airGapped],
};

const airGappedSourceKey: Requirement = {
  id: 'air-gapped-source-key',
  actions: airGappedActions,
  ...byAnyPolicy,
  why: 'a copy into a logically air-gapped vault with a customer managed key is read by the backup role',
  sources: [pages.airGapped],
};

const requirementRows: Readonly<Record<Profile, Readonly<Record<DemandKind, RequirementRow>>>> = {
  guidance: {
    'resource-key': {
      id: 'guidance/resource-key',
      actions: errors(...guidanceActions),
      ...byKeyPolicy,
      why: 'the guidance demands both of its statements for the backup service role',
      sources: [pages.guidance, pages.troubleshootCopy],
    },
    // Of a fully managed resource's key the guidance asks no more than that the role can decrypt with it, because the
    // data is re-encrypted while it is backed up. So Decrypt and DescribeKey are demanded of every type, and beside them
    // what AWS's own policy gives the role for the type. The rest of the two statements is for keys that a recovery
    // point keeps.
    'resource-key-read': jobRoleRequirement({
      id: 'guidance/resource-key-read',
      always: ['kms:DescribeKey', 'kms:Decrypt'],
      severity: 'error',
      ...byKeyPolicy,
      why: 'the guidance demands that the backup service role can decrypt the data of a fully managed resource',
      sources: [pages.guidance, pages.encryption],
    }),
    'resource-key-central': {
      id: 'guidance/resource-key-central',
      actions: errors(...guidanceActions),
      ...byKeyPolicy,
      why: "the guidance demands both of its statements for the central account's service-linked role",
      sources: [pages.guidance, pages.troubleshootCopy],
    },
    'source-vault-key-central': {
      id: 'guidance/source-vault-key-central',
      actions: warnings(...guidanceActions),
      ...sourceVaultKey,
      sources: [pages.copyError, pages.encryption],
    },
    'destination-vault-key-central': destinationVaultKey,
    'copy-target-key': copyTargetKey,
    'air-gapped-vault-key': airGappedVaultKey,
    'air-gapped-source-key': airGappedSourceKey,
  },
  minimal: {
    'resource-key': jobRoleRequirement({ id: 'minimal/resource-key', ...jobRoleCalls }),
    'resource-key-read': jobRoleRequirement({ id: 'minimal/resource-key-read', ...jobRoleCalls }),
    'resource-key-central': {
      id: 'minimal/resource-key-central',
      actions: [
        ...errors('kms:CreateGrant', 'kms:DescribeKey'),
        ...warnings('kms:ReEncryptFrom', 'kms:GenerateDataKeyWithoutPlaintext'),
      ],
      ...byAnyPolicy,
      why: "a cross-account copy is made by the central account's service-linked role, whose own policy holds these",
      sources: [pages.linkedRolePolicy, pages.copyError, pages.shareKey],
    },
    'source-vault-key-central': {
      id: 'minimal/source-vault-key-central',
      actions: warnings(
        'kms:CreateGrant',
        'kms:DescribeKey',
        'kms:ReEncryptFrom',
        'kms:GenerateDataKeyWithoutPlaintext',
      ),
      ...sourceVaultKey,
      sources: [pages.copyError, pages.linkedRolePolicy],
    },
    'destination-vault-key-central': destinationVaultKey,
    'copy-target-key': copyTargetKey,
    'air-gapped-vault-key': airGappedVaultKey,
    'air-gapped-source-key': airGappedSourceKey,
  },
};

/** The demand on a key that protects a resource of one of these types. Equal demands are one object. */
export function requirementFor(profile: Profile, kind: DemandKind, rows: readonly ResourceTypeRow[]): Requirement {
  const row = requirementRows[profile][kind];
  return typeof row === 'function' ? row(rows) : row;
}

interface JobRoleDemand extends Omit<Requirement, 'actions'> {
  /** Demanded of every type. */
  readonly always: readonly string[];
  readonly severity: DemandedAction['severity'];
}

/**
 * Demands what the backup role is known to call for the types at hand. What only some of them need is a warning: the
 * key may protect another of them.
 */
function jobRoleRequirement({
  always,
  severity,
  ...demand
}: JobRoleDemand): (rows: readonly ResourceTypeRow[]) => Requirement {
  const ofRows = new WeakMap<readonly ResourceTypeRow[], Requirement>();
  const ofActions = new Map<string, Requirement>();
  return (rows) =>
    memoize(ofRows, rows, () => {
      const needed = rows.map((row) => row.jobRoleCalls.flatMap((call) => call.actions));
      const inOrder = guidanceActions.filter((action) => always.includes(action) || needed.flat().includes(action));
      const actions = inOrder.map((action) => {
        const certain = always.includes(action) || needed.every((list) => list.includes(action));
        return demanded(action, certain ? severity : 'warning');
      });
      const signature = actions.map(({ action, severity }) => `${action}:${severity}`).join(' ');
      return memoize(ofActions, signature, () => ({ ...demand, actions }));
    });
}
