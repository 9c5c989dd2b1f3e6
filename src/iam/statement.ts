/** One statement, ready to be asked. */
import { isHole } from '../estate/hole.ts';
import type { ActionSet } from './action.ts';
import { actionSet, matchActions } from './action.ts';
import type { Condition, ConditionSetting, Test } from './condition/test.ts';
import { compileCondition, testTruth } from './condition/test.ts';
import { isObject } from './json.ts';
import type { Channels, PrincipalClause } from './principal-clause.ts';
import { everyone, matchNotPrincipal, matchPrincipal, nobody, perhaps, readPrincipal } from './principal-clause.ts';
import type { Query } from './query.ts';
import type { ResourcePattern } from './resource.ts';
import { compileResource, matchResources } from './resource.ts';
import { both, maybe, no, not, yes } from './truth.ts';
import type { Kleene } from './truth.ts';
import type { PolicyKind, PolicyProblem, StatementView } from './types.ts';

/** How an element stands in the document. */
type Presence = 'given' | 'negated' | 'missing' | 'broken';

export interface Statement {
  readonly index: number;
  /** Where it stands in the document: `/Statement/0`. */
  readonly pointer: string;
  readonly kind: PolicyKind;
  /** As it stands in the document; `undefined` when it is no object. */
  readonly raw: Readonly<Record<string, unknown>> | undefined;
  /** All of it is left open by a template. */
  readonly hole: string | undefined;
  /** `undefined`: broken, so it may be either. */
  readonly effect: 'Allow' | 'Deny' | undefined;
  /** An element that the grammar does not know, so what the statement means is not known. */
  readonly unknownElement: boolean;
  readonly principal: Presence;
  readonly principals: PrincipalClause | undefined;
  readonly action: Presence;
  readonly actions: readonly string[];
  readonly actionSet: ActionSet;
  readonly resource: Presence;
  readonly resources: readonly string[];
  /** `*` is among its resources. */
  readonly anyResource: boolean;
  readonly variables: boolean;
  /** Of a statement for any key that several policies share: equal numbers, equal statements. */
  serial: number | undefined;
  /** Made when first needed. */
  resourcePatterns: readonly ResourcePattern[] | undefined;
  condition: Condition | undefined;
  view: StatementView | undefined;
  problems: readonly PolicyProblem[] | undefined;
}

/** Policies that a principal has: they hold no Principal. */
export function hasPrincipals(kind: PolicyKind): boolean {
  return (
    kind === 'key-policy' || kind === 'vault-policy' || kind === 'trust-policy' || kind === 'resource-control-policy'
  );
}

const knownElements = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);

const noActions: ActionSet = { low: 0, high: 0, unclear: false };

export function compileStatement(
  value: unknown,
  index: number,
  pointer: string,
  { kind, variables }: ConditionSetting,
): Statement {
  const raw = isObject(value) ? value : undefined;
  const { Effect, Principal, NotPrincipal, Action, NotAction, Resource, NotResource } = raw ?? {};
  const named = namesSomeone(kind, Principal, NotPrincipal);
  const principals = named === 'given' || named === 'negated' ? readPrincipal(Principal ?? NotPrincipal) : undefined;
  const actions = listOf(Action ?? NotAction);
  const resources = listOf(Resource ?? NotResource);
  return {
    index,
    pointer,
    kind,
    raw,
    hole: isHole(value) ? value : undefined,
    effect: Effect === 'Allow' || Effect === 'Deny' ? Effect : undefined,
    unknownElement: raw === undefined || hasUnknownElement(raw),
    principal: raw === undefined ? 'broken' : named,
    principals,
    action: presence(Action, NotAction, actions),
    actions: actions ?? [],
    actionSet: actions === undefined ? noActions : actionSet(actions),
    resource: kind === 'trust-policy' && Resource === undefined ? 'given' : presence(Resource, NotResource, resources),
    resources: resources ?? [],
    anyResource: (kind === 'trust-policy' || resources?.includes('*')) ?? false,
    variables,
    serial: undefined,
    resourcePatterns: undefined,
    view: undefined,
    problems: undefined,
    condition: raw?.['Condition'] === undefined && raw !== undefined ? noCondition : undefined,
  };
}

const noCondition: Condition = { tests: [], broken: false };

function hasUnknownElement(raw: Readonly<Record<string, unknown>>): boolean {
  for (const element of Object.keys(raw)) {
    if (!knownElements.has(element)) return true;
  }
  return false;
}

function namesSomeone(kind: PolicyKind, given: unknown, negated: unknown): Presence {
  if (!hasPrincipals(kind)) return given === undefined && negated === undefined ? 'missing' : 'broken';
  if (given !== undefined && negated !== undefined) return 'broken';
  if (given !== undefined) return 'given';
  return negated === undefined ? 'missing' : 'negated';
}

function presence(given: unknown, negated: unknown, texts: readonly string[] | undefined): Presence {
  if (given === undefined && negated === undefined) return 'missing';
  if (texts === undefined || (given !== undefined && negated !== undefined)) return 'broken';
  return given === undefined ? 'negated' : 'given';
}

/** A text or a list of texts; `undefined` for anything else. */
function listOf(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string') ? value : undefined;
}

/**
 * KMS accepts statements without Action or Resource and ignores them; nothing is known of other kinds of policy.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
export function isInert(statement: Statement): boolean {
  if (statement.kind !== 'key-policy' || statement.raw === undefined || statement.unknownElement) return false;
  return statement.action === 'missing' || statement.resource === 'missing';
}

/** Whether part of the statement has a form that is none, so that it may mean an Allow or a Deny. */
export function isMalformed(statement: Statement): boolean {
  if (isInert(statement)) return false;
  const { effect, principal, action, resource, principals, unknownElement } = statement;
  if (unknownElement || effect === undefined || principals?.broken === true) return true;
  if (action === 'broken' || resource === 'broken' || principal === 'broken') return true;
  if (action === 'missing' || resource === 'missing') return true;
  if (principal === 'missing' && missingPrincipal(statement) === perhaps) return true;
  return conditionOf(statement).broken;
}

export function matchPrincipals(statement: Statement, query: Query): Channels {
  switch (statement.principal) {
    case 'given':
      return matchPrincipal(statement.principals as PrincipalClause, query.caller);
    case 'negated':
      return matchNegatedPrincipals(statement, query);
    case 'missing':
      return missingPrincipal(statement);
    case 'broken':
      return perhaps;
    default:
      return statement.principal satisfies never;
  }
}

/** KMS refuses a statement without Principal, so it never applies; under an unknown element there may stand one. */
function missingPrincipal({ kind, unknownElement }: Statement): Channels {
  if (!hasPrincipals(kind)) return everyone;
  return kind === 'key-policy' && !unknownElement ? nobody : perhaps;
}

function matchNegatedPrincipals({ principals, effect }: Statement, query: Query): Channels {
  const struck = matchNotPrincipal(principals as PrincipalClause, query.caller, query.hasBoundary);
  // NotPrincipal works with Deny only; what an Allow with it does is not documented any more.
  if (effect !== 'Deny') return struck === no ? nobody : perhaps;
  return struck === yes ? everyone : struck === maybe ? perhaps : nobody;
}

export function matchStatementActions(statement: Statement, query: Query): Kleene {
  const { action, actions, actionSet } = statement;
  if (action === 'given') return matchActions(actions, actionSet, query.action);
  if (action === 'negated') return not(matchActions(actions, actionSet, query.action));
  return isInert(statement) ? no : maybe;
}

export function matchStatementResources(statement: Statement, query: Query): Kleene {
  const { resource, anyResource } = statement;
  if (resource === 'given' && anyResource) return yes;
  if (resource === 'missing' || resource === 'broken') return isInert(statement) ? no : maybe;
  statement.resourcePatterns ??= statement.resources.map((text) => compileResource(text, statement.variables));
  const matched = matchResources(statement.resourcePatterns, query);
  return resource === 'negated' ? not(matched) : matched;
}

/** Nothing in it tells one key or vault from another. */
export function isForAnyResource(statement: Statement): boolean {
  return statement.resource === 'given' && statement.resources.every((resource) => resource === '*');
}

export function conditionOf(statement: Statement): Condition {
  statement.condition ??= compileCondition(statement.raw?.['Condition'], statement);
  return statement.condition;
}

export function matchCondition(statement: Statement, query: Query): Kleene {
  const { tests, broken } = conditionOf(statement);
  let result: Kleene = broken ? maybe : yes;
  for (const test of tests) {
    result = both(result, truthInQuery(test, statement, query));
    if (result === no) return no;
  }
  return result;
}

/** The truth assigned to the test while cases are split, else what the request's context makes of it. */
export function truthInQuery(test: Test, { effect }: Statement, query: Query): Kleene {
  return query.assigned?.get(test) ?? testTruth(test, query.context, effect);
}
