/**
 * One lean pass over JSON text that tells what `JSON.parse` does not: keys that stand twice in one object, where exactly
 * the syntax goes wrong and what was expected there, and whether several documents follow one another.
 */
import { pointerOf } from '../estate/origin.ts';
import { code, decodeString, endOfScalar, endOfString, skipSpace, startOfText } from './json-tokens.ts';
import type { Span } from './span.ts';

export interface JsonSyntaxError {
  readonly offset: number;
  /** A quoted character, `U+0000`, or `the end of the text`. */
  readonly found: string;
  /** Such as `a key in double quotes`. */
  readonly expected: string;
}

export interface DuplicateKey {
  /** Pointer of the member; of its last value, since that is the one `JSON.parse` keeps. */
  readonly pointer: string;
  /** The second, third … key token, quotes included. */
  readonly span: Span;
}

export interface JsonScan {
  /** The documents in the text: one, or several where CLI pages were concatenated. */
  readonly documents: readonly Span[];
  /** At most `maxDuplicates` of them. */
  readonly duplicates: readonly DuplicateKey[];
  readonly error?: JsonSyntaxError;
}

/** A file with more doubled keys than this is broken as a whole; nobody reads further. */
export const maxDuplicates = 100;

/** Objects with more keys than this find doubles by a set instead of by looking at each. */
const fewKeys = 16;

export function scanJson(text: string): JsonScan {
  return new JsonScanner(text).run();
}

// FNV-1a, 32 bits.
const fnvBasis = 0x811c9dc5;
const fnvPrime = 0x01000193;

/** What is expected at a place, as words for people. */
const expectations = {
  value: 'a value',
  valueOrEnd: 'a value or `]`',
  key: 'a key in double quotes',
  keyOrEnd: 'a key in double quotes or `}`',
  colon: '`:`',
  memberEnd: '`,` or `}`',
  elementEnd: '`,` or `]`',
  textEnd: 'the end of the text',
} as const;

/** The scan's mutable state: where it is, and for each open object or array what it needs on the way back. */
class JsonScanner {
  readonly #text: string;
  readonly #documents: Span[] = [];
  readonly #duplicates: (DuplicateKey & { readonly document: number })[] = [];
  #error: JsonSyntaxError | undefined;
  #at: number;
  /** Just inside a container: an end may follow, a comma may not. */
  #isFresh = false;

  // One entry per open container. Arrays hold their index in `#index`, objects -1.
  readonly #index: number[] = [];
  /** Where the container's keys start in `#keyStart`. */
  readonly #firstKey: number[] = [];
  readonly #manyKeys: (Set<string> | undefined)[] = [];

  // The keys met so far in all open objects, innermost last.
  readonly #keyStart: number[] = [];
  readonly #keyEnd: number[] = [];
  readonly #keyHash: number[] = [];

  constructor(text: string) {
    this.#text = text;
    this.#at = skipSpace(text, startOfText(text));
  }

  run(): JsonScan {
    do this.#document();
    while (this.#error === undefined && this.#at < this.#text.length);
    const found = { documents: this.#documents, duplicates: this.#duplicatePointers() };
    return this.#error === undefined ? found : { ...found, error: this.#error };
  }

  /** Several documents read as an array of them. */
  #duplicatePointers(): DuplicateKey[] {
    const isStream = this.#documents.length > 1;
    return this.#duplicates.map(({ document, pointer, span }) => ({
      pointer: isStream ? pointerOf([document]) + pointer : pointer,
      span,
    }));
  }

  /** Documents after the first are pages of CLI output: objects or arrays, never `1 2 3`. */
  #document(): void {
    const start = this.#at;
    const first = this.#text.charCodeAt(start);
    if (this.#documents.length > 0 && first !== code.openBrace && first !== code.openBracket) {
      return this.#fail(start, expectations.textEnd);
    }
    this.#value(expectations.value);
    while (this.#index.length > 0 && this.#error === undefined) this.#next();
    if (this.#error !== undefined) return;
    this.#documents.push({ start, end: this.#at });
    this.#at = skipSpace(this.#text, this.#at);
  }

  /** Passes a scalar, or goes into an object or array. */
  #value(expected: string): void {
    const c = this.#text.charCodeAt(this.#at);
    if (c === code.openBrace) this.#open(-1);
    else if (c === code.openBracket) this.#open(0);
    else this.#scalar(expected);
  }

  #scalar(expected: string): void {
    const end = endOfScalar(this.#text, this.#at);
    if (end >= 0) this.#at = end;
    else if (~end === this.#at) this.#fail(this.#at, expected);
    else this.#fail(~end, this.#expectedInScalar(~end));
  }

  /** `index` is 0 for an array, -1 for an object. */
  #open(index: number): void {
    this.#index.push(index);
    this.#firstKey.push(this.#keyStart.length);
    this.#manyKeys.push(undefined);
    this.#at++;
    this.#isFresh = true;
  }

  #close(): void {
    this.#index.pop();
    this.#manyKeys.pop();
    const keys = this.#firstKey.pop() ?? 0;
    this.#keyStart.length = keys;
    this.#keyEnd.length = keys;
    this.#keyHash.length = keys;
    this.#at++;
  }

  /** Inside a container: its end, or the next member or element. */
  #next(): void {
    this.#at = skipSpace(this.#text, this.#at);
    const isFirst = this.#isFresh;
    this.#isFresh = false;
    if ((this.#index[this.#index.length - 1] ?? -1) < 0) this.#nextMember(isFirst);
    else this.#nextElement(isFirst);
  }

  #nextMember(isFirst: boolean): void {
    if (this.#text.charCodeAt(this.#at) === code.closeBrace) this.#close();
    else if (isFirst) this.#member(expectations.keyOrEnd);
    else if (this.#comma(expectations.memberEnd)) this.#member(expectations.key);
  }

  #nextElement(isFirst: boolean): void {
    if (this.#text.charCodeAt(this.#at) === code.closeBracket) return this.#close();
    if (isFirst) return this.#value(expectations.valueOrEnd);
    const top = this.#index.length - 1;
    this.#index[top] = (this.#index[top] ?? 0) + 1;
    if (this.#comma(expectations.elementEnd)) this.#value(expectations.value);
  }

  #comma(expected: string): boolean {
    const isThere = this.#text.charCodeAt(this.#at) === code.comma;
    if (isThere) this.#at = skipSpace(this.#text, this.#at + 1);
    else this.#fail(this.#at, expected);
    return isThere;
  }

  #member(expected: string): void {
    const start = this.#at;
    if (this.#text.charCodeAt(start) !== code.quote) return this.#fail(start, expected);
    const end = endOfString(this.#text, start);
    if (end < 0) return this.#fail(~end, this.#expectedInScalar(~end));
    this.#at = skipSpace(this.#text, end);
    this.#key(start, end);
    if (this.#text.charCodeAt(this.#at) !== code.colon) return this.#fail(this.#at, expectations.colon);
    this.#at = skipSpace(this.#text, this.#at + 1);
    this.#value(expectations.value);
  }

  #key(start: number, end: number): void {
    const hash = hashOfKey(this.#text, start, end);
    const isDouble = this.#isDouble(start, end, hash);
    this.#keyStart.push(start);
    this.#keyEnd.push(end);
    this.#keyHash.push(hash);
    if (isDouble && this.#duplicates.length < maxDuplicates) {
      this.#duplicates.push({ document: this.#documents.length, pointer: this.#pointer(), span: { start, end } });
    }
  }

  #isDouble(start: number, end: number, hash: number): boolean {
    const first = this.#firstKey[this.#firstKey.length - 1] ?? 0;
    if (this.#keyStart.length - first >= fewKeys) return this.#isDoubleOfMany(first, start, end);
    for (let i = first; i < this.#keyHash.length; i++) {
      if (this.#keyHash[i] === hash && this.#keyAt(i) === this.#decoded(start, end)) return true;
    }
    return false;
  }

  /** A set of text is linear even where somebody made up keys whose hashes collide. */
  #isDoubleOfMany(first: number, start: number, end: number): boolean {
    const top = this.#manyKeys.length - 1;
    let keys = this.#manyKeys[top];
    if (keys === undefined) {
      keys = new Set();
      for (let i = first; i < this.#keyStart.length; i++) keys.add(this.#keyAt(i));
      this.#manyKeys[top] = keys;
    }
    const size = keys.size;
    return keys.add(this.#decoded(start, end)).size === size;
  }

  #keyAt(i: number): string {
    return this.#decoded(this.#keyStart[i] ?? 0, this.#keyEnd[i] ?? 0);
  }

  #decoded(start: number, end: number): string {
    return decodeString(this.#text.slice(start, end));
  }

  /** Of the member whose key was met last. */
  #pointer(): string {
    const steps = this.#index.map((index, depth) => {
      if (index >= 0) return index;
      const nextContainersKeys = this.#firstKey[depth + 1] ?? this.#keyStart.length;
      return this.#keyAt(nextContainersKeys - 1);
    });
    return pointerOf(steps);
  }

  #fail(offset: number, expected: string): void {
    this.#error = { offset, found: nameOfUnit(this.#text, offset), expected };
  }

  /** `offset` is where a string, number or word that had begun goes wrong. */
  #expectedInScalar(offset: number): string {
    const first = this.#text.charCodeAt(this.#at);
    if (first !== code.quote) return /[-\d]/.test(this.#text[this.#at] ?? '') ? 'a digit' : 'true, false or null';
    if (offset >= this.#text.length) return 'a closing quote';
    return this.#text.charCodeAt(offset) < 0x20 ? 'an escape such as \\n, or a closing quote' : 'a JSON escape';
  }
}

/** A hash of the key as it is meant: `"\\u0041"` and `"A"` are the same key. */
function hashOfKey(text: string, start: number, end: number): number {
  let hash = fnvBasis;
  for (let i = start + 1; i < end - 1; i++) {
    const c = text.charCodeAt(i);
    if (c === code.backslash) return hashOfText(decodeString(text.slice(start, end)));
    hash = Math.imul(hash ^ c, fnvPrime);
  }
  return hash;
}

function hashOfText(text: string): number {
  let hash = fnvBasis;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), fnvPrime);
  return hash;
}

/** How a message names the unit at an offset; what does not print is named by its number. */
function nameOfUnit(text: string, offset: number): string {
  const point = text.codePointAt(offset);
  if (point === undefined) return 'the end of the text';
  if (/^[\p{L}\p{N}\p{P}\p{S}]$/u.test(String.fromCodePoint(point))) return `\`${String.fromCodePoint(point)}\``;
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
