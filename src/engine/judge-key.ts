import type { Key } from '../estate/model.ts';
import { decide, explain } from '../iam/evaluate.ts';
import type { CompiledPolicy, EvaluationRequest, PolicySet, RequestContext, Verdict } from '../iam/types.ts';
import type { DemandedAction, KeyUse, NamedContext } from '../paths/types.ts';
import { jointContext } from './joint-context.ts';
import type { PrincipalPolicies } from './principals.ts';
import type { RequestDecision } from './rule.ts';

interface DecidedIn {
  readonly verdict: Verdict;
  readonly at: NamedContext;
}

/** Decides what is asked of keys that share one policy; what is asked alike of several is decided once. */
export class KeyDecider {
  readonly #policy: CompiledPolicy | undefined;
  readonly #remembers: boolean;
  readonly #principals: PrincipalPolicies;
  readonly #memo = new Map<readonly NamedContext[], Map<string, DecidedIn>>();

  /** `policy` is undefined when it is not known; `shared`: several keys have it. */
  constructor(policy: CompiledPolicy | undefined, shared: boolean, principals: PrincipalPolicies) {
    this.#policy = policy;
    this.#remembers = shared && isForEveryKey(policy);
    this.#principals = principals;
  }

  /** Every demanded action of every use of one key. */
  decide(key: Key, uses: readonly KeyUse[]): RequestDecision[] {
    const sharable = this.#remembers && key.grants === undefined;
    return uses.flatMap((use) => {
      const policies = this.#policySet(use);
      return use.requirement.actions.map((demanded) => {
        const contexts = use.contexts(demanded.action);
        const decided = sharable
          ? this.#remembered(use, demanded.action, contexts, policies)
          : decideInContexts(use, demanded.action, contexts, policies);
        return this.#decision(use, demanded, decided, policies);
      });
    });
  }

  #policySet({ key, principal, keyAccount }: KeyUse): PolicySet {
    return {
      ...this.#principals.of(principal, keyAccount),
      ...(this.#policy === undefined ? {} : { keyPolicy: this.#policy }),
      ...(key.grants === undefined ? {} : { grants: key.grants }),
    };
  }

  /** Equal questions share their list of contexts, so the list's identity, principal and account stand for the question. */
  #remembered(use: KeyUse, action: string, contexts: readonly NamedContext[], policies: PolicySet): DecidedIn {
    const asker = `${use.principal.arn} ${use.keyAccount} ${action}`;
    const byAsker = this.#memo.get(contexts) ?? new Map<string, DecidedIn>();
    this.#memo.set(contexts, byAsker);
    const decided = byAsker.get(asker) ?? decideInContexts(use, action, contexts, policies);
    byAsker.set(asker, decided);
    return decided;
  }

  #decision(use: KeyUse, demanded: DemandedAction, decided: DecidedIn, policies: PolicySet): RequestDecision {
    const { verdict, at } = decided;
    const unknownPolicy = this.#policy === undefined && verdict.outcome === 'unknown';
    return {
      use,
      demanded,
      outcome: verdict.outcome,
      reason: unknownPolicy ? 'unknown-key-policy' : verdict.reason,
      verdict,
      contextName: at.name,
      explain: () => explain(requestOf(use, demanded.action, at), policies),
    };
  }
}

/** Nothing in the policy tells one key from another. */
function isForEveryKey(policy: CompiledPolicy | undefined): boolean {
  if (policy === undefined) return true;
  return policy.statements.every(
    ({ resources, notResources, malformed }) =>
      !malformed && notResources === undefined && (resources ?? []).every((resource) => resource === '*'),
  );
}

/** Questions that are asked alike share their list of contexts. */
const jointContexts = new WeakMap<readonly NamedContext[], RequestContext>();

function jointOf(contexts: readonly NamedContext[]): RequestContext {
  const joint = jointContexts.get(contexts) ?? jointContext(contexts);
  jointContexts.set(contexts, joint);
  return joint;
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
