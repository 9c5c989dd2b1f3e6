/** Whether it matters in which order policies are merged. */
import { isSameJson } from '../estate/linking/merge.ts';
import { mergePolicies, shown, type PolicySource } from './merge.ts';

/** Of policies at one level: the first that was attached counts. */
export function attachmentMatters(policies: readonly PolicySource[]): boolean {
  return pairs(policies).some(([a, b]) => !isSame([[a, b]], [[b, a]]));
}

/** Of policies whose levels are not known. */
export function levelsMatter(policies: readonly PolicySource[]): boolean {
  return pairs(policies).some(([a, b]) => !isSame([[a], [b]], [[b], [a]]));
}

type Levels = readonly (readonly PolicySource[])[];

function isSame(left: Levels, right: Levels): boolean {
  return isSameJson(meaning(shown(mergePolicies(left).policy)), meaning(shown(mergePolicies(right).policy)));
}

/** Regions, types and tag values are sets. */
function meaning(value: unknown): unknown {
  if (Array.isArray(value)) return value.toSorted((a, b) => (String(a) < String(b) ? -1 : 1));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name.toLowerCase(), meaning(each)]));
}

function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((first, index) => items.slice(index + 1).map((second) => [first, second] as const));
}
