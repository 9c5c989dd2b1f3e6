import type { FindingRequest } from '../../../src/engine/finding.ts';
import type { EstateContext } from '../../../src/engine/rule.ts';
import { principalPolicies } from '../../../src/engine/principals.ts';
import { accountOf } from '../../../src/estate/arn.ts';
import type { Role } from '../../../src/estate/model.ts';
import { derivedContext } from '../../../src/iam/context.ts';
import { decide } from '../../../src/iam/evaluate.ts';
import type { ContextValue, PolicySet, RequestContext, Verdict } from '../../../src/iam/types.ts';
import { briefly } from '../../kms/support/wording.ts';
import { groupedBy } from './grouped.ts';
import { resourceKinds } from './resource-kinds.ts';

/** An action, on one resource or on whatever the job meets. */
export interface RoleCall {
  readonly action: string;
  readonly resource?: string;
  /** What the call is known to carry beside the principal. */
  readonly context?: Readonly<Record<string, readonly string[]>>;
}

export interface RefusedCall extends RoleCall {
  readonly verdict: Verdict;
  /** False: a list of the role's policies was not given, so another policy may allow it. */
  readonly certain: boolean;
}

/** As findings list them, once per action; what another policy may still allow is open. */
export function refusedRequests(role: Role, calls: readonly RefusedCall[]): FindingRequest[] {
  return [...groupedBy(calls, ({ action }) => action)].map(([action, [{ certain, verdict }]]) => ({
    principal: role.arn,
    action,
    outcome: certain ? verdict.outcome : 'unknown',
    reason: certain ? verdict.reason : 'unknown-identity-policy',
  }));
}

/** A line per action, with what it is refused on. */
export function refusedLines(calls: readonly RefusedCall[]): string[] {
  return [...groupedBy(calls, ({ action }) => action)].map(([action, group]) => {
    const resources = group.flatMap(({ resource }) => resource ?? []);
    return resources.length === 0 ? action : `${action} on ${briefly(resources)}`;
  });
}

/** Asks a role's own policies, with its boundary and the organization's guardrails, as for a call in its own account. */
export type RoleQuestions = (role: Role, calls: Iterable<RoleCall>) => RefusedCall[];

export function roleQuestions({ estate }: EstateContext): RoleQuestions {
  const policies = principalPolicies(estate);
  return (role, calls) => {
    const account = role.account ?? accountOf(role.arn) ?? '';
    const principal = { kind: 'backup-role', arn: role.arn, account, role, label: role.name } as const;
    const set = policies.of(principal, account);
    const isShown = showsItsPolicies(role, set);
    const judged = isShown ? { ...set, identityPoliciesComplete: true } : set;
    const decideOnce = oncePerKind(judged, ({ action, resource, context }) =>
      decide(
        {
          principal: role.arn,
          action,
          resource,
          resourceAccount: account,
          context: contextOf(role.arn, account, context),
        },
        judged,
      ),
    );
    const isComplete = set.identityPoliciesComplete === true;
    return [...calls].flatMap((call): RefusedCall[] => {
      const verdict = decideOnce(call);
      if (verdict.outcome !== 'denied') return [];
      const isSilence = verdict.reason === 'implicit-deny' && verdict.blockedBy.includes('identity-policy');
      return [{ ...call, verdict, certain: isComplete || !isSilence }];
    });
  };
}

/** Thousands of buckets are alike to a handful of policies: each kind is decided once. */
function oncePerKind(set: PolicySet, decideCall: (call: RoleCall) => Verdict): (call: RoleCall) => Verdict {
  const kindOf = resourceKinds(set);
  const known = new Map<string, Verdict>();
  return (call) => {
    const { action, resource, context } = call;
    const kind = `${action}\n${context === undefined ? '' : JSON.stringify(context)}\n${resource && kindOf(resource)}`;
    const verdict = known.get(kind) ?? decideCall(call);
    known.set(kind, verdict);
    return verdict;
  };
}

/**
 * Whether nothing but a list of the role's inline policies is missing: `list-attached-role-policies` is in sight, and
 * every document that it names is known.
 */
function showsItsPolicies({ identityPolicies }: Role, set: PolicySet): boolean {
  const isAttached = identityPolicies.some(({ name }) => name?.startsWith('arn:') === true);
  return isAttached && set.identityPolicies?.length === identityPolicies.length;
}

const unknown: ContextValue = { state: 'unknown' };

/** What else a service's call carries is not known: only what is refused in any case is. */
function contextOf(role: string, account: string, told: RoleCall['context'] = {}): RequestContext {
  const derived = new Map(derivedContext(role, account));
  for (const [key, values] of Object.entries(told)) derived.set(key.toLowerCase(), { state: 'known', values });
  return (key) => derived.get(key) ?? unknown;
}
