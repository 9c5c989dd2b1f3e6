/** Selections: what a plan backs up, and as whom. */
import type { SelectionFragment } from '../../estate/fragment.ts';
import { hole } from '../../estate/hole.ts';
import type { Selection, SelectionConditions, TagCondition } from '../../estate/model.ts';
import { defined } from '../kinds/defined.ts';
import { isObject } from '../kinds/kind.ts';
import { listOf, textOf, type TerraformResource } from './document.ts';
import { holdsUnknown, type TerraformPlan } from './plan.ts';
import { iamName } from './principals.ts';
import { resourceArn } from './resources.ts';
import { roleSource } from './roles.ts';

const planSources: ReadonlySet<string> = new Set(['aws_backup_plan', 'data.aws_backup_plan']);

export function selectionFragments(plan: TerraformPlan): readonly SelectionFragment[] {
  return plan.ofType('aws_backup_selection').map((resource): SelectionFragment => {
    const given = textOf(resource.values['iam_role_arn']);
    const role = given === undefined ? roleSource(plan, resource, 'iam_role_arn') : undefined;
    // In whatever account it is, it is no other role of the deployment.
    const roleArn = given ?? (role && iamName(plan, role));
    if (given === undefined && role === undefined) {
      const why = plan.why(resource, plan.configuration.argument(resource, 'iam_role_arn'));
      plan.note(`the role of ${resource.address}`, `it is ${why}`);
    }
    return {
      kind: 'selection',
      names: [plan.local(resource)],
      subject: resource.address,
      planNames: planNames(plan, resource),
      selection: selectionOf(plan, resource, roleArn),
      ...(role && { role: plan.local(role) }),
      origin: plan.at(resource),
    };
  });
}

/** Where nothing tells its plan, it belongs to one that is not in sight: no other plan of the file is meant. */
function planNames(plan: TerraformPlan, resource: TerraformResource): readonly string[] {
  const id = textOf(resource.values['plan_id']);
  if (id !== undefined && id !== '') return [id];
  const source = plan.source(resource, plan.configuration.argument(resource, 'plan_id'), planSources);
  return [source === undefined ? `${plan.local(resource)}.plan_id` : plan.local(source)];
}

function selectionOf(plan: TerraformPlan, resource: TerraformResource, roleArn: string | undefined): Selection {
  const { values } = resource;
  const [tags, [condition]] = [listOf(values['selection_tag']), listOf(values['condition'])];
  const resources = selectedBy(plan, resource);
  return {
    subject: resource.address,
    name: textOf(values['name']) ?? resource.address,
    ...defined({ roleArn, resources }),
    notResources: arnsIn(plan, resource, 'not_resources') ?? [],
    listOfTags: tags.filter(isObject).map((tag) => ({ ...tagOf(tag), ...defined({ type: textOf(tag['type']) }) })),
    conditions: conditionsOf(condition),
    origin: plan.at(resource),
  };
}

/** `undefined`: a part of what it says is not known yet, so it may select anything. */
function selectedBy(plan: TerraformPlan, resource: TerraformResource): readonly string[] | undefined {
  const openTags = ['selection_tag', 'condition'].find((attribute) => holdsUnknown(resource.unknown[attribute]));
  const openArns = ['resources', 'not_resources'].find((name) => arnsIn(plan, resource, name) === undefined);
  const open = openTags ?? openArns;
  if (open === undefined) return arnsIn(plan, resource, 'resources');
  const why = plan.why(resource, plan.configuration.argument(resource, open));
  plan.note(`what ${resource.address} selects`, `its ${open} is ${why}`);
  return undefined;
}

/** Known ARNs, and those of resources of the plan as far as they are known; `undefined` where others may be meant. */
function arnsIn(plan: TerraformPlan, resource: TerraformResource, attribute: string): readonly string[] | undefined {
  const given = listOf(resource.values[attribute]).filter((arn) => typeof arn === 'string');
  const unknown = resource.unknown[attribute];
  const isOpen = unknown === true || listOf(unknown).includes(true);
  if (!isOpen || plan.isWritten(resource, attribute) === false) return given;
  const sources = plan.sources(resource, attribute);
  const arns = sources.map((leaf) =>
    leaf.kind === 'attribute' && (leaf.attribute === 'arn' || leaf.attribute === '')
      ? resourceArn(plan, leaf.resource)
      : undefined,
  );
  return arns.length > 0 && arns.every((arn) => arn !== undefined) ? [...given, ...arns] : undefined;
}

function conditionsOf(value: unknown): SelectionConditions {
  const condition = isObject(value) ? value : {};
  const tags = (operator: string): TagCondition[] => listOf(condition[operator]).filter(isObject).map(tagOf);
  return {
    stringEquals: tags('string_equals'),
    stringNotEquals: tags('string_not_equals'),
    stringLike: tags('string_like'),
    stringNotLike: tags('string_not_like'),
  };
}

function tagOf({ key, value }: Readonly<Record<string, unknown>>): TagCondition {
  return { key: textOf(key) ?? hole('a tag key'), value: textOf(value) ?? hole('a tag value') };
}
