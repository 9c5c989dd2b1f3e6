/**
 * Where in a JSON text the values stand that pointers name: one pass for all of them, no tree of the document. It goes on
 * through strings that hold JSON documents themselves, and through strings in those.
 */
import {
  code,
  decodeString,
  endOfEscape,
  endOfScalar,
  endOfValidString,
  skipSpace,
  startOfText,
} from './json-tokens.ts';
import type { Span } from './span.ts';
import { pointersUnder, wantedTree, type Wanted } from './wanted.ts';

/** What a pointer's place is: its value, or the key in front of it. */
type Target = 'value' | 'key';

/** Spans of the values; a pointer that leads nowhere has none. Of a key that stands twice the last counts, as in `JSON.parse`. */
export function locateJson(text: string, pointers: Iterable<string>): Map<string, Span> {
  return locate(text, pointers, 'value');
}

/** Spans of the member's key tokens, quotes included; elements of arrays and whole documents have none. */
export function locateJsonKeys(text: string, pointers: Iterable<string>): Map<string, Span> {
  return locate(text, pointers, 'key');
}

function locate(text: string, pointers: Iterable<string>, target: Target): Map<string, Span> {
  const wanted = wantedTree(pointers);
  const start = startOfText(text);
  const search = new Search(text, target, identity);
  const end = skipSpace(text, search.value(skipSpace(text, start), wanted));
  if (end >= text.length) return search.found;
  const stream = new Search(text, target, identity);
  stream.documents(start, wanted);
  return stream.found;
}

/** Where in the file's text a unit of the searched text stands. */
type ToFile = (offset: number) => number;
const identity: ToFile = (offset) => offset;

/** An object or array that is on the way to something wanted. */
interface Open {
  readonly wanted: Wanted;
  readonly start: number;
  /** Of the element that comes next; -1 in objects. */
  index: number;
}

class Search {
  readonly found = new Map<string, Span>();
  readonly #text: string;
  readonly #target: Target;
  readonly #toFile: ToFile;
  readonly #open: Open[] = [];
  readonly #met = new Set<Wanted>();
  #at = 0;

  constructor(text: string, target: Target, toFile: ToFile) {
    this.#text = text;
    this.#target = target;
    this.#toFile = toFile;
  }

  /** Several documents in a row read as an array of them. */
  documents(start: number, wanted: Wanted): void {
    let at = skipSpace(this.#text, start);
    for (let index = 0; at < this.#text.length; index++) {
      const child = wanted.children.get(String(index));
      const end = child === undefined ? endOfValue(this.#text, at) : this.value(at, child);
      at = skipSpace(this.#text, Math.max(end, at + 1));
    }
    this.#note(wanted, start, this.#text.length);
  }

  /** Finds what is wanted in the value at `start`; gives its end. */
  value(start: number, wanted: Wanted): number {
    this.#at = start;
    this.#enter(wanted);
    while (this.#open.length > 0 && this.#at < this.#text.length) this.#step();
    this.#open.length = 0;
    return this.#at;
  }

  /** Goes into a container on the way to something wanted, passes anything else. */
  #enter(wanted: Wanted): void {
    const start = this.#at;
    const c = this.#text.charCodeAt(start);
    const isContainer = c === code.openBrace || c === code.openBracket;
    if (isContainer && wanted.children.size > 0) {
      this.#open.push({ wanted, start, index: c === code.openBrace ? -1 : 0 });
      this.#at = skipSpace(this.#text, start + 1);
      return;
    }
    this.#at = endOfValue(this.#text, start);
    this.#note(wanted, start, this.#at);
    if (c === code.quote && wanted.children.size > 0) this.#embedded(start, this.#at, wanted);
  }

  /** At the next member, the next element or the end of the innermost container. */
  #step(): void {
    const top = this.#open[this.#open.length - 1];
    const c = this.#text.charCodeAt(this.#at);
    if (top === undefined) return;
    if (c === code.closeBrace || c === code.closeBracket) this.#leave(top);
    else if (c === code.comma) this.#at = skipSpace(this.#text, this.#at + 1);
    else if (top.index < 0) this.#member(top.wanted);
    else this.#child(top.wanted.children.get(String(top.index++)));
  }

  #leave(container: Open): void {
    this.#open.pop();
    this.#note(container.wanted, container.start, this.#at + 1);
    this.#at = skipSpace(this.#text, this.#at + 1);
  }

  #member(parent: Wanted): void {
    const start = this.#at;
    const end = endOfValidString(this.#text, start);
    const child = parent.children.get(decodeKey(this.#text.slice(start, end)));
    const colon = skipSpace(this.#text, end);
    this.#at = skipSpace(this.#text, Math.min(colon + 1, this.#text.length));
    if (child !== undefined) {
      this.#forgetEarlier(child);
      if (this.#target === 'key') this.#record(child, start, end);
    }
    this.#child(child);
  }

  /** The key stands here again: what its earlier value held is not part of the document. */
  #forgetEarlier(child: Wanted): void {
    if (this.#met.has(child)) for (const pointer of pointersUnder(child)) this.found.delete(pointer);
    this.#met.add(child);
  }

  #child(wanted: Wanted | undefined): void {
    if (wanted === undefined) this.#at = endOfValue(this.#text, this.#at);
    else this.#enter(wanted);
    this.#at = skipSpace(this.#text, this.#at);
  }

  #note(wanted: Wanted, start: number, end: number): void {
    if (this.#target === 'value') this.#record(wanted, start, end);
  }

  #record(wanted: Wanted, start: number, end: number): void {
    const span = { start: this.#toFile(start), end: this.#toFile(end) };
    for (const pointer of wanted.pointers) this.found.set(pointer, span);
  }

  /** A string on the way to something wanted: the document in it. */
  #embedded(start: number, end: number, wanted: Wanted): void {
    const token = this.#text.slice(start, end);
    if (!isStringToken(token)) return;
    const inner = decodeString(token);
    const offsets = unitOffsets(token);
    const search = new Search(inner, this.#target, (offset) => this.#toFile(start + (offsets[offset] ?? token.length)));
    const first = skipSpace(inner, startOfText(inner));
    if (inner[first] !== '{' && inner[first] !== '[' && inner[first] !== '"') return;
    const within: Wanted = { pointers: [], children: wanted.children };
    search.value(first, within);
    for (const [pointer, span] of search.found) this.found.set(pointer, span);
  }
}

/** Where in a string token each unit of its decoded text starts; the last entry is the closing quote. */
function unitOffsets(token: string): Uint32Array {
  const offsets = new Uint32Array(token.length - 1);
  let units = 0;
  let at = 1;
  while (at < token.length - 1) {
    offsets[units++] = at;
    at = token.charCodeAt(at) === code.backslash ? endOfEscape(token, at) : at + 1;
  }
  offsets[units] = at;
  return offsets.subarray(0, units + 1);
}

function isStringToken(token: string): boolean {
  return endOfScalar(token, 0) === token.length;
}

function decodeKey(token: string): string {
  return isStringToken(token) ? decodeString(token) : token;
}

/** Passes a value of any kind, in valid JSON exactly. */
function endOfValue(text: string, at: number): number {
  let depth = 0;
  let i = at;
  do {
    const c = text.charCodeAt(i);
    if (c === code.quote) {
      i = endOfValidString(text, i);
      continue;
    }
    if (c === code.openBrace || c === code.openBracket) depth++;
    else if (c === code.closeBrace || c === code.closeBracket) depth--;
    else if (depth === 0) return endOfPlain(text, i);
    i++;
  } while (depth > 0 && i < text.length);
  return i;
}

/** Past a number or a word; past one unit at least, so that a search in a broken text comes to its end. */
function endOfPlain(text: string, at: number): number {
  let i = at + 1;
  while (i < text.length && !',]} \t\r\n'.includes(text.charAt(i))) i++;
  return Math.min(i, text.length);
}
