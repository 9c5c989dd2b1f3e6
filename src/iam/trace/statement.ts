/** What every statement made of a request: whether it applied, and the elements that kept it from applying. */
import { memoize } from '../../estate/memoize.ts';
import { isRepeated } from '../../estate/repeated.ts';
import { statementsOf } from '../compile.ts';
import type { Test } from '../condition/test.ts';
import { hasHole } from '../../estate/hole.ts';
import { mayBeCaller } from '../principal-clause.ts';
import type { Channels } from '../principal-clause.ts';
import type { Query } from '../query.ts';
import type { PlacedPolicy } from '../refs.ts';
import { placedPolicies, refOf } from '../refs.ts';
import { exactTruth } from '../unknown/open-keys.ts';
import { step } from '../json.ts';
import { strongest } from '../say.ts';
import { sayHoles } from './holes.ts';
import type { Statement } from '../statement.ts';
import { conditionOf, isInert, matchPrincipals, matchStatementActions, matchStatementResources } from '../statement.ts';
import { actionMiss } from './action.ts';
import { conditionMiss } from './condition.ts';
import { principalMiss, sessionEntry } from './principal.ts';
import type { Miss } from './principal.ts';
import { resourceMiss } from './resource.ts';
import { both, maybe, no, toTruth, yes } from '../truth.ts';
import type { Kleene } from '../truth.ts';
import type { ElementTrace, PolicySet, StatementTrace } from '../types.ts';
import { principalEntries } from '../view.ts';

/** `known`: what the same question made of statements that key policies share. */
export function statementTraces(query: Query, policies: PolicySet, known: KnownTraces): readonly StatementTrace[] {
  return placedPolicies(policies).flatMap((placed) =>
    statementsOf(placed.policy).map((statement) =>
      statement.serial === undefined || placed.kind !== 'key-policy'
        ? traceOf(statement, placed, query, known)
        : memoize(known.statements, statement, () => traceOf(statement, placed, query, known)),
    ),
  );
}

export interface KnownTraces {
  readonly statements: Map<Statement, StatementTrace>;
  /** By the Condition element, and what else of its statement they depend on. */
  readonly conditions: Map<object, Map<string, Words>>;
}

export function newTraces(): KnownTraces {
  return { statements: new Map(), conditions: new Map() };
}

/** The truth of an element, and the words on it. */
interface Words {
  readonly truth: Kleene;
  readonly elements: readonly ElementTrace[];
}

/** Takes in a word on each element that is not true. */
type Tell = (element: ElementTrace) => void;

/** An element of the statement: its truth, and if that is not `yes`, a word on it. */
type Element = (statement: Statement, query: Query, tell: Tell) => Kleene;

function traceOf(statement: Statement, placed: PlacedPolicy, query: Query, known: KnownTraces): StatementTrace {
  const elements: ElementTrace[] = [];
  const tell: Tell = (element) => void elements.push(sayHoles(element, statement));
  let applied = traceWhole(statement, query, tell);
  if (statement.raw !== undefined) {
    for (const trace of elementTracers) applied = both(applied, trace(statement, query, tell));
    const condition = wordsOnCondition(statement, query, known);
    applied = both(applied, condition.truth);
    elements.push(...condition.elements);
  }
  const { policy, policyIndex, pointer, effect, sid } = refOf(statement, placed.kind, placed.policyIndex);
  const trace: StatementTrace = { policy, policyIndex, pointer, effect, applied: toTruth(applied), elements };
  const delegates = applied !== no && statement.effect === 'Allow' && isByAccount(matchPrincipals(statement, query));
  if (sid === undefined && !delegates) return trace;
  return { ...trace, ...(sid !== undefined && { sid }), ...(delegates && { delegates }) };
}

const elementTracers: readonly Element[] = [tracePrincipal, traceAction, traceResource];

function isByAccount({ any, session, role }: Channels): boolean {
  return any === no && session === no && role === no;
}

function word(
  truth: Kleene,
  element: ElementTrace['element'],
  message: string,
  pointer: string,
  near = false,
): ElementTrace {
  const matched: false | 'unknown' = truth === no ? false : 'unknown';
  const trace = { element, matched, message, pointer };
  return near ? { ...trace, near } : trace;
}

function traceWhole({ raw, effect, unknownElement, pointer }: Statement, _query: Query, tell: Tell): Kleene {
  if (raw === undefined) {
    tell(word(maybe, 'Statement', 'there is no readable statement', pointer));
    return maybe;
  }
  if (unknownElement) {
    const message = 'the statement has an element that the policy language does not know';
    tell(word(maybe, 'Statement', message, pointer));
  }
  if (effect === undefined) {
    tell(word(maybe, 'Effect', 'Effect is neither Allow nor Deny', `${pointer}/Effect`));
  }
  return unknownElement || effect === undefined ? maybe : yes;
}

function tracePrincipal(statement: Statement, query: Query, tell: Tell): Kleene {
  const truth = strongest(matchPrincipals(statement, query));
  if (truth === yes) return yes;
  const { pointer, principal } = statement;
  if (principal === 'missing') tell(word(truth, 'Principal', 'statement has no Principal', pointer, truth === no));
  else if (principal === 'negated') {
    tell(word(truth, 'NotPrincipal', notPrincipalMiss(statement, truth, query), `${pointer}/NotPrincipal`));
  } else {
    const { message, pointer: place, near } = givenPrincipalMiss(statement, truth, query);
    tell(word(truth, 'Principal', message, place, near));
  }
  return truth;
}

function givenPrincipalMiss({ raw, pointer }: Statement, truth: Kleene, { caller }: Query): Miss {
  const place = `${pointer}/Principal`;
  const entries = principalEntries(raw?.['Principal'], place);
  if (truth === no) return principalMiss(entries, caller, place);
  const possible = hasHole(caller.arn) ? entries.find(({ value }) => mayBeCaller(value, caller)) : undefined;
  if (possible !== undefined) {
    const message = `statement names ${possible.value}, and ${caller.arn} may turn out to be that`;
    return { message, pointer: possible.pointer, near: true };
  }
  const named = sessionEntry(entries, caller);
  if (named === undefined) {
    return { message: 'Principal has a form that does not tell who is meant', pointer: place, near: false };
  }
  const message = `statement names the session ${named.value}, which session calls is not known`;
  return { message, pointer: named.pointer, near: false };
}

function notPrincipalMiss({ effect }: Statement, truth: Kleene, { caller }: Query): string {
  if (truth === no) return `NotPrincipal names ${caller.arn}`;
  if (hasHole(caller.arn)) return `NotPrincipal may name ${caller.arn}, of which part is not known`;
  return effect === 'Deny'
    ? 'NotPrincipal names only part of what spares the principal: its account, its role and its session'
    : 'NotPrincipal works with Deny only';
}

function traceAction(statement: Statement, query: Query, tell: Tell): Kleene {
  const truth = matchStatementActions(statement, query);
  if (truth === yes) return yes;
  const { action, actions, pointer } = statement;
  if (action === 'missing') tell(missingElement(statement, truth, 'Action'));
  else if (action === 'broken') tell(word(truth, 'Action', 'Action is no list of texts', `${pointer}/Action`));
  else if (action === 'negated') {
    tell(word(truth, 'NotAction', `NotAction excludes ${query.action.text}`, `${pointer}/NotAction`));
  } else {
    const { message, index } = actionMiss(actions, query.action);
    const isList = index !== undefined && Array.isArray(statement.raw?.['Action']);
    tell(word(truth, 'Action', message, `${pointer}/Action${isList ? `/${index}` : ''}`, index !== undefined));
  }
  return truth;
}

function missingElement(statement: Statement, truth: Kleene, element: 'Action' | 'Resource'): ElementTrace {
  const inert = isInert(statement);
  const end = inert ? ': KMS accepts and ignores it' : '';
  return word(truth, element, `statement has no ${element}${end}`, statement.pointer, inert);
}

function traceResource(statement: Statement, query: Query, tell: Tell): Kleene {
  const truth = matchStatementResources(statement, query);
  if (truth === yes) return yes;
  const { resource, resources, pointer } = statement;
  if (resource === 'missing') tell(missingElement(statement, truth, 'Resource'));
  else if (resource === 'broken') tell(word(truth, 'Resource', 'Resource is no list of texts', `${pointer}/Resource`));
  else if (resource === 'negated') {
    const message = `NotResource excludes ${query.resource ?? 'the resource'}`;
    tell(word(truth, 'NotResource', message, `${pointer}/NotResource`));
  } else tell(word(truth, 'Resource', resourceMiss(resources, query.resource), `${pointer}/Resource`));
  return truth;
}

function wordsOnCondition(statement: Statement, query: Query, { conditions }: KnownTraces): Words {
  const { raw, kind, pointer, effect, variables } = statement;
  const condition = raw?.['Condition'];
  if (!isRepeated(condition)) return traceCondition(statement, query);
  const known = memoize(conditions, condition, () => new Map<string, Words>());
  return memoize(known, `${kind} ${pointer} ${effect} ${variables}`, () => traceCondition(statement, query));
}

function traceCondition(statement: Statement, query: Query): Words {
  const { tests, broken } = conditionOf(statement);
  const place = `${statement.pointer}/Condition`;
  const elements: ElementTrace[] = [];
  const tell: Tell = (element) => void elements.push(sayHoles(element, statement));
  let truth: Kleene = yes;
  for (const test of tests) truth = both(truth, traceTest(test, statement, query, place, tell));
  if (!broken) return { truth, elements };
  tell(word(maybe, 'Condition', 'Condition holds something that is no condition', place));
  return { truth: both(truth, maybe), elements };
}

function traceTest(test: Test, statement: Statement, query: Query, place: string, tell: Tell): Kleene {
  const truth = exactTruth(test, statement, query);
  if (truth === yes) return yes;
  const { message, near } = conditionMiss(test, truth, query);
  tell(word(truth, 'Condition', message, place + step(test.operatorText) + step(test.key), near));
  return truth;
}
