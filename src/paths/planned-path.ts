/** One path that a plan in sight makes. */
import { draftPath } from './draft.ts';
import type { PathDraft } from './draft.ts';
import { backupJob } from './job.ts';
import type { BackupJob } from './job.ts';
import { backupLeg, copyLeg } from './legs.ts';
import type { Scope } from './scope.ts';
import type { Stage } from './stages.ts';
import type { BackupSubject } from './subject.ts';
import type { Obstacle } from './types.ts';

export interface PlannedPath {
  readonly subject: BackupSubject;
  readonly stage: Stage;
  readonly doubts?: readonly Obstacle[];
  /** Tells apart paths of one type that different keys protect. */
  readonly key?: string;
  readonly assumption?: string;
}

export function plannedPath(scope: Scope, { subject, stage, doubts, key = '', assumption }: PlannedPath): PathDraft {
  const { plan, rule, selection, source, copies, airGapped } = stage;
  const job = backupJob(scope, subject, source);
  return draftPath({
    subject,
    legs: [
      backupLeg(job, doubts),
      ...(airGapped === undefined ? [] : [copyLeg(writtenDirectly(job), airGapped)]),
      ...copies.map((destination) => copyLeg(job, destination)),
    ],
    at: [stage.order, subject.name, key],
    plan,
    rule,
    selection,
    vault: source.vault,
    assumption: assumption ?? (selection === undefined ? notShown(plan.name) : undefined),
  });
}

function notShown(plan: string): string {
  return `the selections of the plan ${plan} are not in sight, so it is taken to cover the resource`;
}

/** What a rule writes to an air-gapped vault itself never lay under the normal vault's key, if it is fully managed. */
function writtenDirectly(job: BackupJob): BackupJob {
  return job.subject.fullyManaged === false ? job : { ...job, source: { name: job.source.name, vault: undefined } };
}
