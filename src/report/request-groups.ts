import type { RequestDecision } from '../engine/rule.ts';
import { groupBy } from '../estate/group-by.ts';
import type { ReportRequest } from './model.ts';

/** Requests that differ in nothing but the action. */
export interface RequestGroup extends Omit<ReportRequest, 'action'> {
  readonly actions: readonly string[];
}

export function requestGroups(requests: readonly ReportRequest[]): RequestGroup[] {
  const alike = groupBy(requests, ({ principal, key, outcome, reason, statements, deciding }) =>
    JSON.stringify([principal, key, outcome, reason, statements, deciding]),
  );
  return [...alike.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const { action: _, ...common } = first;
    return [{ ...common, actions: [...new Set(group.map(({ action }) => action))] }];
  });
}

const reasonWords: Readonly<Record<RequestDecision['reason'], string>> = {
  'allowed-by-key-policy': 'the key policy allows it',
  'allowed-by-identity-policy': 'an identity policy allows it',
  'allowed-by-grant': 'a grant allows it',
  'allowed-by-vault-policy': 'the vault policy allows it',
  'explicit-deny': 'a Deny statement refuses it',
  'implicit-deny': 'nothing allows it',
  'unknown-context': 'that depends on a value that is not known',
  'unknown-key-policy': 'that depends on the key policy, which is not known',
  'unknown-identity-policy': 'that depends on an identity policy that was not given',
};

/** Why a request ends as it does, in words; a reason that is new here is shown as it is. */
export function reasonText(reason: string): string {
  return Object.hasOwn(reasonWords, reason) ? reasonWords[reason as RequestDecision['reason']] : reason;
}
