/** What is known of a context key's value, in words. */
import type { ContextValue } from './types.ts';

/** How it is told that a request does not carry a key. */
export const noSuchKey = 'no such key';

/** The values that the key may have. */
export function valueWords(value: Extract<ContextValue, { state: 'known' | 'one-of' }>): readonly string[] {
  if (value.said !== undefined) return value.said;
  const cases = value.state === 'known' ? [value.values] : value.cases;
  return [...new Set(cases.map((values) => values?.join(', ') ?? noSuchKey))];
}
