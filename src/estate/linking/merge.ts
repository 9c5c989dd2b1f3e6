/** Making one thing of what several fragments say: the first that says it counts, files before the live account. */
import { hasHole } from '../hole.ts';
import type { Origin } from '../origin.ts';

interface Ranked {
  readonly origin: Origin;
  readonly mentioned?: true;
}

/** Files before live values (they are what will be deployed), descriptions before mentions, else as they came. */
export function byPrecedence<F extends Ranked>(fragments: readonly F[]): readonly F[] {
  if (fragments.length < 2) return fragments;
  const rank = ({ origin, mentioned }: F): number => (origin.kind === 'live' ? 2 : 0) + (mentioned === true ? 1 : 0);
  return fragments.toSorted((a, b) => rank(a) - rank(b));
}

/** The members that any of the fragments states, each from the first that does. */
export function firstStated<F extends object, Member extends keyof F>(
  fragments: readonly F[],
  members: readonly Member[],
): { [M in Member]?: Exclude<F[M], undefined> } {
  const stated: { [M in Member]?: Exclude<F[M], undefined> } = {};
  for (const fragment of fragments) {
    for (const member of members) {
      const value = fragment[member];
      if (value === undefined || Object.hasOwn(stated, member)) continue;
      stated[member] = value as Exclude<F[Member], undefined>;
    }
  }
  return stated;
}

/** Whether two JSON values say the same, whatever their layout and the order of their keys. Without recursion. */
export function isSameJson(a: unknown, b: unknown): boolean {
  const open: [unknown, unknown][] = [[a, b]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [left, right] = pair;
    if (left === right) continue;
    if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
    const parts = Object.entries(left);
    if (Array.isArray(left) !== Array.isArray(right) || parts.length !== Object.keys(right).length) return false;
    for (const [key, part] of parts) {
      if (!Object.hasOwn(right, key)) return false;
      open.push([part, Object.getOwnPropertyDescriptor(right, key)?.value]);
    }
  }
  return true;
}

/** How reports name a thing: by its ARN where all of that is known, else as its inputs call it. */
export function subjectOf(arn: string | undefined, called: string): string {
  return arn === undefined || hasHole(arn) ? called : arn;
}

/** How a place is called in messages. */
export function placeInWords(origin: Origin): string {
  if (origin.kind === 'live') return origin.arn;
  return origin.pointer === '' ? origin.file : `${origin.file}#${origin.pointer}`;
}
