import { decide } from '../iam/evaluate.ts';
import type { CompiledPolicy, Outcome } from '../iam/types.ts';
import { grantIsForAwsResource, gridOf, requestContext, type Grid, type GridPrincipal } from './grid.ts';
import { permissionId, type Permission } from './request.ts';
import type { Assignment } from './witness.ts';

export interface ProtectedKey {
  readonly arn?: string | undefined;
  /** The account that owns it. */
  readonly account: string;
}

export interface Claim {
  readonly before: CompiledPolicy;
  readonly after: CompiledPolicy;
  readonly keys: readonly ProtectedKey[];
  /** What the fix may newly allow, and nothing else. */
  readonly permissions: readonly Permission[];
}

/**
 * Compares the key policies alone: identity policies are left unknown, so that being named, being reached through the
 * account, and not being reached give three different outcomes.
 * Gives a sentence that tells the first difference nobody asked for.
 */
export function unwantedChange(claim: Claim): string | undefined {
  const wanted = new Map(claim.permissions.map((permission) => [permissionId(permission), permission]));
  for (const key of claim.keys) {
    const grid = gridOf({ ...claim, keyAccount: key.account });
    const requests = grid.principals.length * grid.assignments.length * grid.actions.length;
    if (requests > maxRequests) return `the policy tells too many requests apart to compare them all (${requests})`;
    for (const change of changes(claim, key, grid)) {
      const permission = wanted.get(permissionId({ principal: change.principal.actsAs, action: change.action }));
      if (!isWanted(permission, change)) return sentence(change);
    }
  }
  return undefined;
}

/** Some seconds' worth; a policy with hundreds of principals and hundreds of condition values can ask for more. */
const maxRequests = 500_000;

interface Change {
  readonly principal: GridPrincipal;
  readonly action: string;
  readonly assignment: Assignment;
  readonly was: Outcome;
  readonly is: Outcome;
}

function* changes(
  { before, after }: Claim,
  key: ProtectedKey,
  { principals, actions, assignments }: Grid,
): Generator<Change> {
  for (const principal of principals) {
    for (const assignment of assignments) {
      const context = requestContext(principal, assignment);
      for (const action of actions) {
        const request = { principal: principal.arn, action, resource: key.arn, resourceAccount: key.account, context };
        const was = decide(request, { keyPolicy: before }).outcome;
        const is = decide(request, { keyPolicy: after }).outcome;
        if (was !== is) yield { principal, action, assignment, was, is };
      }
    }
  }
}

const openness: Readonly<Record<Outcome, number>> = { denied: 0, unknown: 1, allowed: 2 };

function isWanted(permission: Permission | undefined, { was, is, assignment }: Change): boolean {
  if (permission === undefined || openness[is] < openness[was]) return false;
  return permission.class === 'use' || assignment.get(grantIsForAwsResource) === 'true';
}

function sentence({ principal, action, was, is, assignment }: Change): string {
  const given = [...assignment].map(([key, value]) => `${key} = ${value}`).join(', ');
  return `it would also turn ${action} for ${principal.arn} from ${was} to ${is}${given === '' ? '' : ` (${given})`}`;
}
