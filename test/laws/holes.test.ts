/** What a template leaves open is decided only where every value would be decided alike. */
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { hole } from '../../src/estate/hole.ts';
import { evaluate } from '../../src/iam/library.ts';
import { policies, request } from './policies.ts';

test('a certain answer does not change when holes are filled', () => {
  fc.assert(
    fc.property(policies, request, fc.nat(), fc.nat(), fc.nat(), (given, asked, place, from, length) => {
      const holed = { ...given, keyPolicy: withHole(given.keyPolicy, place, from, length) };
      const answer = evaluate({ ...asked, ...holed });
      fc.pre(answer.outcome !== 'unknown');
      const filled = evaluate({ ...asked, ...given });
      expect([filled.outcome, answer.outcome]).toEqual([answer.outcome, answer.outcome]);
    }),
    { numRuns: 1500 },
  );
});

test('branches of a template are judged together: what stands in both is certain', () => {
  fc.assert(
    fc.property(policies, request, (given, asked) => {
      const both = given.keyPolicy.Statement.flatMap((statement) =>
        ['true', 'false'].map((value) => ({
          ...statement,
          Condition: {
            ...statement.Condition,
            Bool: { ...statement.Condition?.['Bool'], 'template-condition:C': value },
          },
        })),
      );
      const plain = evaluate({ ...asked, ...given });
      fc.pre(plain.outcome !== 'unknown');
      const branched = evaluate({ ...asked, ...given, keyPolicy: { ...given.keyPolicy, Statement: both } });
      expect(branched.outcome).toBe(plain.outcome);
    }),
    { numRuns: 800 },
  );
});

/** The document with one stretch of one text of its statements replaced by a hole. */
function withHole<T extends object>(document: T, place: number, from: number, length: number): T {
  const copy = structuredClone(document);
  const texts: { readonly holder: Record<string, unknown>; readonly key: string; readonly text: string }[] = [];
  collect((copy as { Statement: unknown }).Statement, texts);
  const chosen = texts[place % Math.max(1, texts.length)];
  if (chosen === undefined) return copy;
  const start = from % (chosen.text.length + 1);
  const end = start + (length % (chosen.text.length - start + 1));
  chosen.holder[chosen.key] = `${chosen.text.slice(0, start)}${hole('x')}${chosen.text.slice(end)}`;
  return copy;
}

function collect(value: unknown, into: { holder: Record<string, unknown>; key: string; text: string }[]): void {
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === 'string') into.push({ holder: value as Record<string, unknown>, key, text: entry });
    else collect(entry, into);
  }
}
