import { nearestStatements, statementName } from '../../../src/iam/nearest.ts';
import type { Decision, ElementTrace, StatementTrace } from '../../../src/iam/types.ts';
import type { RequestDecision } from '../../../src/engine/rule.ts';
import type { BackupPrincipal } from '../../../src/paths/types.ts';
import { isGuard } from './ending.ts';
import { capitalised, policyActions } from './wording.ts';

/** A statement that came near to some requests, or left them open, and what kept it from them. */
export interface NearStatement {
  readonly statement: StatementTrace;
  /** The requests that it came near to. */
  readonly actions: readonly string[];
  readonly misses: readonly Miss[];
  readonly line: string;
}

/** An element that kept the statement from some of these requests. */
export interface Miss {
  readonly element: ElementTrace['element'];
  readonly message: string;
  readonly open?: readonly string[];
  readonly actions: readonly string[];
}

/** What one statement made of several requests: the same miss of all of them is told once. */
interface Group {
  readonly statement: StatementTrace;
  readonly decision: Decision;
  readonly actions: Set<string>;
  /** By the element's place; all that its Action lacks is one miss. */
  readonly misses: Map<string, { readonly trace: ElementTrace; readonly actions: Set<string> }>;
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
      const group = groups.get(signature(statement)) ?? { statement, decision, actions: new Set(), misses: new Map() };
      groups.set(signature(statement), group);
      addRequest(group, statement, demanded.action);
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

function signature({ policy, policyIndex, pointer, applied, delegates }: StatementTrace): string {
  return `${policy} ${policyIndex} ${pointer} ${applied} ${delegates ?? false}`;
}

function addRequest({ actions, misses }: Group, { elements }: StatementTrace, action: string): void {
  actions.add(action);
  for (const trace of elements) {
    const place = isAction(trace.element) ? trace.element : trace.pointer;
    const miss = misses.get(place) ?? { trace, actions: new Set() };
    misses.set(place, miss);
    miss.actions.add(action);
  }
}

function isAction(element: string): boolean {
  return element === 'Action' || element === 'NotAction';
}

function nearStatement({ statement, decision, actions, misses }: Group): NearStatement {
  const told = [...misses.values()].map((miss) => ({ ...miss.trace, actions: [...miss.actions] }));
  return { statement, actions: [...actions], misses: told, line: lineFor(statement, told, decision) };
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

function lineFor(statement: StatementTrace, misses: readonly Miss[], { outcome }: Decision): string {
  const name = capitalised(statementName(statement));
  if (statement.delegates === true && statement.applied === true) {
    return `${name} leaves it to the account's IAM policies, ${outcome === 'denied' ? 'and none of them allows it' : 'which were not given'}`;
  }
  if (statement.applied === true) return `${name} ${statement.effect === 'Deny' ? 'denies it' : 'allows it'}`;
  return `${name} ${statement.applied === 'unknown' ? 'may apply' : 'does not apply'}: ${misses.map(wordsFor).join('; ')}`;
}

function wordsFor({ element, message, actions }: Miss): string {
  return isAction(element) && actions.length > 1
    ? `its ${element} does not cover ${policyActions(actions).join(', ')}`
    : message;
}
