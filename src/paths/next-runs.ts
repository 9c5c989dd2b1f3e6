/** When a schedule runs next, in any time zone. */
import { assertNever } from '../estate/assert-never.ts';
import type { DayRule, Schedule } from './schedule.ts';

/** Whether this is the name of an IANA time zone, as `ScheduleExpressionTimezone` takes it. */
export function isTimeZone(name: string): boolean {
  if (!/^[A-Za-z]/.test(name)) return false;
  try {
    formatterOf(name);
    return true;
  } catch {
    // The only way to ask is to try: Intl throws a RangeError.
    return false;
  }
}

/**
 * The first runs after a moment (milliseconds since 1970), each as such a moment. A local time that clocks skip in
 * spring has no run, one that comes twice in autumn has its first.
 * https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function nextRuns(schedule: Schedule, timeZone: string, after: number, count: number): readonly number[] {
  const runs: number[] = [];
  const start = localTime(after, timeZone);
  const lastYear = Math.max(...schedule.years);
  for (let { year, month, day } = start; year <= lastYear && runs.length < count;) {
    if (runsOn(schedule, year, month, day)) runs.push(...runsOfDay(schedule, timeZone, { year, month, day }, after));
    ({ year, month, day } = dayAfter(schedule, year, month, day));
  }
  return runs.slice(0, count);
}

interface LocalDay {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** The next day, or the first of the next month or year that the schedule has. */
function dayAfter({ months, years }: Schedule, year: number, month: number, day: number): LocalDay {
  if (!years.includes(year)) return { year: year + 1, month: 1, day: 1 };
  if (months.includes(month) && day < lengthOf(year, month)) return { year, month, day: day + 1 };
  return month < 12 ? { year, month: month + 1, day: 1 } : { year: year + 1, month: 1, day: 1 };
}

function runsOn({ days, months, years }: Schedule, year: number, month: number, day: number): boolean {
  return years.includes(year) && months.includes(month) && matchesDay(days, year, month, day);
}

function matchesDay(rule: DayRule, year: number, month: number, day: number): boolean {
  const length = lengthOf(year, month);
  const weekday = weekdayOf(year, month, day);
  switch (rule.kind) {
    case 'days':
      return rule.days.includes(day);
    case 'last-day':
      return day === length - rule.before;
    case 'last-working-day':
      return day === nearestWorkingDay(year, month, length);
    case 'nearest-working-day':
      return rule.day <= length && day === nearestWorkingDay(year, month, rule.day);
    case 'weekdays':
      return rule.weekdays.includes(weekday);
    case 'last-weekday':
      return weekday === rule.weekday && day + 7 > length;
    case 'nth-weekday':
      return weekday === rule.weekday && Math.ceil(day / 7) === rule.nth;
    default:
      return assertNever(rule);
  }
}

/** Never leaves the month: from a Saturday the 1st it goes on to Monday the 3rd. */
function nearestWorkingDay(year: number, month: number, day: number): number {
  const weekday = weekdayOf(year, month, day);
  if (weekday === saturday) return day > 1 ? day - 1 : day + 2;
  if (weekday === sunday) return day < lengthOf(year, month) ? day + 1 : day - 2;
  return day;
}

const sunday = 1;
const saturday = 7;

/** 1 is Sunday. */
function weekdayOf(year: number, month: number, day: number): number {
  return new Date(Date.UTC(year, month - 1, day)).getUTCDay() + 1;
}

function lengthOf(year: number, month: number): number {
  return new Date(Date.UTC(year, month, 0)).getUTCDate();
}

function runsOfDay(
  { hours, minutes }: Schedule,
  timeZone: string,
  { year, month, day }: LocalDay,
  after: number,
): readonly number[] {
  const moments = hours.flatMap((hour) =>
    minutes.flatMap((minute) => momentOf(Date.UTC(year, month - 1, day, hour, minute), timeZone) ?? []),
  );
  return [...new Set(moments)].filter((moment) => moment > after).sort((left, right) => left - right);
}

const dayLength = 24 * 60 * 60 * 1000;

/** The first moment at which clocks there show this local time (given as if it were UTC); `undefined`: they skip it. */
function momentOf(local: number, timeZone: string): number | undefined {
  // Offsets change by at most one jump a day, so those of the day before and after are the only candidates.
  const candidates = [local - dayLength, local + dayLength].map((near) => local - offsetAt(near, timeZone));
  return candidates.sort((left, right) => left - right).find((moment) => moment + offsetAt(moment, timeZone) === local);
}

function offsetAt(moment: number, timeZone: string): number {
  const { year, month, day, hour, minute, second } = localTime(moment, timeZone);
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(moment / 1000) * 1000;
}

interface LocalTime extends LocalDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
}

function localTime(moment: number, timeZone: string): LocalTime {
  const parts = new Map(
    formatterOf(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const of = (type: Intl.DateTimeFormatPartTypes): number => parts.get(type) ?? 0;
  return {
    year: of('year'),
    month: of('month'),
    day: of('day'),
    hour: of('hour'),
    minute: of('minute'),
    second: of('second'),
  };
}

const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  formatters.set(timeZone, made);
  return made;
}
