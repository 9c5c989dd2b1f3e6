import { kleene } from '../truth.ts';
import type { Comparison } from './comparison.ts';
import type { Operator } from './operator.ts';

/** Base64 texts of equal bytes; padding may be left out. */
export function compareBinary(_operator: Operator, values: readonly string[]): Comparison {
  const wanted = new Set(values.map(unpadded));
  return (value) => kleene(wanted.has(unpadded(value)));
}

function unpadded(base64: string): string {
  return base64.replace(/={1,2}$/, '');
}
