/** ARNs that follow from names, before AWS has made the thing. */
import { textOf, type TerraformResource } from './document.ts';
import type { TerraformPlan } from './plan.ts';
import type { Leaf } from './resolve.ts';

/** An IAM entity's ARN is its account, path and name. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const entities: ReadonlyMap<string, string> = new Map([
  ['aws_iam_role', 'role'],
  ['aws_iam_user', 'user'],
  ['aws_iam_policy', 'policy'],
]);

export function iamArn(plan: TerraformPlan, resource: TerraformResource): string | undefined {
  const { values } = resource;
  const arn = textOf(values['arn']);
  if (arn !== undefined && arn !== '') return arn;
  const [entity, name] = [entities.get(resource.type), textOf(values['name'])];
  if (entity === undefined || name === undefined || name === '') return undefined;
  const path = textOf(values['path']) ?? '/';
  return plan.arn(resource, 'iam', `${entity}${path}${name}`, true);
}

/** The principal that `aws_iam_role.backup.arn` will be. */
export function arnOfPrincipal(plan: TerraformPlan, leaf: Leaf): string | undefined {
  if (leaf.kind === 'opaque' || leaf.attribute !== 'arn') return undefined;
  const { resource } = leaf;
  return resource.type === 'aws_iam_role' || resource.type === 'aws_iam_user' ? iamArn(plan, resource) : undefined;
}
