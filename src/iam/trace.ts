/** What every statement made of a request: whether it applied, and the elements that kept it from applying. */
import { pointerOf } from '../estate/origin.ts';
import { statementsOf } from './compile.ts';
import type { Test } from './condition/test.ts';
import type { Channels } from './principal-clause.ts';
import type { Query } from './query.ts';
import type { PlacedPolicy } from './refs.ts';
import { placedPolicies, refOf } from './refs.ts';
import { strongest } from './say.ts';
import { exactTruth } from './open-keys.ts';
import type { Statement } from './statement.ts';
import {
  conditionOf,
  hasPrincipals,
  isInert,
  matchPrincipals,
  matchStatementActions,
  matchStatementResources,
} from './statement.ts';
import { actionMiss } from './trace-action.ts';
import { conditionMiss } from './trace-condition.ts';
import { principalMiss, sessionEntry } from './trace-principal.ts';
import { resourceMiss } from './trace-resource.ts';
import { both, maybe, no, toTruth, yes } from './truth.ts';
import type { Kleene } from './truth.ts';
import type { ElementTrace, PolicySet, StatementTrace } from './types.ts';
import { principalEntries } from './view.ts';

export function statementTraces(query: Query, policies: PolicySet): readonly StatementTrace[] {
  return placedPolicies(policies).flatMap((placed) =>
    statementsOf(placed.policy).map((statement) => traceOf(statement, placed, query)),
  );
}

/** An element's truth, and a word on it where it is not true. */
interface Part {
  readonly truth: Kleene;
  readonly traces: readonly ElementTrace[];
}

function traceOf(statement: Statement, placed: PlacedPolicy, query: Query): StatementTrace {
  const { pointer } = statement;
  const channels = matchPrincipals(statement, query);
  const whole = statementPart(statement, pointer);
  const parts =
    statement.raw === undefined
      ? [whole]
      : [
          whole,
          principalPart(statement, channels, query, pointer),
          actionPart(statement, query, pointer),
          resourcePart(statement, query, pointer),
          conditionPart(statement, query, pointer),
        ];
  const applied = parts.reduce((truth: Kleene, part) => both(truth, part.truth), yes);
  const { any, session, role } = channels;
  const delegates = applied !== no && statement.effect === 'Allow' && any === no && session === no && role === no;
  return {
    ...refOf(statement, placed.kind, placed.policyIndex),
    applied: toTruth(applied),
    ...(delegates && { delegates }),
    elements: parts.flatMap(({ traces }) => traces),
  };
}

const fine: Part = { truth: yes, traces: [] };

function part(truth: Kleene, element: ElementTrace['element'], message: string, pointer: string, near = false): Part {
  if (truth === yes) return fine;
  const matched = truth === no ? false : 'unknown';
  return { truth, traces: [{ element, matched, message, pointer, ...(near && { near }) }] };
}

function statementPart(statement: Statement, pointer: string): Part {
  const { raw, effect, unknownElement } = statement;
  if (raw === undefined) return part(maybe, 'Statement', 'there is no readable statement', pointer);
  const wrong: ElementTrace[] = [];
  if (unknownElement) {
    const message = 'the statement has an element that the policy language does not know';
    wrong.push({ element: 'Statement', matched: 'unknown', message, pointer });
  }
  if (effect === undefined) {
    const message = 'Effect is neither Allow nor Deny';
    wrong.push({ element: 'Effect', matched: 'unknown', message, pointer: `${pointer}/Effect` });
  }
  return { truth: wrong.length === 0 ? yes : maybe, traces: wrong };
}

function principalPart(statement: Statement, channels: Channels, query: Query, pointer: string): Part {
  const truth = strongest(channels);
  if (truth === yes || (!hasPrincipals(statement.kind) && statement.principal === 'missing')) return fine;
  if (statement.principal === 'missing') {
    return part(truth, 'Principal', 'statement has no Principal', pointer, truth === no);
  }
  if (statement.principal === 'negated') return notPrincipalPart(statement, truth, query, `${pointer}/NotPrincipal`);
  const place = `${pointer}/Principal`;
  const entries = principalEntries(statement.raw?.['Principal'], place);
  if (truth === maybe) {
    const named = sessionEntry(entries, query.caller);
    const message =
      named === undefined
        ? 'Principal has a form that does not tell who is meant'
        : `statement names the session ${named.value}, which session calls is not known`;
    return part(truth, 'Principal', message, named?.pointer ?? place);
  }
  const miss = principalMiss(entries, query.caller, place);
  return part(truth, 'Principal', miss.message, miss.pointer, miss.near);
}

function notPrincipalPart({ effect }: Statement, truth: Kleene, { caller }: Query, pointer: string): Part {
  const message =
    truth === no
      ? `NotPrincipal names ${caller.arn}`
      : effect === 'Deny'
        ? 'NotPrincipal names only part of what spares the principal: its account, its role and its session'
        : 'NotPrincipal works with Deny only';
  return part(truth, 'NotPrincipal', message, pointer);
}

function actionPart(statement: Statement, query: Query, pointer: string): Part {
  const truth = matchStatementActions(statement, query);
  const { action, actions } = statement;
  if (action === 'missing') return missingPart(statement, truth, 'Action', pointer);
  if (action === 'broken') return part(truth, 'Action', 'Action is no list of texts', `${pointer}/Action`);
  if (action === 'negated') {
    return part(truth, 'NotAction', `NotAction excludes ${query.action.text}`, `${pointer}/NotAction`);
  }
  const { message, index } = actionMiss(actions, query.action);
  const isList = Array.isArray(statement.raw?.['Action']);
  const place = `${pointer}/Action${isList && index !== undefined ? `/${index}` : ''}`;
  return part(truth, 'Action', message, place, index !== undefined);
}

function missingPart(statement: Statement, truth: Kleene, element: 'Action' | 'Resource', pointer: string): Part {
  const message = isInert(statement)
    ? `statement has no ${element}: KMS accepts and ignores it`
    : `statement has no ${element}`;
  return part(truth, element, message, pointer, isInert(statement));
}

function resourcePart(statement: Statement, query: Query, pointer: string): Part {
  const truth = matchStatementResources(statement, query);
  const { resource, resources } = statement;
  if (truth === yes) return fine;
  if (resource === 'missing') return missingPart(statement, truth, 'Resource', pointer);
  if (resource === 'broken') return part(truth, 'Resource', 'Resource is no list of texts', `${pointer}/Resource`);
  if (resource === 'negated') {
    return part(
      truth,
      'NotResource',
      `NotResource excludes ${query.resource ?? 'the resource'}`,
      `${pointer}/NotResource`,
    );
  }
  return part(truth, 'Resource', resourceMiss(resources, query.resource), `${pointer}/Resource`);
}

function conditionPart(statement: Statement, query: Query, pointer: string): Part {
  const { tests, broken } = conditionOf(statement);
  const place = `${pointer}/Condition`;
  const parts = tests.map((test) => testPart(test, statement, query, place));
  if (broken) parts.push(part(maybe, 'Condition', 'Condition holds something that is no condition', place));
  return {
    truth: parts.reduce((truth: Kleene, { truth: own }) => both(truth, own), yes),
    traces: parts.flatMap(({ traces }) => traces),
  };
}

function testPart(test: Test, statement: Statement, query: Query, place: string): Part {
  const truth = exactTruth(test, statement, query);
  if (truth === yes) return fine;
  const { message, near } = conditionMiss(test, truth, query);
  return part(truth, 'Condition', message, place + pointerOf([test.operatorText, test.key]), near);
}
