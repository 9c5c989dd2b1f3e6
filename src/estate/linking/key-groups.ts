/** Puts together what speaks of the same key. */
import { keyIdOf } from '../arn.ts';
import type { KeyFragment } from '../fragment.ts';
import { filesOf, linkByFile } from './file-evidence.ts';
import { keyIdsIn, stemOf } from './file-names.ts';
import { Grouping } from './grouping.ts';
import { aliasOf, isAwsManaged, keyNaming, type KeyGroup } from './key-names.ts';
import { isSamePolicy } from './key.ts';
import { placeInWords } from './merge.ts';
import type { Findings } from './outcome.ts';

/**
 * Puts fragments together that are about the same key: by name, by the config's word, and by the names of their files.
 * `references` are keys that something is encrypted with.
 */
export function groupKeys(
  fragments: readonly KeyFragment[],
  references: readonly KeyFragment[],
  findings: Findings,
): Grouping<KeyFragment> {
  const grouping = new Grouping(keyNaming, [...fragments, ...references]);
  const nameless = fragments.filter(({ names }) => names.length === 0);
  const known = new Set(references);
  const isReference = (fragment: KeyFragment): boolean => known.has(fragment);
  linkNameless(grouping, nameless, 'policy', isReference, findings);
  linkNameless(grouping, nameless, 'grants', isReference, findings);
  return grouping;
}

/** Policies, or grants, that do not say whose they are. */
function linkNameless(
  grouping: Grouping<KeyFragment>,
  nameless: readonly KeyFragment[],
  what: 'policy' | 'grants',
  isReference: (fragment: KeyFragment) => boolean,
  findings: Findings,
): void {
  const linked = nameless.filter((fragment) => fragment[what] !== undefined);
  if (linked.length === 0) return;
  const owners = grouping.groups.filter((group) => mayOwn(group, what));
  const described = owners.filter(({ fragments }) => !fragments.every(isReference));
  const candidates = described.map((thing) => ({ thing, calledNames: calledNames(thing), files: filesOf(thing) }));
  const known = ownersById(grouping, new Set(owners));
  const found = linkByFile(linked, candidates, { known, mayShare: haveSamePolicy });
  for (const fragment of linked) {
    const owner = found.get(fragment);
    grouping.join(fragment, owner === undefined ? [] : [owner]);
    if (owner !== undefined || described.length === 0) continue;
    findings.unlinked(`whose ${nouns[what]} ${placeInWords(fragment.origin)} holds`);
  }
}

const nouns = { policy: 'key policy', grants: 'grants' } as const;

/** A key that has no such thing yet, but what a file would replace. AWS managed keys have policies that nobody keeps. */
function mayOwn(group: KeyGroup, what: 'policy' | 'grants'): boolean {
  const isOpen = (fragment: KeyFragment): boolean => fragment[what] === undefined || fragment.origin.kind === 'live';
  return !isAwsManaged(group) && group.fragments.every(isOpen);
}

function ownersById(
  grouping: Grouping<KeyFragment>,
  owners: ReadonlySet<KeyGroup>,
): (file: string) => KeyGroup | undefined {
  return (file) => {
    const [own, around] = [keyIdsIn(stemOf(file)), keyIdsIn(file)];
    const ids = new Set(own.length > 0 ? own : around);
    const owner = ids.size === 1 ? grouping.find([...ids]) : undefined;
    return owner !== undefined && owners.has(owner) ? owner : undefined;
  };
}

/** Lists of grants add up; policies do not. */
function haveSamePolicy(fragments: readonly KeyFragment[]): boolean {
  const [first, ...others] = fragments.map(({ policy }) => policy).filter((policy) => policy?.kind === 'given');
  return first === undefined || others.every((other) => isSamePolicy(first, other));
}

function calledNames({ names }: KeyGroup): string[] {
  const called = [...names].map((name) => aliasOf(name)?.slice('alias/'.length) ?? keyIdOf(name) ?? name);
  return [...new Set(called)];
}
