import type { ReportLeg, ReportPath } from './model.ts';
import { reasonText, requestGroups, type RequestGroup } from './request-groups.ts';
import { keyOrVaultName, principalName } from './short-name.ts';
import { legNames } from './words.ts';

/** What makes a leg end as it does: obstacles, then requests, a sentence each; empty for an allowed leg. */
export function legCauses({ outcome, reason, requests, obstacles = [] }: ReportLeg): string[] {
  if (outcome === 'allowed') return [];
  const causes = [
    ...obstacles.filter((obstacle) => obstacle.outcome === outcome).map(({ why }) => why),
    ...requestGroups(requests.filter((request) => request.outcome === outcome)).map(refusal),
  ];
  if (causes.length > 0) return causes;
  return reason === undefined ? [] : [reason];
}

function refusal({ principal, key, outcome, reason, actions }: RequestGroup): string {
  const verb = outcome === 'unknown' ? 'may or may not call' : 'may not call';
  return `${principalName(principal)} ${verb} ${actions.join(', ')} on ${keyOrVaultName(key)}: ${reasonText(reason)}`;
}

/** `cross-account copy fails: …`, for each leg of a path that does not arrive. */
export function pathCauses({ legs }: ReportPath): string[] {
  return legs.flatMap((leg) => {
    const verdict = `${legNames[leg.kind]} ${leg.outcome === 'denied' ? 'fails' : 'cannot be decided'}`;
    const causes = legCauses(leg);
    if (leg.outcome !== 'allowed' && causes.length === 0) return [verdict];
    return causes.map((cause) => `${verdict}: ${cause}`);
  });
}
