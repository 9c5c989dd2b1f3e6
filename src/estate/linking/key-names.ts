/** What keys are called. */
import { keyIdOf, splitArn } from '../arn.ts';
import type { KeyFragment } from '../fragment.ts';
import type { Group, Naming } from './grouping.ts';

export type KeyGroup = Group<KeyFragment>;

/** Key ids count as short: those of multi-Region keys are the same in every Region, and examples share one everywhere. */
export const keyNaming: Naming = {
  exact: (name) => (name.startsWith('local:') || splitArn(name) !== undefined ? [name] : []),
  short: (name) => (name.startsWith('local:') ? [] : [aliasOf(name) ?? keyIdOf(name) ?? name]),
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
