import type { Key } from '../estate/model.ts';
import { decide, explain } from '../iam/evaluate.ts';
import type { CompiledPolicy, EvaluationRequest, PolicySet, Verdict } from '../iam/types.ts';
import type { DemandedAction, KeyUse, NamedContext } from '../paths/types.ts';
import type { PrincipalPolicies } from './principals.ts';
import type { RequestDecision } from './rule.ts';

/** Decides every demanded action of every use of one key. `policy` is undefined when the key's policy is not known. */
export function decideUses(
  key: Key,
  uses: readonly KeyUse[],
  policy: CompiledPolicy | undefined,
  principals: PrincipalPolicies,
): RequestDecision[] {
  const decisions: RequestDecision[] = [];
  for (const use of uses) {
    const policies = policySet(key, policy, principals.of(use.principal, use.keyAccount));
    for (const demanded of use.requirement.actions) decisions.push(decideRequest(use, demanded, policies, policy));
  }
  return decisions;
}

function policySet(key: Key, policy: CompiledPolicy | undefined, principal: PolicySet): PolicySet {
  return {
    ...principal,
    ...(policy === undefined ? {} : { keyPolicy: policy }),
    ...(key.grants === undefined ? {} : { grants: key.grants }),
  };
}

function decideRequest(
  use: KeyUse,
  demanded: DemandedAction,
  policies: PolicySet,
  policy: CompiledPolicy | undefined,
): RequestDecision {
  const { verdict, at } =
    policy === undefined ? undecidable(use, demanded) : decideInContexts(use, demanded.action, policies);
  return {
    use,
    demanded,
    outcome: verdict.outcome,
    reason: policy === undefined ? 'unknown-key-policy' : verdict.reason,
    verdict,
    contextName: at.name,
    explain: () => explain(requestOf(use, demanded.action, at), policies),
  };
}

interface DecidedIn {
  readonly verdict: Verdict;
  readonly at: NamedContext;
}

/** Where the resource type is only assumed, contexts that decide differently leave the answer open. */
function decideInContexts(use: KeyUse, action: string, policies: PolicySet): DecidedIn {
  const decided = use
    .contexts(action)
    .map((at): DecidedIn => ({ at, verdict: decide(requestOf(use, action, at), policies) }));
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

function undecidable(use: KeyUse, demanded: DemandedAction): DecidedIn {
  const [at] = use.contexts(demanded.action);
  if (at === undefined) throw new Error(`no request context for ${demanded.action}`);
  return {
    at,
    verdict: { outcome: 'unknown', reason: 'unknown-context', blockedBy: [], deciding: [], unknownKeys: [] },
  };
}
