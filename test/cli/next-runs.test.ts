import { expect, test } from 'vitest';
import { upcomingRuns } from '../../src/cli/next-runs.ts';
import type { Plan, PlanRule } from '../../src/estate/model.ts';

const origin = { kind: 'file', file: 'plan.json', pointer: '' } as const;
const now = Date.parse('2026-11-24T12:00:00Z');

function planWith(rule: Partial<PlanRule>): Plan {
  return {
    subject: 'plan.json',
    name: 'nightly',
    rules: [{ name: 'daily', copyActions: [], origin, ...rule }],
    selections: [],
    fromOrganization: false,
    origin,
  };
}

test.for<[name: string, rule: Partial<PlanRule>, runs: readonly string[] | undefined]>([
  [
    'a schedule in UTC',
    { scheduleExpression: 'cron(0 3 ? * * *)', scheduleTimezone: null },
    ['2026-11-25 03:00 Etc/UTC', '2026-11-26 03:00 Etc/UTC', '2026-11-27 03:00 Etc/UTC'],
  ],
  [
    'no schedule: five in the morning',
    { scheduleExpression: null, scheduleTimezone: null },
    ['2026-11-25 05:00 Etc/UTC', '2026-11-26 05:00 Etc/UTC', '2026-11-27 05:00 Etc/UTC'],
  ],
  [
    'a time zone of its own',
    { scheduleExpression: 'cron(30 1 1 * ? 2027)', scheduleTimezone: 'Europe/London' },
    ['2027-01-01 01:30 Europe/London', '2027-02-01 01:30 Europe/London', '2027-03-01 01:30 Europe/London'],
  ],
  ['a schedule that has ended', { scheduleExpression: 'cron(0 3 ? * * 2020)', scheduleTimezone: null }, []],
  ['a schedule that is not known', { scheduleTimezone: null }, undefined],
  ['a schedule that is none', { scheduleExpression: 'rate(1 day)', scheduleTimezone: null }, undefined],
  ['a time zone that is none', { scheduleExpression: null, scheduleTimezone: 'Mars/Olympus' }, undefined],
])('%s', ([, rule, runs]) => {
  const expected = runs === undefined ? [] : [{ plan: 'nightly', rule: 'daily', runs }];
  expect(upcomingRuns([planWith(rule)], now)).toEqual(expected);
});
