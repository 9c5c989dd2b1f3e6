/** The answers of a snapshot to fragments, by the loaders that read what the AWS CLI prints. */
import { accountOf, parseAccountId, vaultNameOf } from '../../estate/arn.ts';
import type { Fragment, KeyFragment, RoleFragment } from '../../estate/fragment.ts';
import type { Grant } from '../../estate/model.ts';
import { pointerOf } from '../../estate/origin.ts';
import type { DocumentContext, JsonObject, LoadedDocument, Misfit } from '../kinds/kind.ts';
import { loadAliases, loadGrants, loadKeyDescription } from '../kinds/kms.ts';
import { loadWrappedKeyPolicy } from '../kinds/key-policy.ts';
import { loadPlan } from '../kinds/plans.ts';
import { loadProtectedResources, loadRecoveryPoints } from '../kinds/resources.ts';
import { loadAttachedPolicies, loadPolicyVersion, loadRole, loadRolePolicy } from '../kinds/roles.ts';
import { loadSelection } from '../kinds/selections.ts';
import { loadGlobalSettings, loadRegionSettings } from '../kinds/settings.ts';
import { loadVaultAccessPolicy, loadVaultList } from '../kinds/vaults.ts';
import { bucketPlaces, type BucketPlaces } from './buckets.ts';
import { effectivePolicies } from './effective-policies.ts';
import { organizationFragments } from './organization.ts';
import { tagFragments } from './tags.ts';
import type { KeptCall, Snapshot, SnapshotEntry } from './schema.ts';

/** An entry, and what it says of itself. */
interface EntryContext extends DocumentContext {
  readonly entry: SnapshotEntry;
  readonly inline: InlinePolicies;
  readonly bucketPlace: BucketPlaces;
}

/** Whether an inline policy of a role is in sight, by role ARN and name. */
type InlinePolicies = (role: string, policy: string) => boolean;

type EntryLoader = (answer: JsonObject, context: EntryContext) => LoadedDocument;

const loaders: Readonly<Record<KeptCall, EntryLoader>> = {
  'kms:ListAliases': loadAliases,
  'kms:DescribeKey': loadKeyDescription,
  'kms:GetKeyPolicy': (answer, context) =>
    adapted(loadWrappedKeyPolicy({ ...answer, KeyId: context.subject }, context), 'key', () => ({ bare: false })),
  'kms:ListGrants': (answer, context) =>
    adapted(loadGrants(answer, context), 'key', ({ grants = [] }: KeyFragment) => ({
      names: [context.subject],
      subject: context.subject,
      grants: grants.map((grant): Grant => ({ ...grant, KeyId: context.subject })),
    })),
  'backup:GetBackupPlan': loadPlan,
  // Plans of the organization have the same id in every account.
  'backup:GetBackupSelection': (answer, context) =>
    adapted(loadSelection(answer, context), 'selection', ({ names }) => ({
      names: names.map((id) => `${context.subject}/${id}`),
      planNames: [context.subject],
    })),
  'backup:ListBackupVaults': loadVaultList,
  'backup:GetBackupVaultAccessPolicy': (answer, context) =>
    loadVaultAccessPolicy(
      { ...answer, BackupVaultArn: context.subject, BackupVaultName: vaultNameOf(context.subject) },
      context,
    ),
  'backup:DescribeRegionSettings': (answer, context) =>
    adapted(loadRegionSettings(answer, context), 'region-settings', () => placeOf(context.entry)),
  'backup:DescribeGlobalSettings': loadGlobalSettings,
  'backup:ListProtectedResources': (answer, context) =>
    adapted(loadProtectedResources(answer, context), 'resource', ({ subject }) =>
      placeOf(context.bucketPlace(subject)),
    ),
  'backup:DescribeRecoveryPoint': (answer, context) => loadRecoveryPoints({ RecoveryPoints: [answer] }, context),
  'iam:GetRole': loadRole,
  'iam:ListRolePolicies': (answer, context) => ({ fragments: [inlineList(answer, context)] }),
  'iam:GetRolePolicy': (answer, context) => adapted(loadRolePolicy(answer, context), 'role', () => ofRole(context)),
  'iam:ListAttachedRolePolicies': (answer, context) =>
    adapted(loadAttachedPolicies(answer, context), 'role', () => ofRole(context)),
  // These are looked at together.
  'tag:GetResources': () => ({ fragments: [] }),
  'organizations:DescribeOrganization': () => ({ fragments: [] }),
  'organizations:ListParents': () => ({ fragments: [] }),
  'organizations:ListPoliciesForTarget': () => ({ fragments: [] }),
  'organizations:DescribePolicy': () => ({ fragments: [] }),
  'organizations:DescribeEffectivePolicy': () => ({ fragments: [] }),
  'iam:GetPolicyVersion': (answer, context) =>
    adapted(loadPolicyVersion(answer, context), 'managed-policy', () => ({ names: [context.subject] })),
};

/** What AWS said there is none of. */
const absences: Readonly<Partial<Record<KeptCall, (context: EntryContext) => Fragment>>> = {
  'backup:GetBackupVaultAccessPolicy': ({ subject, at }) => ({
    kind: 'vault',
    names: [subject],
    subject,
    mentioned: true,
    accessPolicy: null,
    origin: at(),
  }),
  'iam:GetRole': ({ subject }) => ({ kind: 'missing-role', arn: subject }),
};

type OfKind<K extends Fragment['kind']> = Fragment & { readonly kind: K };

/** The same fragments, with what only the snapshot knows of them. */
function adapted<K extends Fragment['kind']>(
  { fragments, ...rest }: LoadedDocument,
  kind: K,
  change: (fragment: OfKind<K>) => Partial<OfKind<K>>,
): LoadedDocument {
  const changed = fragments.map((fragment) =>
    fragment.kind === kind ? ({ ...fragment, ...change(fragment as OfKind<K>) } as Fragment) : fragment,
  );
  return { ...rest, fragments: changed };
}

function placeOf({ account = '', region }: { readonly account?: string; readonly region?: string | undefined } = {}) {
  const id = parseAccountId(account);
  return { ...(id === undefined ? {} : { account: id }), ...(region === undefined ? {} : { region }) };
}

function ofRole({ subject }: EntryContext) {
  const account = accountOf(subject);
  return { names: [subject], subject, ...(account === undefined ? {} : { account }) };
}

/** The list is whole; whether the policies are is seen from what is there of them. */
function inlineList(answer: JsonObject, context: EntryContext): RoleFragment {
  const names = (answer['PolicyNames'] as readonly string[] | undefined) ?? [];
  const inline = names.every((name) => context.inline(context.subject, name));
  return { kind: 'role', mentioned: true, ...ofRole(context), complete: { inline }, origin: context.at() };
}

/** `policyOf` makes policies, each distinct text once. */
export function loadSnapshot({ answers, incomplete }: Snapshot, policyOf: DocumentContext['policy']): LoadedDocument {
  const misfits: Misfit[] = [];
  const fragments: Fragment[] = [];
  const known = { inline: inlinePolicies(answers), bucketPlace: bucketPlaces(answers) };
  for (const [index, entry] of answers.entries()) {
    const context = contextOf(entry, index, known, policyOf);
    const loaded = loadEntry(entry, context);
    for (const fragment of loaded.fragments) fragments.push(fragment);
    for (const misfit of loaded.misfits ?? []) misfits.push(misfit);
  }
  for (const fragment of organizationFragments(answers, policyOf)) fragments.push(fragment);
  for (const fragment of effectivePolicies(answers, policyOf)) fragments.push(fragment);
  for (const fragment of tagFragments(answers, fragments)) fragments.push(fragment);
  for (const each of incomplete) fragments.push({ kind: 'not-looked-at', ...each });
  return { fragments, misfits };
}

function loadEntry({ call, answer }: SnapshotEntry, context: EntryContext): LoadedDocument {
  if (answer !== null) return loaders[call](answer, context);
  const absence = absences[call]?.(context);
  return { fragments: absence === undefined ? [] : [absence] };
}

function inlinePolicies(answers: readonly SnapshotEntry[]): InlinePolicies {
  const known = new Set(
    answers
      .filter(({ call }) => call === 'iam:GetRolePolicy')
      .map(({ subject = '', answer }) => `${subject}\n${String(answer?.['PolicyName'])}`),
  );
  return (role, policy) => known.has(`${role}\n${policy}`);
}

function contextOf(
  entry: SnapshotEntry,
  index: number,
  known: Pick<EntryContext, 'inline' | 'bucketPlace'>,
  policyOf: DocumentContext['policy'],
): EntryContext {
  const { account, region } = entry;
  const subject = entry.subject ?? (region === undefined ? `account ${account}` : `account ${account} in ${region}`);
  const origin = { kind: 'live', arn: subject } as const;
  return {
    ...known,
    entry,
    file: subject,
    subject,
    at: () => origin,
    pointer: (...steps) => pointerOf(['answers', index, 'answer', ...steps]),
    policy: (value, ...steps) => ({ ...policyOf(value, 'answers', index, 'answer', ...steps), origin }),
  };
}
