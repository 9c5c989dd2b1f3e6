/** Which policies answer alike, so that a question is decided once for all of them. */
import { statementsOf } from './compile.ts';
import { queryOf } from './query.ts';
import { isForAnyResource, matchPrincipals } from './statement.ts';
import { no } from './truth.ts';
import type { CompiledPolicy, EvaluationRequest, PolicySet } from './types.ts';

/**
 * What a policy says of the request's principal: policies with equal texts answer whatever it asks alike, of any key or
 * vault. `undefined`: it holds a statement about the principal that is its own, or tells resources apart.
 */
export function whatIsSaidOf(
  request: EvaluationRequest,
  policy: CompiledPolicy,
  isBounded: boolean,
): string | undefined {
  const query = queryOf(request, isBounded);
  let said = '';
  for (const statement of statementsOf(policy)) {
    const { any, session, role, account } = matchPrincipals(statement, query);
    if (any === no && session === no && role === no && account === no) continue;
    if (statement.serial === undefined) return undefined;
    said += `${statement.serial} `;
  }
  return said;
}

/** Nothing in these policies tells one key or vault from another. */
export function areForAnyResource(policies: PolicySet): boolean {
  const { keyPolicy, vaultPolicy, identityPolicies = [], permissionsBoundary, sessionPolicy } = policies;
  const { serviceControlPolicies = [], resourceControlPolicies = [] } = policies;
  const guardrails = [...serviceControlPolicies.flat(), ...resourceControlPolicies.flat()];
  return [keyPolicy, vaultPolicy, ...identityPolicies, permissionsBoundary, sessionPolicy, ...guardrails].every(
    (policy) => policy === undefined || statementsOf(policy).every(isForAnyResource),
  );
}
