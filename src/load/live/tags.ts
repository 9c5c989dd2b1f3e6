/** Which resources have the tags by which selections choose. */
import { rowsOfArn } from '../../paths/resource-types.ts';
import type { Answer } from './calls.ts';
import type { Place } from './place.ts';

/** A tag key, and where a selection asks for it; without a place: anywhere. */
export interface TagKey {
  readonly key: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
}

export async function collectTags(place: Place, keys: readonly TagKey[]): Promise<void> {
  const here = keys.filter(
    ({ account = place.account, region = place.region }) => account === place.account && region === place.region,
  );
  const distinct = new Set(here.map(({ key }) => key));
  await Promise.all([...distinct].map((key) => collectTag(place, key)));
}

async function collectTag(place: Place, key: string): Promise<void> {
  const of = `account ${place.account} in ${place.region} with the key ${key}`;
  const { isWhole, answer } = await place.list('tag:GetResources', { TagFilters: [{ Key: key }] }, of);
  // Who is not listed has no such tag: half a list would say so of the other half.
  if (isWhole) place.keep('tag:GetResources', reduced(answer, key), key);
}

type Tagged = Answer<'tag:GetResources'>;

/** Of a resource all tags come, and resources come that cannot be backed up; only what is asked for is kept, in order. */
function reduced({ ResourceTagMappingList }: Tagged, key: string): Tagged {
  const kept = ResourceTagMappingList.filter(({ ResourceARN }) => rowsOfArn(ResourceARN).length > 0).map(
    ({ ResourceARN, Tags }) => ({ ResourceARN, Tags: Tags.filter(({ Key }) => Key === key) }),
  );
  return {
    ResourceTagMappingList: kept.toSorted((a, b) => (a.ResourceARN < b.ResourceARN ? -1 : 1)),
    PaginationToken: undefined,
  };
}
