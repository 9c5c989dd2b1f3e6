import type { Key } from '../estate/model.ts';
import { areForAnyResource, whatIsSaidOf } from '../iam/alike.ts';
import { decide, explain } from '../iam/evaluate.ts';
import type { CompiledPolicy, EvaluationRequest, PolicySet, RequestContext, Verdict } from '../iam/types.ts';
import { memoize } from '../estate/memoize.ts';
import type { DemandedAction, KeyUse, NamedContext, Requirement } from '../paths/types.ts';
import { jointContext } from './joint-context.ts';
import type { PrincipalPolicies } from './principals.ts';
import type { RequestDecision } from './rule.ts';

interface DecidedIn {
  readonly verdict: Verdict;
  readonly at: NamedContext;
}

/** By what is asked: equal uses share their contexts, which show principal and account, and their requirement. */
type Answers = Map<KeyUse['contexts'], Map<Requirement, readonly DecidedIn[]>>;

/** What was decided of keys whose policies say the same of who asks, though they are not the same policy. */
export class SharedAnswers {
  readonly #bySaid = new Map<string, Answers>();
  readonly #freeOfResources = new WeakMap<PolicySet, boolean>();

  about(said: string): Answers {
    return memoize(this.#bySaid, said, (): Answers => new Map());
  }

  /** Whether the policies around a key's own tell keys apart. */
  isForAnyKey(others: PolicySet): boolean {
    return memoize(this.#freeOfResources, others, () => areForAnyResource(others));
  }
}

/** Decides what is asked of keys that share one policy; what is asked alike of several is decided once. */
export class KeyDecider {
  readonly #policy: CompiledPolicy | undefined;
  readonly #principals: PrincipalPolicies;
  readonly #shared: SharedAnswers;
  /** Of the keys that have this policy; `undefined` where they have to be told apart, or there is but one. */
  readonly #own: Answers | undefined;

  /** `policy` is undefined when it is not known; `isShared`: several keys have it. */
  constructor(
    policy: CompiledPolicy | undefined,
    isShared: boolean,
    principals: PrincipalPolicies,
    shared = new SharedAnswers(),
  ) {
    this.#policy = policy;
    this.#principals = principals;
    this.#shared = shared;
    const isForAnyKey = (): boolean => policy === undefined || areForAnyResource({ keyPolicy: policy });
    this.#own = isShared && isForAnyKey() ? new Map() : undefined;
  }

  /** Every demanded action of every use of one key. */
  decide(key: Key, uses: readonly KeyUse[]): RequestDecision[] {
    return uses.flatMap((use) => this.decideUse(key, use));
  }

  decideUse(key: Key, use: KeyUse): RequestDecision[] {
    const others = this.#principals.of(use.principal, use.keyAccount);
    const policies: PolicySet = {
      ...others,
      ...(this.#policy === undefined ? {} : { keyPolicy: this.#policy }),
      ...(key.grants === undefined ? {} : { grants: key.grants }),
    };
    const answers = key.grants === undefined ? this.#answersFor(use, others) : undefined;
    const decided = answers === undefined ? decideActions(use, policies) : remembered(answers, use, policies);
    return use.requirement.actions.map((demanded, index) => {
      const decidedIn = decided[index];
      if (decidedIn === undefined) throw new Error(`nothing was decided about ${demanded.action}`);
      return new Decided(use, demanded, decidedIn, policies);
    });
  }

  #answersFor(use: KeyUse, others: PolicySet): Answers | undefined {
    if (!this.#shared.isForAnyKey(others)) return undefined;
    const [asked] = use.requirement.actions;
    if (this.#policy === undefined || asked === undefined) return this.#own;
    const request = requestOf(use, asked.action, { name: '', context: jointOf(use.contexts(asked.action)) });
    const said = whatIsSaidOf(request, this.#policy, others.permissionsBoundary !== undefined);
    return said === undefined ? this.#own : this.#shared.about(said);
  }
}

function remembered(answers: Answers, use: KeyUse, policies: PolicySet): readonly DecidedIn[] {
  const byRequirement = memoize(answers, use.contexts, () => new Map<Requirement, readonly DecidedIn[]>());
  return memoize(byRequirement, use.requirement, () => decideActions(use, policies));
}

function decideActions(use: KeyUse, policies: PolicySet): readonly DecidedIn[] {
  return use.requirement.actions.map(({ action }) => decideInContexts(use, action, use.contexts(action), policies));
}

/** A class, since there are twenty of these for each of thousands of keys. */
class Decided implements RequestDecision {
  readonly use: KeyUse;
  readonly demanded: DemandedAction;
  readonly outcome: RequestDecision['outcome'];
  readonly reason: RequestDecision['reason'];
  readonly verdict: Verdict;
  readonly contextName: string;
  readonly #at: NamedContext;
  readonly #policies: PolicySet;

  constructor(use: KeyUse, demanded: DemandedAction, { verdict, at }: DecidedIn, policies: PolicySet) {
    const unknownPolicy = policies.keyPolicy === undefined && verdict.outcome === 'unknown';
    this.use = use;
    this.demanded = demanded;
    this.outcome = verdict.outcome;
    this.reason = unknownPolicy ? 'unknown-key-policy' : verdict.reason;
    this.verdict = verdict;
    this.contextName = at.name;
    this.#at = at;
    this.#policies = policies;
  }

  /** May be taken out of the decision. */
  get explain(): RequestDecision['explain'] {
    return () => explain(requestOf(this.use, this.demanded.action, this.#at), this.#policies);
  }
}

/** Questions that are asked alike share their list of contexts. */
const jointContexts = new WeakMap<readonly NamedContext[], RequestContext>();

function jointOf(contexts: readonly NamedContext[]): RequestContext {
  return memoize(jointContexts, contexts, () => jointContext(contexts));
}

/** Where the resource type is only assumed, contexts that decide differently leave the answer open. */
function decideInContexts(
  use: KeyUse,
  action: string,
  contexts: readonly NamedContext[],
  policies: PolicySet,
): DecidedIn {
  const [first] = contexts;
  if (first === undefined) throw new Error(`no request context for ${action}`);
  const joint = { name: '', context: jointOf(contexts) };
  const verdict = decide(requestOf(use, action, joint), policies);
  if (contexts.length === 1 || verdict.outcome !== 'unknown') return { at: first, verdict };
  const decided = contexts.map((at): DecidedIn => ({ at, verdict: decide(requestOf(use, action, at), policies) }));
  const worst = decided.reduce((left, right) => (rank(right.verdict) > rank(left.verdict) ? right : left));
  if (decided.every(({ verdict }) => verdict.outcome === worst.verdict.outcome)) return worst;
  return { at: worst.at, verdict: openVerdict(decided, worst.verdict) };
}

function openVerdict(decided: readonly DecidedIn[], worst: Verdict): Verdict {
  if (worst.outcome === 'unknown') return worst;
  const differing = decided.map(({ at }) => at.name.split(' ')[0] ?? '').filter((key) => key !== '');
  return {
    outcome: 'unknown',
    reason: 'unknown-context',
    blockedBy: [],
    deciding: [],
    unknownKeys: [...new Set(differing)],
  };
}

/** A denial is worse than a doubt, and a doubt worse than an allowance. */
function rank(verdict: Verdict): number {
  return ['allowed', 'unknown', 'denied'].indexOf(verdict.outcome);
}

function requestOf(use: KeyUse, action: string, at: NamedContext): EvaluationRequest {
  return {
    principal: use.principal.arn,
    action,
    resource: use.key.arn,
    resourceAccount: use.keyAccount,
    context: at.context,
  };
}
