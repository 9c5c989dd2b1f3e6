/** Comparisons where a template leaves part of the policy's values, or of the request's, open. */
import { hasHole } from '../../estate/hole.ts';
import { mayMatch, surelyMatches } from '../open-text.ts';
import { hasTemplate } from '../template.ts';
import { either, maybe, no, yes } from '../truth.ts';
import type { Kleene } from '../truth.ts';
import type { Comparison } from './comparison.ts';
import type { Operator } from './operator.ts';

/** The comparison with the known values, left open where something that is known in part may be equal. */
export function openToHoles(known: Comparison, operator: Operator, values: readonly string[]): Comparison {
  const open = values.filter(hasHole);
  return (value, context) => {
    if (hasHole(value)) return compareAll(values, value, operator);
    const truth = open.length === 0 ? no : compareAll(open, value, operator);
    return either(truth, known(value, context));
  };
}

function compareAll(values: readonly string[], value: string, operator: Operator): Kleene {
  let result: Kleene = no;
  for (const each of values) result = either(result, compareOpen(each, value, operator));
  return result;
}

/** Numbers, dates and addresses that are known in part may be any. */
function compareOpen(written: string, value: string, { family, name }: Operator): Kleene {
  if (family !== 'string' && family !== 'arn') return maybe;
  const [ours, theirs] = name.endsWith('IgnoreCase') ? [written.toLowerCase(), value.toLowerCase()] : [written, value];
  const pattern = { text: ours, wild: family === 'arn' || name.endsWith('Like') };
  if (!hasTemplate(written) && surelyMatches(pattern, theirs) && isArnIfNeeded(written, family)) return yes;
  return mayMatch(pattern, theirs) ? maybe : no;
}

/** A pattern that is no ARN is like none. */
function isArnIfNeeded(written: string, family: Operator['family']): boolean {
  return family !== 'arn' || written.split(':').length > 5;
}
