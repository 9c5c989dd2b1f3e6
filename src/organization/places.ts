/** Where in the organization accounts are, and where policies are attached. */
import { parseAccountId, type AccountId } from '../estate/arn.ts';
import type { Deployment } from '../estate/deployment.ts';
import type { OrganizationPolicyFragment, PolicyAttachmentsFragment } from '../estate/fragment.ts';

/** From the config, or from the live account. */
type Organization = Pick<NonNullable<Deployment['organization']>, 'paths'>;

export interface Places {
  readonly workloadAccounts: readonly AccountId[];
  /** Central accounts too. */
  readonly allAccounts: readonly AccountId[];
  /** Root, units and the account itself, from the top; `undefined`: not known. */
  readonly wayTo: (account: string) => readonly string[] | undefined;
}

export function placesOf(deployments: readonly Deployment[], organizations: readonly Organization[]): Places {
  const workloadAccounts = [...new Set(deployments.flatMap((deployment) => deployment.workloadAccounts ?? []))];
  const central = deployments.flatMap(({ centralAccount }) => centralAccount ?? []);
  const told = [...organizations, ...deployments.flatMap(({ organization }) => organization ?? [])];
  const paths = new Map(told.flatMap((organization) => Object.entries(organization.paths ?? {})));
  return {
    workloadAccounts,
    allAccounts: [...new Set([...workloadAccounts, ...central])],
    wayTo: (account) => {
      const path = paths.get(account);
      // `o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/`
      return path === undefined ? undefined : [...path.split('/').filter(isTarget), account];
    },
  };
}

/** A root, a unit or an account. https://docs.aws.amazon.com/organizations/latest/APIReference/API_AttachPolicy.html */
export function isTarget(text: string): boolean {
  return /^(?:r-[\da-z]{4,32}|ou-[\da-z]{4,32}-[\da-z]{8,32})$/.test(text) || parseAccountId(text) !== undefined;
}

/** Where a policy counts for an account: the number of its level from the root; `none`; or not known. */
export type Level = number | 'none' | undefined;

/** An account's own policies come last. */
const accountLevel = 1000;

export function levelFor(target: string, account: string, way: readonly string[] | undefined): Level {
  if (target === account) return accountLevel;
  if (target.startsWith('r-')) return 0;
  if (way === undefined && target.startsWith('ou-')) return undefined;
  const level = way?.indexOf(target) ?? -1;
  if (level >= 0) return level;
  return isTarget(target) ? 'none' : undefined;
}

export interface Attachments {
  /** `undefined`: no input says where it is attached. */
  readonly targetsOf: (policy: OrganizationPolicyFragment) => readonly string[] | undefined;
  /** Ids of all policies of a type at a target; `undefined`: no input lists them. */
  readonly listed: (target: string, type: string) => readonly string[] | undefined;
  /** Its place in the list of a target, for the order of attachment. */
  readonly rankAt: (policy: OrganizationPolicyFragment, target: string) => number;
}

export function attachmentsOf(fragments: readonly PolicyAttachmentsFragment[]): Attachments {
  const namedIn = ({ names }: OrganizationPolicyFragment, { policies }: PolicyAttachmentsFragment): number =>
    policies.findIndex(({ id }) => names.includes(id));
  return {
    targetsOf: (policy) => {
      const lists = fragments.filter((list) => namedIn(policy, list) >= 0).map(({ target }) => target);
      const targets = [...(policy.targets ?? []), ...lists];
      return targets.length === 0 ? undefined : [...new Set(targets)];
    },
    listed: (target, type) => {
      const lists = fragments.filter(
        (list) => list.target === target && list.policies.some((each) => each.type === type),
      );
      return lists.length === 0 ? undefined : lists.flatMap(({ policies }) => policies.map(({ id }) => id));
    },
    rankAt: (policy, target) => {
      const list = fragments.find((each) => each.target === target && namedIn(policy, each) >= 0);
      return list === undefined ? 0 : namedIn(policy, list);
    },
  };
}
