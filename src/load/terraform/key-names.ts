/** How resources refer to keys. */
import type { TerraformResource } from './document.ts';
import type { TerraformPlan } from './plan.ts';

export const keyTypes = ['aws_kms_key', 'aws_kms_external_key', 'aws_kms_replica_key', 'aws_kms_replica_external_key'];
const knownKeyTypes: ReadonlySet<string> = new Set([...keyTypes, 'data.aws_kms_key']);
const keySources: ReadonlySet<string> = new Set([
  ...knownKeyTypes,
  'aws_kms_alias',
  'data.aws_kms_alias',
  'aws_ebs_default_kms_key',
  'data.aws_ebs_default_kms_key',
]);

/** Names of the key that an argument refers to; none where nothing tells it. */
export function keyNames(plan: TerraformPlan, resource: TerraformResource, attribute: string): readonly string[] {
  return keyNamesOf(plan, resource, resource.values[attribute], plan.configuration.argument(resource, attribute));
}

export function keyNamesOf(
  plan: TerraformPlan,
  resource: TerraformResource,
  value: unknown,
  expression: unknown,
): readonly string[] {
  if (typeof value === 'string' && value !== '') return [withoutAlias(plan, resource, value)];
  const source = plan.source(resource, expression, keySources);
  return source === undefined ? [] : [plan.local(source)];
}

/** `alias/…` and a bare key id mean one of the provider's account and Region. */
function withoutAlias(plan: TerraformPlan, resource: TerraformResource, name: string): string {
  if (name.startsWith('arn:') || name.startsWith('alias/aws/')) return name;
  const isAlias = name.startsWith('alias/');
  return plan.arn(resource, 'kms', isAlias ? name : `key/${name}`) ?? name;
}
