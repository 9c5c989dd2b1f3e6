import { kleene } from '../truth.ts';
import type { Comparison } from './comparison.ts';
import { splitValues, textOf, withTemplates } from './comparison.ts';
import type { Operator } from './operator.ts';

/** `true` and `false` in any letter case; other texts equal nothing (inferred). */
export function compareBool(_operator: Operator, values: readonly string[], variables: boolean): Comparison {
  const { plain, templates } = splitValues(values, variables);
  const folded = new Set(plain.map((value) => value.toLowerCase()).filter(isBool));
  return withTemplates(
    (value) => folded.has(value.toLowerCase()),
    templates,
    (value, pieces) => kleene(isBool(value.toLowerCase()) && textOf(pieces).toLowerCase() === value.toLowerCase()),
  );
}

function isBool(text: string): boolean {
  return text === 'true' || text === 'false';
}
