/**
 * AWS's cron expressions of six fields. AWS Backup takes no others: `rate(…)` is refused by its API.
 * https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
 */
import { cronFields, parseCronList, parseCronValue } from './cron-field.ts';
import type { CronFieldName, CronFieldSpec } from './cron-field.ts';

/** Which days of a month; weekdays are 1 (Sunday) to 7. */
export type DayRule =
  | { readonly kind: 'days'; readonly days: readonly number[] }
  /** `L`, and `L-2`: so many days before the last. */
  | { readonly kind: 'last-day'; readonly before: number }
  /** `LW` */
  | { readonly kind: 'last-working-day' }
  /** `15W`: the Monday to Friday nearest to it, in the same month. */
  | { readonly kind: 'nearest-working-day'; readonly day: number }
  | { readonly kind: 'weekdays'; readonly weekdays: readonly number[] }
  /** `6L`: the last Friday. */
  | { readonly kind: 'last-weekday'; readonly weekday: number }
  /** `3#2`: the second Tuesday. */
  | { readonly kind: 'nth-weekday'; readonly weekday: number; readonly nth: number };

export interface Schedule {
  readonly minutes: readonly number[];
  readonly hours: readonly number[];
  readonly months: readonly number[];
  readonly years: readonly number[];
  readonly days: DayRule;
  /** Parts that AWS's page does not describe though its scheduler is known to be of a kind that has them: `LW`, `L-3`. */
  readonly undocumented: readonly string[];
}

interface ScheduleProblem {
  /** Absent where the expression as a whole is wrong. */
  readonly field?: CronFieldName;
  readonly found: string;
  readonly expected: string;
  /** One sentence with both. */
  readonly message: string;
}

export type ParsedSchedule =
  | { readonly ok: true; readonly schedule: Schedule }
  | { readonly ok: false; readonly problem: ScheduleProblem };

export function parseSchedule(expression: string): ParsedSchedule {
  const fields = /^cron\((.*)\)$/.exec(expression)?.[1]?.trim().split(/\s+/);
  if (fields === undefined) return wrongForm(expression);
  if (fields.length !== cronFields.length || fields[0] === '') {
    const count = fields[0] === '' ? 0 : fields.length;
    return failure({
      found: expression,
      expected: 'six fields: minutes hours day-of-month month day-of-week year',
      message: `the cron expression has ${count} ${count === 1 ? 'field' : 'fields'}, AWS's have six: minutes hours day-of-month month day-of-week year`,
    });
  }
  return parseFields(fields);
}

function wrongForm(expression: string): ParsedSchedule {
  const expected = 'cron(minutes hours day-of-month month day-of-week year)';
  const isRate = /^\s*rate\s*\(/i.test(expression);
  const message = isRate
    ? `AWS Backup does not accept rate expressions; it expects ${expected}`
    : `the schedule is not of the form ${expected}`;
  return failure({ found: expression, expected, message });
}

function failure(problem: ScheduleProblem): ParsedSchedule {
  return { ok: false, problem };
}

/** The parse of one field: its value, or what was wrong in it. */
type Field<Value> = { readonly value: Value; readonly undocumented?: string } | { readonly problem: ScheduleProblem };

function parseFields(fields: readonly string[]): ParsedSchedule {
  const minutes = parseNumbers(fields, 0);
  if ('problem' in minutes) return failure(minutes.problem);
  const hours = parseNumbers(fields, 1);
  if ('problem' in hours) return failure(hours.problem);
  const days = parseDays(fields);
  if ('problem' in days) return failure(days.problem);
  const months = parseNumbers(fields, 3);
  if ('problem' in months) return failure(months.problem);
  const years = parseNumbers(fields, 5);
  if ('problem' in years) return failure(years.problem);
  return {
    ok: true,
    schedule: {
      minutes: minutes.value,
      hours: hours.value,
      days: days.value,
      months: months.value,
      years: years.value,
      undocumented: days.undocumented === undefined ? [] : [days.undocumented],
    },
  };
}

function parseNumbers(fields: readonly string[], index: number): Field<readonly number[]> {
  const [text, spec] = fieldAt(fields, index);
  const values = parseCronList(text, spec);
  return 'wrong' in values ? { problem: fieldProblem(spec, values.wrong) } : { value: values };
}

function fieldAt(fields: readonly string[], index: number): readonly [string, CronFieldSpec] {
  const spec = cronFields[index];
  if (spec === undefined) throw new Error(`There is no cron field ${index}`);
  return [fields[index] ?? '', spec];
}

function fieldProblem({ name, expected }: CronFieldSpec, found: string): ScheduleProblem {
  return { field: name, found, expected, message: `the ${name} field holds "${found}", expected ${expected}` };
}

/** One of the two day fields must be `?`, and only one. */
function parseDays(fields: readonly string[]): Field<DayRule> {
  const [ofMonth, monthSpec] = fieldAt(fields, 2);
  const [ofWeek, weekSpec] = fieldAt(fields, 4);
  if (ofMonth === '?' && ofWeek !== '?') return parseDayOfWeek(ofWeek, weekSpec);
  if (ofWeek === '?' && ofMonth !== '?') return parseDayOfMonth(ofMonth, monthSpec);
  const both = ofMonth === '?' ? '? in both day fields' : `"${ofMonth}" and "${ofWeek}"`;
  return {
    problem: {
      field: 'day-of-week',
      found: `${ofMonth} … ${ofWeek}`,
      expected: '? in exactly one of day-of-month and day-of-week',
      message: `the day-of-month and day-of-week fields hold ${both}, expected ? in exactly one of them`,
    },
  };
}

function parseDayOfMonth(text: string, spec: CronFieldSpec): Field<DayRule> {
  const upper = text.toUpperCase();
  if (upper === 'L') return { value: { kind: 'last-day', before: 0 } };
  if (upper === 'LW') return { value: { kind: 'last-working-day' }, undocumented: text };
  const before = /^L-(\d{1,2})$/.exec(upper)?.[1];
  if (before !== undefined && Number(before) <= 30) {
    return { value: { kind: 'last-day', before: Number(before) }, undocumented: text };
  }
  const nearest = /^(\d{1,2})W$/.exec(upper)?.[1];
  const day = nearest === undefined ? undefined : parseCronValue(nearest, spec);
  if (day !== undefined) return { value: { kind: 'nearest-working-day', day } };
  const days = parseCronList(text, spec);
  return 'wrong' in days ? { problem: fieldProblem(spec, days.wrong) } : { value: { kind: 'days', days } };
}

function parseDayOfWeek(text: string, spec: CronFieldSpec): Field<DayRule> {
  const upper = text.toUpperCase();
  // The last day of the week is Saturday.
  if (upper === 'L') return { value: { kind: 'weekdays', weekdays: [spec.last] } };
  const last = /^(\w+)L$/.exec(upper)?.[1];
  const weekday = last === undefined ? undefined : parseCronValue(last, spec);
  if (weekday !== undefined) return { value: { kind: 'last-weekday', weekday } };
  if (text.includes('#')) return parseNthWeekday(text, spec);
  const weekdays = parseCronList(text, spec);
  return 'wrong' in weekdays
    ? { problem: fieldProblem(spec, weekdays.wrong) }
    : { value: { kind: 'weekdays', weekdays } };
}

function parseNthWeekday(text: string, spec: CronFieldSpec): Field<DayRule> {
  const [day = '', count = '', ...more] = text.split('#');
  const weekday = parseCronValue(day, spec);
  if (weekday === undefined || more.length > 0 || !/^[1-5]$/.test(count)) {
    const expected = 'a single weekday#count such as 3#2, the second Tuesday';
    const message = `the day-of-week field holds "${text}", expected ${expected}`;
    return { problem: { field: spec.name, found: text, expected, message } };
  }
  return { value: { kind: 'nth-weekday', weekday, nth: Number(count) } };
}

/**
 * The shortest time between two runs of one day or of neighbouring days, in minutes. AWS Backup runs a rule at most
 * hourly. https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
 */
export function shortestGap({ minutes, hours }: Schedule): number {
  const day = 24 * 60;
  const times = hours.flatMap((hour) => minutes.map((minute) => hour * 60 + minute));
  const next = [...times.slice(1), (times[0] ?? 0) + day];
  return Math.min(day, ...times.map((time, index) => (next[index] ?? day) - time));
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html */
export const backupWindow = {
  /** Below it jobs are cancelled before they can start. */
  minimumStartMinutes: 60,
  maximumStartMinutes: 52_560_000,
  defaultStartMinutes: 480,
  /** What the console fills in; the API has none. */
  usualCompletionMinutes: 10_080,
  shortestGapMinutes: 60,
} as const;
