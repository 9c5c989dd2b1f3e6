import type { Rule } from '../../src/engine/rule.ts';
import type { Severity } from '../../src/engine/finding.ts';
import type { PlanRule } from '../../src/estate/model.ts';
import { isTimeZone } from '../../src/paths/next-runs.ts';
import { backupWindow, parseSchedule, shortestGap } from '../../src/paths/schedule.ts';
import { planFile } from './support/examples.ts';
import { backupGuide } from './support/pages.ts';
import { partOf } from './support/part-of.ts';
import { idsOf, plannedRules } from './support/plan-rules.ts';
import { counted, ruleName } from './support/wording.ts';

export const schedule: Rule = {
  id: 'backup/schedule',
  severity: 'error',
  docs: {
    what: 'A schedule that AWS Backup refuses: no valid cron expression, or a start window under 60 minutes.',
    why: 'AWS Backup takes cron expressions of six fields (minutes, hours, day of month, month, day of week, year) with `?` in exactly one of the two day fields, and no `rate(…)`. With another expression, or a start window under an hour, the plan is refused; one that comes from a backup policy of the organization is not made, and nobody is told.',
    remedy:
      'Write the schedule as `cron(0 3 ? * * *)`, and leave the windows out or give the start at least 60 minutes.',
    notes:
      'Warning: a schedule that runs more often than hourly (AWS says that hourly is the most, but not what happens otherwise), a completion window that is not longer than the start window (inferred: such jobs have no time to run), and a time zone that is no known IANA name. Backup policies of the organization run in UTC.',
    firing: {
      title: 'A Unix cron expression, with * in both day fields',
      files: { 'plan.json': planFile({ ScheduleExpression: 'cron(0 3 * * * *)' }) },
    },
    silent: {
      title: 'Daily at three, with ? for the day of the month',
      files: { 'plan.json': planFile({ ScheduleExpression: 'cron(0 3 ? * * *)' }) },
    },
    sources: [
      backupGuide('plan-options-and-configuration'),
      backupGuide('API_BackupRule'),
      'https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-cron-expressions.html',
      'https://github.com/hashicorp/terraform-provider-aws/issues/8269',
    ],
  },

  *checkEstate(context) {
    for (const { plan, rule, paths } of plannedRules(context)) {
      for (const { member, message, help, severity = 'error' } of faultsOf(rule)) {
        yield {
          message: `${ruleName(plan, rule)} ${message}`,
          severity,
          at: partOf(rule.origin, member),
          subject: plan.subject,
          paths: idsOf(paths),
          // The plan is refused as a whole.
          ...(severity === 'error' && { stops: { outcome: 'denied' as const } }),
          help,
          identity: `${rule.name} ${member} ${severity}`,
        };
      }
    }
  },
};

interface Fault {
  /** The plan rule's member as the API calls it. */
  readonly member: string;
  readonly message: string;
  readonly help: string;
  readonly severity?: Severity;
}

function* faultsOf(rule: PlanRule): Iterable<Fault> {
  yield* expressionFaults(rule);
  yield* zoneFaults(rule);
  yield* windowFaults(rule);
}

function* expressionFaults({ scheduleExpression: expression }: PlanRule): Iterable<Fault> {
  if (expression === undefined || expression === null) return;
  const member = 'ScheduleExpression';
  const parsed = parseSchedule(expression);
  if (!parsed.ok) {
    const { message, expected } = parsed.problem;
    yield { member, message: `has the schedule "${expression}": ${message}`, help: `Write ${expected}` };
    return;
  }
  const gap = shortestGap(parsed.schedule);
  if (gap >= backupWindow.shortestGapMinutes) return;
  yield {
    member,
    message: `runs every ${counted(gap, 'minute')} at times ("${expression}"); AWS Backup runs a rule at most hourly`,
    help: 'Let it run once an hour or less; for shorter gaps use a continuous backup',
    severity: 'warning',
  };
}

function* zoneFaults({ scheduleTimezone: zone }: PlanRule): Iterable<Fault> {
  if (zone === undefined || zone === null || isTimeZone(zone)) return;
  yield {
    member: 'ScheduleExpressionTimezone',
    message: `has the time zone "${zone}", which is no known IANA name`,
    help: 'Write a name such as Europe/London, or leave it out for UTC',
    severity: 'warning',
  };
}

function* windowFaults({ startWindowMinutes, completionWindowMinutes }: PlanRule): Iterable<Fault> {
  const { minimumStartMinutes: least, maximumStartMinutes: most, defaultStartMinutes } = backupWindow;
  const start = startWindowMinutes ?? defaultStartMinutes;
  if (start < least || start > most) {
    yield {
      member: 'StartWindowMinutes',
      message: `has a start window of ${counted(start, 'minute')}; AWS Backup accepts ${least} to ${most.toLocaleString('en')}`,
      help: `Give the start window ${least} minutes or more, or leave it out for ${defaultStartMinutes}`,
    };
    return;
  }
  if (startWindowMinutes === undefined || typeof completionWindowMinutes !== 'number') return;
  if (completionWindowMinutes > start) return;
  yield {
    member: 'CompletionWindowMinutes',
    message: `has to complete within ${counted(completionWindowMinutes, 'minute')}, and may start as late as after ${counted(start, 'minute')}`,
    help: 'Make the completion window longer than the start window',
    severity: 'warning',
  };
}
