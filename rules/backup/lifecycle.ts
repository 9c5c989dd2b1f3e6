import type { Rule } from '../../src/engine/rule.ts';
import type { Lifecycle } from '../../src/estate/model.ts';
import { copyToCentral, planFile } from './support/examples.ts';
import { backupGuide } from './support/pages.ts';
import { partOf } from './support/part-of.ts';
import { idsOf, plannedRules, type PlannedRule } from './support/plan-rules.ts';
import { coldAfter, retentionOf } from './support/retention.ts';
import { days, ruleName } from './support/wording.ts';

// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
const longestRetention = 36_500;
const shortestTimeInColdStorage = 90;

export const lifecycle: Rule = {
  id: 'backup/lifecycle',
  severity: 'error',
  docs: {
    what: 'A lifecycle that AWS Backup refuses: a retention outside 1 to 36,500 days, or a deletion less than 90 days after the move to cold storage.',
    why: 'A backup stays in cold storage for at least 90 days. AWS Backup refuses a plan whose backups are to be deleted sooner ("DeleteAfterDays cannot be less than 90 days apart from MoveToColdStorageAfterDays"), and a plan from an organization\'s backup policy is then not made at all.',
    remedy:
      'Delete at least 90 days after the move to cold storage, or leave `MoveToColdStorageAfterDays` out. Copies have a lifecycle of their own, to which the same holds.',
    notes:
      'AWS\'s pages differ by a day: the API asks for "at least 90 days", other pages for more than 90. The rule accepts exactly 90. Whether a copy action without `DeleteAfterDays` that moves to cold storage fits its source\'s retention is not judged. Continuous backups have limits of their own, see `backup/continuous-backup`.',
    firing: {
      title: 'Copies are deleted 60 days after they went to cold storage',
      files: {
        'plan.json': planFile({
          CopyActions: [{ ...copyToCentral, Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 90 } }],
        }),
      },
    },
    silent: {
      title: 'Copies stay in cold storage for 90 days',
      files: {
        'plan.json': planFile({
          CopyActions: [{ ...copyToCentral, Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 120 } }],
        }),
      },
    },
    sources: [
      backupGuide('API_Lifecycle'),
      backupGuide('plan-options-and-configuration'),
      'https://github.com/hashicorp/terraform-provider-aws/issues/7350',
      'https://github.com/hashicorp/terraform-provider-aws/issues/24960',
    ],
  },

  *checkEstate(context) {
    for (const planned of plannedRules(context)) {
      const { plan, rule, paths } = planned;
      for (const named of lifecyclesOf(planned)) {
        const defect = defectOf(named);
        if (defect === undefined) continue;
        yield {
          message: `${ruleName(plan, rule)} ${defect.message}`,
          at: partOf(named.lifecycle.origin, 'DeleteAfterDays'),
          subject: plan.subject,
          paths: idsOf(paths),
          // The plan is refused as a whole.
          stops: { outcome: 'denied' },
          help: defect.help,
          identity: `${rule.name} ${named.what}`,
        };
      }
    }
  },
};

interface NamedLifecycle {
  /** `backups`, `copies in arn:…`. */
  readonly what: string;
  readonly lifecycle: Lifecycle;
  readonly continuous: boolean;
}

function* lifecyclesOf({ rule }: PlannedRule): Iterable<NamedLifecycle> {
  if (isGiven(rule.lifecycle)) {
    yield { what: 'backups', lifecycle: rule.lifecycle, continuous: rule.continuous === true };
  }
  for (const { destinationVaultArn, lifecycle } of rule.copyActions) {
    // The copy of a continuous backup is a snapshot.
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery-copying.html
    if (isGiven(lifecycle)) {
      yield { what: `copies in ${destinationVaultArn ?? 'another vault'}`, lifecycle, continuous: false };
    }
  }
}

function isGiven(lifecycle: Lifecycle | null | undefined): lifecycle is Lifecycle {
  return lifecycle !== undefined && lifecycle !== null;
}

interface Defect {
  readonly message: string;
  readonly help: string;
}

/** That a continuous backup is kept too long, or goes to cold storage, is `backup/continuous-backup`'s to tell. */
function defectOf({ what, lifecycle, continuous }: NamedLifecycle): Defect | undefined {
  const kept = retentionOf(lifecycle);
  if (typeof kept !== 'number') return undefined;
  if (!Number.isInteger(kept) || kept < 1 || (kept > longestRetention && !continuous)) {
    return {
      message: `deletes ${what} after ${days(kept)}; AWS Backup accepts whole days from 1 to 36,500`,
      help: 'Set DeleteAfterDays to a whole number from 1 to 36,500, or leave it out to keep them for ever',
    };
  }
  const cold = coldAfter(lifecycle);
  if (cold === undefined || continuous || kept >= cold + shortestTimeInColdStorage) return undefined;
  return {
    message: `deletes ${what} after ${days(kept)}, but moves them to cold storage after ${days(cold)}, where they must stay for at least 90`,
    help: `Set DeleteAfterDays to ${cold + shortestTimeInColdStorage} or more, or leave MoveToColdStorageAfterDays out`,
  };
}
