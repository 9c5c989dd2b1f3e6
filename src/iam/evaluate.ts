/** One question, answered: quickly by `decide`, with the why of every statement by `explain`. */
import { queryOf } from './query.ts';
import type { Query } from './query.ts';
import { settle } from './unknown/settle.ts';
import { memoize } from '../estate/memoize.ts';
import { newTraces, statementTraces } from './trace/statement.ts';
import type { KnownTraces } from './trace/statement.ts';
import type { Decision, EvaluationRequest, PolicySet, RequestContext, Verdict } from './types.ts';
import { verdictOf } from './verdict.ts';
import { weigh } from './weigh.ts';

/** The cheap answer. */
export function decide(request: EvaluationRequest, policies: PolicySet): Verdict {
  const query = queryOf(request, policies.permissionsBoundary !== undefined);
  return answer(query, policies);
}

/** The same answer, with a trace of every statement of every policy. */
export function explain(request: EvaluationRequest, policies: PolicySet): Decision {
  const query = queryOf(request, policies.permissionsBoundary !== undefined);
  const { deciding: _, ...verdict } = answer(query, policies);
  return { ...verdict, statements: statementTraces(query, policies, knownTraces(request, query.hasBoundary)) };
}

/** Equal questions share their context, and then so do their traces, as long as it lives. */
const traces = new WeakMap<RequestContext, Map<string, KnownTraces>>();

function knownTraces(
  { principal, action, resourceAccount, context }: EvaluationRequest,
  isBounded: boolean,
): KnownTraces {
  const ofContext = memoize(traces, context, () => new Map<string, KnownTraces>());
  return memoize(ofContext, `${principal} ${action} ${resourceAccount} ${isBounded}`, newTraces);
}

/** Kleene's logic first; only where it cannot tell, the cases of the unknown context keys. */
function answer(query: Query, policies: PolicySet): Verdict {
  const verdict = verdictOf(weigh(query, policies), query, policies);
  return verdict.outcome === 'unknown' ? settle(query, policies, verdict) : verdict;
}
