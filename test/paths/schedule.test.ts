import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isTimeZone, nextRuns } from '../../src/paths/next-runs.ts';
import { parseSchedule, shortestGap } from '../../src/paths/schedule.ts';
import type { Schedule } from '../../src/paths/schedule.ts';

function schedule(expression: string): Schedule {
  const parsed = parseSchedule(expression);
  if (!parsed.ok) throw new Error(parsed.problem.message);
  return parsed.schedule;
}

/** The first runs after a moment, in UTC, to the minute. */
function runs(expression: string, after = '2026-01-01T00:00Z', count = 3, timeZone = 'UTC'): string[] {
  return nextRuns(schedule(expression), timeZone, Date.parse(after), count).map((run) =>
    new Date(run).toISOString().slice(0, 16),
  );
}

const accepted: readonly { cron: string; why: string; runs: readonly string[] }[] = [
  {
    cron: 'cron(0 5 ? * * *)',
    why: 'every day, the default of the console',
    runs: ['2026-01-01T05:00', '2026-01-02T05:00'],
  },
  { cron: 'cron(15 * ? * * *)', why: 'every hour', runs: ['2026-01-01T00:15', '2026-01-01T01:15'] },
  {
    cron: 'cron(0 12 * * ? *)',
    why: 'the other day field may be the open one',
    runs: ['2026-01-01T12:00', '2026-01-02T12:00'],
  },
  {
    cron: 'cron(0 12 ? * MON-FRI *)',
    why: 'weekdays by name',
    runs: ['2026-01-01T12:00', '2026-01-02T12:00', '2026-01-05T12:00'],
  },
  { cron: 'cron(0 12 ? * mon *)', why: 'names in small letters', runs: ['2026-01-05T12:00', '2026-01-12T12:00'] },
  { cron: 'cron(0 12 ? * 2 *)', why: '2 is Monday', runs: ['2026-01-05T12:00', '2026-01-12T12:00'] },
  {
    cron: 'cron(0 12 ? * FRI-MON *)',
    why: 'a range over the end of the week',
    runs: ['2026-01-02T12:00', '2026-01-03T12:00', '2026-01-04T12:00', '2026-01-05T12:00', '2026-01-09T12:00'],
  },
  { cron: 'cron(0 12 1,15 * ? *)', why: 'a list', runs: ['2026-01-01T12:00', '2026-01-15T12:00', '2026-02-01T12:00'] },
  {
    cron: 'cron(0 0/6 ? * * *)',
    why: 'a step from a value',
    runs: ['2026-01-01T06:00', '2026-01-01T12:00', '2026-01-01T18:00'],
  },
  {
    cron: 'cron(0 */8 ? * * *)',
    why: 'a step from a star',
    runs: ['2026-01-01T08:00', '2026-01-01T16:00', '2026-01-02T00:00'],
  },
  {
    cron: 'cron(0 9-17/4 ? * * *)',
    why: 'a step in a range',
    runs: ['2026-01-01T09:00', '2026-01-01T13:00', '2026-01-01T17:00'],
  },
  {
    cron: 'cron(0 22-1 ? * * *)',
    why: 'a range over midnight',
    runs: ['2026-01-01T01:00', '2026-01-01T22:00', '2026-01-01T23:00'],
  },
  {
    cron: 'cron(0 0 L * ? *)',
    why: 'the last day of the month',
    runs: ['2026-01-31T00:00', '2026-02-28T00:00', '2026-03-31T00:00'],
  },
  {
    cron: 'cron(0 0 L FEB ? *)',
    why: 'the last day of February',
    runs: ['2026-02-28T00:00', '2027-02-28T00:00', '2028-02-29T00:00'],
  },
  { cron: 'cron(0 0 29 2 ? *)', why: 'a day that most years lack', runs: ['2028-02-29T00:00', '2032-02-29T00:00'] },
  {
    cron: 'cron(0 0 3W * ? *)',
    why: 'the weekday nearest to a Saturday is Friday',
    runs: ['2026-01-02T00:00', '2026-02-03T00:00', '2026-03-03T00:00'],
  },
  { cron: 'cron(0 0 1W 8 ? *)', why: 'but from the first it does not leave the month', runs: ['2026-08-03T00:00'] },
  { cron: 'cron(0 0 31W 5 ? *)', why: 'nor from the last', runs: ['2026-05-29T00:00'] },
  {
    cron: 'cron(0 0 31W * ? *)',
    why: 'months without that day have none',
    runs: ['2026-01-30T00:00', '2026-03-31T00:00', '2026-05-29T00:00'],
  },
  {
    cron: 'cron(0 10 ? * 6L 2026-2028)',
    why: 'the last Friday',
    runs: ['2026-01-30T10:00', '2026-02-27T10:00', '2026-03-27T10:00'],
  },
  { cron: 'cron(0 10 ? * FRIL *)', why: 'the same by name', runs: ['2026-01-30T10:00', '2026-02-27T10:00'] },
  { cron: 'cron(0 10 ? * L *)', why: 'the last day of the week', runs: ['2026-01-03T10:00', '2026-01-10T10:00'] },
  { cron: 'cron(0 10 ? * 3#2 *)', why: 'the second Tuesday', runs: ['2026-01-13T10:00', '2026-02-10T10:00'] },
  {
    cron: 'cron(0 10 ? * SAT#5 *)',
    why: 'a fifth Saturday, where there is one',
    runs: ['2026-01-31T10:00', '2026-05-30T10:00'],
  },
  { cron: 'cron(30 1 1 JAN,JUL ? 2027)', why: 'one year', runs: ['2027-01-01T01:30', '2027-07-01T01:30'] },
  { cron: 'cron(0 0 1 1 ? 2020)', why: 'a year that is over has no runs', runs: [] },
  { cron: 'cron(0 0 30 2 ? *)', why: 'nor has a day that never comes', runs: [] },
  { cron: 'cron(0  5\t? * * *)', why: 'any white space between fields', runs: ['2026-01-01T05:00'] },
  { cron: 'cron(0 0 L-2 * ? *)', why: 'two days before the last', runs: ['2026-01-29T00:00', '2026-02-26T00:00'] },
  {
    cron: 'cron(0 0 LW * ? *)',
    why: 'the last weekday',
    runs: ['2026-01-30T00:00', '2026-02-27T00:00', '2026-03-31T00:00'],
  },
];

test.for(accepted)('$cron: $why', ({ cron, runs: expected }) => {
  expect(runs(cron, undefined, Math.max(expected.length, 1))).toEqual(expected);
});

test.for([
  ['cron(0 0 LW * ? *)', ['LW']],
  ['cron(0 0 L-2 * ? *)', ['L-2']],
  ['cron(0 0 L * ? *)', []],
  ['cron(0 0 ? * 6L *)', []],
] as const)('%s has parts that AWS does not document: %s', ([cron, parts]) => {
  expect(schedule(cron).undocumented).toEqual(parts);
});

const refused: readonly { cron: string; field?: string; message: RegExp }[] = [
  { cron: 'rate(1 day)', message: /does not accept rate expressions/ },
  { cron: '0 5 ? * * *', message: /not of the form cron\(/ },
  { cron: 'cron()', message: /has 0 fields, AWS's have six/ },
  { cron: 'cron(0 5 * * *)', message: /has 5 fields, AWS's have six/ },
  { cron: 'cron(0 0 5 ? * * *)', message: /has 7 fields/ },
  { cron: 'cron(60 5 ? * * *)', field: 'minutes', message: /minutes field holds "60", expected 0-59/ },
  { cron: 'cron(a 5 ? * * *)', field: 'minutes', message: /holds "a"/ },
  { cron: 'cron(0 24 ? * * *)', field: 'hours', message: /hours field holds "24"/ },
  { cron: 'cron(0 5,25 ? * * *)', field: 'hours', message: /holds "25"/ },
  { cron: 'cron(0 ? ? * * *)', field: 'hours', message: /holds "\?"/ },
  { cron: 'cron(0 5/0 ? * * *)', field: 'hours', message: /holds "5\/0"/ },
  { cron: 'cron(0 5/ ? * * *)', field: 'hours', message: /holds "5\/"/ },
  { cron: 'cron(0 1-2-3 ? * * *)', field: 'hours', message: /holds "1-2-3"/ },
  { cron: 'cron(0 -1 ? * * *)', field: 'hours', message: /holds "-1"/ },
  { cron: 'cron(0 5 0 * ? *)', field: 'day-of-month', message: /day-of-month field holds "0"/ },
  { cron: 'cron(0 5 32W * ? *)', field: 'day-of-month', message: /holds "32W"/ },
  { cron: 'cron(0 5 L-31 * ? *)', field: 'day-of-month', message: /holds "L-31"/ },
  { cron: 'cron(0 5 W * ? *)', field: 'day-of-month', message: /holds "W"/ },
  { cron: 'cron(0 5 1 13 ? *)', field: 'month', message: /month field holds "13"/ },
  { cron: 'cron(0 5 1 JANUARY ? *)', field: 'month', message: /expected 1-12 or JAN-DEC/ },
  { cron: 'cron(0 5 ? * 0 *)', field: 'day-of-week', message: /1 is Sunday/ },
  { cron: 'cron(0 5 ? * 8 *)', field: 'day-of-week', message: /holds "8"/ },
  { cron: 'cron(0 5 ? * 3#6 *)', field: 'day-of-week', message: /a single weekday#count/ },
  { cron: 'cron(0 5 ? * 3#1,6#3 *)', field: 'day-of-week', message: /a single weekday#count/ },
  { cron: 'cron(0 5 ? * 2W *)', field: 'day-of-week', message: /holds "2W"/ },
  { cron: 'cron(0 5 * * * *)', field: 'day-of-week', message: /hold "\*" and "\*", expected \? in exactly one/ },
  { cron: 'cron(0 5 1 * MON *)', field: 'day-of-week', message: /hold "1" and "MON"/ },
  { cron: 'cron(0 5 ? * ? *)', field: 'day-of-week', message: /\? in both day fields/ },
  { cron: 'cron(0 5 ? * * 1969)', field: 'year', message: /year field holds "1969"/ },
  { cron: 'cron(0 5 ? * * 2200)', field: 'year', message: /1970-2199/ },
  { cron: 'cron(0 5 ? * * 2030-2026)', field: 'year', message: /holds "2030-2026"/ },
  { cron: '', message: /not of the form/ },
];

test.for(refused)('refuses $cron', ({ cron, field, message }) => {
  const parsed = parseSchedule(cron);
  expect(parsed).toMatchObject({ ok: false, problem: { message: expect.stringMatching(message) as string } });
  expect(parsed.ok ? undefined : parsed.problem.field).toBe(field);
});

test('no text makes the parser throw', () => {
  const part = fc.constantFrom('0', '5', '*', '?', 'L', 'W', '#', '-', '/', ',', 'MON', 'JAN', ' ', '6L', '3#2', '99');
  const expression = fc.array(part, { maxLength: 16 }).map((parts) => `cron(${parts.join('')})`);
  fc.assert(fc.property(fc.oneof(expression, fc.string()), (text) => typeof parseSchedule(text).ok === 'boolean'));
});

describe('in a time zone', () => {
  const london = 'Europe/London';
  const zones: readonly { what: string; cron: string; zone: string; after: string; runs: readonly string[] }[] = [
    {
      what: 'summer time is an hour ahead',
      cron: 'cron(0 5 ? * * *)',
      zone: london,
      after: '2026-06-01T12:00Z',
      runs: ['2026-06-02T04:00', '2026-06-03T04:00'],
    },
    {
      what: 'a time that clocks skip has no run',
      cron: 'cron(30 1 ? * * *)',
      zone: london,
      after: '2026-03-28T02:00Z',
      runs: ['2026-03-30T00:30'],
    },
    {
      what: 'a time that comes twice has its first',
      cron: 'cron(30 1 ? * * *)',
      zone: london,
      after: '2026-10-24T12:00Z',
      runs: ['2026-10-25T00:30', '2026-10-26T01:30'],
    },
    {
      what: 'the day is the local one',
      cron: 'cron(0 8 1 * ? *)',
      zone: 'Asia/Tokyo',
      after: '2026-01-30T00:00Z',
      runs: ['2026-01-31T23:00'],
    },
    {
      what: 'a run today that is not over yet counts',
      cron: 'cron(0 8 ? * * *)',
      zone: 'America/New_York',
      after: '2026-01-01T12:59Z',
      runs: ['2026-01-01T13:00'],
    },
    {
      what: 'a run at this very moment does not',
      cron: 'cron(0 8 ? * * *)',
      zone: 'America/New_York',
      after: '2026-01-01T13:00Z',
      runs: ['2026-01-02T13:00'],
    },
    {
      what: 'half hours',
      cron: 'cron(0 0 ? * * *)',
      zone: 'Asia/Kolkata',
      after: '2026-01-01T00:00Z',
      runs: ['2026-01-01T18:30'],
    },
    {
      what: 'clocks that go forward at midnight',
      cron: 'cron(15 0 ? * * *)',
      zone: 'Africa/Cairo',
      after: '2026-04-23T12:00Z',
      runs: ['2026-04-24T21:15'],
    },
  ];

  test.for(zones)('$what', ({ cron, zone, after, runs: expected }) => {
    expect(runs(cron, after, expected.length, zone)).toEqual(expected);
  });

  test.for([
    ['UTC', true],
    ['Etc/UTC', true],
    ['Europe/London', true],
    ['Europe/Londn', false],
    ['+01:00', false],
    ['', false],
  ] as const)('%s is one: %s', ([name, is]) => {
    expect(isTimeZone(name)).toBe(is);
  });
});

test.for([
  ['cron(0 5 ? * * *)', 1440],
  ['cron(15 * ? * * *)', 60],
  ['cron(0,30 5 ? * * *)', 30],
  ['cron(0/10 * ? * * *)', 10],
  ['cron(0 23,0 ? * * *)', 60],
  ['cron(45 23 ? * * *)', 1440],
] as const)('the shortest time between runs of %s is %d minutes', ([cron, gap]) => {
  expect(shortestGap(schedule(cron))).toBe(gap);
});

test('runs come in order and each fits the schedule', () => {
  const field = (first: number, last: number): fc.Arbitrary<string> =>
    fc.oneof(fc.constant('*'), fc.integer({ min: first, max: last }).map(String));
  const days = fc.oneof(
    fc.constantFrom('L', 'LW', '15W', '28', '*').map((day) => [day, '?'] as const),
    fc.constantFrom('2', 'FRIL', '6#3', 'MON-FRI').map((day) => ['?', day] as const),
  );
  const expressions = fc
    .record({ minute: field(0, 59), hour: field(0, 23), days, month: field(1, 12) })
    .map(
      ({ minute, hour, days: [ofMonth, ofWeek], month }) => `cron(${minute} ${hour} ${ofMonth} ${month} ${ofWeek} *)`,
    );
  const zones = fc.constantFrom('UTC', 'Europe/London', 'America/St_Johns', 'Pacific/Auckland');
  const starts = fc.integer({ min: Date.UTC(2024, 0), max: Date.UTC(2030, 0) });
  fc.assert(
    fc.property(expressions, zones, starts, (expression, zone, start) => {
      const parsed = schedule(expression);
      const [first, second] = nextRuns(parsed, zone, start, 2);
      expect(first).toBeGreaterThan(start);
      expect(second).toBeGreaterThan(first ?? Infinity);
      // Asking again from just before a run gives the same run: nothing depends on where the search began.
      expect(nextRuns(parsed, zone, (second ?? 0) - 1, 1)).toEqual([second]);
    }),
    { numRuns: 60 },
  );
});
