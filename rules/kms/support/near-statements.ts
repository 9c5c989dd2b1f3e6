import { nearestStatements, statementName } from '../../../src/iam/nearest.ts';
import type { Decision, StatementTrace } from '../../../src/iam/types.ts';
import type { RequestDecision } from '../../../src/engine/rule.ts';
import { capitalised, policyActions } from './wording.ts';

/** A statement that came near to some requests, or left them open, and what kept it from them. */
export interface NearStatement {
  readonly statement: StatementTrace;
  /** The requests that it came near to. */
  readonly actions: readonly string[];
  readonly line: string;
}

/** The statements that explain the decisions: those that concern most of the requests first. */
export function nearStatements(decisions: readonly RequestDecision[]): readonly NearStatement[] {
  const groups = new Map<
    string,
    { readonly statement: StatementTrace; readonly actions: Set<string>; readonly decision: Decision }
  >();
  for (const { demanded, explain } of decisions) {
    const decision = explain();
    for (const statement of explaining(decision)) {
      const group = groups.get(signature(statement)) ?? { statement, actions: new Set<string>(), decision };
      group.actions.add(demanded.action);
      groups.set(signature(statement), group);
    }
  }
  return [...groups.values()]
    .map(({ statement, actions, decision }) => ({
      statement,
      actions: [...actions],
      line: lineFor(statement, [...actions], decision),
    }))
    .toSorted((left, right) => right.actions.length - left.actions.length);
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

/** What kept it, but for the action that was asked: so one statement that lacks five actions is told once. */
function signature({ policy, policyIndex, pointer, elements }: StatementTrace): string {
  const kept = elements.map(({ element, message }) => (isAction(element) ? element : `${element} ${message}`));
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
