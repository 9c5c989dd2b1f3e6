/**
 * What a selection covers, as AWS Backup resolves it: (`Resources` or `ListOfTags`), without `NotResources`, filtered by
 * all `Conditions`.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/API_BackupSelection.html
 */
import { hasHole } from '../estate/hole.ts';
import type { Resource, Selection, SelectionConditions } from '../estate/model.ts';
import { both, either, kleene, maybe, no, not, yes } from '../iam/truth.ts';
import type { Kleene } from '../iam/truth.ts';
import { matchesSelectionPattern } from './glob.ts';
import { reachesPlace, typesOfPattern } from './named-types.ts';
import type { PatternTypes } from './named-types.ts';
import { isTagKnown, type ResourceIndex } from './resource-index.ts';

export interface SelectedResource {
  readonly resource: Resource;
  /** Named by ARN or type; otherwise found by service, by tag, or because everything is selected. */
  readonly named: boolean;
}

interface SelectedResources {
  readonly certain: readonly SelectedResource[];
  /** Whether they are selected depends on tags that are not known. Selections that doubt alike share one list. */
  readonly doubtful: readonly SelectedResource[];
}

export interface Coverage {
  readonly resources: SelectedResources;
  /** Types and single ARNs that the selection names and that may lie there. */
  readonly named: readonly PatternTypes[];
  /** Those of which no resource is in sight. */
  readonly outOfSight: readonly PatternTypes[];
  /** True when it also takes resources of types that it does not name. */
  readonly broad: boolean;
}

export function resolveSelection(selection: Selection, index: ResourceIndex): Coverage {
  const named = namedTypes(selection).filter(({ pattern }) => reachesPlace(pattern, index.account, index.region));
  return {
    resources: selectResources(selection, index),
    named,
    outOfSight: named.filter((types) => isOutOfSight(types, index)),
    broad: isBroad(selection),
  };
}

/** Every resource of the index that the selection takes, or may take. */
function selectResources(selection: Selection, index: ResourceIndex): SelectedResources {
  return isPlainlyByTag(selection) ? selectByTag(selection, index) : selectByEverything(selection, index);
}

/** Tags alone, as most plans select: what has no known tags is in doubt for all such selections alike. */
function isPlainlyByTag({ resources, notResources, listOfTags, conditions }: Selection): boolean {
  return (
    resources?.length === 0 &&
    notResources.length === 0 &&
    listOfTags.length > 0 &&
    !listOfTags.some((tag) => tagPrefix.test(tag.key) || isOpen(tag)) &&
    operators.every(([operator]) => conditions[operator].length === 0)
  );
}

function selectByTag({ listOfTags }: Selection, index: ResourceIndex): SelectedResources {
  const tagged = new Set(listOfTags.flatMap(({ key, value }) => index.tagged(key, value)));
  const doubtful = index.untold(listOfTags.map(({ key }) => key));
  return { certain: [...tagged].map((resource) => ({ resource, named: false })), doubtful };
}

function selectByEverything(selection: Selection, index: ResourceIndex): SelectedResources {
  const excluded = selection.notResources.map((pattern) => index.matching(pattern));
  const byArn = resourcesByArn(selection, index);
  const everything = selectsEverything(selection);
  // What the inputs do not show may be anything, and so may leave this resource out.
  const whole = selection.resources === undefined ? maybe : yes;
  const candidates = everything ? index.all : new Set([...byArn.keys(), ...resourcesByTag(selection, index)]);
  const certain: SelectedResource[] = [];
  const doubtful: SelectedResource[] = [];
  for (const resource of candidates) {
    if (excluded.some((set) => set.has(resource))) continue;
    const included = byArn.has(resource) ? yes : everything ? whole : anyTag(selection, resource);
    const taken = both(included, allConditions(selection.conditions, resource));
    if (taken === no) continue;
    (taken === yes ? certain : doubtful).push({ resource, named: byArn.get(resource) ?? false });
  }
  return { certain, doubtful };
}

/** What the ARN patterns match, and whether one of them names it. */
function resourcesByArn({ resources = [] }: Selection, index: ResourceIndex): ReadonlyMap<Resource, boolean> {
  const found = new Map<Resource, boolean>();
  for (const pattern of resources) {
    const named = typesOfPattern(pattern).level !== 'service';
    for (const resource of index.matching(pattern)) found.set(resource, named || found.get(resource) === true);
  }
  return found;
}

function resourcesByTag({ listOfTags }: Selection, index: ResourceIndex): readonly Resource[] {
  if (listOfTags.length === 0) return [];
  if (listOfTags.some(isOpen)) return index.all;
  const keys = listOfTags.map(({ key }) => bareKey(key));
  const tagged = listOfTags.flatMap(({ key, value }) => index.tagged(bareKey(key), value));
  return [...tagged, ...index.untold(keys).map(({ resource }) => resource)];
}

/** Without resources and tags everything is meant; so it is where the inputs do not show what is selected. */
export function selectsEverything({ resources, listOfTags }: Selection): boolean {
  if (resources === undefined || resources.includes('*')) return true;
  return resources.length === 0 && listOfTags.length === 0;
}

/** The types and single ARNs that a selection names, without those that `NotResources` takes away whole. */
export function namedTypes({ resources = [], notResources }: Selection): readonly PatternTypes[] {
  return resources
    .map(typesOfPattern)
    .filter(({ level, rows }) => level !== 'service' && rows.length > 0)
    .filter(({ pattern }) => !notResources.some((excluded) => matchesSelectionPattern(excluded, pattern)));
}

/** By tags, by service, or everything. */
export function isBroad(selection: Selection): boolean {
  const byService = (selection.resources ?? []).some((pattern) => typesOfPattern(pattern).level === 'service');
  return selectsEverything(selection) || byService || selection.listOfTags.length > 0;
}

/** A whole type is judged by the resources in sight, if there are any; an ARN stands for itself. */
function isOutOfSight({ pattern, rows }: PatternTypes, index: ResourceIndex): boolean {
  if (!pattern.includes('*')) return index.matching(pattern).size === 0;
  return !rows.some((row) => row.arnPatterns.some((form) => index.matching(form).size > 0));
}

const tagPrefix = /^aws:ResourceTag\//;

/** `ListOfTags` use the bare tag key; the CloudFormation page prints it with the prefix of `Conditions`: a doubt. */
function anyTag({ listOfTags }: Selection, resource: Resource): Kleene {
  return listOfTags.reduce<Kleene>((any, { key, value }) => {
    const holds = tagHolds(key, resource, value, equals);
    return either(any, tagPrefix.test(key) ? both(holds, maybe) : holds);
  }, no);
}

type Tagged = Pick<Resource, 'tags' | 'tagKeys'>;

/** Letter case matters in keys and values. https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Conditions.html */
function allConditions(conditions: SelectionConditions, resource: Tagged): Kleene {
  let all: Kleene = yes;
  for (const [operator, test] of operators) {
    for (const { key, value } of conditions[operator]) {
      const holds = tagHolds(key, resource, value, test);
      // Conditions read `aws:ResourceTag/…`; a bare key probably never matches, but no page says so.
      all = both(all, tagPrefix.test(key) ? holds : both(holds, maybe));
    }
  }
  return all;
}

type TagTest = (tag: string | undefined, wanted: string) => Kleene;

const equals: TagTest = (tag, wanted) => kleene(tag === wanted);
const like: TagTest = (tag, wanted) => kleene(tag !== undefined && matchesSelectionPattern(wanted, tag));
/** Whether a resource without the tag passes a negated condition is not documented. */
const negated =
  (test: TagTest): TagTest =>
  (tag, wanted) =>
    tag === undefined ? maybe : not(test(tag, wanted));

const operators: readonly (readonly [keyof SelectionConditions, TagTest])[] = [
  ['stringEquals', equals],
  ['stringLike', like],
  ['stringNotEquals', negated(equals)],
  ['stringNotLike', negated(like)],
];

function tagHolds(key: string, resource: Tagged, wanted: string, test: TagTest): Kleene {
  if (hasHole(key) || !isTagKnown(resource, bareKey(key))) return maybe;
  const tag = tagOf(resource, key);
  return hasHole(wanted) && tag !== undefined ? maybe : test(tag, wanted);
}

function tagOf({ tags = {} }: Tagged, key: string): string | undefined {
  const bare = bareKey(key);
  return Object.hasOwn(tags, bare) ? tags[bare] : undefined;
}

/** A template leaves it open. */
function isOpen({ key, value }: { readonly key: string; readonly value: string }): boolean {
  return hasHole(key) || hasHole(value);
}

function bareKey(key: string): string {
  return key.replace(tagPrefix, '');
}

/** The keys of the tags on which it depends what a selection takes. */
export function tagKeysOf({ listOfTags, conditions }: Selection): readonly string[] {
  const all = [...listOfTags, ...operators.flatMap(([operator]) => conditions[operator])];
  return [
    ...new Set(
      all
        .map(({ key }) => key)
        .filter((key) => !hasHole(key))
        .map(bareKey),
    ),
  ];
}
