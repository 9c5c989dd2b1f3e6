/** From the estate to every backup path, its legs, and what each asks of keys and vaults. */
import type { Deployment, Profile } from '../estate/deployment.ts';
import type { Estate, Key, Resource } from '../estate/model.ts';
import { placeOfBareKey } from './accounts.ts';
import { assumedKeyPath, assumedResourcePath, assumedTypePath, assumedVaultPath } from './derive-assumed.ts';
import { numberPaths } from './draft.ts';
import type { PathDraft } from './draft.ts';
import { isAwsManaged } from './legs.ts';
import { keyLinks } from './links.ts';
import type { KeyLinks } from './links.ts';
import { createScope } from './scope.ts';
import type { Scope } from './scope.ts';
import type { BackupPath, DerivedPaths, KeyUse, VaultUse } from './types.ts';

export function derivePaths(estate: Estate, deployments: readonly Deployment[], profile: Profile): DerivedPaths {
  const scope = createScope(estate, deployments, profile);
  const links = keyLinks(estate);
  const drafts = assumedDrafts(scope, links, new Set(), new Set());
  const paths = numberPaths(drafts);
  const keyUses = distinct(paths, ({ keyUses }) => keyUses);
  return {
    paths,
    keyUses,
    vaultUses: distinct(paths, ({ vaultUse }): readonly VaultUse[] => (vaultUse === undefined ? [] : [vaultUse])),
    notJudged: notJudged(estate, paths, keyUses, links),
    missing: scope.missing(),
  };
}

/** Where no plan is in sight, every resource with a key; bare key policies in any case. */
function assumedDrafts(
  scope: Scope,
  links: KeyLinks,
  coveredResources: ReadonlySet<Resource>,
  judgedKeys: ReadonlySet<Key>,
): readonly PathDraft[] {
  const { estate } = scope;
  const isLeft = (key: Key): boolean => key.bare && !judgedKeys.has(key);
  const resources = estate.resources.filter(
    (resource) => !coveredResources.has(resource) && (estate.plans.length === 0 || links.keysOf(resource).some(isLeft)),
  );
  return [
    ...resources.flatMap((resource) => assumedResourcePath(scope, resource) ?? []),
    ...estate.keys.filter(isLeft).flatMap((key) => bareKeyDrafts(scope, links, key)),
  ];
}

function bareKeyDrafts(scope: Scope, links: KeyLinks, key: Key): readonly PathDraft[] {
  if (links.resourcesOf(key).length > 0) return [];
  const vaults = links.vaultsOf(key);
  if (vaults.length > 0) {
    return scope.estate.plans.length > 0 ? [] : vaults.map((vault) => assumedVaultPath(scope, key, vault));
  }
  const place = placeOfBareKey(scope, key);
  const mapped = (key.resourceTypes ?? []).flatMap((type) => assumedTypePath(scope, key, type, place) ?? []);
  return mapped.length > 0 ? mapped : [assumedKeyPath(scope, key, place)];
}

function distinct<Use extends KeyUse | VaultUse>(
  paths: readonly BackupPath[],
  usesOf: (leg: BackupPath['legs'][number]) => readonly Use[],
): readonly Use[] {
  const found = new Set<Use>();
  for (const { legs } of paths) for (const leg of legs) for (const use of usesOf(leg)) found.add(use);
  return [...found];
}

function notJudged(
  estate: Estate,
  paths: readonly BackupPath[],
  keyUses: readonly KeyUse[],
  links: KeyLinks,
): DerivedPaths['notJudged'] {
  const judged = new Set<Key>(keyUses.map(({ key }) => key));
  for (const { encryption } of paths) {
    for (const each of encryption) if ('key' in each && each.key !== undefined) judged.add(each.key);
  }
  return estate.keys.flatMap((key) => (judged.has(key) ? [] : [{ key, why: whyNotJudged(key, links) }]));
}

function whyNotJudged(key: Key, links: KeyLinks): string {
  if (isAwsManaged(key)) return 'it is an AWS managed key, whose policy cannot be changed';
  const [resource] = links.resourcesOf(key);
  if (resource !== undefined) return `no backup path needs it: no plan in sight covers ${resource.subject}`;
  const [vault] = links.vaultsOf(key);
  if (vault !== undefined) return `no backup path needs it: it encrypts the vault ${vault.name}`;
  return 'no resource, vault or plan in sight uses it';
}
