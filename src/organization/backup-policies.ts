/** Backup policies put together for each account. */
import type { AccountId } from '../estate/arn.ts';
import type { Fragment, NotLookedAtFragment, OrganizationPolicyFragment } from '../estate/fragment.ts';
import { showHoles } from '../estate/hole.ts';
import { placeInWords } from '../estate/linking/merge.ts';
import { plansOf, type PlanAccount } from './backup-plans.ts';
import { mergePolicies, type Merged, type PolicySource } from './merge.ts';
import { attachmentMatters, levelsMatter } from './order.ts';
import { levelFor, type Attachments, type Level, type Places } from './places.ts';

/** A policy as it counts for an account. */
interface Inherited {
  readonly policy: OrganizationPolicyFragment;
  /** `undefined`: not known. */
  readonly level: number | undefined;
  readonly rank: number;
}

export class BackupPolicies {
  readonly #places: Places;
  readonly #attachments: Attachments;
  readonly #plans: Fragment[] = [];
  readonly #notes = new Map<string, NotLookedAtFragment>();
  readonly #effective = new Set<AccountId>();
  /** Most accounts inherit the same. */
  readonly #merged = new Map<string, Merged>();

  constructor(places: Places, attachments: Attachments) {
    this.#places = places;
    this.#attachments = attachments;
  }

  fragments(): readonly Fragment[] {
    return [...this.#plans, ...this.#notes.values()];
  }

  /** Organizations has merged it already. */
  addEffective(policy: OrganizationPolicyFragment, account: PlanAccount): void {
    if (account !== undefined) this.#effective.add(account);
    this.#add(mergePolicies([[sourceOf(policy)]]), account, policy.regions);
  }

  /** For the accounts whose effective policy is not in sight. */
  addInherited(policies: readonly OrganizationPolicyFragment[]): void {
    const { workloadAccounts } = this.#places;
    const open = workloadAccounts.filter((account) => !this.#effective.has(account));
    const accounts = workloadAccounts.length === 0 ? [undefined] : open;
    const used = new Set<OrganizationPolicyFragment>();
    for (const account of accounts) {
      const inherited = policies.flatMap((policy) => this.#inherited(policy, account) ?? []);
      for (const { policy } of inherited) used.add(policy);
      if (inherited.length > 0) this.#add(this.#merge(inherited), account);
    }
    for (const policy of policies) if (!used.has(policy)) this.#unused(policy, open);
  }

  #inherited(policy: OrganizationPolicyFragment, account: PlanAccount): Inherited | undefined {
    const targets = this.#attachments.targetsOf(policy);
    if (targets === undefined || account === undefined) return { policy, level: undefined, rank: 0 };
    const way = this.#places.wayTo(account);
    const found = targets.map((target) => ({ target, level: levelFor(target, account, way) }));
    const counts = found.filter(
      (each): each is { target: string; level: Exclude<Level, 'none'> } => each.level !== 'none',
    );
    const [first] = counts.toSorted((a, b) => (a.level ?? Infinity) - (b.level ?? Infinity));
    if (first === undefined) return undefined;
    if (first.level === undefined) this.#assumedAttached(policy, first.target, account);
    return { policy, level: first.level, rank: this.#attachments.rankAt(policy, first.target) };
  }

  #merge(inherited: readonly Inherited[]): Merged {
    const levels = this.#levels(inherited);
    const key = levels
      .map((level) => level.map(({ policy }) => placeInWords(policy.policy.origin)).join(' '))
      .join('\n');
    const known =
      this.#merged.get(key) ?? mergePolicies(levels.map((level) => level.map(({ policy }) => sourceOf(policy))));
    this.#merged.set(key, known);
    return known;
  }

  /** In the order of the inputs where an input's level is not known. */
  #levels(inherited: readonly Inherited[]): readonly (readonly Inherited[])[] {
    if (inherited.some(({ level }) => level === undefined)) {
      const [first] = inherited;
      const isOpen = first !== undefined && levelsMatter(inherited.map(({ policy }) => sourceOf(policy)));
      if (isOpen) this.#note(`the order of ${namesOf(inherited)}`, assumedLevels);
      return inherited.map((each) => [each]);
    }
    const numbers = [...new Set(inherited.map(({ level }) => level ?? 0))].toSorted((a, b) => a - b);
    return numbers.map((number) => this.#atLevel(inherited.filter(({ level }) => level === number)));
  }

  #atLevel(policies: readonly Inherited[]): readonly Inherited[] {
    const inOrder = policies.toSorted((a, b) => a.rank - b.rank);
    if (inOrder.length > 1 && attachmentMatters(inOrder.map(({ policy }) => sourceOf(policy)))) {
      this.#note(`the order of ${namesOf(inOrder)}`, assumedAttachment);
    }
    return inOrder;
  }

  #add({ policy, doubts }: Merged, account: PlanAccount, regions?: readonly string[]): void {
    const { fragments, invalid } = plansOf(policy, account, regions);
    for (const fragment of fragments) this.#plans.push(fragment);
    for (const { plan, faults } of invalid) {
      const what = `${placeInWords(plan.origin)}: the backup plan ${plan.name}`;
      // What is deployed tells the last valid one.
      const isLive = plan.origin.kind === 'live';
      this.#note(what, `it ${faults.join(', and ')}: ${refused}${isLive ? '' : remedy}`, !isLive);
    }
    for (const doubt of doubts) this.#note(placeInWords(doubt), doubtfulLimit);
  }

  #assumedAttached({ subject }: OrganizationPolicyFragment, target: string, account: AccountId): void {
    const why = `it is attached to ${showHoles(target)}, and the config's organization.paths do not tell where the account is: it is taken to count`;
    this.#note(`whether ${subject} counts for account ${account}`, why);
  }

  #unused({ subject }: OrganizationPolicyFragment, open: readonly AccountId[]): void {
    const why =
      open.length === 0
        ? 'the effective policies of all workload accounts are in sight, and count'
        : 'it is attached to none of the workload accounts, nor to a unit or root that holds one';
    this.#note(subject, why);
  }

  #note(what: string, why: string, required = false): void {
    this.#notes.set(`${what}\n${why}`, { kind: 'not-looked-at', what, why, ...(required && { required }) });
  }
}

const assumedLevels =
  'it matters, and no input tells to what they are attached: each is taken for the parent of the next';
const assumedAttachment =
  'they are attached to the same, and which came first matters: the order of the list or of the inputs is taken';
const doubtfulLimit =
  'a parent policy limits what its child policies may change, and AWS does not document whether the limit reaches this: the change is taken to count';
const refused = 'Organizations refuses such an effective policy and leaves the last valid one in force';
const remedy = '; give the policies that complete it';

function sourceOf({ policy }: OrganizationPolicyFragment): PolicySource {
  return { document: policy.source.document, origin: policy.origin };
}

function namesOf(inherited: readonly Inherited[]): string {
  return inherited.map(({ policy }) => policy.subject).join(', ');
}
