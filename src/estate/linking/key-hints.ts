/** What the config says about key policies: as good as if their files had said it. */
import type { KeyFragment, KeyHint } from '../fragment.ts';
import { groupBy } from '../group-by.ts';
import { fileOf } from './file-names.ts';
import type { Findings } from './outcome.ts';

export function withHints(
  fragments: readonly KeyFragment[],
  hints: readonly KeyHint[],
  findings: Findings,
): readonly KeyFragment[] {
  if (hints.length === 0) return fragments;
  const byPolicy = groupBy(hints, ({ policy }) => policy);
  const used = new Set<KeyHint>();
  const hinted = fragments.map((fragment): KeyFragment => {
    if (fragment.policy === undefined) return fragment;
    const [hint] = byPolicy.get(fragment.subject) ?? byPolicy.get(fileOf(fragment.origin) ?? '') ?? [];
    if (hint === undefined) return fragment;
    used.add(hint);
    return { ...fragment, ...withHint(fragment.names, hint) };
  });
  const unused = hints.filter(({ policy }) => policy !== undefined).filter((hint) => !used.has(hint));
  for (const { policy } of unused) {
    findings.notLookedAt(`the key of ${policy} in the config`, 'no such key policy is among the inputs');
  }
  hinted.push(...hints.filter(({ policy }) => policy === undefined).map(keyOfHint));
  return hinted;
}

function withHint(
  names: readonly string[],
  { arn, alias, resourceTypes }: KeyHint,
): Pick<KeyFragment, 'names' | 'resourceTypes'> {
  const all = [...names, arn, alias].filter((name) => name !== undefined);
  return { names: all, ...(resourceTypes && { resourceTypes }) };
}

/** A hint without a policy speaks of a key that other inputs describe. */
function keyOfHint(hint: KeyHint): KeyFragment {
  const subject = hint.arn ?? hint.alias ?? '';
  return { kind: 'key', ...withHint([], hint), subject, mentioned: true, origin: hint.origin };
}
