import type { FindingRequest } from '../../../src/engine/finding.ts';
import type { JudgedKey, RequestDecision } from '../../../src/engine/rule.ts';
import type { KeyUse } from '../../../src/paths/types.ts';

/** Some decisions: the first is there to speak for the others. */
export type Decisions = readonly [RequestDecision, ...RequestDecision[]];

/** Decisions with the same answer of `keyOf`, in order of first appearance. */
export function groupDecisions(
  decisions: readonly RequestDecision[],
  keyOf: (decision: RequestDecision) => string,
): readonly Decisions[] {
  if (decisions.length === 0) return [];
  const groups = new Map<string, [RequestDecision, ...RequestDecision[]]>();
  for (const decision of decisions) {
    const group = groups.get(keyOf(decision));
    if (group === undefined) groups.set(keyOf(decision), [decision]);
    else group.push(decision);
  }
  return [...groups.values()];
}

export function principalOf({ use }: RequestDecision): string {
  return use.principal.arn;
}

/** Distinct actions, in the order they are demanded. */
export function actionsOf(decisions: readonly RequestDecision[]): readonly string[] {
  return [...new Set(decisions.map(({ demanded }) => demanded.action))];
}

/** The requests as findings list them; the same request for two purposes stands once. */
export function findingRequests(decisions: readonly RequestDecision[]): readonly FindingRequest[] {
  const requests = new Map<string, FindingRequest>();
  for (const { use, demanded, outcome, reason } of decisions) {
    const request = { principal: use.principal.arn, action: demanded.action, outcome, reason };
    requests.set(Object.values(request).join(' '), request);
  }
  return [...requests.values()];
}

/** Ids of the paths that need these uses, in the order of the paths. */
export function pathIds({ pathsOf }: Pick<JudgedKey, 'pathsOf'>, uses: Iterable<KeyUse>): readonly string[] {
  const ids = new Set([...new Set(uses)].flatMap((use) => pathsOf(use)));
  return [...ids].toSorted((left, right) => Number(left.slice(1)) - Number(right.slice(1)));
}

/** What the uses need the key for: `RDS and the backup vault website-cmk`. */
export function purposesOf(decisions: readonly RequestDecision[]): readonly string[] {
  return [...new Set(decisions.map(({ use }) => use.purpose))];
}

/** The gravest: a refusal that only may fail the job is an error where nothing at all is allowed that had to be. */
export function severityOf({ decisions: all }: JudgedKey, refused: Decisions): 'error' | 'warning' {
  const isGrave = ({ use, demanded }: RequestDecision): boolean =>
    demanded.severity === 'error' || (use.requirement.errorWhenNoneAllowed && isWhollyRefused(all, use));
  return refused.some(isGrave) ? 'error' : 'warning';
}

function isWhollyRefused(all: readonly RequestDecision[], use: KeyUse): boolean {
  return all.filter((decision) => decision.use === use).every(({ outcome }) => outcome === 'denied');
}
