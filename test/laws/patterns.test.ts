/** Patterns against their plain definition, and the texts that stand for all texts. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  anyRun,
  compileGlob,
  matchGlob,
  matchLimitedGlob,
  oneCharacter,
  oneInSegment,
  runInSegment,
} from '../../src/iam/glob.ts';
import { distinctTexts } from '../../src/iam/unknown/distinct-texts.ts';

const letters = fc.constantFrom('a', 'b', 'B', ':');
const text = fc.string({ unit: letters, maxLength: 8 });
const pattern = fc.string({ unit: fc.constantFrom('a', 'b', 'B', ':', '*', '?'), maxLength: 6 });

/** The definition, as a regular expression. */
function definition(glob: readonly number[], flags = 's'): RegExp {
  const sources: Readonly<Record<number, string>> = {
    [anyRun]: '.*',
    [oneCharacter]: '.',
    [runInSegment]: '[^:]*',
    [oneInSegment]: '[^:]',
  };
  const source = glob.map((code) => sources[code] ?? `\\u${code.toString(16).padStart(4, '0')}`).join('');
  return new RegExp(`^${source}$`, flags);
}

test('a pattern matches what its definition says', () => {
  fc.assert(
    fc.property(pattern, text, (written, value) => {
      const glob = compileGlob(written);
      const expected = definition(glob).test(value);
      expect(matchGlob(glob, value)).toBe(expected);
      expect(matchLimitedGlob(glob, value)).toBe(expected);
    }),
    { numRuns: 5000 },
  );
});

const limit = (code: number) => (code === anyRun ? runInSegment : code === oneCharacter ? oneInSegment : code);

test('a limited pattern stays in its segment', () => {
  fc.assert(
    fc.property(pattern, text, (written, value) => {
      const glob = compileGlob(written).map(limit);
      expect(matchLimitedGlob(glob, value)).toBe(definition(glob).test(value));
    }),
    { numRuns: 5000 },
  );
});

/** Every text of a few letters. */
function allTexts(longest: number): readonly string[] {
  const letters = ['a', 'b', 'B', 'c', ':', '/', '5', '~'];
  let longer = [''];
  const texts = [''];
  for (let length = 0; length < longest; length++) {
    longer = longer.flatMap((before) => letters.map((letter) => before + letter));
    texts.push(...longer);
  }
  return texts;
}

test('the distinct texts match in every way that some text does', () => {
  const short = fc.string({ unit: fc.constantFrom('a', 'b', 'B', ':', '*', '?'), maxLength: 4 });
  const patterns = fc.array(fc.record({ written: short, ignoreCase: fc.boolean(), limited: fc.boolean() }), {
    minLength: 1,
    maxLength: 3,
  });
  const texts = allTexts(4);
  fc.assert(
    fc.property(patterns, (chosen) => {
      const all = chosen.map(({ written, ignoreCase, limited }) => {
        const glob = compileGlob(written);
        return { glob: limited ? glob.map(limit) : glob, ignoreCase };
      });
      const definitions = all.map(({ glob, ignoreCase }) => definition(glob, ignoreCase ? 'si' : 's'));
      const signature = (value: string) => definitions.map((one) => Number(one.test(value))).join('');
      const found = new Set(distinctTexts(all, [])?.map(signature));
      expect(texts.filter((value) => !found.has(signature(value)))).toEqual([]);
    }),
    { numRuns: 150 },
  );
});
