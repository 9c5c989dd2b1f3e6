/** What keys are called. */
import { keyIdOf, splitArn } from '../arn.ts';
import type { KeyFragment } from '../fragment.ts';
import type { Group, Naming } from './grouping.ts';

export type KeyGroup = Group<KeyFragment>;

/** Ids of multi-Region keys are the same in every Region; all others are a key's own. */
const multiRegionId = /^mrk-/;
// https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#key-id-key-id
const ownId = /^[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}$/i;

export const keyNaming: Naming = {
  exact(name) {
    const id = keyIdOf(name);
    if (id !== undefined) return multiRegionId.test(id) ? [name] : [name, id];
    return ownId.test(name) || name.startsWith('local:') || splitArn(name) !== undefined ? [name] : [];
  },
  short(name) {
    const alias = aliasOf(name);
    if (alias !== undefined) return [alias];
    const id = keyIdOf(name) ?? name;
    return multiRegionId.test(id) ? [id] : [];
  },
};

/** `alias/rds`, by itself or in an ARN. */
export function aliasOf(name: string): string | undefined {
  const resource = splitArn(name)?.resource ?? name;
  return resource.startsWith('alias/') ? resource : undefined;
}

/** https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-key */
export function isAwsManagedAlias(alias: string): boolean {
  return alias.startsWith('alias/aws/');
}

export function isAwsManaged(group: KeyGroup): boolean {
  return group.fragments.some(({ manager }) => manager === 'AWS') || aliasesOf(group).some(isAwsManagedAlias);
}

export function aliasesOf({ names }: KeyGroup): string[] {
  return [...new Set([...names].map(aliasOf).filter((alias) => alias !== undefined))].sort();
}
