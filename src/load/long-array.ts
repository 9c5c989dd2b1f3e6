/** Long arrays, parsed element by element, so that what was read of one can be let go before the next. */
import { countProperties } from '../text/duplicate-keys.ts';
import { elementTexts, NoArray, type ElementText } from '../text/json-elements.ts';
import { code, skipSpace, startOfText } from '../text/json-tokens.ts';
import type { ParsedPart } from './documents.ts';

/** UTF-16 units; below it the whole fits in memory several times. */
const long = 1_000_000;

export function isLongArray(text: string): boolean {
  return text.length > long && text.charCodeAt(skipSpace(text, startOfText(text))) === code.openBracket;
}

/** Throws `NoArray` where the text has to be looked at as a whole: what is wrong in it, or stands twice, is told of it. */
export function* partsOfLongArray(text: string): Iterable<ParsedPart> {
  let index = 0;
  for (const element of elementTexts(text)) yield { value: parsed(text, element), pointer: `/${index++}` };
  if (index < 2) throw new NoArray();
}

function parsed(text: string, { start, end, members }: ElementText): unknown {
  let value: unknown;
  try {
    value = JSON.parse(text.slice(start, end));
  } catch {
    throw new NoArray();
  }
  if (countProperties(value) !== members) throw new NoArray();
  return value;
}
