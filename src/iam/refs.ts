/** Which of a request's policies a statement stands in. */
import { statementPointer, statementsOf } from './compile.ts';
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
  return [
    ...placed('key-policy', keyPolicy === undefined ? [] : [keyPolicy]),
    ...placed('vault-policy', vaultPolicy === undefined ? [] : [vaultPolicy]),
    ...placed('identity-policy', policies.identityPolicies ?? []),
    ...placed('permissions-boundary', permissionsBoundary === undefined ? [] : [permissionsBoundary]),
    ...placed('session-policy', sessionPolicy === undefined ? [] : [sessionPolicy]),
    ...placed('service-control-policy', policies.serviceControlPolicies?.flat() ?? []),
    ...placed('resource-control-policy', policies.resourceControlPolicies?.flat() ?? []),
  ];
}

function placed(kind: PolicyKind, policies: readonly CompiledPolicy[]): readonly PlacedPolicy[] {
  return policies.map((policy, policyIndex) => ({ policy, kind, policyIndex }));
}

export function refOf(statement: Statement, { policy, kind, policyIndex }: PlacedPolicy): StatementRef {
  const sid = statement.raw?.['Sid'];
  return {
    policy: kind,
    policyIndex,
    pointer: statementPointer(policy, statement.index),
    ...(typeof sid === 'string' && { sid }),
    // A broken Effect is told in the trace; what could take effect of it most is a Deny.
    effect: statement.effect ?? 'Deny',
  };
}

/** References to statements, in the order given; those of the same policies only once. */
export function refsOf(statements: readonly (Statement | undefined)[], policies: PolicySet): readonly StatementRef[] {
  const wanted = [...new Set(statements)].filter((statement) => statement !== undefined);
  if (wanted.length === 0) return [];
  const all = placedPolicies(policies);
  return wanted.flatMap((statement) => {
    const found = all.find(({ policy }) => statementsOf(policy).includes(statement));
    return found === undefined ? [] : [refOf(statement, found)];
  });
}
