/**
 * Where the elements of a long array stand in its text, so that each can be parsed by itself: the whole would take
 * several times the memory of the text. It does not check the text; `JSON.parse` does that for each element.
 */
import { code, endOfValidString, skipSpace, startOfText } from './json-tokens.ts';
import type { Span } from './span.ts';

export interface ElementText extends Span {
  /** How many members its objects have, keys that stand twice counted twice. */
  readonly members: number;
}

/** The array did not end, or more follows it. */
export class NoArray extends Error {}

/** Throws `NoArray` where the text turns out not to be a single array. */
export function* elementTexts(text: string): Iterable<ElementText> {
  let at = skipSpace(text, startOfText(text));
  if (text.charCodeAt(at) !== code.openBracket) throw new NoArray();
  do {
    const start = skipSpace(text, at + 1);
    const { end, members } = elementAt(text, start);
    yield { start, end, members };
    at = end;
  } while (text.charCodeAt(at) === code.comma);
  if (text.charCodeAt(at) !== code.closeBracket || skipSpace(text, at + 1) < text.length) throw new NoArray();
}

/** Up to the comma or bracket behind it. */
function elementAt(text: string, start: number): { readonly end: number; readonly members: number } {
  let members = 0;
  let depth = 0;
  for (let at = start; at < text.length; at++) {
    switch (text.charCodeAt(at)) {
      case code.quote:
        at = endOfValidString(text, at) - 1;
        break;
      case code.colon:
        members++;
        break;
      case code.openBrace:
      case code.openBracket:
        depth++;
        break;
      case code.closeBrace:
      case code.closeBracket:
        if (depth === 0) return { end: at, members };
        depth--;
        break;
      case code.comma:
        if (depth === 0) return { end: at, members };
        break;
      default:
    }
  }
  throw new NoArray();
}
