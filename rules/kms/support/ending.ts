import { assertNever } from '../../../src/estate/assert-never.ts';
import type { RequestDecision } from '../../../src/engine/rule.ts';
import type { BlockedBy, PolicyKind } from '../../../src/iam/types.ts';

/**
 * How a demanded request ends; every request ends in exactly one of these, and each but the first belongs to one rule:
 * `kms/explicit-deny`, `kms/use-access` or `kms/grant-access`, `backup/service-role`, `kms/undecided`.
 */
export type Ending = 'allowed' | 'blocked' | 'unmet' | 'left-to-own-policies' | 'undecided';

export function endingOf(decision: RequestDecision): Ending {
  switch (decision.outcome) {
    case 'allowed':
      return 'allowed';
    case 'denied':
      if (isBlocked(decision)) return 'blocked';
      return isLeftToOwnPolicies(decision) ? 'left-to-own-policies' : 'unmet';
    case 'unknown':
      return isLeftToOthers(decision) ? 'unmet' : 'undecided';
    default:
      return assertNever(decision.outcome);
  }
}

/** The guidance wants the principal named by the key policy itself, whatever its identity policies may say. */
export function isLeftToOthers(decision: RequestDecision): boolean {
  const { outcome, reason, use } = decision;
  const isLeft = outcome === 'unknown' && reason === 'unknown-identity-policy' && use.requirement.keyPolicyMustAdmit;
  return isLeft && !(isCrossAccount(decision) && isNamed(decision));
}

function isCrossAccount({ use }: RequestDecision): boolean {
  return use.keyAccount !== use.principal.account;
}

/** Across accounts the identity policies are asked for as well, though the key policy names the principal. */
function isNamed({ explain }: RequestDecision): boolean {
  return explain().statements.some(
    ({ policy, effect, applied, delegates }) =>
      policy === 'key-policy' && effect === 'Allow' && applied === true && delegates !== true,
  );
}

// Policies that only narrow: where they stop a request, a further Allow in the key policy does not help.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
const guards: ReadonlySet<BlockedBy | PolicyKind> = new Set<BlockedBy>([
  'permissions-boundary',
  'session-policy',
  'service-control-policy',
  'resource-control-policy',
]);

/** Whether it only narrows. */
export function isGuard(policy: BlockedBy | PolicyKind): boolean {
  return guards.has(policy);
}

/** Whether a policy that narrows is in the way, too. */
export function isGuarded({ verdict }: RequestDecision): boolean {
  return verdict.blockedBy.some(isGuard);
}

/** By a Deny, or by nothing but the silence of policies that narrow. */
function isBlocked({ reason, verdict }: RequestDecision): boolean {
  if (reason === 'explicit-deny') return true;
  return verdict.blockedBy.length > 0 && verdict.blockedBy.every(isGuard);
}

/**
 * Across accounts both sides must allow. Where the key policy does, no change to it helps: the role's own policies lack it.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-modifying-external-accounts.html
 */
export function isLeftToOwnPolicies(decision: RequestDecision): boolean {
  const { outcome, reason, verdict } = decision;
  const isOwn = verdict.blockedBy.length > 0 && verdict.blockedBy.every((policy) => policy === 'identity-policy');
  return outcome === 'denied' && reason === 'implicit-deny' && isOwn && isCrossAccount(decision);
}
