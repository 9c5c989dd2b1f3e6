import type { Fragment } from '../../estate/fragment.ts';
import { hasHole, hole, showHoles } from '../../estate/hole.ts';
import type { SelectionConditions, TagCondition } from '../../estate/model.ts';
import { defined } from '../kinds/defined.ts';
import type { Properties } from './properties.ts';
import type { Resource } from './resource.ts';

export function loadSelection(resource: Resource): Fragment[] {
  const { properties, id, stack, local } = resource;
  const body = properties.object('BackupSelection');
  const planId = properties.text('BackupPlanId');
  if (body === null || body === undefined) {
    const what = `${stack.template.file}: the selection ${id}`;
    return [{ kind: 'not-looked-at', what, why: 'its body is not known' }];
  }
  const origin = resource.originAt(body.pointer);
  return [
    {
      kind: 'selection',
      names: [local],
      subject: id,
      // Where a parameter tells its plan, no other plan of the template is meant.
      planNames: [typeof planId === 'string' ? planId : `${local}.BackupPlanId`],
      selection: {
        subject: id,
        name: showHoles(body.text('SelectionName') ?? id),
        ...defined({ roleArn: body.text('IamRoleArn') ?? undefined }),
        ...defined({ resources: resourcesOf(body) }),
        notResources: body.texts('NotResources') ?? [],
        listOfTags: body.objects('ListOfTags').known.map((tag) => ({
          ...tagOf(tag),
          ...defined({ type: tag.text('ConditionType') ?? undefined }),
        })),
        conditions: conditionsOf(body.object('Conditions')),
        origin,
      },
      origin,
    },
  ];
}

/** Not known where anything that says what is selected is not. */
function resourcesOf(body: Properties): readonly string[] | undefined {
  const conditions = body.object('Conditions');
  const lists = [body.objects('ListOfTags'), ...operators.map((name) => conditions?.objects(name))];
  const isOpen =
    conditions === undefined ||
    body.texts('NotResources') === undefined ||
    lists.some((list) => list !== undefined && (!list.isWhole || list.known.some(hasOpenText)));
  return isOpen ? undefined : body.texts('Resources');
}

const operators = ['StringEquals', 'StringNotEquals', 'StringLike', 'StringNotLike'] as const;

function hasOpenText(tag: Properties): boolean {
  return ['ConditionKey', 'ConditionValue'].some((name) => hasHole(tag.text(name) ?? hole('')));
}

function tagOf(tag: Properties): TagCondition {
  return {
    key: tag.text('ConditionKey') ?? hole('a tag key'),
    value: tag.text('ConditionValue') ?? hole('a tag value'),
  };
}

function conditionsOf(conditions: Properties | null | undefined): SelectionConditions {
  const tags = (name: string): TagCondition[] => (conditions?.objects(name).known ?? []).map(tagOf);
  return {
    stringEquals: tags('StringEquals'),
    stringNotEquals: tags('StringNotEquals'),
    stringLike: tags('StringLike'),
    stringNotLike: tags('StringNotLike'),
  };
}
