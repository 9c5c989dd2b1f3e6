/**
 * Which units of a YAML text the units of a scalar's value come from. White space moves about (folding, indentation), all
 * else keeps its order, so the two are laid side by side by what is not white space.
 */
import type { Scalar } from 'yaml';
import { spanOf } from './yaml-document.ts';

export interface UnitMap {
  /** Where in the text each unit of the value starts … */
  readonly starts: Uint32Array;
  /** … and ends. */
  readonly ends: Uint32Array;
}

/** `undefined` where the two do not match, as in a form of scalar that is not known here. */
export function alignScalar(text: string, scalar: Scalar, value: string): UnitMap | undefined {
  const { start, end } = spanOf(scalar);
  const units = unitsOf(text.slice(start, end), scalar.type);
  const map = { starts: new Uint32Array(value.length), ends: new Uint32Array(value.length) };
  let last = start;
  for (let i = 0; i < value.length; i++) {
    const isSpace = /\s/.test(value.charAt(i));
    const unit = isSpace ? undefined : units.next().value;
    if (!isSpace && unit?.value !== value.charAt(i)) return undefined;
    map.starts[i] = unit === undefined ? last : start + unit.start;
    last = unit === undefined ? last : start + unit.end;
    map.ends[i] = last;
  }
  return map;
}

/** A unit that a piece of source stands for. */
interface Unit {
  readonly value: string;
  readonly start: number;
  readonly end: number;
}

function unitsOf(source: string, type: string | null | undefined): Generator<Unit, undefined> {
  switch (type) {
    case 'QUOTE_DOUBLE':
      return doubleQuoted(source);
    case 'QUOTE_SINGLE':
      return visible(source, /''|\S/g, 1, source.length - 1);
    case 'BLOCK_LITERAL':
    case 'BLOCK_FOLDED':
      return visible(source, /\S/g, endOfLine(source), source.length);
    default:
      return visible(source, /\S/g, 0, source.length);
  }
}

/** A block's first line is its header: `|-`, perhaps a comment. */
function endOfLine(source: string): number {
  const end = source.search(/[\r\n]/);
  return end < 0 ? source.length : end;
}

function* visible(source: string, pattern: RegExp, from: number, to: number): Generator<Unit, undefined> {
  pattern.lastIndex = from;
  for (let match = pattern.exec(source); match !== null && match.index < to; match = pattern.exec(source)) {
    yield { value: match[0].charAt(0), start: match.index, end: pattern.lastIndex };
  }
  return undefined;
}

const escape = /\\(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|\r\n|[\s\S])/y;

/** https://yaml.org/spec/1.2.2/#57-escaped-characters: those that stand for themselves, and those for white space. */
function* doubleQuoted(source: string): Generator<Unit, undefined> {
  let at = 1;
  while (at < source.length - 1) {
    const start = at;
    escape.lastIndex = at;
    const match = escape.exec(source);
    at += match?.[0].length ?? 1;
    const value = match === null ? source.charAt(start) : meaning(match);
    // A code point above U+FFFF is two units of one escape.
    for (const unit of value.split('')) if (/\S/.test(unit)) yield { value: unit, start, end: at };
  }
  return undefined;
}

function meaning([whole, ...hex]: RegExpExecArray): string {
  const digits = hex.find((group) => group !== undefined);
  if (digits !== undefined) return String.fromCodePoint(Math.min(Number.parseInt(digits, 16), 0x10ffff));
  const named: Readonly<Record<string, string>> = { '0': '\0', a: '\u0007', b: '\b', e: '\u001b', N: '\u0085' };
  const letter = whole.charAt(1);
  return 'nrtvfLP_ \r\n\t'.includes(letter) ? ' ' : (named[letter] ?? letter);
}
