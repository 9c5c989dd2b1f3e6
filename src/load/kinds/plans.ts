/** Backup plans, as `get-backup-plan` prints them and as people keep them for `create-backup-plan`. */
import { z } from 'zod';
import { accountOf, regionOf } from '../../estate/arn.ts';
import type { CopyActionFragment, PlanFragment, PlanRuleFragment } from '../../estate/fragment.ts';
import type { Lifecycle } from '../../estate/model.ts';
import { originAt, type Origin } from '../../estate/origin.ts';
import { defined } from './defined.ts';
import type { DocumentContext, LoadedDocument } from './kind.ts';
import { optional, shapeLoader } from './shape.ts';

const text = optional(z.string());
const number = optional(z.number());

// https://docs.aws.amazon.com/aws-backup/latest/APIReference/API_Lifecycle.html
const lifecycle = z.object({
  DeleteAfterDays: number,
  MoveToColdStorageAfterDays: number,
  OptInToArchiveForSupportedResources: optional(z.boolean()),
});

const copyAction = z.object({ DestinationBackupVaultArn: z.string(), Lifecycle: optional(lifecycle) });

// https://docs.aws.amazon.com/aws-backup/latest/APIReference/API_BackupRule.html
const rule = z.object({
  RuleName: z.string(),
  TargetBackupVaultName: z.string(),
  TargetLogicallyAirGappedBackupVaultArn: text,
  ScheduleExpression: text,
  ScheduleExpressionTimezone: text,
  StartWindowMinutes: number,
  CompletionWindowMinutes: number,
  Lifecycle: optional(lifecycle),
  EnableContinuousBackup: optional(z.boolean()),
  CopyActions: optional(z.array(copyAction)),
});

const plan = z.object({ BackupPlanName: z.string(), Rules: z.array(rule) });
export const planDescription = z.object({ BackupPlan: plan, BackupPlanId: text, BackupPlanArn: text });

/** `get-backup-plan`, and the whole input of `create-backup-plan`. */
export const loadPlan = shapeLoader(planDescription, (value, context) =>
  toPlan(value.BackupPlan, context, context.at('BackupPlan'), { id: value.BackupPlanId, arn: value.BackupPlanArn }),
);

/** The value of `create-backup-plan --backup-plan`. */
export const loadPlanBody = shapeLoader(plan, (value, context) => toPlan(value, context, context.at(), {}));

interface PlanIds {
  readonly id?: string | undefined;
  readonly arn?: string | undefined;
}

function toPlan(
  value: z.output<typeof plan>,
  context: DocumentContext,
  origin: Origin,
  { id, arn }: PlanIds,
): LoadedDocument {
  const fragment: PlanFragment = {
    kind: 'plan',
    names: [arn, id].filter((name) => name !== undefined),
    name: value.BackupPlanName,
    subject: arn ?? context.subject,
    ...defined({ id, arn, account: accountOf(arn ?? ''), region: regionOf(arn ?? '') }),
    rules: value.Rules.map((each, index) => toRule(each, originAt(origin, 'Rules', index))),
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/logging-using-cloudtrail.html
    fromOrganization: id?.startsWith('orgs/') ?? false,
    origin,
  };
  return { fragments: [fragment] };
}

/** What a rule does not say it does not have: the API leaves out what is not set. */
function toRule(value: z.output<typeof rule>, origin: Origin): PlanRuleFragment {
  return {
    name: value.RuleName,
    targetVaultName: value.TargetBackupVaultName,
    targetAirGappedVaultArn: value.TargetLogicallyAirGappedBackupVaultArn ?? null,
    scheduleExpression: value.ScheduleExpression ?? null,
    scheduleTimezone: value.ScheduleExpressionTimezone ?? null,
    startWindowMinutes: value.StartWindowMinutes ?? null,
    completionWindowMinutes: value.CompletionWindowMinutes ?? null,
    lifecycle: toLifecycle(value.Lifecycle, originAt(origin, 'Lifecycle')),
    continuous: value.EnableContinuousBackup ?? false,
    copyActions: (value.CopyActions ?? []).map((copy, i) => toCopyAction(copy, originAt(origin, 'CopyActions', i))),
    origin,
  };
}

function toCopyAction(value: z.output<typeof copyAction>, origin: Origin): CopyActionFragment {
  return {
    destinationVaultArn: value.DestinationBackupVaultArn,
    lifecycle: toLifecycle(value.Lifecycle, originAt(origin, 'Lifecycle')),
    origin,
  };
}

function toLifecycle(value: z.output<typeof lifecycle> | undefined, origin: Origin): Lifecycle | null {
  if (value === undefined) return null;
  return {
    deleteAfterDays: value.DeleteAfterDays ?? null,
    moveToColdStorageAfterDays: value.MoveToColdStorageAfterDays ?? null,
    optInToArchive: value.OptInToArchiveForSupportedResources ?? null,
    origin,
  };
}
