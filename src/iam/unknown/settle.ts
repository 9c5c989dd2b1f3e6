/**
 * Exact about the unknown. Kleene's logic forgets that one key has one value: where a key occurs in several conditions,
 * the cases that they can tell apart are tried, each with everything else. A key that occurs once needs no cases: all
 * truths stand positively in what allows and in what denies, so there Kleene's logic is exact.
 */
import type { Test } from '../condition/test.ts';
import { mostCases, openKeys } from './open-keys.ts';
import type { OpenKey } from './open-keys.ts';
import type { Query } from '../query.ts';
import { maybe, no } from '../truth.ts';
import type { Kleene } from '../truth.ts';
import type { BlockedBy, Outcome, PolicySet, Reason, StatementRef, Verdict } from '../types.ts';
import { implicitDenial, outcomeOf, verdictOf } from '../verdict.ts';
import { unseenIdentity, weigh } from '../weigh.ts';

/** `verdict`: what Kleene's logic left unknown. */
export function settle(query: Query, policies: PolicySet, verdict: Verdict): Verdict {
  const keys = openKeys(query, policies);
  if (keys.length === 0) return verdict;
  const fixed: Map<Test, Kleene> = new Map();
  // What is not split stays open, without being looked up again in every case.
  for (const key of keys) assign(key, key.ways?.length === 1 ? 0 : undefined, fixed);
  const undecided = keys.filter(({ ways }) => ways?.length !== 1);
  const tryAll = (split: readonly OpenKey[]) => joinCases(split, fixed, query, policies);
  const plain = tryAll([]);
  if (plain !== undefined) return plain;
  const { split, rest } = chooseSplit(undecided.filter(({ uses }) => uses > 1));
  const joined = split.length === 0 ? undefined : tryAll(split);
  // What is in the way of a denial must not depend on how often a key is asked for, so every key has its cases there.
  if (joined?.outcome === 'denied') return tryAll(chooseSplit(undecided).split) ?? joined;
  if (joined !== undefined) return joined;
  const unknown = nameDoubt(verdict, undecided, fixed, query, policies);
  return rest.length === 0 ? unknown : { ...unknown, approximate: true };
}

/** Keys with few ways first, as long as all their combinations can be tried. */
function chooseSplit(keys: readonly OpenKey[]): {
  readonly split: readonly OpenKey[];
  readonly rest: readonly OpenKey[];
} {
  const split: OpenKey[] = [];
  const rest: OpenKey[] = [];
  let cases = 1;
  for (const key of keys.toSorted((a, b) => waysOf(a) - waysOf(b))) {
    if (cases * waysOf(key) > mostCases) {
      rest.push(key);
      continue;
    }
    cases *= waysOf(key);
    split.push(key);
  }
  return { split, rest };
}

function waysOf({ ways }: OpenKey): number {
  return ways?.length ?? Number.POSITIVE_INFINITY;
}

/** `choice`: which of its ways; `undefined` leaves it open. */
function assign({ tests, ways }: OpenKey, choice: number | undefined, assigned: Map<Test, Kleene>): void {
  const way = choice === undefined ? undefined : ways?.[choice];
  for (const [index, { test }] of tests.entries()) assigned.set(test, way?.[index] ?? maybe);
}

/** Tries every combination of the keys' ways, the last key's changing fastest, until `visit` has seen enough. */
function everyCase(
  keys: readonly OpenKey[],
  fixed: ReadonlyMap<Test, Kleene>,
  visit: (assigned: ReadonlyMap<Test, Kleene>) => boolean,
): void {
  const assigned = new Map(fixed);
  const choices = keys.map(() => 0);
  for (const key of keys) assign(key, 0, assigned);
  for (;;) {
    if (!visit(assigned)) return;
    let place = keys.length - 1;
    for (; place >= 0; place--) {
      const key = keys[place];
      const choice = ((choices[place] ?? 0) + 1) % (key?.ways?.length ?? 1);
      choices[place] = choice;
      if (key !== undefined) assign(key, choice, assigned);
      if (choice > 0) break;
    }
    if (place < 0) return;
  }
}

/** A case's verdict, and why it is denied apart from any Deny. */
interface Tried {
  readonly verdict: Verdict;
  readonly allows: boolean;
  readonly silence: Verdict;
}

/** What holds in every case; `undefined` when the cases come out differently. */
function joinCases(
  split: readonly OpenKey[],
  fixed: ReadonlyMap<Test, Kleene>,
  query: Query,
  policies: PolicySet,
): Verdict | undefined {
  const tried: Tried[] = [];
  let alike = true;
  everyCase(split, fixed, (assigned) => {
    const inCase = { ...query, assigned };
    const weighed = weigh(inCase, policies);
    const outcome = outcomeOf(weighed);
    alike &&= outcome !== 'unknown' && outcome === (tried[0]?.verdict.outcome ?? outcome);
    if (!alike) return false;
    const verdict = verdictOf(weighed, inCase, policies);
    tried.push({ verdict, allows: weighed.allow !== no, silence: implicitDenial(weighed, inCase) });
    return true;
  });
  return alike ? joinTried(tried) : undefined;
}

/**
 * Where nothing allows in any case, that is the reason, though a Deny may strike in some; where a Deny strikes in some
 * cases and nothing allows in the others, the Deny is what has to be told.
 */
function joinTried(tried: readonly Tried[]): Verdict | undefined {
  const verdicts = tried.map(({ verdict }) => verdict);
  const [first] = verdicts;
  if (first?.outcome !== 'denied') return joinVerdicts(verdicts);
  const explicit = verdicts.filter(({ reason }) => reason === 'explicit-deny');
  if (explicit.length === verdicts.length || tried.some(({ allows }) => allows)) return joinVerdicts(explicit);
  return joinVerdicts(tried.map(({ silence }) => silence));
}

function joinVerdicts(verdicts: readonly Verdict[]): Verdict | undefined {
  const [first, ...others] = verdicts;
  if (first === undefined || others.length === 0) return first;
  const reasons = new Set(verdicts.map(({ reason }) => reason));
  return {
    outcome: first.outcome,
    reason: waysInNarrowestFirst.find((reason) => reasons.has(reason)) ?? first.reason,
    blockedBy: joinBlockedBy(verdicts),
    deciding: uniqueRefs(verdicts.flatMap(({ deciding }) => deciding)),
    unknownKeys: [],
  };
}

/** Where cases are allowed in different ways, the one that needs most is what all of them rest on. */
const waysInNarrowestFirst: readonly Reason[] = ['allowed-by-grant', 'allowed-by-identity-policy'];

/** What is in the way in every case; where it is another thing in each, all of them. */
function joinBlockedBy(verdicts: readonly Verdict[]): readonly BlockedBy[] {
  const all = [...new Set(verdicts.flatMap(({ blockedBy }) => blockedBy))];
  const always = all.filter((kind) => verdicts.every(({ blockedBy }) => blockedBy.includes(kind)));
  return always.length > 0 ? always : all;
}

function uniqueRefs(refs: readonly StatementRef[]): readonly StatementRef[] {
  return [...new Map(refs.map((ref) => [`${ref.policy} ${ref.policyIndex} ${ref.pointer}`, ref])).values()];
}

/** Which keys the outcome really depends on, and whether the doubt is about identity policies alone. */
function nameDoubt(
  verdict: Verdict,
  undecided: readonly OpenKey[],
  fixed: ReadonlyMap<Test, Kleene>,
  query: Query,
  policies: PolicySet,
): Verdict {
  const { split, rest } = chooseSplit(undecided);
  const outcomes = outcomesOf(split, fixed, query, policies);
  const open = outcomes.includes('unknown') ? rest : [];
  const unknownKeys = [...split.filter((_, index) => dependsOn(index, split, outcomes)), ...open].map(({ key }) => key);
  const byIdentity = unseenIdentity(query, policies) !== no && isDeniedWithout(split, fixed, query, policies);
  return { ...verdict, reason: byIdentity ? 'unknown-identity-policy' : 'unknown-context', unknownKeys };
}

function outcomesOf(
  split: readonly OpenKey[],
  fixed: ReadonlyMap<Test, Kleene>,
  query: Query,
  policies: PolicySet,
): readonly Outcome[] {
  const outcomes: Outcome[] = [];
  everyCase(split, fixed, (assigned) => {
    outcomes.push(outcomeOf(weigh({ ...query, assigned }, policies)));
    return true;
  });
  return outcomes;
}

/** Without the policies that are not in sight the request is denied in every case. */
function isDeniedWithout(
  split: readonly OpenKey[],
  fixed: ReadonlyMap<Test, Kleene>,
  query: Query,
  policies: PolicySet,
): boolean {
  return outcomesOf(split, fixed, { ...query, unseen: no }, policies).every((outcome) => outcome === 'denied');
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
