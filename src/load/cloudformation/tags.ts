import { hasHole } from '../../estate/hole.ts';
import { isObject } from '../kinds/kind.ts';
import type { Resource } from './resource.ts';

/** With those of the stack. `undefined`: not all are known. A few types write a map instead of a list. */
export function tagsOf({ properties, stack }: Resource): Readonly<Record<string, string>> | undefined {
  const value = isObject(properties.value) ? properties.value['Tags'] : undefined;
  const own = isObject(value) ? Object.entries(value) : pairsIn(value);
  const isKnown = own?.every(([key, text]) => typeof text === 'string' && !hasHole(key) && !hasHole(text));
  return isKnown === true
    ? Object.fromEntries([...Object.entries(stack.facts.tags), ...(own ?? [])] as [string, string][])
    : undefined;
}

function pairsIn(value: unknown): (readonly [string, unknown])[] | undefined {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const pairs = (value as unknown[]).map((tag) =>
    isObject(tag) ? ([String(tag['Key']), asText(tag['Value'])] as const) : undefined,
  );
  const known = pairs.filter((pair) => pair !== undefined);
  return known.length === pairs.length ? known : undefined;
}

function asText(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
