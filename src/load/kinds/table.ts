/**
 * Every kind of input that is recognised. What a document is, its content decides: the first kind in this table that knows
 * it reads it. A new kind is a new row and a loader; loaders are imported when the first document of their kind is met.
 */
import { isObject, type JsonObject, type Kind } from './kind.ts';
import { isKeyName, loadBareKeyPolicy, loadKeyedKeyPolicies, loadWrappedKeyPolicy } from './key-policy.ts';
import { isPolicyDocument } from './policies.ts';

export const kinds: readonly Kind[] = [
  {
    name: 'a key policy',
    word: 'Statement',
    isKind: isPolicyDocument,
    loader: async () => loadBareKeyPolicy,
  },
  {
    name: 'the output of aws backup get-backup-vault-access-policy',
    word: 'BackupVault',
    isKind: (document) => hasPolicy(document) && (has(document, 'BackupVaultArn') || has(document, 'BackupVaultName')),
    loader: async () => (await import('./vaults.ts')).loadVaultAccessPolicy,
  },
  {
    name: 'the output of aws kms get-key-policy',
    word: 'Policy',
    isKind: hasPolicy,
    loader: async () => loadWrappedKeyPolicy,
  },
  {
    name: 'key policies by ARN or alias',
    word: 'Statement',
    isKind: isKeyedByKey,
    loader: async () => loadKeyedKeyPolicies,
  },
  {
    name: 'the output of aws kms describe-key',
    word: 'KeyMetadata',
    isKind: (document) => isObject(document['KeyMetadata']),
    loader: async () => (await import('./kms.ts')).loadKeyDescription,
  },
  {
    name: 'the output of aws kms list-aliases',
    word: 'Aliases',
    isList: true,
    isKind: (document) => listOf(document, 'Aliases', 'AliasName'),
    loader: async () => (await import('./kms.ts')).loadAliases,
  },
  {
    name: 'the output of aws kms list-grants',
    word: 'Grants',
    isList: true,
    // A bucket's access control list has grants too, and an owner.
    isKind: (document) => listOf(document, 'Grants', 'GranteePrincipal') && !has(document, 'Owner'),
    loader: async () => (await import('./kms.ts')).loadGrants,
  },
  {
    name: 'the output of aws backup get-backup-plan',
    word: 'BackupPlan',
    isKind: (document) => isObject(document['BackupPlan']),
    loader: async () => (await import('./plans.ts')).loadPlan,
  },
  {
    name: 'a backup plan',
    word: 'BackupPlanName',
    isKind: (document) => has(document, 'BackupPlanName') && has(document, 'Rules'),
    loader: async () => (await import('./plans.ts')).loadPlanBody,
  },
  {
    name: 'the output of aws backup get-backup-selection',
    word: 'BackupSelection',
    isKind: (document) => isObject(document['BackupSelection']),
    loader: async () => (await import('./selections.ts')).loadSelection,
  },
  {
    name: 'the output of aws backup list-backup-selections',
    word: 'BackupSelectionsList',
    isList: true,
    isKind: (document) => has(document, 'BackupSelectionsList'),
    loader: async () => (await import('./selections.ts')).loadSelectionList,
  },
  {
    name: 'a backup selection',
    word: 'SelectionName',
    isKind: (document) => has(document, 'SelectionName') && has(document, 'IamRoleArn'),
    loader: async () => (await import('./selections.ts')).loadSelectionBody,
  },
  {
    name: 'the output of aws backup list-backup-vaults',
    word: 'BackupVaultList',
    isList: true,
    isKind: (document) => has(document, 'BackupVaultList'),
    loader: async () => (await import('./vaults.ts')).loadVaultList,
  },
  {
    name: 'the output of aws backup describe-backup-vault',
    word: 'BackupVaultName',
    isKind: (document) => has(document, 'BackupVaultName') && has(document, 'BackupVaultArn'),
    loader: async () => (await import('./vaults.ts')).loadVaultDescription,
  },
  {
    name: 'the output of aws backup describe-region-settings',
    word: 'ResourceType',
    isKind: (document) =>
      has(document, 'ResourceTypeOptInPreference') || has(document, 'ResourceTypeManagementPreference'),
    loader: async () => (await import('./settings.ts')).loadRegionSettings,
  },
  {
    name: 'the output of aws backup describe-global-settings',
    word: 'GlobalSettings',
    isKind: (document) => isObject(document['GlobalSettings']),
    loader: async () => (await import('./settings.ts')).loadGlobalSettings,
  },
  {
    name: 'the output of aws backup list-protected-resources',
    word: 'Results',
    isList: true,
    isKind: (document) => listOf(document, 'Results', 'ResourceArn'),
    loader: async () => (await import('./resources.ts')).loadProtectedResources,
  },
  {
    name: 'the output of aws backup list-recovery-points-by-backup-vault',
    word: 'RecoveryPoints',
    isList: true,
    isKind: (document) => has(document, 'RecoveryPoints'),
    loader: async () => (await import('./resources.ts')).loadRecoveryPoints,
  },
  {
    name: 'the output of aws backup list-copy-jobs',
    word: 'CopyJobs',
    isList: true,
    isKind: (document) => has(document, 'CopyJobs'),
    loader: async () => (await import('./resources.ts')).loadCopyJobs,
  },
  {
    name: 'the output of aws backup describe-copy-job',
    word: 'CopyJob',
    isKind: (document) => isObject(document['CopyJob']),
    loader: async () => (await import('./resources.ts')).loadCopyJob,
  },
  {
    name: 'the output of aws iam get-role',
    word: 'RoleName',
    isKind: ({ Role: role }) => isObject(role) && has(role, 'RoleName'),
    loader: async () => (await import('./roles.ts')).loadRole,
  },
  {
    name: 'the output of aws iam get-role-policy',
    word: 'PolicyDocument',
    isKind: (document) => has(document, 'RoleName') && has(document, 'PolicyDocument'),
    loader: async () => (await import('./roles.ts')).loadRolePolicy,
  },
  {
    name: 'the output of aws iam list-attached-role-policies',
    word: 'AttachedPolicies',
    isList: true,
    isKind: (document) => has(document, 'AttachedPolicies'),
    loader: async () => (await import('./roles.ts')).loadAttachedPolicies,
  },
  {
    name: 'the output of aws iam get-policy-version',
    word: 'PolicyVersion',
    isKind: ({ PolicyVersion: version }) => isObject(version) && has(version, 'Document'),
    loader: async () => (await import('./roles.ts')).loadPolicyVersion,
  },
  {
    name: 'the output of aws organizations describe-effective-policy',
    word: 'EffectivePolicy',
    isKind: (document) => isObject(document['EffectivePolicy']),
    loader: async () => (await import('./organizations.ts')).loadEffectivePolicy,
  },
  {
    name: 'the output of aws organizations describe-policy',
    word: 'PolicySummary',
    isKind: ({ Policy: policy }) => isObject(policy) && has(policy, 'Content'),
    loader: async () => (await import('./organizations.ts')).loadOrganizationPolicy,
  },
];

/** Words of which every input holds one. */
export const inputWords: RegExp = new RegExp([...new Set(kinds.map(({ word }) => word))].join('|'));

function has(document: JsonObject, key: string): boolean {
  return Object.hasOwn(document, key);
}

/** A list of things of which the first has the member; an empty one says nothing against it. */
function listOf(document: JsonObject, key: string, member: string): boolean {
  if (!has(document, key)) return false;
  const list: unknown = document[key];
  return !Array.isArray(list) || list.length === 0 || (isObject(list[0]) && has(list[0], member));
}

function hasPolicy(document: JsonObject): boolean {
  const policy = document['Policy'];
  return typeof policy === 'string' || isPolicyDocument(policy);
}

function isKeyedByKey(document: JsonObject): boolean {
  const names = Object.keys(document);
  return names.length > 0 && names.every(isKeyName);
}
