/**
 * Policies of a template. A statement that depends on an open condition becomes one for each way it may go, bound to the
 * condition by its own `Bool` test, so that the evaluator tries both.
 */
import { branchKey } from '../../estate/hole.ts';
import { isSameJson } from '../../estate/linking/merge.ts';
import { isObject, type JsonObject } from '../kinds/kind.ts';
import type { Undecided } from './conditions.ts';
import { inside, type Place } from './place.ts';
import type { Resolver } from './resolver.ts';
import { intrinsicOf, own } from './template.ts';

/** A statement with more open conditions than that has holes instead of branches. */
const mostOpen = 3;

/** `undefined`: there is none. */
export function resolvePolicy(resolver: Resolver, written: unknown, place: Place): unknown {
  const taken = branchesOf(resolver, written, place);
  const [only, ...others] = taken;
  const document = only?.value;
  if (others.length > 0 || !isObject(document) || !Object.hasOwn(document, 'Statement')) {
    return resolver.resolve(written, place);
  }
  const at = { written: only?.written ?? place.written, shown: place.shown };
  if (at.written !== place.written) resolver.shifts.note(at);
  const members = Object.entries(document).map(([name, value]): [string, unknown] => {
    const inner = inside(at, name);
    return [name, name === 'Statement' ? statements(resolver, value, inner) : resolver.resolve(value, inner)];
  });
  return Object.fromEntries(members.filter(([, value]) => value !== undefined));
}

interface Branch {
  readonly value: unknown;
  readonly written: string;
  readonly resolver: Resolver;
}

/** What `Fn::If` makes of a value: one branch, or two where the condition is open. */
function branchesOf(resolver: Resolver, value: unknown, { written }: Pick<Place, 'written'>): readonly Branch[] {
  const intrinsic = intrinsicOf(value);
  const choice = intrinsic?.name === 'Fn::If' ? intrinsic.given : undefined;
  if (!Array.isArray(choice) || typeof choice[0] !== 'string' || choice.length !== 3) {
    return [{ value, written, resolver }];
  }
  const decided = resolver.decide(choice[0]);
  const branch = (index: number, taken: Resolver): readonly Branch[] =>
    branchesOf(taken, choice[index], { written: `${written}/Fn::If/${index}` });
  if (typeof decided === 'boolean') return branch(decided ? 1 : 2, resolver);
  return [...branch(1, assuming(resolver, decided, true)), ...branch(2, assuming(resolver, decided, false))];
}

function assuming(resolver: Resolver, { base, negated }: Undecided, isTrue: boolean): Resolver {
  return resolver.assuming(base, isTrue !== negated);
}

function statements(resolver: Resolver, value: unknown, place: Place): unknown {
  const found = branchesOf(resolver, value, place).flatMap((branch): readonly Branch[] => {
    const { value: list, written, resolver: taken } = branch;
    if (!Array.isArray(list)) return [branch];
    return list.flatMap((each: unknown, index) => branchesOf(taken, each, { written: `${written}/${index}` }));
  });
  const [first] = found;
  // A policy of one statement may have it without a list.
  if (found.length === 1 && first?.written === place.written && openIn(resolver, first.value).length === 0) {
    return resolver.resolve(value, place);
  }
  const list: unknown[] = [];
  for (const branch of found) {
    for (const variant of variants(branch)) {
      const at = resolver.shifts.note({ written: branch.written, shown: inside(place, list.length).shown });
      const resolved = variant.resolve(branch.value, at);
      if (resolved !== undefined) list.push(bound(resolved, variant));
    }
  }
  return list;
}

/** One for each way that the open conditions inside the statement may go, where that makes a difference. */
function variants({ value, resolver }: Branch): readonly Resolver[] {
  const open = openIn(resolver, value);
  if (open.length === 0 || open.length > mostOpen) return [resolver];
  const all = open.reduce<readonly Resolver[]>(
    (ways, base) => ways.flatMap((way) => [way.assuming(base, true), way.assuming(base, false)]),
    [resolver],
  );
  const nowhere = { written: '', shown: '' };
  const [first, ...others] = all.map((way) => way.resolve(value, nowhere));
  return others.every((other) => isSameJson(first, other)) ? [resolver] : all;
}

/** The bases of open conditions in a value. */
function openIn(resolver: Resolver, value: unknown): readonly string[] {
  const bases = new Set<string>();
  const left: unknown[] = [value];
  for (let steps = 0; left.length > 0 && steps < 100_000; steps++) {
    const next = left.pop();
    const intrinsic = intrinsicOf(next);
    const condition: unknown =
      intrinsic?.name === 'Fn::If' && Array.isArray(intrinsic.given) ? intrinsic.given[0] : undefined;
    const decided = typeof condition === 'string' ? resolver.decide(condition) : true;
    if (typeof decided !== 'boolean') bases.add(decided.base);
    if (typeof next === 'object' && next !== null) left.push(...Object.values(next));
  }
  return [...bases];
}

/** The statement with the conditions on which it is there. */
function bound(statement: unknown, { assumed, stack }: Resolver): unknown {
  if (assumed.size === 0 || !isObject(statement)) return statement;
  const tests = Object.fromEntries([...assumed].map(([base, value]) => [branchKey(stack.label(base)), String(value)]));
  const { Condition: condition = {}, ...rest } = statement;
  if (!isObject(condition)) return statement;
  const bool = own(condition, 'Bool');
  return {
    ...rest,
    Condition: { ...condition, Bool: { ...(isObject(bool) ? bool : {}), ...tests } },
  } satisfies JsonObject;
}
