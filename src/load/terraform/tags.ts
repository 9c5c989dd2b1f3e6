import { isObject } from '../kinds/kind.ts';
import type { TerraformResource } from './document.ts';
import { holdsUnknown } from './plan.ts';

/** All tags, those of the provider's `default_tags` among them; `undefined` where not all are known. */
export function tagsOf({ values, unknown }: TerraformResource): Record<string, string> | undefined {
  const attribute = Object.hasOwn(values, 'tags_all') || holdsUnknown(unknown['tags_all']) ? 'tags_all' : 'tags';
  const tags = values[attribute];
  if (holdsUnknown(unknown[attribute])) return undefined;
  if (tags === null || tags === undefined) return Object.hasOwn(values, attribute) ? {} : undefined;
  if (!isObject(tags)) return undefined;
  return Object.fromEntries(Object.entries(tags).map(([key, value]) => [key, typeof value === 'string' ? value : '']));
}
