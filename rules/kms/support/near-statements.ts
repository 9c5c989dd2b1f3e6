import { nearestStatements, statementName } from '../../../src/iam/nearest.ts';
import type { Decision, StatementTrace } from '../../../src/iam/types.ts';
import type { RequestDecision } from '../../../src/engine/rule.ts';
import type { BackupPrincipal } from '../../../src/paths/types.ts';
import { isGuard } from './ending.ts';
import { capitalised, policyActions } from './wording.ts';

/** A statement that came near to some requests, or left them open, and what kept it from them. */
export interface NearStatement {
  readonly statement: StatementTrace;
  /** The requests that it came near to. */
  readonly actions: readonly string[];
  readonly line: string;
}

interface Group {
  readonly statement: StatementTrace;
  readonly actions: Set<string>;
  readonly decision: Decision;
}

export interface Explanation {
  /** The statements that explain the decisions: those that concern most of the requests first. */
  readonly near: readonly NearStatement[];
  /** Something else than the lack of an Allow stands, or may stand, in the way: it shows once the key policy allows. */
  readonly obstructed: boolean;
}

export function explanationOf(decisions: readonly RequestDecision[]): Explanation {
  const groups = new Map<string, Group>();
  let obstructed = false;
  for (const { use, demanded, explain } of decisions) {
    const decision = explain();
    obstructed ||= decision.statements.some(mayObstruct) || isBounded(use.principal, decision);
    for (const statement of explaining(decision)) {
      const group = groups.get(signature(statement)) ?? { statement, actions: new Set<string>(), decision };
      group.actions.add(demanded.action);
      groups.set(signature(statement), group);
    }
  }
  const near = [...groups.values()].map(nearStatement);
  return { near: near.toSorted((left, right) => right.actions.length - left.actions.length), obstructed };
}

/** A Deny that may apply, or a guard of which it is open whether it lets the request through. */
function mayObstruct({ policy, effect, applied }: StatementTrace): boolean {
  return effect === 'Deny' ? applied !== false : applied === 'unknown' && isGuard(policy);
}

// What names a role by its ARN is cut by the role's permissions boundary.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
function isBounded({ role }: BackupPrincipal, { statements }: Decision): boolean {
  if (role?.permissionsBoundary === undefined || role.permissionsBoundary === null) return false;
  return !statements.some(
    ({ policy, effect, applied }) => policy === 'permissions-boundary' && effect === 'Allow' && applied === true,
  );
}

function nearStatement({ statement, actions, decision }: Group): NearStatement {
  return { statement, actions: [...actions], line: lineFor(statement, [...actions], decision) };
}

/**
 * Where the key policy leaves it to policies that are not in sight, what it says of the principal itself is worth
 * telling, too: the guidance wants it named there.
 */
function explaining(decision: Decision): readonly StatementTrace[] {
  const statements = nearestStatements(decision);
  if (decision.reason !== 'unknown-identity-policy') return statements;
  const named = nearestStatements({
    ...decision,
    outcome: 'denied',
    reason: 'implicit-deny',
    blockedBy: ['key-policy'],
  });
  return [...named, ...statements];
}

/** Where it was kept: so one statement that lacks five actions, or fails for one condition, is told once. */
function signature({ policy, policyIndex, pointer, elements }: StatementTrace): string {
  const kept = elements.map(({ element, pointer: at }) => (isAction(element) ? element : at));
  return [policy, policyIndex, pointer, ...kept].join('\n');
}

function isAction(element: string): boolean {
  return element === 'Action' || element === 'NotAction';
}

function lineFor(statement: StatementTrace, actions: readonly string[], { outcome }: Decision): string {
  const name = capitalised(statementName(statement));
  if (statement.delegates === true && statement.applied === true) {
    return `${name} leaves it to the account’s IAM policies, ${outcome === 'denied' ? 'and none of them allows it' : 'which were not given'}`;
  }
  const reasons = statement.elements.map(({ element, message }) =>
    isAction(element) && actions.length > 1
      ? `its ${element} does not cover ${policyActions(actions).join(', ')}`
      : message,
  );
  return `${name} ${statement.applied === 'unknown' ? 'may apply' : 'does not apply'}: ${reasons.join('; ')}`;
}
