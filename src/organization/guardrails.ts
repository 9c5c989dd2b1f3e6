/**
 * Service and resource control policies of an account: all of them, at every level from the root to the account. A level
 * of which one policy is missing may forbid anything, so nothing is made of the others.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html
 */
import { accountOf, type AccountId } from '../estate/arn.ts';
import type { Fragment, OrganizationPolicyFragment } from '../estate/fragment.ts';
import type { PlacedPolicy } from '../estate/model.ts';
import type { Attachments, Places } from './places.ts';

/** AWS's own policies that allow everything; each document is one object, for it is compiled once. */
const fullAccess: ReadonlyMap<string, PlacedPolicy> = new Map([
  ['p-FullAWSAccess', allowing({ Effect: 'Allow', Action: '*', Resource: '*' })],
  ['p-RCPFullAWSAccess', allowing({ Effect: 'Allow', Principal: '*', Action: '*', Resource: '*' })],
]);

function allowing(statement: unknown): PlacedPolicy {
  const document = { Version: '2012-10-17', Statement: [statement] };
  const origin = { kind: 'live', arn: 'arn:aws:organizations::aws:policy' } as const;
  return { source: { document, duplicateKeys: [] }, origin, name: 'FullAWSAccess' };
}

const kinds = [
  { type: 'SERVICE_CONTROL_POLICY', member: 'serviceControlPolicies' },
  { type: 'RESOURCE_CONTROL_POLICY', member: 'resourceControlPolicies' },
] as const;

export function guardrailFragments(
  policies: readonly OrganizationPolicyFragment[],
  places: Places,
  attachments: Attachments,
): readonly Fragment[] {
  const used = new Set<OrganizationPolicyFragment>();
  // Nothing binds the management account, which the ARN of a policy names.
  const managing = new Set(policies.flatMap(({ names }) => names.flatMap((name) => accountOf(name) ?? [])));
  const accounts = places.allAccounts.filter((account) => !managing.has(account));
  const guardrails = kinds.flatMap(({ type, member }) => {
    const known = policies.filter((policy) => policy.type === type);
    if (known.length === 0) return [];
    return accounts.flatMap((account): Fragment[] => {
      const levels = levelsFor(account, type, known, { places, attachments, used });
      return levels === undefined ? [] : [{ kind: 'guardrails', account, [member]: levels }];
    });
  });
  const unused = policies.filter((policy) => !used.has(policy));
  return [
    ...guardrails,
    ...unused.map(({ subject, type }) => ({ kind: 'not-looked-at' as const, what: subject, why: whyNot(type) })),
  ];
}

interface Known {
  readonly places: Places;
  readonly attachments: Attachments;
  readonly used: Set<OrganizationPolicyFragment>;
}

function levelsFor(
  account: AccountId,
  type: string,
  policies: readonly OrganizationPolicyFragment[],
  { places, attachments, used }: Known,
): readonly (readonly PlacedPolicy[])[] | undefined {
  const lists = places.wayTo(account)?.map((target) => attachments.listed(target, type));
  if (lists === undefined) return undefined;
  const levels = lists.map((ids) => ids?.map((id) => documentOf(id, policies)));
  if (!levels.every((level) => level?.every((each) => each !== undefined) === true)) return undefined;
  const listed = new Set(lists.flatMap((ids) => ids ?? []));
  for (const policy of policies.filter(({ names }) => names.some((name) => listed.has(name)))) used.add(policy);
  return levels.map((level) => (level ?? []).flatMap((each) => each ?? []));
}

function documentOf(id: string, policies: readonly OrganizationPolicyFragment[]): PlacedPolicy | undefined {
  return fullAccess.get(id) ?? policies.find(({ names }) => names.includes(id))?.policy;
}

function whyNot(type: string): string {
  return kinds.some((kind) => kind.type === type)
    ? "no input tells for which accounts it counts: that takes the config's organization.paths, and list-policies-for-target of each root, unit and account on the way, with the policies that these list"
    : 'policies of an organization of this type are not looked at';
}
