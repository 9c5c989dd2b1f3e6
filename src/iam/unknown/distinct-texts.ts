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

/**
 * `domains`: only texts that match one of these are values at all. `undefined` when there are too many combinations
 * to walk.
 */
export function distinctTexts(
  patterns: readonly TextPattern[],
  domains: readonly Glob[],
): readonly string[] | undefined {
  const folded = patterns.map(({ glob, ignoreCase }) => (ignoreCase ? glob.map(fold) : glob));
  const globs = [...folded, ...domains];
  const alphabet = alphabetOf(patterns, domains);
  const found = new Map<string, string>();
  const seen = new Set<string>();
  const queue: Walk[] = [{ reached: globs.map(startOf), text: '' }];
  for (const walk of queue) {
    note(walk, globs, patterns.length, found);
    for (const code of alphabet) {
      const next = walk.reached.map((reached, index) => {
        const ignoreCase = patterns[index]?.ignoreCase === true;
        return advance(globs[index] ?? [], reached, ignoreCase ? fold(code) : code);
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

/** Characters that the patterns tell apart, and one of each kind that they do not. */
function alphabetOf(patterns: readonly TextPattern[], domains: readonly Glob[]): readonly number[] {
  const used = new Set<number>();
  for (const { glob, ignoreCase } of patterns) {
    for (const code of glob) {
      if (code < 0) continue;
      used.add(code);
      if (ignoreCase) for (const variant of casesOf(code)) used.add(variant);
    }
  }
  for (const code of domains.flat()) if (code >= 0) used.add(code);
  const others = ['abcdefghijklmnopqrstuvwxyz-', '0123456789', ':', '\u{e000}\u{e001}\u{e002}'];
  for (const kind of others) {
    const unused = compileGlob(kind).find((code) => !used.has(code));
    if (unused !== undefined) used.add(unused);
  }
  return [...used];
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
