import { kleene } from '../truth.ts';
import type { Comparison } from './comparison.ts';
import type { Operator } from './operator.ts';

type Order = (value: number, limit: number) => boolean;

const orders: readonly (readonly [suffix: string, order: Order])[] = [
  ['LessThanEquals', (value, limit) => value <= limit],
  ['GreaterThanEquals', (value, limit) => value >= limit],
  ['LessThan', (value, limit) => value < limit],
  ['GreaterThan', (value, limit) => value > limit],
  ['Equals', (value, limit) => value === limit],
];

/** Numbers and dates: no wildcards and no variables. A text of another type matches nothing (inferred). */
export function compareNumber({ name, family }: Operator, values: readonly string[]): Comparison {
  const parse = family === 'date' ? parseDate : parseNumber;
  const order = orders.find(([suffix]) => name.endsWith(suffix))?.[1];
  const limits = values.map(parse).filter((limit) => limit !== undefined);
  return (text) => {
    const value = parse(text);
    if (value === undefined || order === undefined) return kleene(false);
    return kleene(limits.some((limit) => order(value, limit)));
  };
}

export function parseNumber(text: string): number | undefined {
  return /^[+-]?\d+(\.\d+)?$/.test(text.trim()) ? Number(text) : undefined;
}

const isoDate = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i;

/** Seconds since 1970, from an ISO 8601 date (UTC where it names no zone) or from such a number. */
export function parseDate(text: string): number | undefined {
  const trimmed = text.trim();
  const seconds = parseNumber(trimmed);
  if (seconds !== undefined) return seconds;
  if (!isoDate.test(trimmed)) return undefined;
  const zoned = /T/i.test(trimmed) && !/(Z|[+-]\d\d:?\d\d)$/i.test(trimmed) ? `${trimmed}Z` : trimmed;
  const milliseconds = Date.parse(zoned.toUpperCase());
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
