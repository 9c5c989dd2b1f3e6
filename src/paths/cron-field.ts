/** The numeric part of a cron field: values, names, ranges, steps and lists. */

export type CronFieldName = 'minutes' | 'hours' | 'day-of-month' | 'month' | 'day-of-week' | 'year';

export interface CronFieldSpec {
  readonly name: CronFieldName;
  readonly first: number;
  readonly last: number;
  /** Names for the values from `first` on. */
  readonly names?: readonly string[];
  /** What the field takes, in words, for messages. */
  readonly expected: string;
}

/** https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html */
export const cronFields: readonly CronFieldSpec[] = [
  { name: 'minutes', first: 0, last: 59, expected: '0-59 with , - * /' },
  { name: 'hours', first: 0, last: 23, expected: '0-23 with , - * /' },
  { name: 'day-of-month', first: 1, last: 31, expected: '1-31 with , - * ? / L W' },
  {
    name: 'month',
    first: 1,
    last: 12,
    names: ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'],
    expected: '1-12 or JAN-DEC with , - * /',
  },
  {
    name: 'day-of-week',
    first: 1,
    last: 7,
    names: ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'],
    expected: '1-7 or SUN-SAT (1 is Sunday) with , - * ? / L #',
  },
  { name: 'year', first: 1970, last: 2199, expected: '1970-2199 with , - * /' },
];

/** A value or name of the field; `undefined`: neither. */
export function parseCronValue(text: string, { first, last, names = [] }: CronFieldSpec): number | undefined {
  const named = names.indexOf(text.toUpperCase());
  if (named >= 0) return first + named;
  if (!/^\d{1,4}$/.test(text)) return undefined;
  const value = Number(text);
  return value >= first && value <= last ? value : undefined;
}

/** Every value of a list, in order; or the item that is none. */
export function parseCronList(text: string, spec: CronFieldSpec): readonly number[] | { readonly wrong: string } {
  const values = new Set<number>();
  for (const item of text.split(',')) {
    const parsed = parseItem(item, spec);
    if (parsed === undefined) return { wrong: item };
    for (const value of parsed) values.add(value);
  }
  return [...values].sort((left, right) => left - right);
}

/** `5`, `1-5`, `*`, and each with `/step`: `0/15`, `9-17/2`, `*\/10`. */
function parseItem(item: string, spec: CronFieldSpec): readonly number[] | undefined {
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d{0,3}$/.test(step))) return undefined;
  const bounds = parseRange(range, step !== undefined, spec);
  return bounds && rangeValues(bounds, Number(step ?? 1), spec);
}

function parseRange(
  text: string,
  hasStep: boolean,
  spec: CronFieldSpec,
): { readonly from: number; readonly to: number } | undefined {
  if (text === '*') return { from: spec.first, to: spec.last };
  const [start = '', end, ...more] = text.split('-');
  const from = parseCronValue(start, spec);
  if (from === undefined || more.length > 0) return undefined;
  if (end === undefined) return { from, to: hasStep ? spec.last : from };
  const to = parseCronValue(end, spec);
  return to === undefined ? undefined : { from, to };
}

/** Ranges may run over the end, as `FRI-MON` does, but not over the end of time. */
function rangeValues(
  { from, to }: { readonly from: number; readonly to: number },
  step: number,
  { name, first, last }: CronFieldSpec,
): readonly number[] | undefined {
  const span = last - first + 1;
  if (to < from && name === 'year') return undefined;
  const length = to >= from ? to - from : to - from + span;
  const values: number[] = [];
  for (let offset = 0; offset <= length; offset += step) values.push(first + ((from - first + offset) % span));
  return values;
}
