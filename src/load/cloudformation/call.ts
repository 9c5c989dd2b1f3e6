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
  return resolver.stack.hole('a value that cannot be resolved');
}
