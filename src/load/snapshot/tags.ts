/** Tags of resources, as far as selections ask for them. */
import { parseAccountId, splitArn } from '../../estate/arn.ts';
import type { Fragment, ResourceFragment } from '../../estate/fragment.ts';
import { groupBy } from '../../estate/group-by.ts';
import { rowsOfArn } from '../../paths/resource-types.ts';
import { isObject } from '../kinds/kind.ts';
import type { SnapshotEntry } from './schema.ts';

/**
 * Each call answers for one tag key which resources have it, so a resource of the place that is not listed has none.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html
 * A resource that is listed and was never backed up is one that a selection may take: its key is not known.
 */
export function tagFragments(
  answers: readonly SnapshotEntry[],
  loaded: readonly Fragment[],
): readonly ResourceFragment[] {
  const asked = answers.filter(({ call, answer }) => call === 'tag:GetResources' && answer !== null);
  if (asked.length === 0) return [];
  const resources = loaded.filter((each) => each.kind === 'resource');
  const byPlace = groupBy(resources, ({ account, region }) => `${account} ${region}`);
  return [...groupBy(asked, ({ account, region }) => `${account} ${region}`)].flatMap(([place, entries]) =>
    fragmentsAt(entries, byPlace.get(place) ?? []),
  );
}

function fragmentsAt(entries: readonly SnapshotEntry[], resources: readonly ResourceFragment[]): ResourceFragment[] {
  const tagKeys = entries.map(({ subject = '' }) => subject);
  const tags = tagsByArn(entries);
  const [first] = entries;
  const account = parseAccountId(first?.account ?? '');
  const region = first?.region;
  const seen = resources.flatMap(({ names }) => names.filter(isToldOf));
  const arns = new Set([...seen, ...[...tags.keys()].filter((arn) => !isStack(arn))]);
  return [...arns].map((arn) => ({
    kind: 'resource',
    names: [arn],
    subject: arn,
    mentioned: true,
    ...typeOf(arn),
    ...(account !== undefined && { account }),
    ...(region !== undefined && { region }),
    tags: tags.get(arn) ?? {},
    tagKeys,
    origin: { kind: 'live', arn },
  }));
}

/**
 * A stack hands its tags on to what is in it, so they do not say that it should be backed up itself: it counts once it is.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-resource-tags.html
 */
function isStack(arn: string): boolean {
  return splitArn(arn)?.service === 'cloudformation';
}

function tagsByArn(entries: readonly SnapshotEntry[]): ReadonlyMap<string, Readonly<Record<string, string>>> {
  const tags = new Map<string, Record<string, string>>();
  for (const { subject = '', answer } of entries) {
    for (const { ResourceARN, Tags } of objectsIn(answer?.['ResourceTagMappingList'])) {
      const value = objectsIn(Tags).find(({ Key }) => Key === subject)?.['Value'];
      if (typeof ResourceARN === 'string' && typeof value === 'string') {
        tags.set(ResourceARN, { ...tags.get(ResourceARN), [subject]: value });
      }
    }
  }
  return tags;
}

function objectsIn(list: unknown): readonly Readonly<Record<string, unknown>>[] {
  return Array.isArray(list) ? list.filter(isObject) : [];
}

/** A cluster's ARN may be of several types. */
function typeOf(arn: string): { readonly resourceType?: string } {
  const [type, ...others] = new Set(rowsOfArn(arn).map(({ resourceType }) => resourceType));
  return type === undefined || others.length > 0 ? {} : { resourceType: type };
}

/**
 * AWS says that all types are told of, but its list of the types whose tags it reports lacks databases of SAP HANA.
 * https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/supported-services.html
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_supported-resources-enforcement.html
 */
function isToldOf(arn: string): boolean {
  return splitArn(arn)?.service !== 'ssm-sap';
}
