/** Values of context keys under which the conditions of a policy can differ: its literals, something else, nothing. */
import { conditionKeyOf } from '../iam/condition-keys.ts';
import type { ConditionEntry, StatementView } from '../iam/types.ts';

/** Context keys in lower case; a key that is not in it is absent. */
export type Assignment = ReadonlyMap<string, string>;

/** A value that no policy names. */
const otherText = 'backuplint-other';
const otherAddress = '198.51.100.77';
const day = 86_400;

type Samples = (literal: string) => readonly string[];

/** By the operator's name without set operator and `IfExists`. */
const samplesByFamily: readonly (readonly [RegExp, Samples])[] = [
  [/^Bool$/i, () => ['true', 'false']],
  [/^Null$/i, () => [otherText]],
  [/^Numeric/i, (literal) => around(Number(literal), 1).map(String)],
  [/^Date/i, (literal) => around(secondsOf(literal), day).map((seconds) => new Date(seconds * 1000).toISOString())],
  [/IpAddress$/i, (literal) => [literal.replace(/\/.*$/, ''), otherAddress]],
  [/./, (literal) => [literal.replaceAll(/[*?]/g, 'x'), otherText]],
];

/** Every value worth trying for a condition's key. */
export function samplesOf({ operator, key, values }: ConditionEntry): string[] {
  // Whatever it is compared with, such a key has one of two values.
  if (conditionKeyOf(key)?.type === 'Bool') return ['true', 'false'];
  const family = operator.replace(/^For(?:AnyValue|AllValues):/i, '').replace(/IfExists$/i, '');
  const samples = samplesByFamily.find(([name]) => name.test(family))?.[1];
  return samples === undefined ? [] : [...new Set(values.flatMap((value) => samples(value)))];
}

/** The values with which a statement's conditions hold, as far as one value for each key can make them. */
export function witnessOf({ conditions }: StatementView): Assignment {
  const positive = conditions.filter((condition) => !isNegated(condition));
  return new Map(
    positive.flatMap((entry) =>
      samplesOf(entry)
        .slice(0, 1)
        .map((value) => [entry.key.toLowerCase(), value]),
    ),
  );
}

function isNegated({ operator, values }: ConditionEntry): boolean {
  return /Not/i.test(operator) || (/^Null$/i.test(operator) && values.some((value) => value.toLowerCase() === 'true'));
}

function around(middle: number, step: number): number[] {
  return Number.isFinite(middle) ? [middle, middle - step, middle + step] : [];
}

function secondsOf(literal: string): number {
  return /^\d+$/.test(literal) ? Number(literal) : Date.parse(literal) / 1000;
}
