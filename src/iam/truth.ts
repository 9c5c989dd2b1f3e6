import type { Truth } from './types.ts';

/** Kleene's three values as numbers, so that AND is the minimum, OR the maximum, and NOT the mirror. */
export type Kleene = 0 | 1 | 2;

export const no = 0;
export const maybe = 1;
export const yes = 2;

export function both(a: Kleene, b: Kleene): Kleene {
  return a < b ? a : b;
}

export function either(a: Kleene, b: Kleene): Kleene {
  return a > b ? a : b;
}

export function not(a: Kleene): Kleene {
  return (2 - a) as Kleene;
}

/** What is left when two cases are both possible. */
export function join(a: Kleene, b: Kleene): Kleene {
  return a === b ? a : maybe;
}

export function kleene(truth: boolean): Kleene {
  return truth ? yes : no;
}

export function toTruth(a: Kleene): Truth {
  return a === maybe ? 'unknown' : a === yes;
}
