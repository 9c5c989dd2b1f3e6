/** Backup vaults: description, lock and access policy put together. */
import { accountOf, regionOf, splitArn, vaultNameOf } from '../arn.ts';
import type { VaultFragment } from '../fragment.ts';
import type { SourcePolicy, Vault } from '../model.ts';
import type { Encryptions } from './encryption.ts';
import { Grouping, type Group, type Naming } from './grouping.ts';
import { byPrecedence, firstStated, isSameJson, placeInWords, subjectOf } from './merge.ts';
import type { Findings } from './outcome.ts';

type VaultGroup = Group<VaultFragment>;

const vaultNaming: Naming = {
  exact: (name) => (name.startsWith('local:') || splitArn(name) !== undefined ? [name] : []),
  short: (name) => (name.startsWith('local:') ? [] : [vaultNameOf(name) ?? name]),
};

export function groupVaults(fragments: readonly VaultFragment[]): Grouping<VaultFragment> {
  return new Grouping(vaultNaming, fragments);
}

export function toVault(group: VaultGroup, encryptions: Encryptions, findings: Findings): Vault {
  const fragments = byPrecedence(group.fragments);
  const [first = group.fragments[0]] = fragments;
  const arn = [...group.names].find((name) => vaultNameOf(name) !== undefined);
  const stated = firstStated(fragments, [
    'name',
    'account',
    'region',
    'type',
    'accessPolicy',
    'locked',
    'minRetentionDays',
    'maxRetentionDays',
  ]);
  const { encryption } = firstStated(fragments, ['encryption']);
  const account = accountOf(arn ?? '');
  const region = regionOf(arn ?? '');
  checkAccessPolicies(arn ?? first.subject, fragments, findings);
  checkKeys(arn ?? first.subject, fragments, encryptions, findings);
  return {
    ...stated,
    ...(account && { account }),
    ...(region && { region }),
    ...(arn !== undefined && { arn }),
    subject: subjectOf(arn, first.subject),
    name: stated.name ?? vaultNameOf(arn ?? '') ?? first.subject,
    encryption:
      encryption === undefined
        ? { kind: 'unknown', why: 'no input shows which key it uses' }
        : encryptions.resolve(encryption),
    origin: first.origin,
  };
}

/** Of several different access policies nobody can tell which holds. */
function checkAccessPolicies(subject: string, fragments: readonly VaultFragment[], findings: Findings): void {
  const policies = fragments
    .filter(({ origin }) => origin.kind === 'file')
    .flatMap(({ accessPolicy }) => accessPolicy ?? []);
  const [given, ...others] = policies;
  for (const other of others) {
    if (given === undefined || isSameSource(given.source, other.source)) continue;
    const message = `holds another access policy for ${subject} than ${placeInWords(given.origin)}`;
    findings.problem(other.origin, message, 'Give one access policy for each vault.');
  }
}

/** Nor can anybody tell which of several keys it uses. */
function checkKeys(
  subject: string,
  fragments: readonly VaultFragment[],
  encryptions: Encryptions,
  findings: Findings,
): void {
  const shown = fragments.filter(({ origin, mentioned }) => origin.kind === 'file' && mentioned !== true);
  const keys = shown.flatMap(({ encryption, origin }) => {
    const resolved = encryption && encryptions.resolve(encryption);
    return resolved?.kind === 'key' ? [{ key: resolved.key, origin }] : [];
  });
  const [given, ...others] = keys;
  for (const { key, origin } of others) {
    if (given === undefined || key === given.key) continue;
    const message = `shows ${key.subject} as the key of ${subject}, and ${placeInWords(given.origin)} shows ${given.key.subject}`;
    findings.problem(origin, message, 'Keep the output that is current.');
  }
}

function isSameSource(a: SourcePolicy, b: SourcePolicy): boolean {
  return a === b || (a.unreadable === b.unreadable && isSameJson(a.document, b.document));
}
