/** Resources that AWS Backup protects, and what they are encrypted with: as the matrix of resource types says it. */
import { accountOf, regionOf } from '../../estate/arn.ts';
import type { ResourceFragment } from '../../estate/fragment.ts';
import type { ResourceTypeRow, TemplateResource } from '../../paths/resource-type-row.ts';
import { resourceTypes } from '../../paths/resource-types.ts';
import { defined } from '../kinds/defined.ts';
import { bucketFacts } from './buckets.ts';
import { textOf, type TerraformResource } from './document.ts';
import { encryptionOf } from './encryption.ts';
import type { TerraformPlan } from './plan.ts';
import { tagsOf } from './tags.ts';

/** How a type of the provider is backed up. */
interface ProtectedType {
  readonly row: ResourceTypeRow;
  readonly template: TemplateResource;
}

/** Types whose own block holds the resource; the key of some is in another block, which `template` names all the same. */
const otherBlocks: Readonly<Record<string, string>> = {
  aws_s3_bucket_server_side_encryption_configuration: 'aws_s3_bucket',
  aws_timestreamwrite_database: 'aws_timestreamwrite_table',
};

/** Instances are made from it, but it is none itself. */
const notProtected: ReadonlySet<string> = new Set(['aws_launch_template']);

const protectedTypes = typesByName();

function typesByName(): ReadonlyMap<string, readonly ProtectedType[]> {
  const types = new Map<string, ProtectedType[]>();
  for (const row of resourceTypes) {
    for (const template of row.terraform) {
      if (notProtected.has(template.type)) continue;
      const type = otherBlocks[template.type] ?? template.type;
      types.set(type, [...(types.get(type) ?? []), { row, template }]);
    }
  }
  return types;
}

export function resourceFragments(plan: TerraformPlan): readonly ResourceFragment[] {
  return [...protectedTypes.keys()].flatMap((type) =>
    plan.ofType(type).map((resource) => resourceOf(plan, resource, protectedTypes.get(type) ?? [])),
  );
}

function resourceOf(
  plan: TerraformPlan,
  resource: TerraformResource,
  types: readonly ProtectedType[],
): ResourceFragment {
  const [type = types[0], ...others] = types.filter(({ template }) => fits(resource, template));
  const arn = resourceArn(plan, resource);
  const { account, region } = plan.place(resource);
  return {
    kind: 'resource',
    names: [arn, plan.local(resource)].filter((name) => name !== undefined),
    subject: resource.address,
    ...defined({
      resourceType: type?.row.resourceType,
      variant: others.length === 0 ? type?.row.id : undefined,
      account: accountOf(arn ?? '') ?? account,
      region: region ?? regionOf(arn ?? ''),
      tags: tagsOf(resource),
      encryption: type && encryptionOf(plan, resource, type.template, type.row),
    }),
    ...(resource.type === 'aws_s3_bucket' ? bucketFacts(plan, resource) : {}),
    origin: plan.at(resource),
  };
}

/** `engine starts with aurora`, `engine is mysql or postgres`. */
function fits({ values }: TerraformResource, { discriminator }: TemplateResource): boolean {
  if (discriminator === undefined) return true;
  // The provider's default is Aurora.
  const engine = textOf(values['engine']) ?? 'aurora';
  const start = /^engine starts with (\S+)$/.exec(discriminator)?.[1];
  if (start !== undefined) return engine.startsWith(start);
  const [, list = ''] = /^engine is (.+)$/.exec(discriminator) ?? [];
  return list.split(' or ').includes(engine);
}

/** The attribute that ends the ARN, where the ARN follows from a name. */
const namingAttributes: Readonly<Record<string, string>> = {
  aws_db_instance: 'identifier',
  aws_rds_cluster: 'cluster_identifier',
  aws_docdb_cluster: 'cluster_identifier',
  aws_neptune_cluster: 'cluster_identifier',
  aws_redshift_cluster: 'cluster_identifier',
  aws_dynamodb_table: 'name',
  aws_s3_bucket: 'bucket',
  aws_eks_cluster: 'name',
};

/**
 * A resource's ARN, with holes for what is only known after apply. Selections refer to it in the same words, and patterns
 * match the rest of it. `undefined`: AWS Backup does not know the type.
 */
export function resourceArn(plan: TerraformPlan, resource: TerraformResource): string | undefined {
  const arn = textOf(resource.values['arn']);
  if (arn !== undefined && arn.startsWith('arn:')) return arn;
  const [type] = protectedTypes.get(resource.type) ?? [];
  const [, , service, region, account, ...rest] = type?.row.arnPatterns[0]?.split(':') ?? [];
  if (service === undefined || resource.mode !== 'managed') return undefined;
  const place = plan.place(resource);
  const fill = (part: string | undefined, value: string | undefined, what: string): string =>
    part === '*' ? (value ?? plan.hole(what)) : (part ?? '');
  return [
    'arn',
    place.partition ?? 'aws',
    service,
    fill(region, place.region, 'Region'),
    fill(account, place.account, 'account'),
    resourcePart(plan, resource, rest.join(':')),
  ].join(':');
}

function resourcePart(plan: TerraformPlan, resource: TerraformResource, form: string): string {
  const name = textOf(resource.values[namingAttributes[resource.type] ?? '']);
  const first = form.indexOf('*');
  if (name !== undefined && name !== '' && first === form.length - 1) return form.slice(0, first) + name;
  return form.slice(0, first) + plan.hole(resource.address);
}
