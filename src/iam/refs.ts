/** Which of a request's policies a statement stands in. */
import { allowAllIdentityPolicy } from './allow-all.ts';
import { statementsOf } from './compile.ts';
import type { Statement } from './statement.ts';
import type { CompiledPolicy, PolicyKind, PolicySet, StatementRef } from './types.ts';

export interface PlacedPolicy {
  readonly policy: CompiledPolicy;
  readonly kind: PolicyKind;
  /** Its place among the policies of its kind; levels are flattened in order. */
  readonly policyIndex: number;
}

export function placedPolicies(policies: PolicySet): readonly PlacedPolicy[] {
  const { keyPolicy, vaultPolicy, permissionsBoundary, sessionPolicy } = policies;
  const all: PlacedPolicy[] = [];
  const place = (kind: PolicyKind, policy: CompiledPolicy | undefined, policyIndex = 0) => {
    if (policy !== undefined) all.push({ policy, kind, policyIndex });
  };
  place('key-policy', keyPolicy);
  place('vault-policy', vaultPolicy);
  policies.identityPolicies?.forEach((policy, index) => place('identity-policy', policy, index));
  place('permissions-boundary', permissionsBoundary);
  place('session-policy', sessionPolicy);
  policies.serviceControlPolicies?.flat().forEach((policy, index) => place('service-control-policy', policy, index));
  policies.resourceControlPolicies?.flat().forEach((policy, index) => place('resource-control-policy', policy, index));
  return all;
}

export function refOf(statement: Statement, kind: PolicyKind, policyIndex: number): StatementRef {
  const { pointer, raw } = statement;
  const sid = raw?.['Sid'];
  // A broken Effect is told in the trace; what could take effect of it most is a Deny.
  const effect = statement.effect ?? 'Deny';
  if (typeof sid === 'string') return { policy: kind, policyIndex, pointer, sid, effect };
  return { policy: kind, policyIndex, pointer, effect };
}

/** References to the statements that are there, each once; without the one that stands in for what is not judged. */
export function refsOf(statements: readonly (Statement | undefined)[], policies: PolicySet): readonly StatementRef[] {
  const refs: StatementRef[] = [];
  for (const [index, statement] of statements.entries()) {
    if (statement === undefined || statements.indexOf(statement) !== index) continue;
    const ref = locate(statement, policies);
    if (ref !== undefined) refs.push(ref);
  }
  return refs;
}

function locate(statement: Statement, policies: PolicySet): StatementRef | undefined {
  if (holds(policies.keyPolicy, statement)) return refOf(statement, 'key-policy', 0);
  if (holds(allowAllIdentityPolicy, statement)) return undefined;
  const identity = policies.identityPolicies?.findIndex((policy) => holds(policy, statement)) ?? -1;
  if (identity >= 0) return refOf(statement, 'identity-policy', identity);
  const found = placedPolicies(policies).find(({ policy }) => holds(policy, statement));
  return found === undefined ? undefined : refOf(statement, found.kind, found.policyIndex);
}

function holds(policy: CompiledPolicy | undefined, statement: Statement): boolean {
  return policy !== undefined && statementsOf(policy)[statement.index] === statement;
}
