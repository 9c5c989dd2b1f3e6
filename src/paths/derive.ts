/** From the estate to every backup path, its legs, and what each asks of keys and vaults. */
import type { Deployment, Profile } from '../estate/deployment.ts';
import type { Encryption, Estate, Key, Resource } from '../estate/model.ts';
import { bareKeyOf, placeOfBareKey } from './accounts.ts';
import type { BareKey } from './accounts.ts';
import { isAwsManaged } from './ask.ts';
import { coverEstate } from './coverage.ts';
import { assumedKeyPath, assumedResourcePath, assumedTypePath, assumedVaultPath } from './derive-assumed.ts';
import { compareTexts, numberPaths } from './draft.ts';
import type { PathDraft } from './draft.ts';
import { keyLinks } from './links.ts';
import type { KeyLinks } from './links.ts';
import { orphanSelections } from './orphan-selections.ts';
import type { OrphanSelections } from './orphan-selections.ts';
import { plannedResources } from './planned-resources.ts';
import { keyStages, nameOfTypes, plannedKeyPaths, unknownKeyPaths } from './planned-types.ts';
import { rowsFor } from './resource-types.ts';
import { createScope } from './scope.ts';
import type { Scope } from './scope.ts';
import type { BackupPath, DerivedPaths, KeyUse, Leg, VaultUse } from './types.ts';

export function derivePaths(estate: Estate, deployments: readonly Deployment[], profile: Profile): DerivedPaths {
  const scope = createScope(estate, deployments, profile);
  const links = keyLinks(estate);
  const paths = numberPaths(draftPaths(scope, links));
  const keyUses = distinct(paths, (leg) => leg.keyUses);
  return {
    paths,
    keyUses,
    vaultUses: distinct(paths, ({ vaultUse }): readonly VaultUse[] => (vaultUse === undefined ? [] : [vaultUse])),
    notJudged: notJudged(estate, paths, keyUses, links),
    missing: scope.missing(),
  };
}

function draftPaths(scope: Scope, links: KeyLinks): readonly PathDraft[] {
  const { estate } = scope;
  const orphans = orphanSelections(estate.orphanSelections);
  const covered = coverEstate(scope);
  const ofResources = plannedResources(scope, covered);
  const judged = keysOfDrafts(ofResources.drafts);
  const left = estate.keys.filter((key) => key.bare && !judged.has(key));
  const unlinked = left.filter((key) => isUnlinked(links, key)).map((key) => bareKeyOf(scope, key));
  const resources = estate.resources.filter((resource) => !ofResources.resources.has(resource));
  const stages = keyStages(covered);
  return [
    ...ofResources.drafts,
    ...unknownKeyPaths(scope, covered, unlinked),
    ...resourcesToAssume(scope, links, resources, left).flatMap(
      (resource) => assumedResourcePath(scope, resource, orphans.roleIn) ?? [],
    ),
    ...unlinked.flatMap((bare) => {
      const planned = plannedKeyPaths(scope, stages, bare);
      return planned.length > 0 ? planned : assumedKeyPaths(scope, orphans, bare);
    }),
    ...(estate.plans.length > 0 ? [] : vaultKeyPaths(scope, links, left)),
  ];
}

/** What the config maps is judged so, even where the key also encrypts a vault. */
function isUnlinked(links: KeyLinks, key: Key): boolean {
  if (links.resourcesOf(key).length > 0) return false;
  return links.vaultsOf(key).length === 0 || (key.resourceTypes ?? []).length > 0;
}

/** Without a plan in sight every resource; with plans those whose key was given to be judged. */
function resourcesToAssume(
  { estate }: Scope,
  links: KeyLinks,
  resources: readonly Resource[],
  keys: readonly Key[],
): readonly Resource[] {
  if (estate.plans.length === 0) return resources;
  const wanted = new Set(keys);
  return resources.filter((resource) => links.keysOf(resource).some((key) => wanted.has(key)));
}

/** Keys that the paths ask, or that their resources have. */
function keysOfDrafts(drafts: readonly PathDraft[]): ReadonlySet<Key> {
  const keys = new Set<Key>();
  for (const { path } of drafts) addKeys(keys, path);
  return keys;
}

function addKeysIn(keys: Set<Key>, encryption: readonly Encryption[]): void {
  for (const each of encryption) if ('key' in each && each.key !== undefined) keys.add(each.key);
}

function addKeys(keys: Set<Key>, { encryption, legs }: Pick<BackupPath, 'encryption' | 'legs'>): void {
  addKeysIn(keys, encryption);
  for (const leg of legs) for (const { key } of leg.keyUses) keys.add(key);
}

/** For the types that the config maps, else those that selections without a plan name, else for what is assumed. */
function assumedKeyPaths(scope: Scope, orphans: OrphanSelections, bare: BareKey): readonly PathDraft[] {
  const { key, account } = bare;
  const place = placeOfBareKey(scope, bare, orphans.roleIn(account));
  const mapped = (key.resourceTypes ?? []).map((type) => ({ name: type, rows: rowsFor({ resourceType: type }) }));
  const named = orphans.typesIn(account).map((types) => ({ name: nameOfTypes(types), rows: types.rows }));
  const typed = (mapped.length > 0 ? mapped : named).flatMap((type) => assumedTypePath(scope, key, type, place) ?? []);
  return typed.length > 0 ? typed : [assumedKeyPath(scope, key, place)];
}

function vaultKeyPaths(scope: Scope, links: KeyLinks, keys: readonly Key[]): readonly PathDraft[] {
  const ofVaults = keys.filter((key) => links.resourcesOf(key).length === 0 && !isUnlinked(links, key));
  return ofVaults.flatMap((key) => links.vaultsOf(key).map((vault) => assumedVaultPath(scope, key, vault)));
}

function distinct<Use extends KeyUse | VaultUse>(
  paths: readonly BackupPath[],
  usesOf: (leg: Leg) => readonly Use[],
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
  for (const { encryption } of paths) addKeysIn(judged, encryption);
  return estate.keys.flatMap((key) => (judged.has(key) ? [] : [{ key, why: whyNotJudged(key, links) }]));
}

function whyNotJudged(key: Key, links: KeyLinks): string {
  if (isAwsManaged(key)) return 'it is an AWS managed key, whose policy cannot be changed';
  const resource = firstOf(links.resourcesOf(key));
  if (resource !== undefined) {
    return rowsFor(resource).length > 0
      ? `no backup path needs it: no plan in sight covers ${resource.subject}`
      : `AWS Backup does not back up what it protects: ${resource.subject}`;
  }
  const vault = firstOf(links.vaultsOf(key));
  if (vault !== undefined) return `no backup path needs it: it encrypts the vault ${vault.name}`;
  return 'no resource, vault or plan in sight uses it';
}

/** The one to name, whatever the order of the inputs. */
function firstOf<Item extends { readonly subject: string }>(items: readonly Item[]): Item | undefined {
  return [...items].sort((left, right) => compareTexts(left.subject, right.subject))[0];
}
