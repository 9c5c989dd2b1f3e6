import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { accountOf, roleNameOf, splitArn } from '../../src/estate/arn.ts';
import { hasHole, hole, holesIn, isHole, knownParts, showHoles } from '../../src/estate/hole.ts';

test('a hole in an ARN leaves its other parts readable', () => {
  const arn = `arn:aws:iam::${hole('AWS::AccountId')}:role/team/${hole('stacks/a.yaml#Role')}`;
  expect(splitArn(arn)).toMatchObject({ service: 'iam', region: '', resource: expect.stringMatching(/^role\/team\//) });
  expect(accountOf(arn)).toBeUndefined();
  expect(roleNameOf(arn)).toBe(hole('stacks/a.yaml#Role'));
  expect(showHoles(arn)).toBe('arn:aws:iam::⟨AWS::AccountId⟩:role/team/⟨stacks/a.yaml#Role⟩');
});

test('a hole keeps its name, and nothing in it separates or stands for anything', () => {
  const name = fc.string({ unit: fc.constantFrom('a', ':', '/', '*', '?', '$', ',', '.', '"', ' ') });
  fc.assert(
    fc.property(name, (what) => {
      const text = hole(what);
      expect(text).not.toMatch(/[:/*?$,]/);
      expect([holesIn(text), isHole(text), hasHole(text)]).toEqual([[what], true, true]);
      expect(knownParts(`a${text}b`)).toEqual(['a', 'b']);
    }),
  );
});
