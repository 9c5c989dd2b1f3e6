/** Why a refused request is left refused. */
import type { RequestDecision } from '../engine/rule.ts';
import type { BlockedBy, PolicyKind, StatementRef, Verdict } from '../iam/types.ts';

export interface WhySetting {
  readonly unsafe: boolean;
  /** Why the Deny statements could not be narrowed, where that was tried. */
  readonly failure: string | undefined;
}

/** A sentence without its full stop, the same for requests that share the cause. */
export function whyRefused({ outcome, verdict, use }: RequestDecision, setting: WhySetting): string {
  const denies = verdict.deciding.filter(({ effect }) => effect === 'Deny');
  if (outcome === 'denied' && verdict.reason === 'explicit-deny') return deniedBy(denies, setting);
  if (outcome === 'denied') return `${elsewhere(verdict.blockedBy)}, which no key policy can mend`;
  return use.requirement.keyPolicyMustAdmit ? open(verdict) : `${open(verdict)}, and a doubt alone is not mended`;
}

function deniedBy(denies: readonly StatementRef[], { unsafe, failure }: WhySetting): string {
  const outside = denies.find(({ policy }) => policy !== 'key-policy');
  if (outside !== undefined) return `a ${policyNames[outside.policy]} denies it, which no key policy can mend`;
  const where = `the Deny at ${denies.map(({ pointer }) => pointer).join(', ')} refuses it`;
  if (!unsafe) return `${where}, and only --unsafe-fixes may narrow a Deny`;
  return failure === undefined ? `${where}, and an exception would not let it through` : `${where}; ${failure}`;
}

function elsewhere(blockedBy: readonly BlockedBy[]): string {
  const kind = blockedBy.find((blocker) => blocker !== 'key-policy') ?? 'key-policy';
  return kind === 'no-cross-account-form'
    ? 'the action cannot be called from another account'
    : `its ${policyNames[kind]} does not allow it`;
}

function open({ reason, unknownKeys }: Verdict): string {
  if (reason === 'unknown-identity-policy') return 'it depends on identity policies that were not given';
  return unknownKeys.length === 0
    ? 'it depends on what is not known'
    : `it depends on ${unknownKeys.join(', ')}, whose value is not known`;
}

const policyNames: Readonly<Record<PolicyKind, string>> = {
  'key-policy': 'key policy',
  'vault-policy': 'vault access policy',
  'trust-policy': 'trust policy',
  'identity-policy': 'identity policy',
  'permissions-boundary': 'permissions boundary',
  'session-policy': 'session policy',
  'service-control-policy': 'service control policy',
  'resource-control-policy': 'resource control policy',
};
