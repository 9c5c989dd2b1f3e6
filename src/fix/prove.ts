import { compilePolicy } from '../iam/compile.ts';
import { decide } from '../iam/evaluate.ts';
import type { CompiledPolicy, EvaluationRequest, Outcome } from '../iam/types.ts';
import { grantIsForAwsResource, gridOf, requestContext, type Grid, type GridPrincipal } from './grid.ts';
import { permissionId, type Permission } from './request.ts';
import type { Claim, ProtectedKey } from './claim.ts';
import type { Assignment } from './witness.ts';
import { withoutHoles } from './without-holes.ts';

/** Gives a sentence that tells the first difference nobody asked for. */
export function unwantedChange(given: Claim): string | undefined {
  const claim = withoutHoles(given);
  const wanted = new Map(claim.permissions.map((permission) => [permissionId(permission), permission]));
  for (const key of claim.keys) {
    const grid = gridOf({ ...claim, keyAccount: key.account });
    const requests = grid.assignments.length * sum(grid.principals.map(({ actions }) => actions.length));
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

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

interface Change {
  readonly principal: GridPrincipal;
  readonly action: string;
  readonly assignment: Assignment;
  readonly was: Admission;
  readonly is: Admission;
}

/** How far a key policy lets a request through, whatever other policies say. */
interface Admission {
  /** With no identity policy: it must name the principal. */
  readonly alone: Outcome;
  /** With identity policies that allow everything: it is enough to reach the principal's account. */
  readonly withIdentity: Outcome;
}

function* changes({ before, after }: Claim, key: ProtectedKey, { principals, assignments }: Grid): Generator<Change> {
  for (const principal of principals) {
    for (const assignment of assignments) {
      const context = requestContext(principal, assignment);
      for (const action of principal.actions) {
        const request = { principal: principal.arn, action, resource: key.arn, resourceAccount: key.account, context };
        const was = admission(request, before);
        const is = admission(request, after);
        if (!isSame(was, is)) yield { principal, action, assignment, was, is };
      }
    }
  }
}

const everything = compilePolicy({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, 'identity-policy');

function admission(request: EvaluationRequest, keyPolicy: CompiledPolicy): Admission {
  const withIdentity = decide(request, { keyPolicy, identityPolicies: [everything] }).outcome;
  // What all the identity policies in the world do not allow, none of them does not allow either.
  if (withIdentity === 'denied') return { alone: 'denied', withIdentity };
  return { alone: decide(request, { keyPolicy, identityPolicies: [] }).outcome, withIdentity };
}

function isSame(left: Admission, right: Admission): boolean {
  return left.alone === right.alone && left.withIdentity === right.withIdentity;
}

const openness: Readonly<Record<Outcome, number>> = { denied: 0, unknown: 1, allowed: 2 };

function isWanted(permission: Permission | undefined, { was, is, assignment }: Change): boolean {
  const isNarrower = openness[is.alone] < openness[was.alone] || openness[is.withIdentity] < openness[was.withIdentity];
  if (permission === undefined || isNarrower) return false;
  return permission.class === 'use' || assignment.get(grantIsForAwsResource) === 'true';
}

function sentence({ principal, action, was, is, assignment }: Change): string {
  const [from, to] = was.alone === is.alone ? [was.withIdentity, is.withIdentity] : [was.alone, is.alone];
  const given = [...assignment].map(([key, value]) => `${key} = ${value}`).join(', ');
  return `it would also turn ${action} for ${principal.arn} from ${from} to ${to}${given === '' ? '' : ` (${given})`}`;
}
