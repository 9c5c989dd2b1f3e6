/**
 * Every kind of input that is recognised. What a document is, its content decides: the first kind in this table that knows
 * it reads it. A new kind is a new row and a loader; loaders are imported when the first document of their kind is met.
 */
import { isTemplate } from '../cloudformation/template.ts';
import { isObject, type JsonObject, type Kind } from './kind.ts';
import { isKeyName, loadBareKeyPolicy, loadKeyedKeyPolicies, loadWrappedKeyPolicy } from './key-policy.ts';
import { isPolicyDocument } from './policies.ts';
import { takeTemplate } from './templates.ts';

export const kinds: readonly Kind[] = [
  {
    name: 'a backuplint snapshot',
    key: 'backuplintSnapshot',
    isKind: (document) => has(document, 'backuplintSnapshot'),
    loader: async () => (await import('../snapshot/read.ts')).readSnapshot,
  },
  {
    name: 'a key policy',
    key: 'Statement',
    isKind: isPolicyDocument,
    loader: async () => loadBareKeyPolicy,
  },
  {
    name: 'the output of aws backup get-backup-vault-access-policy',
    key: 'Policy',
    isKind: (document) => hasPolicy(document) && (has(document, 'BackupVaultArn') || has(document, 'BackupVaultName')),
    loader: async () => (await import('./vaults.ts')).loadVaultAccessPolicy,
  },
  {
    name: 'the output of aws kms get-key-policy',
    key: 'Policy',
    isKind: hasPolicy,
    loader: async () => loadWrappedKeyPolicy,
  },
  {
    name: 'key policies by ARN or alias',
    key: 'Statement',
    isKind: isKeyedByKey,
    loader: async () => loadKeyedKeyPolicies,
  },
  {
    name: 'the output of aws kms describe-key',
    key: 'KeyMetadata',
    isKind: (document) => isObject(document['KeyMetadata']),
    loader: async () => (await import('./kms.ts')).loadKeyDescription,
  },
  {
    name: 'the output of aws kms list-aliases',
    key: 'Aliases',
    isList: true,
    isKind: (document) => listOf(document, 'Aliases', 'AliasName'),
    loader: async () => (await import('./kms.ts')).loadAliases,
  },
  {
    name: 'the output of aws kms list-grants',
    key: 'Grants',
    isList: true,
    // A bucket's access control list has grants too, and an owner.
    isKind: (document) => listOf(document, 'Grants', 'GranteePrincipal') && !has(document, 'Owner'),
    loader: async () => (await import('./kms.ts')).loadGrants,
  },
  {
    name: 'the output of aws backup get-backup-plan',
    key: 'BackupPlan',
    isKind: (document) => isObject(document['BackupPlan']),
    loader: async () => (await import('./plans.ts')).loadPlan,
  },
  {
    name: 'a backup plan',
    key: 'BackupPlanName',
    isKind: (document) => has(document, 'BackupPlanName') && has(document, 'Rules'),
    loader: async () => (await import('./plans.ts')).loadPlanBody,
  },
  {
    name: 'the output of aws backup get-backup-selection',
    key: 'BackupSelection',
    isKind: (document) => isObject(document['BackupSelection']),
    loader: async () => (await import('./selections.ts')).loadSelection,
  },
  {
    name: 'the output of aws backup list-backup-selections',
    key: 'BackupSelectionsList',
    isList: true,
    isKind: (document) => has(document, 'BackupSelectionsList'),
    loader: async () => (await import('./selections.ts')).loadSelectionList,
  },
  {
    name: 'a backup selection',
    key: 'SelectionName',
    isKind: (document) => has(document, 'SelectionName') && has(document, 'IamRoleArn'),
    loader: async () => (await import('./selections.ts')).loadSelectionBody,
  },
  {
    name: 'the output of aws backup list-backup-vaults',
    key: 'BackupVaultList',
    isList: true,
    isKind: (document) => has(document, 'BackupVaultList'),
    loader: async () => (await import('./vaults.ts')).loadVaultList,
  },
  {
    name: 'the output of aws backup describe-backup-vault',
    key: 'BackupVaultName',
    // Recovery points and jobs name their vault too.
    isKind: (document) =>
      has(document, 'BackupVaultName') &&
      has(document, 'BackupVaultArn') &&
      !has(document, 'RecoveryPointArn') &&
      !has(document, 'BackupJobId'),
    loader: async () => (await import('./vaults.ts')).loadVaultDescription,
  },
  {
    name: 'the output of aws backup describe-region-settings',
    key: 'ResourceTypeOptInPreference|ResourceTypeManagementPreference',
    isKind: (document) =>
      has(document, 'ResourceTypeOptInPreference') || has(document, 'ResourceTypeManagementPreference'),
    loader: async () => (await import('./settings.ts')).loadRegionSettings,
  },
  {
    name: 'the output of aws backup describe-global-settings',
    key: 'GlobalSettings',
    isKind: ({ GlobalSettings: settings, LastUpdateTime: at }) =>
      isObject(settings) && (has(settings, 'isCrossAccountBackupEnabled') || at !== undefined),
    loader: async () => (await import('./settings.ts')).loadGlobalSettings,
  },
  {
    name: 'the output of aws backup list-protected-resources',
    key: 'Results',
    isList: true,
    isKind: (document) => listOf(document, 'Results', 'ResourceArn'),
    loader: async () => (await import('./resources.ts')).loadProtectedResources,
  },
  {
    name: 'the output of aws backup list-recovery-points-by-backup-vault',
    key: 'RecoveryPoints',
    isList: true,
    isKind: (document) => has(document, 'RecoveryPoints'),
    loader: async () => (await import('./resources.ts')).loadRecoveryPoints,
  },
  {
    name: 'the output of aws backup list-copy-jobs',
    key: 'CopyJobs',
    isList: true,
    isKind: (document) => has(document, 'CopyJobs'),
    loader: async () => (await import('./resources.ts')).loadCopyJobs,
  },
  {
    name: 'the output of aws backup describe-copy-job',
    key: 'CopyJob',
    isKind: (document) => isObject(document['CopyJob']),
    loader: async () => (await import('./resources.ts')).loadCopyJob,
  },
  {
    name: 'the output of aws iam get-role',
    key: 'RoleName',
    isKind: ({ Role: role }) => isObject(role) && has(role, 'RoleName'),
    loader: async () => (await import('./roles.ts')).loadRole,
  },
  {
    name: 'the output of aws iam get-role-policy',
    key: 'PolicyDocument',
    isKind: (document) => has(document, 'RoleName') && has(document, 'PolicyDocument'),
    loader: async () => (await import('./roles.ts')).loadRolePolicy,
  },
  {
    name: 'the output of aws iam list-attached-role-policies',
    key: 'AttachedPolicies',
    isList: true,
    isKind: (document) => has(document, 'AttachedPolicies'),
    loader: async () => (await import('./roles.ts')).loadAttachedPolicies,
  },
  {
    name: 'the output of aws iam get-policy-version',
    key: 'PolicyVersion',
    isKind: ({ PolicyVersion: version }) => isObject(version) && has(version, 'Document'),
    loader: async () => (await import('./roles.ts')).loadPolicyVersion,
  },
  {
    name: 'the output of aws organizations describe-effective-policy',
    key: 'EffectivePolicy',
    isKind: (document) => isObject(document['EffectivePolicy']),
    loader: async () => (await import('./organizations.ts')).loadEffectivePolicy,
  },
  {
    name: 'the output of aws organizations describe-policy',
    key: 'PolicySummary',
    isKind: ({ Policy: policy }) => isObject(policy) && has(policy, 'Content'),
    loader: async () => (await import('./organizations.ts')).loadOrganizationPolicy,
  },
  {
    name: 'the output of aws organizations list-policies-for-target',
    key: 'AwsManaged',
    isList: true,
    isKind: ({ Policies: list }) => Array.isArray(list) && isObject(list[0]) && has(list[0], 'AwsManaged'),
    loader: async () => (await import('./organizations.ts')).loadPolicyAttachments,
  },
  {
    name: 'a backup policy of an organization',
    key: 'plans',
    isKind: ({ plans }) => isObject(plans) && Object.values(plans).some(isPolicyPlan),
    loader: async () => (await import('./organizations.ts')).loadBackupPolicy,
  },
  {
    name: 'a Terraform plan or state',
    key: 'format_version',
    isKind: isTerraform,
    loader: async () => (await import('../terraform/load.ts')).loadTerraform,
  },
  {
    name: 'a Terraform state file',
    key: 'terraform_version',
    isKind: (document) => has(document, 'terraform_version') && has(document, 'lineage'),
    loader: async () => () => ({
      fragments: [],
      foreign: 'a state as Terraform keeps it: give what `terraform show -json` prints of it',
    }),
  },
  {
    name: 'a CloudFormation template',
    key: 'Resources',
    isKind: isTemplate,
    loader: async () => takeTemplate,
  },
  {
    name: 'the manifest of a cloud assembly',
    key: 'artifacts',
    isKind: isAssembly,
    loader: async () => (await import('../cloudformation/assembly.ts')).loadAssembly,
  },
];

/** Finds a key of which every input holds one, in JSON, in YAML, and in JSON inside a string. */
export const inputKeys: RegExp = new RegExp(
  String.raw`\b(?:${[...new Set(kinds.map(({ key }) => key))].join('|')})(?:\\*["'])?\s*:`,
);

/** `cdk.out/manifest.json`. */
function isAssembly({ version, artifacts }: JsonObject): boolean {
  return typeof version === 'string' && isObject(artifacts) && Object.values(artifacts).every(hasType);
}

function hasType(artifact: unknown): boolean {
  return isObject(artifact) && typeof artifact['type'] === 'string';
}

function has(document: JsonObject, key: string): boolean {
  return Object.hasOwn(document, key);
}

/** Other commands of Terraform print a version of their format, too; of an empty state there is nothing else. */
function isTerraform(document: JsonObject): boolean {
  if (typeof document['format_version'] !== 'string') return false;
  return ['values', 'planned_values', 'terraform_version'].some((key) => has(document, key)) || isOnly(document);
}

function isOnly(document: JsonObject): boolean {
  return Object.keys(document).length === 1;
}

/** Other programs' output has such lists too: the first thing in it must have the member. */
function listOf(document: JsonObject, key: string, member: string): boolean {
  const list: unknown = document[key];
  return Array.isArray(list) && (list.length === 0 || (isObject(list[0]) && has(list[0], member)));
}

/** Some of the settings of a plan, each of which is an object or a list, with operators or without. */
function isPolicyPlan(plan: unknown): boolean {
  return isObject(plan) && ['rules', 'regions', 'selections'].some((key) => typeof plan[key] === 'object');
}

function hasPolicy(document: JsonObject): boolean {
  const policy = document['Policy'];
  return typeof policy === 'string' || isPolicyDocument(policy);
}

function isKeyedByKey(document: JsonObject): boolean {
  const members = Object.entries(document);
  return members.length > 0 && members.every(([name, value]) => isKeyName(name) && mayBePolicy(value));
}

function mayBePolicy(value: unknown): boolean {
  if (typeof value === 'string') return value.trimStart().startsWith('{');
  return isPolicyDocument(value) || (isObject(value) && hasPolicy(value));
}
