/**
 * Exact about the unknown. Kleene's logic forgets that one key has one value: where a key occurs in several conditions,
 * the cases that they can tell apart are tried, each with everything else. A key that occurs once needs no cases: all
 * truths stand positively in what allows and in what denies, so there Kleene's logic is exact.
 */
import { statementsOf } from './compile.ts';
import type { Test } from './condition/test.ts';
import { caseTruth } from './condition/test.ts';
import { conditionKeyOf } from './condition-keys.ts';
import type { Case } from './cases.ts';
import { distinctLists, distinctValues } from './cases.ts';
import type { Query } from './query.ts';
import { placedPolicies } from './refs.ts';
import { strongest } from './say.ts';
import type { Statement } from './statement.ts';
import {
  conditionOf,
  matchCondition,
  matchPrincipals,
  matchStatementActions,
  matchStatementResources,
  truthInQuery,
} from './statement.ts';
import { hasTemplate, variablesOf } from './template.ts';
import { maybe, no } from './truth.ts';
import type { Kleene } from './truth.ts';
import type { ContextValue, Outcome, PolicySet, Reason, StatementRef, Verdict } from './types.ts';
import { outcomeOf, verdictOf } from './verdict.ts';
import { weigh } from './weigh.ts';

/** So many cases are tried at most; beyond that, Kleene's logic has to do. */
export const mostCases = 4096;

/** An undecided test and the statement that it stands in. */
interface OpenTest {
  readonly test: Test;
  readonly statement: Statement;
}

/** An unknown key with all the tests that wait for it. */
interface OpenKey {
  /** As the policy writes it. */
  readonly key: string;
  readonly tests: readonly OpenTest[];
  /** The ways in which the tests can come out together; `undefined`: not known exactly. */
  readonly ways: readonly (readonly Kleene[])[] | undefined;
}

type Assignment = ReadonlyMap<Test, Kleene>;

/** The verdict of a query that Kleene's logic leaves unknown. */
export function settle(query: Query, policies: PolicySet): Verdict {
  const keys = openKeys(query, policies);
  const fixed = assignmentOf(keys.flatMap((key) => (key.ways?.length === 1 ? [{ key, way: key.ways[0] ?? [] }] : [])));
  const undecided = keys.filter(({ ways }) => ways?.length !== 1);
  const { split, rest } = chooseSplit(undecided.filter(({ tests }) => tests.length > 1));
  const approximate = rest.length > 0;
  const verdicts = assignments(split, fixed).map((assigned) => {
    const inCase = { ...query, assigned };
    return verdictOf(weigh(inCase, policies), inCase, policies);
  });
  const joined = joinVerdicts(verdicts);
  const verdict = joined.outcome === 'unknown' ? nameDoubt(joined, undecided, fixed, query, policies) : joined;
  return approximate && verdict.outcome === 'unknown' ? { ...verdict, approximate } : verdict;
}

/** Tests that are open in statements that may apply otherwise, by the key that they wait for. */
function openKeys(query: Query, policies: PolicySet): readonly OpenKey[] {
  const byKey = new Map<string, { key: string; tests: OpenTest[] }>();
  const mixed = new Set<string>();
  const add = (lowerKey: string, key: string, open: OpenTest | undefined) => {
    const entry = byKey.get(lowerKey) ?? { key, tests: [] };
    byKey.set(lowerKey, entry);
    if (open !== undefined && !entry.tests.some(({ test }) => test === open.test)) entry.tests.push(open);
  };
  for (const statement of openStatements(query, policies)) {
    for (const test of conditionOf(statement).tests) {
      if (truthInQuery(test, statement, query) !== maybe) continue;
      const variables = test.variables.filter((variable) => isOpen(query.context(variable)));
      if (isOpen(query.context(test.lowerKey))) add(test.lowerKey, test.key, { test, statement });
      for (const variable of variables) add(variable, variable, undefined);
      // A comparison of two unknown keys depends on both at once: it stays open.
      if (variables.length > 0) for (const key of [test.lowerKey, ...variables]) mixed.add(key);
    }
    for (const variable of resourceVariables(statement)) {
      if (!isOpen(query.context(variable))) continue;
      add(variable, variable, undefined);
      mixed.add(variable);
    }
  }
  return [...byKey].map(([lowerKey, { key, tests }]) => {
    return { key, tests, ways: mixed.has(lowerKey) ? undefined : waysOf(lowerKey, tests, query) };
  });
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

function resourceVariables({ resources, variables }: Statement): readonly string[] {
  return variables ? resources.filter(hasTemplate).flatMap(variablesOf) : [];
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
    query.context,
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

/** Keys with few ways first, as long as all their combinations can be tried. */
function chooseSplit(keys: readonly OpenKey[]): {
  readonly split: readonly OpenKey[];
  readonly rest: readonly OpenKey[];
} {
  const split: OpenKey[] = [];
  const rest: OpenKey[] = [];
  let cases = 1;
  for (const key of [...keys].sort((a, b) => (a.ways?.length ?? 0) - (b.ways?.length ?? 0))) {
    const more = cases * (key.ways?.length ?? Number.POSITIVE_INFINITY);
    if (more > mostCases) {
      rest.push(key);
      continue;
    }
    cases = more;
    split.push(key);
  }
  return { split, rest };
}

function assignmentOf(chosen: readonly { key: OpenKey; way: readonly Kleene[] }[]): Map<Test, Kleene> {
  const assigned = new Map<Test, Kleene>();
  for (const { key, way } of chosen) {
    for (const [index, { test }] of key.tests.entries()) assigned.set(test, way[index] ?? maybe);
  }
  return assigned;
}

/** Every combination of the keys' ways, the last key's changing fastest. */
function assignments(keys: readonly OpenKey[], fixed: Assignment): readonly Assignment[] {
  let all: Assignment[] = [fixed];
  for (const key of keys) {
    all = all.flatMap((before) => (key.ways ?? []).map((way) => new Map([...before, ...assignmentOf([{ key, way }])])));
  }
  return all;
}

/** What holds in every case. */
function joinVerdicts(verdicts: readonly Verdict[]): Verdict {
  const outcomes = new Set(verdicts.map(({ outcome }) => outcome));
  const [first] = verdicts;
  const [outcome = 'unknown', another] = outcomes;
  const merged = {
    blockedBy: [...new Set(verdicts.flatMap(({ blockedBy }) => blockedBy))],
    deciding: uniqueRefs(verdicts.flatMap(({ deciding }) => deciding)),
    unknownKeys: [],
  };
  if (first !== undefined && verdicts.length === 1) return first;
  if (another === undefined && outcome !== 'unknown') return { outcome, reason: joinReasons(verdicts), ...merged };
  return { ...merged, outcome: 'unknown', reason: 'unknown-context', blockedBy: [] };
}

/** Where a Deny strikes in some cases and nothing allows in the others, the Deny is what has to be told. */
function joinReasons(verdicts: readonly Verdict[]): Reason {
  const reasons = verdicts.map(({ reason }) => reason);
  return reasons.find((reason) => reason === 'explicit-deny') ?? reasons[0] ?? 'unknown-context';
}

function uniqueRefs(refs: readonly StatementRef[]): readonly StatementRef[] {
  return [...new Map(refs.map((ref) => [`${ref.policy} ${ref.policyIndex} ${ref.pointer}`, ref])).values()];
}

/** Which keys the outcome really depends on, and whether the doubt is about identity policies alone. */
function nameDoubt(
  verdict: Verdict,
  undecided: readonly OpenKey[],
  fixed: Assignment,
  query: Query,
  policies: PolicySet,
): Verdict {
  const { split, rest } = chooseSplit(undecided);
  const outcomesWith = (unseen: Kleene) =>
    assignments(split, fixed).map((assigned) => outcomeOf(weigh({ ...query, unseen, assigned }, policies)));
  const outcomes = outcomesWith(query.unseen);
  const open = outcomes.includes('unknown') ? rest : [];
  const unknownKeys = [...split.filter((_, index) => dependsOn(index, split, outcomes)), ...open].map(({ key }) => key);
  const withoutUnseen = outcomesWith(no);
  const reason = withoutUnseen.every((outcome) => outcome === 'denied') ? 'unknown-identity-policy' : 'unknown-context';
  return { ...verdict, reason, unknownKeys };
}

/** Whether two cases that differ in this key alone come out differently. */
function dependsOn(index: number, keys: readonly OpenKey[], outcomes: readonly Outcome[]): boolean {
  const sizes = keys.map(({ ways }) => ways?.length ?? 1);
  const stride = sizes.slice(index + 1).reduce((product, size) => product * size, 1);
  const size = sizes[index] ?? 1;
  return outcomes.some((outcome, place) => {
    const own = Math.floor(place / stride) % size;
    return own > 0 && outcome !== outcomes[place - stride];
  });
}
