/** Why a refused request is left refused. */
import type { RequestDecision } from '../engine/rule.ts';
import type { BlockedBy, PolicyKind, Verdict } from '../iam/types.ts';
import { decidingDenies } from './deciding.ts';

export interface WhySetting {
  readonly unsafe: boolean;
  /** Why the Deny statements could not be narrowed, where that was tried. */
  readonly failure: string | undefined;
}

/** A sentence without its full stop, the same for requests that share the cause. */
export function whyRefused(decision: RequestDecision, setting: WhySetting): string {
  const { outcome, verdict, use } = decision;
  if (outcome === 'denied' && verdict.reason !== 'explicit-deny') return elsewhere(verdict.blockedBy);
  const denies = decidingDenies(decision);
  const outside = denies.find(({ policy }) => policy !== 'key-policy');
  if (outside !== undefined) return deniedOutside(outcome, policyNames[outside.policy]);
  if (outcome === 'unknown' && !use.requirement.keyPolicyMustAdmit) {
    return `it depends on ${doubt(verdict)}, and a doubt alone is not mended`;
  }
  if (denies.length === 0) return `it depends on ${doubt(verdict)}`;
  const where = `the Deny at ${denies.map(({ pointer }) => pointer).join(', ')}`;
  const effect = outcome === 'denied' ? `${where} refuses it` : `whether ${where} applies depends on ${doubt(verdict)}`;
  return effect + afterDeny(setting);
}

function deniedOutside(outcome: RequestDecision['outcome'], policy: string): string {
  return `it ${outcome === 'denied' ? 'is' : 'may be'} denied by a ${policy}, which no key policy can mend`;
}

function afterDeny({ unsafe, failure }: WhySetting): string {
  if (!unsafe) return ', and only --unsafe-fixes may narrow a Deny';
  return failure === undefined ? ', and an exception would not let it through' : `; ${failure}`;
}

function elsewhere(blockedBy: readonly BlockedBy[]): string {
  const kind = blockedBy.find((blocker) => blocker !== 'key-policy') ?? 'key-policy';
  return kind === 'no-cross-account-form'
    ? 'the action cannot be called from another account'
    : `its ${policyNames[kind]} does not allow it, which no key policy can mend`;
}

function doubt({ reason, unknownKeys }: Verdict): string {
  if (reason === 'unknown-identity-policy') return 'identity policies that were not given';
  return unknownKeys.length === 0 ? 'what is not known' : `${unknownKeys.join(', ')}, whose value is not known`;
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
