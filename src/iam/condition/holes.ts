import { globAroundHoles, matchGlob } from '../glob.ts';
import { maybe, yes } from '../truth.ts';
import type { Comparison } from './comparison.ts';
import type { Operator } from './operator.ts';

/** The comparison with the known values, left open where one that is known in part may equal the request's. */
export function openToHoles(known: Comparison, operator: Operator, open: readonly string[]): Comparison {
  const mayEqual = open.map((value) => mayBe(value, operator));
  return (value, context) => {
    const truth = known(value, context);
    return truth !== yes && mayEqual.some((may) => may(value)) ? maybe : truth;
  };
}

/** Numbers, dates and addresses that are known in part may be any. */
function mayBe(text: string, { family, name }: Operator): (value: string) => boolean {
  if (family !== 'string' && family !== 'arn') return () => true;
  const ignoresCase = name.endsWith('IgnoreCase');
  const wild = family === 'arn' || name.endsWith('Like');
  const glob = globAroundHoles(ignoresCase ? text.toLowerCase() : text, wild);
  return (value) => matchGlob(glob, ignoresCase ? value.toLowerCase() : value);
}
