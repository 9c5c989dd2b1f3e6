/** Values of context keys under which the conditions of a policy can differ: its literals, something else, nothing. */
import { conditionKeyOf } from '../iam/condition-keys.ts';
import type { ConditionEntry, StatementView } from '../iam/types.ts';

/** Context keys in lower case; a key that is not in it is absent. */
export type Assignment = ReadonlyMap<string, string>;

/** A value that no policy names. */
const otherText = 'backuplint-other';
const otherAddress = '198.51.100.77';
const day = 86_400;

/** Values that tell something of one literal: the first equals it, then lower and higher ones where there are such. */
interface Samples {
  readonly equal: string;
  readonly lower: string;
  readonly higher: string;
}

/** By the operator's name without set operator and `IfExists`. */
const samplersByFamily: readonly (readonly [RegExp, (literal: string) => Samples])[] = [
  [/^Null$/i, () => unordered(otherText, otherText)],
  [/^Numeric/i, (literal) => around(Number(literal), 1, String)],
  [/^Date/i, (literal) => around(secondsOf(literal), day, (seconds) => new Date(seconds * 1000).toISOString())],
  [/IpAddress$/i, (literal) => unordered(literal.replace(/\/.*$/, ''), otherAddress)],
  [/./, (literal) => unordered(literal.replaceAll(/[*?]/g, 'x'), otherText)],
];

/** Every value worth trying for a condition's key. */
export function samplesOf(entry: ConditionEntry): string[] {
  const samples = entry.values.flatMap((value) => Object.values(samplesFor(entry, value)) as string[]);
  return [...new Set(samples)];
}

function samplesFor(entry: ConditionEntry, literal: string): Samples {
  const family = familyOf(entry);
  if (isBool(entry, family)) return flags(literal.toLowerCase());
  const sampler = samplersByFamily.find(([name]) => name.test(family))?.[1];
  return sampler?.(literal) ?? unordered(literal, otherText);
}

function flags(flag: string): Samples {
  return unordered(flag, flag === 'true' ? 'false' : 'true');
}

/** Whatever it is compared with, such a key has one of two values. */
function isBool({ key }: ConditionEntry, family: string): boolean {
  return family !== 'Null' && (/^Bool$/i.test(family) || conditionKeyOf(key)?.type === 'Bool');
}

function familyOf({ operator }: ConditionEntry): string {
  return operator.replace(/^For(?:AnyValue|AllValues):/i, '').replace(/IfExists$/i, '');
}

function unordered(equal: string, other: string): Samples {
  return { equal, lower: other, higher: other };
}

function around(middle: number, step: number, write: (value: number) => string): Samples {
  if (!Number.isFinite(middle)) return unordered(otherText, otherText);
  return { equal: write(middle), lower: write(middle - step), higher: write(middle + step) };
}

function secondsOf(literal: string): number {
  return /^\d+$/.test(literal) ? Number(literal) : Date.parse(literal) / 1000;
}

/** The values with which a statement's conditions hold, as far as one value for each key can make them. */
export function witnessOf({ conditions }: StatementView): Assignment {
  return valuesFor(
    conditions.filter((entry) => !holdsWhenAbsent(entry)),
    holdingValue,
  );
}

/** The values with which those of a statement's conditions fail that hold while their keys are absent. */
export function escapeOf({ conditions }: StatementView): Assignment {
  return valuesFor(conditions.filter(holdsWhenAbsent), failingValue);
}

function valuesFor(
  conditions: readonly ConditionEntry[],
  valueOf: (entry: ConditionEntry, samples: Samples) => string,
): Assignment {
  const values = conditions.flatMap((entry) => {
    const [literal] = entry.values;
    return literal === undefined
      ? []
      : [[entry.key.toLowerCase(), valueOf(entry, samplesFor(entry, literal))] as const];
  });
  return new Map(values);
}

/** Of a condition that fails without its key. */
function holdingValue(entry: ConditionEntry, { equal, lower, higher }: Samples): string {
  const family = familyOf(entry);
  if (/LessThan$/i.test(family)) return lower;
  return /GreaterThan$|Not/i.test(family) ? higher : equal;
}

/** Of a condition that holds without its key. */
function failingValue(entry: ConditionEntry, { equal, lower, higher }: Samples): string {
  const family = familyOf(entry);
  if (/Not|^Null$/i.test(family)) return equal;
  return /GreaterThan/i.test(family) ? lower : higher;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
function holdsWhenAbsent({ operator, values }: ConditionEntry): boolean {
  if (/^ForAnyValue:/i.test(operator)) return false;
  if (/^Null$/i.test(operator)) return values.some((value) => value.toLowerCase() === 'true');
  return /Not|^ForAllValues:|IfExists$/i.test(operator);
}
