/** A call of an intrinsic function. */
import type { Place } from './place.ts';
import type { Resolver } from './resolver.ts';

export interface Call {
  /** What the function is given, unresolved, and where that stands. */
  readonly given: unknown;
  readonly place: Place;
  /** Where its value stands. */
  readonly at: Place;
  readonly resolver: Resolver;
}

/** Says once what is wrong; the value is not known then. */
export function refuse({ place, resolver }: Call, message: string): string {
  resolver.stack.complain(place.written, message);
  return resolver.stack.holeFor('a value that cannot be resolved', place.written);
}

/** The hole for what the function would come to; `given`: all that this depends on. */
export function openCall({ given, place, resolver }: Call, what: string, words = given): string {
  return resolver.stack.holeFor(what, isShallow(words) ? JSON.stringify([what, words]) : place.written);
}

/** Nobody writes deeper; what is deeper is the same in its own place only. */
const deepest = 30;

function isShallow(value: unknown): boolean {
  let level: readonly unknown[] = [value];
  for (let depth = 0; depth < deepest && level.length > 0; depth++) {
    level = level.flatMap((each) => (typeof each === 'object' && each !== null ? Object.values(each) : []));
  }
  return level.length === 0;
}
