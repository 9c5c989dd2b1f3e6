/**
 * Texts that stand for all texts: one for every combination of patterns that a text can match.
 * Found by walking all patterns at once, character by character.
 */
import type { Glob } from '../glob.ts';
import { advance, compileGlob, startOf } from '../glob.ts';

export interface TextPattern {
  readonly glob: Glob;
  readonly ignoreCase: boolean;
}

/** Places reached in every pattern, and a text that leads there. */
interface Walk {
  readonly reached: readonly ReadonlySet<number>[];
  readonly text: string;
}

const mostWalks = 2000;

/** Estates share few sets of patterns; the memo is bounded, since the input fills it. */
const memo = new Map<string, readonly string[] | undefined>();
const memoLimit = 200;

/**
 * `domains`: only texts that match one of these are values at all. `undefined` when there are too many combinations
 * to walk.
 */
export function distinctTexts(
  patterns: readonly TextPattern[],
  domains: readonly Glob[],
): readonly string[] | undefined {
  const own = patterns.map(({ glob, ignoreCase }) => [ignoreCase, ...glob].join(','));
  const name = `${own.join(';')}|${domains.map((domain) => domain.join(',')).join(';')}`;
  if (memo.has(name)) return memo.get(name);
  if (memo.size >= memoLimit) memo.clear();
  const texts = walkAll(patterns, domains);
  memo.set(name, texts);
  return texts;
}

function walkAll(patterns: readonly TextPattern[], domains: readonly Glob[]): readonly string[] | undefined {
  const globs = [...patterns.map(({ glob, ignoreCase }) => (ignoreCase ? glob.map(fold) : glob)), ...domains];
  const folds = globs.map((_, index) => patterns[index]?.ignoreCase === true);
  const found = new Map<string, string>();
  const seen = new Set<string>();
  const queue: Walk[] = [{ reached: globs.map(startOf), text: '' }];
  for (const walk of queue) {
    note(walk, globs, patterns.length, found);
    if (found.size === 2 ** patterns.length) break;
    for (const code of nextCharacters(walk, globs, folds)) {
      const next = walk.reached.map((reached, index) => {
        return advance(globs[index] ?? [], reached, folds[index] === true ? fold(code) : code);
      });
      if (domains.length > 0 && next.slice(patterns.length).every((reached) => reached.size === 0)) continue;
      const name = nameOf(next);
      if (seen.has(name)) continue;
      seen.add(name);
      if (seen.size > mostWalks) return undefined;
      queue.push({ reached: next, text: walk.text + String.fromCharCode(code) });
    }
  }
  return [...found.values()];
}

function note({ reached, text }: Walk, globs: readonly Glob[], patterns: number, found: Map<string, string>): void {
  const accepted = reached.map((places, index) => places.has(globs[index]?.length ?? 0));
  const inDomain = accepted.length === patterns || accepted.slice(patterns).includes(true);
  const signature = accepted.slice(0, patterns).map(Number).join('');
  if (inDomain && !found.has(signature)) found.set(signature, text);
}

function nameOf(reached: readonly ReadonlySet<number>[]): string {
  return reached.map((places) => [...places].sort((a, b) => a - b).join(',')).join(';');
}

/** What the kinds of wildcards tell apart; one character of each kind stands for all that no pattern waits for. */
const kinds = ['abcdefghijklmnopqrstuvwxyz-', '0123456789', ':', '/', '\u{e000}\u{e001}\u{e002}'].map(compileGlob);

/** The characters that some pattern waits for at the places reached, and another of each kind. */
function nextCharacters({ reached }: Walk, globs: readonly Glob[], folds: readonly boolean[]): ReadonlySet<number> {
  const codes = new Set<number>();
  for (const [index, places] of reached.entries()) {
    for (const place of places) {
      const code = globs[index]?.[place] ?? -1;
      if (code < 0) continue;
      for (const variant of folds[index] === true ? casesOf(code) : [code]) codes.add(variant);
    }
  }
  const others = kinds.flatMap((kind) => kind.find((code) => !codes.has(code)) ?? []);
  for (const code of others) codes.add(code);
  return codes;
}

function casesOf(code: number): number[] {
  const character = String.fromCharCode(code);
  return [character.toLowerCase(), character.toUpperCase()]
    .filter((variant) => variant.length === 1)
    .map((variant) => variant.charCodeAt(0));
}

function fold(code: number): number {
  if (code < 0) return code;
  const lower = String.fromCharCode(code).toLowerCase();
  return lower.length === 1 ? lower.charCodeAt(0) : code;
}
