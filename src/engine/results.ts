import { memoize } from '../estate/memoize.ts';
import type { Outcome, StatementRef, Verdict } from '../iam/types.ts';
import type { KeyUse } from '../paths/types.ts';
import { worstOf } from './outcome.ts';
import type { RequestDecision } from './rule.ts';

/** A decided request as reports print it. */
export interface RequestResult {
  readonly principal: string;
  readonly action: string;
  /** What it is asked of: the key's or vault's subject. */
  readonly key: string;
  readonly outcome: Outcome;
  readonly reason: string;
  /** JSON pointers of the deciding statements. */
  readonly statements: readonly string[];
  readonly deciding: readonly StatementRef[];
}

/** What stays of a use once its key's rules have run. */
export interface UseResult {
  readonly outcome: Outcome;
  /** Empty for an allowed use, unless allowed requests are kept. */
  readonly requests: readonly RequestResult[];
}

const allowed: UseResult = { outcome: 'allowed', requests: [] };

/** `keepAllowed`: reports show the requests of allowed legs only when asked to; an estate has millions of them. */
export function useResult(decisions: readonly RequestDecision[], keepAllowed: boolean): UseResult {
  const outcome = useOutcome(decisions);
  if (outcome === 'allowed' && !keepAllowed) return allowed;
  return { outcome, requests: decisions.map(requestResult) };
}

/**
 * A refused request that only *may* fail the job (severity `warning`) leaves the use open rather than denied,
 * unless the requirement says that something must be allowed and nothing is.
 */
export function useOutcome(decisions: readonly RequestDecision[]): Outcome {
  const needsSome = decisions[0]?.use.requirement.errorWhenNoneAllowed === true;
  if (needsSome && decisions.every(({ outcome }) => outcome === 'denied')) return 'denied';
  return worstOf(decisions.map(softened));
}

function softened({ outcome, demanded }: RequestDecision): Outcome {
  return outcome === 'denied' && demanded.severity === 'warning' ? 'unknown' : outcome;
}

function requestResult({ use, demanded, outcome, reason, verdict }: RequestDecision): RequestResult {
  return {
    principal: use.principal.arn,
    action: demanded.action,
    key: use.key.subject,
    outcome,
    reason,
    statements: memoize(pointers, verdict, () => verdict.deciding.map(({ pointer }) => pointer)),
    deciding: verdict.deciding,
  };
}

/** Equal questions have one verdict. */
const pointers = new WeakMap<Verdict, readonly string[]>();

export type UseResults = ReadonlyMap<KeyUse, UseResult>;
