/** Which resources and vaults a key encrypts. */
import type { Encryption, Estate, Key, Resource, Vault } from '../estate/model.ts';

export interface KeyLinks {
  readonly keysOf: (resource: Resource) => readonly Key[];
  readonly resourcesOf: (key: Key) => readonly Resource[];
  readonly vaultsOf: (key: Key) => readonly Vault[];
}

export function keyLinks(estate: Estate): KeyLinks {
  const resources = new Map<Key, Resource[]>();
  const vaults = new Map<Key, Vault[]>();
  for (const resource of estate.resources) for (const key of keysOf(resource)) add(resources, key, resource);
  for (const vault of estate.vaults) for (const key of keysIn([vault.encryption])) add(vaults, key, vault);
  return {
    keysOf,
    resourcesOf: (key) => resources.get(key) ?? [],
    vaultsOf: (key) => vaults.get(key) ?? [],
  };
}

function keysOf({ encryption }: Resource): readonly Key[] {
  return keysIn(encryption);
}

function keysIn(encryption: readonly Encryption[]): readonly Key[] {
  return [...new Set(encryption.flatMap((each) => ('key' in each && each.key !== undefined ? [each.key] : [])))];
}

function add<Item>(lists: Map<Key, Item[]>, key: Key, item: Item): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [item]);
  else list.push(item);
}
