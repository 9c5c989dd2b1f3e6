/** From what an input says that something is encrypted with to the key itself. */
import type { EncryptionRef, KeyFragment, ResourceFragment, VaultFragment } from '../fragment.ts';
import type { Encryption, Key } from '../model.ts';
import type { Grouping } from './grouping.ts';
import { aliasOf, isAwsManagedAlias, type KeyGroup } from './key-names.ts';

/** Keys that vaults and resources name, as fragments: they exist, whether or not an input describes them. */
export function keyReferences(fragments: readonly (VaultFragment | ResourceFragment)[]): KeyFragment[] {
  const references = new Map<string, KeyFragment>();
  for (const fragment of fragments) {
    for (const ref of encryptionsOf(fragment)) {
      if (ref.kind !== 'key' || references.has(idOf(ref.names)) || isAwsManagedByName(ref.names)) continue;
      const { names } = ref;
      const { origin } = fragment;
      references.set(idOf(names), { kind: 'key', names, subject: names[0] ?? '', mentioned: true, origin });
    }
  }
  return [...references.values()];
}

function idOf(names: readonly string[]): string {
  return names.length === 1 ? (names[0] ?? '') : names.join('\n');
}

function encryptionsOf(fragment: VaultFragment | ResourceFragment): readonly EncryptionRef[] {
  if (fragment.kind === 'resource') return fragment.encryption ?? [];
  return fragment.encryption === undefined ? [] : [fragment.encryption];
}

/** `alias/aws/ebs` says all there is to say, whether or not the key behind it is in sight. */
function isAwsManagedByName(names: readonly string[]): boolean {
  return names.every((name) => isAwsManagedAlias(aliasOf(name) ?? ''));
}

export class Encryptions {
  readonly #grouping: Grouping<KeyFragment>;
  readonly #keys: ReadonlyMap<KeyGroup, Key>;
  readonly #resolved = new Map<string, Encryption>();

  constructor(grouping: Grouping<KeyFragment>, keys: ReadonlyMap<KeyGroup, Key>) {
    this.#grouping = grouping;
    this.#keys = keys;
  }

  resolve(ref: EncryptionRef): Encryption {
    switch (ref.kind) {
      case 'key':
        return this.#remembered(ref.names);
      case 'aws-managed':
        return this.#awsManaged(ref.alias, this.#find([ref.alias]));
      default:
        return ref;
    }
  }

  /** Thousands of resources share few keys. */
  #remembered(names: readonly string[]): Encryption {
    const known = this.#resolved.get(idOf(names)) ?? this.#ofKey(names);
    this.#resolved.set(idOf(names), known);
    return known;
  }

  #ofKey(names: readonly string[]): Encryption {
    const key = this.#find(names);
    const alias = [...names.map((name) => aliasOf(name) ?? ''), ...(key?.aliases ?? [])].find(isAwsManagedAlias);
    if (alias !== undefined || key?.manager === 'AWS') return this.#awsManaged(alias ?? key?.arn ?? '', key);
    if (key === undefined) return { kind: 'unknown', why: `several keys are called ${names.join(', ')}` };
    return { kind: 'key', key };
  }

  #awsManaged(alias: string, key: Key | undefined): Encryption {
    return { kind: 'aws-managed', alias, ...(key && { key }) };
  }

  #find(names: readonly string[]): Key | undefined {
    const group = this.#grouping.find(names);
    return group && this.#keys.get(group);
  }
}
