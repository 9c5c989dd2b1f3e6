import type { Glob } from '../glob.ts';
import { appendLiteral, appendPattern, compileGlob, isWild, matchGlob } from '../glob.ts';
import { kleene } from '../truth.ts';
import type { Comparison, ResolvedPiece } from './comparison.ts';
import { splitValues, textOf, withTemplates } from './comparison.ts';
import type { Operator } from './operator.ts';

/** A star is a wildcard under `StringLike` alone; elsewhere it is a star. */
export function compareString({ name }: Operator, values: readonly string[], variables: boolean): Comparison {
  if (name.endsWith('Like')) return compareLike(values, variables);
  if (name.endsWith('IgnoreCase')) return compareFolded(values, variables);
  const { plain, templates } = splitValues(values, variables);
  return withTemplates(oneOf(plain), templates, (value, pieces) => kleene(value === textOf(pieces)));
}

function oneOf(values: readonly string[]): (value: string) => boolean {
  if (values.length > 8) {
    const set = new Set(values);
    return (value) => set.has(value);
  }
  return (value) => values.includes(value);
}

function compareFolded(values: readonly string[], variables: boolean): Comparison {
  const { plain, templates } = splitValues(values, variables);
  const among = oneOf(plain.map((value) => value.toLowerCase()));
  return withTemplates(
    (value) => among(value.toLowerCase()),
    templates,
    (value, pieces) => kleene(value.toLowerCase() === textOf(pieces).toLowerCase()),
  );
}

function compareLike(values: readonly string[], variables: boolean): Comparison {
  const { plain, templates } = splitValues(values, variables);
  const exact = oneOf(plain.filter((value) => !isWild(value)));
  const globs = plain.filter(isWild).map(compileGlob);
  return withTemplates(
    (value) => exact(value) || globs.some((glob) => matchGlob(glob, value)),
    templates,
    (value, pieces) => kleene(matchGlob(globOf(pieces), value)),
  );
}

export function globOf(pieces: readonly ResolvedPiece[]): Glob {
  const codes: number[] = [];
  for (const { text, wild } of pieces) {
    if (wild) appendPattern(codes, text);
    else appendLiteral(codes, text);
  }
  return codes;
}
