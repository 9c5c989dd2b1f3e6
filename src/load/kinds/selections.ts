/** Backup selections. https://docs.aws.amazon.com/aws-backup/latest/APIReference/API_BackupSelection.html */
import { z } from 'zod';
import type { SelectionFragment } from '../../estate/fragment.ts';
import type { Selection, SelectionConditions, TagCondition } from '../../estate/model.ts';
import type { Origin } from '../../estate/origin.ts';
import { defined } from './defined.ts';
import type { DocumentContext, LoadedDocument } from './kind.ts';
import { optional, shapeLoader } from './shape.ts';

const text = optional(z.string());
const texts = optional(z.array(z.string()));
const condition = z.object({ ConditionKey: z.string(), ConditionValue: z.string() });
const conditions = optional(z.array(condition));

const selection = z.object({
  SelectionName: z.string(),
  IamRoleArn: z.string(),
  Resources: texts,
  NotResources: texts,
  ListOfTags: optional(z.array(condition.extend({ ConditionType: text }))),
  Conditions: optional(
    z.object({
      StringEquals: conditions,
      StringNotEquals: conditions,
      StringLike: conditions,
      StringNotLike: conditions,
    }),
  ),
});

export const selectionDescription = z.object({ BackupSelection: selection, SelectionId: text, BackupPlanId: text });

/** `get-backup-selection`, and the whole input of `create-backup-selection`. */
export const loadSelection = shapeLoader(selectionDescription, (value, context) =>
  toFragment(value.BackupSelection, context, context.at('BackupSelection'), {
    id: value.SelectionId,
    planId: value.BackupPlanId,
  }),
);

/** The value of `create-backup-selection --backup-selection`. */
export const loadSelectionBody = shapeLoader(selection, (value, context) =>
  toFragment(value, context, context.at(), {}),
);

interface SelectionIds {
  readonly id?: string | undefined;
  readonly planId?: string | undefined;
}

function toFragment(
  value: z.output<typeof selection>,
  context: DocumentContext,
  origin: Origin,
  { id, planId }: SelectionIds,
): LoadedDocument {
  const fragment: SelectionFragment = {
    kind: 'selection',
    names: id === undefined ? [] : [id],
    subject: context.subject,
    planNames: planId === undefined ? [] : [planId],
    selection: toSelection(value, context.subject, origin),
    origin,
  };
  return { fragments: [fragment] };
}

function toSelection(value: z.output<typeof selection>, subject: string, origin: Origin): Selection {
  return {
    subject,
    name: value.SelectionName,
    roleArn: value.IamRoleArn,
    // Nothing named: all resources, or those with the tags.
    resources: value.Resources ?? [],
    notResources: value.NotResources ?? [],
    listOfTags: (value.ListOfTags ?? []).map((tag) => ({ ...toTag(tag), ...defined({ type: tag.ConditionType }) })),
    conditions: toConditions(value.Conditions),
    origin,
  };
}

function toConditions(value: z.output<typeof selection>['Conditions']): SelectionConditions {
  return {
    stringEquals: (value?.StringEquals ?? []).map(toTag),
    stringNotEquals: (value?.StringNotEquals ?? []).map(toTag),
    stringLike: (value?.StringLike ?? []).map(toTag),
    stringNotLike: (value?.StringNotLike ?? []).map(toTag),
  };
}

function toTag({ ConditionKey, ConditionValue }: z.output<typeof condition>): TagCondition {
  return { key: ConditionKey, value: ConditionValue };
}

const list = z.object({
  BackupSelectionsList: z.array(
    z.object({ SelectionId: text, SelectionName: z.string(), BackupPlanId: text, IamRoleArn: text }),
  ),
});

/** `list-backup-selections`: name and role, but not what is selected. */
export const loadSelectionList = shapeLoader(list, ({ BackupSelectionsList }, context) => {
  const fragments = BackupSelectionsList.map((value, index): SelectionFragment => {
    const origin = context.at('BackupSelectionsList', index);
    const subject = `${context.file}#${context.pointer('BackupSelectionsList', index)}`;
    return {
      kind: 'selection',
      names: value.SelectionId === undefined ? [] : [value.SelectionId],
      subject,
      mentioned: true,
      planNames: value.BackupPlanId === undefined ? [] : [value.BackupPlanId],
      selection: {
        subject,
        name: value.SelectionName,
        ...defined({ roleArn: value.IamRoleArn }),
        notResources: [],
        listOfTags: [],
        conditions: toConditions(undefined),
        origin,
      },
      origin,
    };
  });
  return { fragments };
});
