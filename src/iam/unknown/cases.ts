/** The cases of an unknown context key that its tests can tell apart. */
import { hasHole } from '../../estate/hole.ts';
import { conditionKeyOf } from '../condition-keys.ts';
import type { ConditionKeyType } from '../condition-keys.ts';
import { segmentsOf } from '../condition/arn.ts';
import { resolve } from '../condition/comparison.ts';
import { parseNetwork } from '../condition/ip.ts';
import { parseDate, parseNumber } from '../condition/number.ts';
import type { Family } from '../condition/operator.ts';
import { globOf } from '../condition/string.ts';
import type { Test } from '../condition/test.ts';
import { distinctTexts } from './distinct-texts.ts';
import type { TextPattern } from './distinct-texts.ts';
import { domainsOf } from './domains.ts';
import type { Glob } from '../glob.ts';
import {
  anyRun,
  compileGlob,
  globAroundHoles,
  matchLimitedGlob,
  oneCharacter,
  oneInSegment,
  runInSegment,
} from '../glob.ts';
import { parseTemplate } from '../template.ts';
import type { RequestContext } from '../types.ts';
import type { Query } from '../query.ts';

/** Values of a key; `undefined`: it is absent. */
export type Case = readonly string[] | undefined;

/**
 * One value for every way in which the tests can come out, for a key with a single value.
 * `undefined`: they cannot be told apart exactly.
 */
export function distinctValues(
  lowerKey: string,
  tests: readonly Test[],
  { context, caller }: Query,
): readonly string[] | undefined {
  const type = conditionKeyOf(lowerKey)?.type;
  if (type === 'Bool') return ['true', 'false'];
  const families = new Set(tests.map(({ operator }) => operator.family));
  families.delete('null');
  if (families.size === 0) return ['present'];
  const values = tests.flatMap((test) => test.values);
  if (isSubset(families, ['numeric'])) return distinctNumbers(values.map(parseNumber), type, 'Numeric');
  if (isSubset(families, ['date'])) return distinctNumbers(values.map(parseDate), type, 'Date');
  if (isSubset(families, ['ip'])) return distinctAddresses(values, type);
  if (isSubset(families, ['string', 'arn', 'bool'])) {
    const texts = distinctMatches(tests, domainsOf(lowerKey, caller, context(lowerKey)), context);
    // A name that is made up equals no text but itself.
    return texts && [...texts, ...new Set(values.filter(hasHole))];
  }
  return isSubset(families, ['binary']) ? [...values, '?'] : undefined;
}

function isSubset(families: ReadonlySet<Family>, of: readonly Family[]): boolean {
  return [...families].every((family) => of.includes(family));
}

/** The limits, something between each two, something beyond, and what is no number where that can be. */
function distinctNumbers(
  parsed: readonly (number | undefined)[],
  type: ConditionKeyType | undefined,
  declared: ConditionKeyType,
): readonly string[] | undefined {
  const limits = [...new Set(parsed.filter((limit) => limit !== undefined))].sort((a, b) => a - b);
  const numbers = limits.flatMap((limit, index) => [limit, (limit + (limits[index + 1] ?? limit + 2)) / 2]);
  const texts = [(limits[0] ?? 0) - 1, ...numbers].map(String);
  if (texts.some((text) => parseNumber(text) === undefined)) return undefined;
  return type === declared ? texts : [...texts, '?'];
}

/** Membership changes only at the first address of a network and behind its last. */
function distinctAddresses(values: readonly string[], type: ConditionKeyType | undefined): readonly string[] {
  const texts = new Set(['0.0.0.0', '::']);
  for (const network of values.map(parseNetwork)) {
    if (network === undefined) continue;
    const { bits, first, last } = network;
    texts.add(addressText(bits, first));
    if (last + 1n < 1n << BigInt(bits)) texts.add(addressText(bits, last + 1n));
  }
  return type === 'IPAddress' ? [...texts] : [...texts, '?'];
}

function addressText(bits: 32 | 128, value: bigint): string {
  const [width, separator, radix] = bits === 32 ? ([8n, '.', 10] as const) : ([16n, ':', 16] as const);
  const groups: string[] = [];
  for (let shift = BigInt(bits) - width; shift >= 0n; shift -= width) {
    groups.push(((value >> shift) & ((1n << width) - 1n)).toString(radix));
  }
  return groups.join(separator);
}

function distinctMatches(
  tests: readonly Test[],
  domains: readonly Glob[],
  context: RequestContext,
): readonly string[] | undefined {
  const patterns = tests.flatMap((test) => patternsOf(test, context));
  const simple = simpleTexts(patterns);
  if (simple === undefined) return distinctTexts(patterns, domains);
  const isValue = (text: string) => domains.length === 0 || domains.some((domain) => matchLimitedGlob(domain, text));
  // What stands behind a prefix has to be of the domain's kind too.
  if (simple.hasPrefixes && !isValue(simple.other)) return distinctTexts(patterns, domains);
  // Some value that no pattern names always exists.
  return [...simple.texts.filter(isValue), simple.other];
}

/** The texts that a test compares with, resolved. Patterns that match nothing are left out. */
function patternsOf(test: Test, context: RequestContext): readonly TextPattern[] {
  const { family, name } = test.operator;
  if (family === 'null') return [];
  const ignoreCase = family === 'bool' || name.endsWith('IgnoreCase');
  return test.values.flatMap((value) => {
    const glob = resolvedGlob(test, value, context);
    return glob === undefined ? [] : [{ glob, ignoreCase }];
  });
}

function resolvedGlob(test: Test, value: string, context: RequestContext): Glob | undefined {
  const { family, name } = test.operator;
  const wild = family === 'arn' || name.endsWith('Like');
  if (hasHole(value)) return globAroundHoles(value, wild);
  const resolved = test.replaces ? resolve(parseTemplate(value), context) : undefined;
  if (resolved !== undefined && resolved.kind !== 'text') return undefined;
  const pieces = resolved?.pieces ?? [{ text: value, wild: true }];
  const glob = globOf(wild ? pieces : pieces.map(({ text }) => ({ text, wild: false })));
  return family === 'arn' ? arnGlob(glob) : glob;
}

/** Wildcards of the first five segments stay inside them; `undefined`: the pattern is no ARN and matches nothing. */
function arnGlob(glob: Glob): Glob | undefined {
  const segments = segmentsOf(glob);
  if (segments === undefined) return undefined;
  const [colon] = compileGlob(':');
  return segments.flatMap((segment, index) => {
    const last = index === 5;
    const codes = last ? segment : segment.map(limited);
    return last || colon === undefined ? codes : [...codes, colon];
  });
}

function limited(code: number): number {
  if (code === anyRun) return runInSegment;
  return code === oneCharacter ? oneInSegment : code;
}

interface SimpleTexts {
  readonly texts: readonly string[];
  /** A text that equals none of them and begins with none of them. */
  readonly other: string;
  readonly hasPrefixes: boolean;
}

/**
 * Where patterns are plain texts, or texts with one star at the end, the texts themselves, each with something
 * unusual behind it, and something unusual alone stand for everything. `undefined` for other patterns.
 */
function simpleTexts(patterns: readonly TextPattern[]): SimpleTexts | undefined {
  const texts = new Set<string>();
  const prefixes = new Set<string>();
  for (const { glob, ignoreCase } of patterns) {
    const isPrefix = glob.at(-1) === anyRun;
    const codes = isPrefix ? glob.slice(0, -1) : glob;
    if (ignoreCase || codes.some((code) => code < 0)) return undefined;
    const text = String.fromCharCode(...codes);
    texts.add(text);
    if (isPrefix) prefixes.add(text);
  }
  const other = unusual([...texts].join(''));
  for (const prefix of prefixes) texts.add(prefix + other);
  return { texts: [...texts], other, hasPrefixes: prefixes.size > 0 };
}

/** A character that the text does not hold, and that marks nothing. */
function unusual(text: string): string {
  let code = 0xe100;
  while (text.includes(String.fromCharCode(code))) code++;
  return String.fromCharCode(code);
}

/** Lists of values, found by adding one value after the other, as long as some test comes out in a new way. */
export function distinctLists(
  start: readonly string[],
  values: readonly string[],
  signature: (list: readonly string[]) => string,
  most: number,
): readonly (readonly string[])[] | undefined {
  const found = new Map<string, readonly string[]>();
  if (start.length > 0) found.set(signature(start), start);
  const queue: (readonly string[])[] = [start];
  for (const list of queue) {
    for (const value of values) {
      if (list.includes(value)) continue;
      const longer = [...list, value];
      const name = `${Math.min(longer.length, 2)}:${signature(longer)}`;
      if (found.has(name)) continue;
      if (found.size >= most) return undefined;
      found.set(name, longer);
      queue.push(longer);
    }
  }
  return [...found.values()];
}
