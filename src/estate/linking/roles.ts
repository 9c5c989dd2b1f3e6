/** Roles: description, inline policies, attached policies and their documents put together. */
import { accountOf, parseArn, roleNameOf, splitArn } from '../arn.ts';
import type { ManagedPolicyFragment, RoleFragment } from '../fragment.ts';
import type { PlacedPolicy, Role } from '../model.ts';
import { isUnseen, unseenPolicy } from '../unseen-policy.ts';
import { filesOf, linkByFile } from './file-evidence.ts';
import { Grouping, type Group, type Naming } from './grouping.ts';
import { byPrecedence, firstStated, isSameJson, placeInWords, subjectOf } from './merge.ts';
import type { Findings } from './outcome.ts';

type RoleGroup = Group<RoleFragment>;

const roleNaming: Naming = {
  // Whatever its path, no two roles of an account have the same name.
  // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
  exact(name) {
    const account = accountOf(name);
    return account === undefined
      ? [name].filter((each) => each.startsWith('local:'))
      : [`${account}/${roleNameOf(name)}`];
  },
  short: (name) => (name.startsWith('local:') ? [] : [roleNameOf(name) ?? name]),
};

export interface Roles {
  readonly roles: readonly Role[];
  readonly find: (name: string) => Role | undefined;
}

/**
 * A role's name is unique in its account: inputs that give only the name are linked to ARNs that others mention. `mentions`
 * alone make no role.
 */
export function buildRoles(
  fragments: readonly RoleFragment[],
  managed: readonly ManagedPolicyFragment[],
  mentions: readonly RoleFragment[],
  findings: Findings,
): Roles {
  const grouping = new Grouping(roleNaming, [...fragments, ...mentions]);
  linkNameless(
    grouping,
    fragments.filter(({ names }) => names.length === 0),
    findings,
  );
  const isMention = new Set(mentions);
  const described = grouping.groups.filter((group) => !group.fragments.every((fragment) => isMention.has(fragment)));
  const documents = new ManagedDocuments(managed, described, findings);
  const roles = new Map(described.map((group) => [group, toRole(group, isMention, documents, findings)]));
  const find = (name: string): Role | undefined => {
    const group = grouping.find([name]);
    return group && roles.get(group);
  };
  return { roles: [...roles.values()].filter((role) => role !== undefined), find };
}

/** Lists of attached policies that do not say whose they are. */
function linkNameless(grouping: Grouping<RoleFragment>, nameless: readonly RoleFragment[], findings: Findings): void {
  const owners = grouping.groups.filter(({ fragments }) =>
    fragments.every((fragment) => fragment.attachedPolicies === undefined),
  );
  const candidates = owners.map((thing) => ({
    thing,
    calledNames: [...new Set([...thing.names].flatMap((name) => roleNaming.short(name)))],
    files: filesOf({ fragments: thing.fragments.filter(({ mentioned }) => mentioned === undefined) }),
  }));
  const found = linkByFile(nameless, candidates, { mayShare: () => false });
  for (const fragment of nameless) {
    const owner = found.get(fragment);
    if (owner !== undefined) grouping.join(fragment, [owner]);
    else findings.unlinked(`whose attached policies ${placeInWords(fragment.origin)} lists`);
  }
}

function toRole(
  group: RoleGroup,
  isMention: ReadonlySet<RoleFragment>,
  documents: ManagedDocuments,
  findings: Findings,
): Role | undefined {
  const fragments = byPrecedence(group.fragments.filter((fragment) => !isMention.has(fragment)));
  const arn = [...group.names].find((name) => parseArn(name) !== undefined);
  const [first = group.fragments[0]] = fragments;
  if (arn === undefined) {
    findings.notLookedAt(
      `the role ${first.subject} of ${placeInWords(first.origin)}`,
      'no input tells which account it is in',
    );
    return undefined;
  }
  const account = accountOf(arn);
  const boundary = firstStated(fragments, ['permissionsBoundary']).permissionsBoundary;
  const policies = policiesOf(fragments, documents);
  return {
    subject: subjectOf(arn, first.subject),
    arn,
    name: roleNameOf(arn) ?? arn,
    ...(account && { account }),
    ...firstStated(fragments, ['trustPolicy', 'tags']),
    identityPolicies: policies,
    identityPoliciesComplete: isComplete(fragments, policies),
    ...(boundary !== undefined && { permissionsBoundary: boundary && documents.of(boundary) }),
    origin: first.origin,
  };
}

function policiesOf(fragments: readonly RoleFragment[], documents: ManagedDocuments): PlacedPolicy[] {
  const inline = planned(fragments, 'inline', ({ inlinePolicies = [] }) => inlinePolicies);
  const attached = planned(fragments, 'attached', ({ attachedPolicies = [] }) => attachedPolicies);
  return [...inline, ...attached.map(({ name, origin }) => documents.of(unseenPolicy(name, origin)))];
}

/** Files before what is deployed: a whole list replaces it, else what they name the same. */
function planned<T extends { readonly name?: string }>(
  fragments: readonly RoleFragment[],
  list: 'inline' | 'attached',
  policiesIn: (fragment: RoleFragment) => readonly T[],
): T[] {
  const inFiles = fragments.filter(({ origin }) => origin.kind === 'file');
  const fromFiles = inFiles.flatMap(policiesIn);
  if (inFiles.some(({ complete }) => complete?.[list])) return fromFiles;
  const names = new Set(fromFiles.map(({ name }) => name));
  const deployed = fragments.filter(({ origin }) => origin.kind === 'live').flatMap(policiesIn);
  return [...fromFiles, ...deployed.filter(({ name }) => !names.has(name))];
}

/** All are listed, and their documents are in sight or AWS's own, which are known. */
function isComplete(fragments: readonly RoleFragment[], policies: readonly PlacedPolicy[]): boolean {
  const hasAllNames = (['inline', 'attached'] as const).every((list) =>
    fragments.some(({ complete }) => complete?.[list]),
  );
  return hasAllNames && policies.every((policy) => !isUnseen(policy) || isAwsManagedPolicy(policy.name ?? ''));
}

function isAwsManagedPolicy(arn: string): boolean {
  return splitArn(arn)?.account === 'aws';
}

const policyNaming: Naming = {
  exact: (name) => (name.startsWith('local:') || splitArn(name) !== undefined ? [name] : []),
  short: (name) => (name.startsWith('local:') ? [] : [policyNameOf(name)]),
};

/** The documents of managed policies, by name. */
class ManagedDocuments {
  readonly #grouping: Grouping<ManagedPolicyFragment>;

  constructor(managed: readonly ManagedPolicyFragment[], roles: readonly RoleGroup[], findings: Findings) {
    const nameless = managed.filter(({ names }) => names.length === 0);
    const found = linkByFile(nameless, candidatesIn(roles), { mayShare: haveSameDocument });
    const named = managed.flatMap((fragment) => {
      const name = found.get(fragment);
      if (fragment.names.length > 0) return [fragment];
      if (name !== undefined) return [{ ...fragment, names: [name] }];
      findings.unlinked(`which policy ${placeInWords(fragment.origin)} holds`);
      return [];
    });
    this.#grouping = new Grouping(policyNaming, named);
  }

  of(policy: PlacedPolicy): PlacedPolicy {
    const name = policy.name ?? '';
    const group = isUnseen(policy) ? this.#grouping.find([name]) : undefined;
    const [first] = group === undefined ? [] : byPrecedence(group.fragments);
    return first === undefined ? policy : { ...first.policy, name };
  }
}

function haveSameDocument([first, ...others]: readonly ManagedPolicyFragment[]): boolean {
  return others.every(({ policy }) => isSameJson(policy.source.document, first?.policy.source.document));
}

/** Policies that roles name: their documents are what nameless ones may be. */
function candidatesIn(roles: readonly RoleGroup[]): { thing: string; calledNames: string[]; files: string[] }[] {
  const named = roles.flatMap(({ fragments }) =>
    fragments.flatMap(({ attachedPolicies = [], permissionsBoundary }) => [
      ...attachedPolicies,
      ...(permissionsBoundary?.name === undefined
        ? []
        : [{ name: permissionsBoundary.name, origin: permissionsBoundary.origin }]),
    ]),
  );
  return named.map(({ name, origin }) => ({
    thing: name,
    calledNames: [policyNameOf(name)],
    // AWS's own documents are known, so a file without a telling name is not one of them.
    files: isAwsManagedPolicy(name) ? [] : filesOf({ fragments: [{ origin }] }),
  }));
}

/** `AdministratorAccess` of `arn:aws:iam::aws:policy/job-function/AdministratorAccess`. */
function policyNameOf(name: string): string {
  const resource = splitArn(name)?.resource ?? name;
  return resource.slice(resource.lastIndexOf('/') + 1);
}
