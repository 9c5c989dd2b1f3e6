/**
 * Whether some object in a JSON text has a key twice. `JSON.parse` has made one property of two members then, so the text
 * holds more members than the value has properties: counting both is several times faster than comparing keys.
 */
import { code, endOfValidString, skipSpace } from './json-tokens.ts';

/** `value` is what `JSON.parse` made of `text`. Where it is so, `scanJson` tells which. */
export function hasDuplicateKeys(text: string, value: unknown): boolean {
  return countMembers(text) !== countProperties(value);
}

/** In valid JSON a string is a key when a colon follows it. */
function countMembers(text: string): number {
  let members = 0;
  let at = text.indexOf('"');
  while (at >= 0) {
    const end = skipSpace(text, endOfValidString(text, at));
    if (text.charCodeAt(end) === code.colon) members++;
    at = text.indexOf('"', end);
  }
  return members;
}

/** How many members all objects in it have. Without recursion: a value may be nested ten thousand levels deep. */
export function countProperties(value: unknown): number {
  let properties = 0;
  const open: unknown[] = [value];
  while (open.length > 0) {
    const container = open.pop();
    if (typeof container !== 'object' || container === null) continue;
    const parts: readonly unknown[] = Array.isArray(container) ? container : Object.values(container);
    if (parts !== container) properties += parts.length;
    for (const part of parts) {
      if (typeof part === 'object' && part !== null) open.push(part);
    }
  }
  return properties;
}
