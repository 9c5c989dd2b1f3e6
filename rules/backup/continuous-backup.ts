import type { FindingDraft } from '../../src/engine/finding.ts';
import type { Rule } from '../../src/engine/rule.ts';
import type { Origin } from '../../src/estate/origin.ts';
import { type Bucket, bucketsOf, type BucketPath } from './support/buckets.ts';
import { copyToCentral, planFile, selectionFile } from './support/examples.ts';
import { groupedBy } from './support/grouped.ts';
import { backupGuide } from './support/pages.ts';
import { partOf } from './support/part-of.ts';
import { idsOf, plannedRules, type PlannedRule } from './support/plan-rules.ts';
import { coldAfter, retentionOf } from './support/retention.ts';
import { days, ruleName } from './support/wording.ts';

// https://docs.aws.amazon.com/aws-backup/latest/devguide/point-in-time-recovery.html
const longestContinuousRetention = 35;

const buckets = selectionFile({ Resources: ['arn:aws:s3:::*'] });
const nightlyCopy = { RuleName: 'nightly', CopyActions: [copyToCentral] };
const pointInTime = { RuleName: 'pitr', EnableContinuousBackup: true };

export const continuousBackup: Rule = {
  id: 'backup/continuous-backup',
  severity: 'error',
  docs: {
    what: 'A continuous rule that AWS Backup refuses (retention over 35 days, no retention, cold storage), or S3 backups that do not work together.',
    why: 'Continuous backups (point-in-time recovery) are kept for 35 days at most, need a lifecycle, and have no cold storage: AWS Backup refuses a plan that says otherwise. Snapshots of an S3 bucket are taken from its continuous backup without scanning it again, but only when both kinds are in one vault.',
    remedy:
      'Give a continuous rule `DeleteAfterDays` from 1 to 35 and no cold storage, and let another rule of the same plan, with the same vault, keep snapshots for longer and copy them.',
    notes:
      'Error: a continuous rule with a retention over 35 days, without one, or with cold storage. Warning: continuous and periodic rules for the same S3 buckets in different vaults. Info: S3 snapshots without a continuous backup to take them from (AWS suggests the pair for large buckets), and continuous rules that copy, because the copy is a snapshot without point-in-time recovery, for which the role of databases also needs `rds:DeleteDBSnapshot`.',
    firing: {
      title: 'Continuous backups are to be kept for 90 days',
      files: {
        'plan.json': planFile({ ...pointInTime, Lifecycle: { DeleteAfterDays: 90 } }),
        'selection.json': buckets,
      },
    },
    silent: {
      title: 'Continuous backups for 35 days, and snapshots from them that are copied',
      files: { 'plan.json': planFile(pointInTime, nightlyCopy), 'selection.json': buckets },
    },
    sources: [
      backupGuide('point-in-time-recovery'),
      backupGuide('point-in-time-recovery-copying'),
      backupGuide('s3-backups'),
      'https://github.com/aws/aws-cdk/issues/17602',
    ],
  },

  *checkEstate(context) {
    for (const planned of plannedRules(context)) {
      if (planned.rule.continuous !== true) continue;
      yield* refused(planned);
      yield* copying(planned);
    }
    const buckets = bucketsOf(context.derived.paths);
    yield* apart(buckets);
    yield* alone(buckets);
  },
};

function* refused({ plan, rule, paths }: PlannedRule): Iterable<FindingDraft> {
  const common = {
    subject: plan.subject,
    paths: idsOf(paths),
    // The plan is refused as a whole.
    stops: { outcome: 'denied' },
  } as const;
  const place = (member: string): Origin =>
    rule.lifecycle?.origin === undefined ? rule.origin : partOf(rule.lifecycle.origin, member);
  const kept = retentionOf(rule.lifecycle);
  const name = ruleName(plan, rule);
  if (kept === 'forever' || (kept !== undefined && kept > longestContinuousRetention)) {
    yield {
      ...common,
      at: place('DeleteAfterDays'),
      message:
        kept === 'forever'
          ? `${name} makes continuous backups without a retention; AWS Backup needs DeleteAfterDays from 1 to 35`
          : `${name} keeps continuous backups for ${days(kept)}; AWS Backup keeps them for 35 at most`,
      help: 'Set DeleteAfterDays to 35 or less, and keep snapshots for longer with another rule of the same plan and vault',
      identity: `${rule.name} retention`,
    };
  }
  const cold = coldAfter(rule.lifecycle);
  if (cold !== undefined) {
    yield {
      ...common,
      at: place('MoveToColdStorageAfterDays'),
      message: `${name} moves continuous backups to cold storage after ${days(cold)}, which AWS Backup refuses`,
      help: 'Leave MoveToColdStorageAfterDays out of the continuous rule',
      identity: `${rule.name} cold storage`,
    };
  }
}

function* copying({ plan, rule, paths }: PlannedRule): Iterable<FindingDraft> {
  const [copy] = rule.copyActions;
  if (copy === undefined) return;
  yield {
    message: `${ruleName(plan, rule)} copies continuous backups: each copy is a snapshot, without point-in-time recovery`,
    severity: 'info',
    at: copy.origin,
    subject: plan.subject,
    paths: idsOf(paths),
    help: 'Nothing to do if snapshots are what the copy is for; a role that backs up databases then needs rds:DeleteDBSnapshot too',
    identity: `${rule.name} copy`,
  };
}

interface Pair {
  readonly periodic: BucketPath;
  readonly continuous: BucketPath;
  readonly paths: string[];
}

/** Snapshots and continuous backups of the same buckets in different vaults, once per pair of rules. */
function* apart(buckets: readonly Bucket[]): Iterable<FindingDraft> {
  for (const { periodic, continuous, paths } of pairsApart(buckets)) {
    const [here, there] = [periodic.rule, continuous.rule];
    yield {
      message: `${ruleName(periodic.plan, here)} puts snapshots of S3 buckets into the vault ${here.targetVaultName}, and rule "${there.name}" of plan "${continuous.plan.name}" their continuous backups into ${there.targetVaultName}; AWS Backup wants both in one vault`,
      severity: 'warning',
      at: here.origin,
      subject: periodic.plan.subject,
      paths,
      help: 'Let both rules use the same vault; the snapshots are then taken from the continuous backup',
      identity: `${here.name} apart from ${continuous.plan.name} ${there.name}`,
    };
  }
}

function pairsApart(buckets: readonly Bucket[]): Iterable<Pair> {
  const pairs = new Map<string, Pair>();
  for (const { periodic: snapshots, continuous: streams } of buckets) {
    for (const periodic of snapshots) {
      for (const continuous of streams.filter((stream) => isElsewhere(stream, periodic))) {
        const rules = [periodic, continuous].map(({ plan, rule }) => [plan.subject, rule.name]);
        const pair = pairs.get(JSON.stringify(rules)) ?? { periodic, continuous, paths: [] };
        pairs.set(JSON.stringify(rules), pair);
        pair.paths.push(periodic.id);
      }
    }
  }
  return pairs.values();
}

function isElsewhere({ rule: one }: BucketPath, { rule: other }: BucketPath): boolean {
  return (
    one.targetVaultName !== undefined &&
    other.targetVaultName !== undefined &&
    one.targetVaultName !== other.targetVaultName
  );
}

/** Rules whose S3 snapshots have no continuous backup to be taken from, once per rule. */
function* alone(buckets: readonly Bucket[]): Iterable<FindingDraft> {
  const snapshots = buckets.filter(({ continuous }) => continuous.length === 0).flatMap(({ periodic }) => periodic);
  for (const [rule, paths] of groupedBy(snapshots, (path) => path.rule)) {
    const [{ plan }] = paths;
    yield {
      message: `${ruleName(plan, rule)} takes snapshots of S3 buckets that have no continuous backup, so each one scans the whole bucket`,
      severity: 'info',
      at: rule.origin,
      subject: plan.subject,
      paths: idsOf(paths),
      help: 'For large buckets add a continuous rule to the plan, with the same vault and a retention of a few days',
      identity: `${rule.name} alone`,
    };
  }
}
