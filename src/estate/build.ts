/** Fragments to the estate: what speaks of the same thing is merged, and things are linked to each other. */
import { accountOf, roleNameOf } from './arn.ts';
import type {
  BuildHints,
  Fragment,
  GlobalSettingsFragment,
  GuardrailsFragment,
  MissingRoleFragment,
  OrganizationFragment,
  RoleFragment,
  SelectionFragment,
} from './fragment.ts';
import { groupBy } from './group-by.ts';
import { Encryptions, keyReferences } from './linking/encryption.ts';
import { groupKeys } from './linking/key-groups.ts';
import { withHints } from './linking/key-hints.ts';
import { toKey } from './linking/key.ts';
import { byPrecedence, firstStated } from './linking/merge.ts';
import { Findings, type BuildProblem } from './linking/outcome.ts';
import { buildPlans } from './linking/plans.ts';
import { buildResources } from './linking/resources.ts';
import { buildRoles } from './linking/roles.ts';
import { groupVaults, toVault } from './linking/vaults.ts';
import type { Estate, Guardrails } from './model.ts';

export interface Built {
  readonly estate: Estate;
  /** Inputs that contradict each other. */
  readonly problems: readonly BuildProblem[];
}

type OfKind<K extends Fragment['kind']> = Fragment & { readonly kind: K };

export function buildEstate(fragments: readonly Fragment[], hints: BuildHints = {}): Built {
  const findings = new Findings();
  const of = sortOut(fragments);
  const references = keyReferences([...of('vault'), ...of('resource')]);
  const keyGroups = groupKeys(withHints(of('key'), hints.keys ?? [], findings), references, findings);
  const keys = new Map(keyGroups.groups.map((group) => [group, toKey(group, findings)]));
  const encryptions = new Encryptions(keyGroups, keys);
  const vaultGroups = groupVaults(of('vault'));
  const vaults = new Map(vaultGroups.groups.map((group) => [group, toVault(group, encryptions, findings)]));
  const roles = buildRoles(of('role'), of('managed-policy'), roleMentions(of('selection'), hints), findings);
  const plans = buildPlans(of('plan'), of('selection'), {
    vault: (name) => {
      const group = vaultGroups.find([name]);
      return group && vaults.get(group);
    },
    role: roles.find,
  });
  return {
    estate: {
      keys: [...keys.values()],
      roles: roles.roles,
      vaults: [...vaults.values()],
      plans: plans.plans,
      orphanSelections: plans.orphans,
      resources: buildResources(of('resource'), encryptions, findings),
      regionSettings: of('region-settings').map(({ kind: _kind, ...settings }) => settings),
      ...globalSettings(of('global-settings')),
      guardrails: mergeGuardrails(of('guardrails')),
      ...organization(of('organization')),
      missingRoles: missingRoles(of('missing-role'), roles.roles),
      notLookedAt: [...of('not-looked-at').map(({ kind: _kind, ...unseen }) => unseen), ...findings.unseen],
    },
    problems: findings.problems,
  };
}

/** Fragments by kind. */
function sortOut(fragments: readonly Fragment[]): <K extends Fragment['kind']>(kind: K) => readonly OfKind<K>[] {
  const byKind = groupBy(fragments, ({ kind }) => kind);
  return <K extends Fragment['kind']>(kind: K) =>
    (byKind.get(kind) ?? []) as readonly Fragment[] as readonly OfKind<K>[];
}

/** Roles that selections name, or that are known to exist otherwise. */
function roleMentions(selections: readonly SelectionFragment[], hints: BuildHints): RoleFragment[] {
  const named = selections.map(({ selection: { roleArn = '' }, origin }) => ({ arn: roleArn, origin }));
  const known = (hints.roleArns ?? []).map((arn) => ({ arn, origin: { kind: 'live', arn } as const }));
  return [...named, ...known]
    .filter(({ arn }) => roleNameOf(arn) !== undefined && accountOf(arn) !== undefined)
    .map(({ arn, origin }) => ({ kind: 'role', names: [arn], subject: arn, mentioned: true, origin }));
}

function globalSettings(fragments: readonly GlobalSettingsFragment[]): Pick<Estate, 'globalSettings'> {
  const [first] = byPrecedence(fragments);
  if (first === undefined) return {};
  return { globalSettings: { ...firstStated(fragments, ['crossAccountBackup']), origin: first.origin } };
}

function organization([first]: readonly OrganizationFragment[]): Pick<Estate, 'organization'> {
  return first === undefined ? {} : { organization: { id: first.id, paths: first.paths } };
}

/** What a file is about to make is not missing. */
function missingRoles(fragments: readonly MissingRoleFragment[], roles: Estate['roles']): string[] {
  const known = new Set(roles.map(({ arn }) => arn));
  return fragments.map(({ arn }) => arn).filter((arn) => !known.has(arn));
}

function mergeGuardrails(fragments: readonly GuardrailsFragment[]): Guardrails[] {
  return [...groupBy(fragments, ({ account }) => account)].map(([account, stated]) => ({
    account,
    ...firstStated(stated, ['serviceControlPolicies', 'resourceControlPolicies']),
  }));
}
