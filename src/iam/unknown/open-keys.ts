/** The context keys that leave a request open, and the ways in which their tests can come out. */
import type { Case } from './cases.ts';
import { distinctLists, distinctValues } from './cases.ts';
import { statementsOf } from '../compile.ts';
import { conditionKeyOf } from '../condition-keys.ts';
import type { Test } from '../condition/test.ts';
import { caseTruth } from '../condition/test.ts';
import { grantKeys } from '../grants.ts';
import type { Query } from '../query.ts';
import { placedPolicies } from '../refs.ts';
import { strongest } from '../say.ts';
import type { Statement } from '../statement.ts';
import {
  conditionOf,
  matchCondition,
  matchPrincipals,
  matchStatementActions,
  matchStatementResources,
  truthInQuery,
} from '../statement.ts';
import { hasTemplate, variablesIn } from '../template.ts';
import { maybe, no } from '../truth.ts';
import type { Kleene } from '../truth.ts';
import type { ContextValue, PolicySet } from '../types.ts';

/** So many cases are tried at most; beyond that, Kleene's logic has to do. */
export const mostCases = 4096;

/** An undecided test and the statement that it stands in. */
interface OpenTest {
  readonly test: Test;
  readonly statement: Statement;
}

/** An unknown key with all the tests that wait for it. */
export interface OpenKey {
  /** As the policy writes it. */
  readonly key: string;
  readonly tests: readonly OpenTest[];
  /** The ways in which the tests can come out together; `undefined`: not known exactly. */
  readonly ways: readonly (readonly Kleene[])[] | undefined;
  /** How often it is asked for: by its tests, by variables, by grants. */
  readonly uses: number;
}

/** What asks for an open key. */
interface Demand {
  readonly key: string;
  readonly tests: OpenTest[];
  uses: number;
  /** Not by tests of its own alone: then its cases cannot be tried. */
  mixed: boolean;
}

/** Keys that are open, in statements and grants that may apply otherwise. */
export function openKeys(query: Query, policies: PolicySet): readonly OpenKey[] {
  const demands = new Map<string, Demand>();
  const demand = (key: string): Demand => {
    const lowerKey = key.toLowerCase();
    const known = demands.get(lowerKey) ?? { key, tests: [], uses: 0, mixed: false };
    demands.set(lowerKey, known);
    known.uses++;
    return known;
  };
  for (const statement of openStatements(query, policies)) {
    demandByTests(statement, query, demand);
    for (const key of openVariables(resourcesWithVariables(statement), query)) demand(key).mixed = true;
  }
  for (const key of grantKeys(policies.grants ?? [], query)) {
    if (isOpen(query.context(key.toLowerCase()))) demand(key).mixed = true;
  }
  return [...demands].map(([lowerKey, { key, tests, uses, mixed }]) => {
    return { key, tests, uses, ways: mixed ? undefined : waysOf(lowerKey, tests, query) };
  });
}

function demandByTests(statement: Statement, query: Query, demand: (key: string) => Demand): void {
  for (const test of conditionOf(statement).tests) {
    if (truthInQuery(test, statement, query) !== maybe) continue;
    const variables = openVariables(test.replaces ? test.values : [], query);
    // A comparison of two unknown keys depends on both at once: it stays open.
    for (const key of variables) demand(key).mixed = true;
    if (!isOpen(query.context(test.lowerKey))) continue;
    const own = demand(test.key);
    own.mixed ||= variables.length > 0;
    // A policy may be asked in two places; its tests are the same.
    if (!own.tests.some((open) => open.test === test)) own.tests.push({ test, statement });
  }
}

/** Variables of the texts whose keys are open, as written. */
function openVariables(texts: readonly string[], { context }: Query): readonly string[] {
  return texts.flatMap((text) =>
    variablesIn(text).flatMap(({ key, lowerKey }) => (isOpen(context(lowerKey)) ? [key] : [])),
  );
}

function resourcesWithVariables({ resources, variables }: Statement): readonly string[] {
  return variables ? resources.filter(hasTemplate) : [];
}

function isOpen(value: ContextValue): boolean {
  return value.state !== 'known' && value.state !== 'absent';
}

function openStatements(query: Query, policies: PolicySet): readonly Statement[] {
  return placedPolicies(policies).flatMap(({ policy }) =>
    statementsOf(policy).filter((statement) => {
      if (strongest(matchPrincipals(statement, query)) === no) return false;
      if (matchStatementActions(statement, query) === no) return false;
      return matchStatementResources(statement, query) !== no && matchCondition(statement, query) !== no;
    }),
  );
}

/** The truth of one test by itself: certain where every case of its key comes out alike. */
export function exactTruth(test: Test, statement: Statement, query: Query): Kleene {
  const truth = truthInQuery(test, statement, query);
  if (truth !== maybe || test.variables.some((variable) => isOpen(query.context(variable)))) return truth;
  if (!isOpen(query.context(test.lowerKey))) return truth;
  const [way, ...others] = waysOf(test.lowerKey, [{ test, statement }], query) ?? [];
  return others.length === 0 ? (way?.[0] ?? truth) : truth;
}

/** The distinct ways in which the key's tests can come out. */
function waysOf(lowerKey: string, tests: readonly OpenTest[], query: Query): OpenKey['ways'] {
  const way = (values: Case) =>
    tests.map(({ test, statement }) => caseTruth(test, values, query.context, statement.effect));
  const cases = casesOf(lowerKey, tests, query, (values) => way(values).join(''));
  if (cases === undefined) return undefined;
  return [...new Map(cases.map((values) => [way(values).join(''), way(values)])).values()];
}

function casesOf(
  lowerKey: string,
  tests: readonly OpenTest[],
  query: Query,
  signature: (values: readonly string[]) => string,
): readonly Case[] | undefined {
  const value = query.context(lowerKey);
  if (value.state === 'one-of') return value.cases;
  const values = distinctValues(
    lowerKey,
    tests.map(({ test }) => test),
    query,
  );
  if (values === undefined) return undefined;
  const start = value.state === 'at-least' ? value.values : [];
  const row = conditionKeyOf(lowerKey);
  // A key that is not known here may hold several values as well.
  const several = start.length > 0 || row === undefined || row.multivalued;
  const present = several ? distinctLists(start, values, signature, mostCases) : values.map((single) => [single]);
  if (present === undefined) return undefined;
  return value.state === 'unknown' ? [undefined, ...present] : present;
}
