import { AwsError } from '../errors.ts';
import { regionOf } from '../region-index.ts';
import type { Operations } from '../call.ts';
import type { Paging } from '../pages.ts';

/** https://docs.aws.amazon.com/resourcegroupstagging/latest/APIReference/API_GetResources.html */
const paging: Paging = {
  size: 'ResourcesPerPage',
  token: 'PaginationToken',
  max: 100,
  fallback: 50,
  badToken: 'PaginationTokenExpiredException',
  badSize: 'InvalidParameterException',
};

interface TagFilter {
  readonly Key: string;
  readonly Values?: readonly string[];
}

export const tagging: Operations = {
  GetResources: (call, world) => {
    const { tags: tagged = {} } = regionOf(world.seed, call.caller.account, call.region).region;
    const filters = filtersOf(call.input['TagFilters']);
    const found = Object.entries(tagged).filter(([, tags]) => filters.every((filter) => passes(tags, filter)));
    const page = world.pager(call, found, paging);
    return {
      // The last page has an empty token, not none.
      PaginationToken: page.next ?? '',
      ResourceTagMappingList: page.items.map(([arn, tags]) => ({
        ResourceARN: arn,
        Tags: Object.entries(tags).map(([Key, Value]) => ({ Key, Value })),
      })),
    };
  },
};

function filtersOf(given: unknown): readonly TagFilter[] {
  const filters = (given ?? []) as readonly TagFilter[];
  if (filters.length <= 50 && filters.every(({ Key }) => Key.length >= 1 && Key.length <= 128)) return filters;
  throw new AwsError('InvalidParameterException', 'Invalid TagFilters.');
}

/** All filters must hold, and of each filter's values one. */
function passes(tags: Readonly<Record<string, string>>, { Key, Values = [] }: TagFilter): boolean {
  const value = Object.hasOwn(tags, Key) ? tags[Key] : undefined;
  return value !== undefined && (Values.length === 0 || Values.includes(value));
}
