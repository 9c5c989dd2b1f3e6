import type { JudgedKey, RequestDecision, RuleContext } from '../../../src/engine/rule.ts';
import type { Guardrails, PlacedPolicy } from '../../../src/estate/model.ts';
import type { Origin } from '../../../src/estate/origin.ts';
import type { PolicyKind, StatementRef } from '../../../src/iam/types.ts';
import { assertNever } from '../../../src/estate/assert-never.ts';
import { placeWithin, policyPlace } from './places.ts';

/** Where a statement that decided a request stands, in whichever policy; `undefined`: not among the inputs. */
export function statementPlace(
  judged: JudgedKey,
  decision: RequestDecision,
  statement: StatementRef,
  context: RuleContext,
): Origin | undefined {
  if (statement.policy === 'key-policy') return policyPlace(judged.key, statement.pointer);
  const policy = policyOf(judged, decision, statement, context);
  return policy === undefined ? undefined : placeWithin(policy.origin, statement.pointer);
}

/** The policy that a statement belongs to, other than the key's. */
export function policyOf(
  { key }: JudgedKey,
  { use }: RequestDecision,
  { policy, policyIndex }: Pick<StatementRef, 'policy' | 'policyIndex'>,
  { estate }: RuleContext,
): PlacedPolicy | undefined {
  const guardrailsOf = (account: string | undefined): Guardrails | undefined =>
    estate.guardrails.find((guardrails) => guardrails.account === account);
  switch (policy) {
    case 'identity-policy':
      return use.principal.role?.identityPolicies[policyIndex];
    case 'permissions-boundary':
      return use.principal.role?.permissionsBoundary ?? undefined;
    case 'service-control-policy':
      return guardrailsOf(use.principal.account)?.serviceControlPolicies?.flat()[policyIndex];
    case 'resource-control-policy':
      return guardrailsOf(key.account)?.resourceControlPolicies?.flat()[policyIndex];
    case 'key-policy':
    case 'vault-policy':
    case 'session-policy':
    case 'trust-policy':
      return undefined;
    default:
      return assertNever(policy);
  }
}

const kinds: Readonly<Record<PolicyKind, string>> = {
  'key-policy': 'the key policy',
  'vault-policy': "the vault's access policy",
  'identity-policy': 'an identity policy of the role',
  'permissions-boundary': 'the permissions boundary of the role',
  'session-policy': 'the session policy',
  'service-control-policy': 'a service control policy',
  'resource-control-policy': 'a resource control policy',
  'trust-policy': 'the trust policy of the role',
};

/** `a service control policy`, with its name where it has one. */
export function policyName(kind: PolicyKind, policy: PlacedPolicy | undefined): string {
  return policy?.name === undefined ? kinds[kind] : `${kinds[kind]} (${policy.name})`;
}
