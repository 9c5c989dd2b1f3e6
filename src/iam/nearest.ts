/** The statements worth telling of, and what to say of them. */
import { assertNever } from '../estate/assert-never.ts';
import type { Decision, ElementTrace, PolicyKind, StatementTrace } from './types.ts';

const most = 3;

/**
 * The statements that explain a decision: those that allow or deny, those that leave it open, or, where nothing allows,
 * those that came nearest to it.
 */
export function nearestStatements(decision: Decision): StatementTrace[] {
  const { outcome, reason, statements } = decision;
  switch (outcome) {
    case 'allowed':
      return surest(statements.filter(({ effect }) => effect === 'Allow'));
    case 'unknown':
      return statements.filter(
        (trace) => trace.applied === 'unknown' || (trace.delegates === true && isDelegated(decision)),
      );
    case 'denied':
      return reason === 'explicit-deny'
        ? surest(statements.filter(({ effect }) => effect === 'Deny'))
        : nearMisses(decision);
    default:
      return assertNever(outcome);
  }
}

function isDelegated({ reason }: Decision): boolean {
  return reason === 'unknown-identity-policy';
}

/** Those that surely apply; where each applies in some cases only, those. */
function surest(statements: readonly StatementTrace[]): StatementTrace[] {
  const sure = statements.filter(({ applied }) => applied === true);
  return sure.length > 0 ? sure : statements.filter(({ applied }) => applied === 'unknown');
}

function nearMisses({ statements, blockedBy }: Decision): StatementTrace[] {
  const kinds: readonly string[] = blockedBy;
  const delegations = kinds.includes('identity-policy') ? statements.filter(({ delegates }) => delegates === true) : [];
  const candidates = statements
    .filter(({ effect, applied }) => effect === 'Allow' && applied !== true)
    .map((trace) => ({ trace, distance: distanceOf(trace) }))
    // Beside a delegation, what nearly named the principal itself is worth telling too.
    .filter(({ trace, distance }) => distance <= reachFor(trace, kinds, delegations.length > 0));
  const nearest = Math.min(...candidates.map(({ distance }) => distance));
  const near = candidates.filter(({ distance }) => distance === nearest).slice(0, most);
  return [...delegations, ...near.map(({ trace }) => trace)];
}

function reachFor({ policy }: StatementTrace, kinds: readonly string[], delegated: boolean): number {
  if (kinds.includes(policy)) return farthest;
  return delegated && policy === 'key-policy' ? 2 : 0;
}

/** Beyond this a statement is about something else: neither its principal nor its action fit. */
const farthest = 7;

const distances: Readonly<Record<ElementTrace['element'], number>> = {
  Statement: 1,
  Effect: 1,
  Condition: 2,
  Resource: 3,
  NotResource: 3,
  Action: 4,
  NotAction: 4,
  Principal: 5,
  NotPrincipal: 5,
};

function distanceOf({ elements }: StatementTrace): number {
  return elements.reduce((sum, { element, matched, near }) => {
    return sum + (near === true || matched === 'unknown' ? 1 : distances[element]);
  }, 0);
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

/** How a statement is called in a sentence: `statement "Allow use" (/Statement/1) of the key policy`. */
export function statementName({ policy, pointer, sid }: StatementTrace): string {
  if (pointer === '') return `the ${policyNames[policy]}`;
  const named = sid === undefined || sid === '' ? pointer : `"${sid}" (${pointer})`;
  return `statement ${named} of the ${policyNames[policy]}`;
}

/** A line for each statement that explains the decision. */
export function explanationLines(decision: Decision): string[] {
  if (decision.reason === 'allowed-by-grant') return ['a grant allows it'];
  const lines = nearestStatements(decision).map((trace) => lineOf(trace, decision));
  if (lines.length > 0) return lines;
  const kinds = decision.blockedBy.map((kind) =>
    kind === 'no-cross-account-form'
      ? 'this action cannot be called across accounts'
      : `no statement of the ${policyNames[kind]} comes near`,
  );
  return decision.outcome === 'denied' ? kinds : [];
}

function lineOf(trace: StatementTrace, decision: Decision): string {
  const name = statementName(trace);
  const why = trace.elements.map(({ message }) => message).join('; ');
  if (trace.applied === 'unknown') {
    return decision.outcome === 'unknown' ? `${name} may apply: ${why}` : `${name} applies in some cases: ${why}`;
  }
  if (!trace.applied) return why === '' ? `${name} does not apply` : `${name} does not apply: ${why}`;
  if (trace.effect === 'Deny') return `${name} denies`;
  if (trace.delegates !== true) return `${name} allows`;
  return `${name} leaves it to the account's IAM policies${delegationEnd(decision)}`;
}

function delegationEnd({ outcome }: Decision): string {
  if (outcome === 'denied') return ', and none of them allows';
  return outcome === 'unknown' ? ', which are not in sight' : '';
}
