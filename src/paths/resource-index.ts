/** Resources by what selections look for, so that a thousand selections do not walk all resources each. */
import { splitArn } from '../estate/arn.ts';
import type { Resource } from '../estate/model.ts';
import { matchesSelectionPattern } from './glob.ts';
import { groupBy } from '../estate/group-by.ts';
import { memoize } from '../estate/memoize.ts';
import { typesOfPattern } from './named-types.ts';
import { rowsFor } from './resource-types.ts';
import { mayBe } from './vaults.ts';

/** The resources that may lie in one account and Region. */
export interface ResourceIndex {
  /** `undefined`: not known, so resources of every account are here. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly all: readonly Resource[];
  /** Those whose ARN matches a selection's pattern; a pattern that comes again costs nothing. */
  readonly matching: (pattern: string) => ReadonlySet<Resource>;
  readonly tagged: (key: string, value: string) => readonly Resource[];
  /** Those of which any of these tags is not known, as a selection by tag may take them; the same list for the same. */
  readonly untold: (keys: readonly string[]) => readonly Untold[];
}

interface Untold {
  readonly resource: Resource;
  readonly named: false;
}

export interface ResourceIndexes {
  readonly at: (account: string | undefined, region: string | undefined) => ResourceIndex;
}

export function indexResources(resources: readonly Resource[]): ResourceIndexes {
  const made = new Map<string, ResourceIndex>();
  return {
    at: (account, region) =>
      memoize(made, `${account} ${region}`, () =>
        indexOf(
          account,
          region,
          resources.filter((resource) => mayBe(resource.account, account) && mayBe(resource.region, region)),
        ),
      ),
  };
}

function indexOf(account: string | undefined, region: string | undefined, all: readonly Resource[]): ResourceIndex {
  const byService = groupBy(all, (resource) => splitArn(resource.arn ?? '')?.service ?? '');
  const byArn = groupBy(all, ({ arn }) => arn ?? '');
  const byTag = tagIndex(all);
  const matched = new Map<string, ReadonlySet<Resource>>();
  return {
    account,
    region,
    all,
    untold: untoldIn(all),
    tagged: (key, value) => byTag.get(tagKey(key, value)) ?? [],
    matching: (pattern) => memoize(matched, pattern, () => new Set(matching(pattern))),
  };

  function matching(pattern: string): readonly Resource[] {
    if (!pattern.includes('*')) return pattern === '' ? [] : (byArn.get(pattern) ?? []);
    return candidates(pattern).filter(matches(pattern));
  }

  function candidates(pattern: string): readonly Resource[] {
    const service = splitArn(pattern)?.service ?? '*';
    return service.includes('*') ? all : [...(byService.get(service) ?? []), ...(byService.get('') ?? [])];
  }
}

/** A resource whose ARN is not known yet is matched by its type, where the pattern takes the whole type. */
function matches(pattern: string): (resource: Resource) => boolean {
  const { level, rows } = typesOfPattern(pattern);
  return (resource) => {
    if (resource.arn !== undefined) return matchesSelectionPattern(pattern, resource.arn);
    return level !== 'resource' && rowsFor(resource).some((row) => rows.includes(row));
  };
}

function untoldIn(all: readonly Resource[]): ResourceIndex['untold'] {
  const entries = all.map((resource): Untold => ({ resource, named: false }));
  const ofAnyKey = entries.filter(({ resource }) => resource.tags === undefined);
  const partly = entries.filter(({ resource }) => resource.tagKeys !== undefined);
  const lists = new Map<string, readonly Untold[]>();
  return (keys) =>
    memoize(lists, JSON.stringify(keys), () => {
      const open = partly.filter(({ resource }) => keys.some((key) => !isTagKnown(resource, key)));
      return open.length === 0 ? ofAnyKey : [...ofAnyKey, ...open];
    });
}

/** Whether it is known if the resource has such a tag. */
export function isTagKnown({ tags, tagKeys }: Pick<Resource, 'tags' | 'tagKeys'>, key: string): boolean {
  return tags !== undefined && (tagKeys?.includes(key) ?? true);
}

function tagIndex(resources: readonly Resource[]): ReadonlyMap<string, readonly Resource[]> {
  const tagged = new Map<string, Resource[]>();
  for (const resource of resources) {
    for (const [key, value] of Object.entries(resource.tags ?? {})) {
      memoize(tagged, tagKey(key, value), () => []).push(resource);
    }
  }
  return tagged;
}

function tagKey(key: string, value: string): string {
  return `${key}\0${value}`;
}
