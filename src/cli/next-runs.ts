import type { Plan, PlanRule } from '../estate/model.ts';
import { isTimeZone, nextRuns } from '../paths/next-runs.ts';
import { parseSchedule } from '../paths/schedule.ts';
import type { RuleRuns } from '../report/reporter.ts';

const shown = 3;

// What AWS Backup takes for a rule without a schedule, or without a time zone.
// https://docs.aws.amazon.com/aws-backup/latest/devguide/plan-options-and-configuration.html
const defaultSchedule = 'cron(0 5 ? * * *)';
const defaultTimeZone = 'Etc/UTC';

/** The next runs of every plan rule whose schedule is known and valid, after a moment in ms since 1970. */
export function upcomingRuns(plans: readonly Plan[], now: number): readonly RuleRuns[] {
  return plans.flatMap((plan) =>
    plan.rules.flatMap((rule) => {
      const runs = runsOf(rule, now);
      return runs === undefined ? [] : [{ plan: plan.name, rule: rule.name, runs }];
    }),
  );
}

function runsOf({ scheduleExpression, scheduleTimezone }: PlanRule, now: number): readonly string[] | undefined {
  // A member that is missing is not known; null says that the rule has none.
  if (scheduleExpression === undefined || scheduleTimezone === undefined) return undefined;
  const parsed = parseSchedule(scheduleExpression ?? defaultSchedule);
  const timeZone = scheduleTimezone ?? defaultTimeZone;
  if (!parsed.ok || !isTimeZone(timeZone)) return undefined;
  return nextRuns(parsed.schedule, timeZone, now, shown).map((run) => inZone(run, timeZone));
}

/** `2026-11-25 05:00 Europe/London`: Swedish dates are ISO 8601. */
function inZone(moment: number, timeZone: string): string {
  const format = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'short' });
  return `${format.format(moment)} ${timeZone}`;
}
