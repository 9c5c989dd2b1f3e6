/** ARNs that follow from names, before AWS has made the thing. */
import { madeUpHole } from '../../estate/hole.ts';
import { textOf, type TerraformResource } from './document.ts';
import type { TerraformPlan } from './plan.ts';
import type { Leaf } from './resolve.ts';

/** An IAM entity's ARN is its account, path and name. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const entities: ReadonlyMap<string, string> = new Map([
  ['aws_iam_role', 'role'],
  ['aws_iam_user', 'user'],
  ['aws_iam_policy', 'policy'],
]);

/** With holes for a name or path of a role or user that is only known after apply. */
export function iamArn(plan: TerraformPlan, resource: TerraformResource): string | undefined {
  const { values } = resource;
  const arn = textOf(values['arn']);
  return arn !== undefined && arn !== '' ? arn : plan.arn(resource, 'iam', iamName(plan, resource), true);
}

/** `role/path/name`: all of its ARN that does not depend on the account. */
export function iamName(plan: TerraformPlan, resource: TerraformResource): string | undefined {
  const { values } = resource;
  const entity = entities.get(resource.type);
  const name = textOf(values['name']) || openName(plan, resource);
  if (entity === undefined || name === undefined) return undefined;
  const path = plan.isUnknown(resource, 'path') ? `/${plan.hole(`${resource.address}.path`)}/` : textOf(values['path']);
  return `${entity}${path ?? '/'}${name}`;
}

/** `undefined`: it is not shown. */
function openName(plan: TerraformPlan, resource: TerraformResource): string | undefined {
  if (resource.type === 'aws_iam_policy' || !plan.isUnknown(resource, 'name')) return undefined;
  const what = `${resource.address}.name`;
  const prefix = textOf(resource.values['name_prefix']) ?? '';
  if (prefix !== '' || isMadeUp(plan, resource)) return prefix + madeUpHole(what, plan.context.file);
  return plan.hole(what);
}

/** Terraform makes a name up where the configuration gives none, or `null`: nothing in it is left to be known. */
function isMadeUp(plan: TerraformPlan, resource: TerraformResource): boolean {
  return plan.isWritten(resource, 'name') !== undefined && plan.sources(resource, 'name').length === 0;
}

/** The principal that `aws_iam_role.backup.arn` will be. */
export function arnOfPrincipal(plan: TerraformPlan, leaf: Leaf): string | undefined {
  if (leaf.kind === 'opaque' || leaf.attribute !== 'arn') return undefined;
  const { resource } = leaf;
  return resource.type === 'aws_iam_role' || resource.type === 'aws_iam_user' ? iamArn(plan, resource) : undefined;
}
