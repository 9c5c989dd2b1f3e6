import type { FindingRequest } from '../../../src/engine/finding.ts';
import type { EstateContext } from '../../../src/engine/rule.ts';
import { principalPolicies } from '../../../src/engine/principals.ts';
import { accountOf } from '../../../src/estate/arn.ts';
import type { Role } from '../../../src/estate/model.ts';
import { derivedContext } from '../../../src/iam/context.ts';
import { decide } from '../../../src/iam/evaluate.ts';
import type { ContextValue, PolicySet, RequestContext, Verdict } from '../../../src/iam/types.ts';

/** An action, on one resource or on whatever the job meets. */
export interface RoleCall {
  readonly action: string;
  readonly resource?: string;
  /** What the call is known to carry beside the principal. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

export interface RefusedCall extends RoleCall {
  readonly verdict: Verdict;
  /** False: a list of the role’s policies was not given, so another policy may allow it. */
  readonly certain: boolean;
}

/** As findings list them; what another policy may still allow is open. */
export function refusedRequests(role: Role, calls: readonly RefusedCall[]): FindingRequest[] {
  return calls.map(({ action, certain, verdict }) => ({
    principal: role.arn,
    action,
    outcome: certain ? verdict.outcome : 'unknown',
    reason: certain ? verdict.reason : 'unknown-identity-policy',
  }));
}

/** Asks a role’s own policies, with its boundary and the organization’s guardrails, as for a call in its own account. */
export type RoleQuestions = (role: Role, calls: Iterable<RoleCall>) => RefusedCall[];

export function roleQuestions({ estate }: EstateContext): RoleQuestions {
  const policies = principalPolicies(estate);
  return (role, calls) => {
    const account = role.account ?? accountOf(role.arn) ?? '';
    const principal = { kind: 'backup-role', arn: role.arn, account, role, label: role.name } as const;
    const set = policies.of(principal, account);
    const inSight = { ...set, identityPoliciesComplete: true };
    return [...calls].flatMap(({ action, ...where }): RefusedCall[] => {
      const request = {
        principal: role.arn,
        action,
        resource: where.resource,
        resourceAccount: account,
        context: contextOf(role.arn, account, where.context),
      };
      const verdict = decide(request, set);
      if (verdict.outcome === 'denied') return [{ action, ...where, verdict, certain: true }];
      if (verdict.outcome === 'allowed' || !showsItsPolicies(role, set)) return [];
      const shown = decide(request, inSight);
      return shown.outcome === 'denied' ? [{ action, ...where, verdict: shown, certain: false }] : [];
    });
  };
}

/**
 * Whether nothing but a list of the role’s inline policies is missing: `list-attached-role-policies` is in sight, and
 * every document that it names is known.
 */
function showsItsPolicies({ identityPolicies }: Role, set: PolicySet): boolean {
  const isAttached = identityPolicies.some(({ name }) => name?.startsWith('arn:') === true);
  return isAttached && set.identityPolicies?.length === identityPolicies.length;
}

const unknown: ContextValue = { state: 'unknown' };

/** What else a service’s call carries is not known: only what is refused in any case is. */
function contextOf(role: string, account: string, told: RoleCall['context'] = {}): RequestContext {
  const derived = new Map(derivedContext(role, account));
  for (const [key, values] of Object.entries(told)) derived.set(key.toLowerCase(), { state: 'known', values });
  return (key) => derived.get(key) ?? unknown;
}
