import { groupBy } from '../estate/group-by.ts';
import type { ReportLeg, ReportPath } from './model.ts';
import { reasonText, requestGroups, type RequestGroup } from './request-groups.ts';
import { keyOrVaultName, principalName } from './short-name.ts';
import { legNames } from './words.ts';

/** `cross-account copy fails: …`, for each cause of the legs that do not arrive; what stops several is told once. */
export function pathCauses({ legs }: ReportPath, mostActions = Infinity): string[] {
  const stopped = legs.flatMap((leg) => {
    if (leg.outcome === 'allowed') return [];
    const causes = legCauses(leg, mostActions);
    return (causes.length === 0 ? [''] : causes).map((cause) => ({ leg, cause }));
  });
  const alike = groupBy(stopped, ({ leg, cause }) => `${leg.outcome} ${cause}`);
  return [...alike.values()].map((group) => {
    const names = [...new Set(group.map(({ leg }) => legNames[leg.kind]))];
    const [{ leg, cause } = { leg: undefined, cause: '' }] = group;
    const fails = leg?.outcome === 'unknown' ? 'cannot be decided' : names.length > 1 ? 'fail' : 'fails';
    return `${names.join(' and ')} ${fails}${cause === '' ? '' : `: ${cause}`}`;
  });
}

/** What makes a leg end as it does: obstacles, then requests, a sentence each; empty for an allowed leg. */
export function legCauses({ outcome, reason, requests, obstacles = [] }: ReportLeg, mostActions = Infinity): string[] {
  if (outcome === 'allowed') return [];
  // Which statements decide is no part of the sentence.
  const ending = requests
    .filter((request) => request.outcome === outcome)
    .map((request) => ({ ...request, statements: [], deciding: [] }));
  const causes = [
    ...obstacles.filter((obstacle) => obstacle.outcome === outcome).map(({ why }) => why),
    ...requestGroups(ending).map((group) => refusal(group, mostActions)),
  ];
  if (causes.length > 0) return causes;
  return reason === undefined ? [] : [reason];
}

/** Requests of one principal on one key are one sentence. */
function refusal({ principal, key, outcome, reason, actions }: RequestGroup, mostActions: number): string {
  const verb = outcome === 'unknown' ? 'may or may not call' : 'may not call';
  const what = listed(actions, mostActions);
  return `${principalName(principal)} ${verb} ${what} on ${keyOrVaultName(key)}: ${reasonText(reason)}`;
}

/** One more is named rather than counted. */
function listed(names: readonly string[], most: number): string {
  if (names.length <= most + 1) return names.join(', ');
  return `${names.slice(0, most).join(', ')} and ${names.length - most} more`;
}
