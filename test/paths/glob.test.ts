import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { matchesGlob, matchesSelectionPattern, mayMatchForm } from '../../src/paths/glob.ts';

const cases: readonly (readonly [pattern: string, text: string, matches: boolean])[] = [
  ['', '', true],
  ['*', '', true],
  ['*', 'anything at all', true],
  ['a*', 'a', true],
  ['a*c', 'abc', true],
  ['a*c', 'abcd', false],
  ['*b*', 'abc', true],
  ['a**c', 'ac', true],
  ['a?c', 'abc', false],
  ['a?c', 'a?c', true],
  ['*ab', 'aab', true],
  ['*a*b*c', 'xxaxxbxxbc', true],
  ['abc', 'ab', false],
];

test.for(cases)('%s matches %s: %s', ([pattern, text, matches]) => {
  expect(matchesGlob(pattern, text)).toBe(matches);
});

test.for([
  ['HANA/*', 'HANA/app', true],
  ['HANA/*', 'HANA/my app', false],
  ['HANA/my *', 'HANA/my app', true],
  ['*', 'a\tb', false],
] as const)('in a selection %s matches %s: %s', ([pattern, text, matches]) => {
  expect(matchesSelectionPattern(pattern, text)).toBe(matches);
});

const volumes = 'arn:*:ec2:*:*:volume/*';

test.for([
  ['arn:aws:ec2:*', volumes, true],
  ['arn:aws:ec2:*:*:volume/*', volumes, true],
  ['arn:aws:ec2:eu-west-2:111122223333:volume/vol-1', volumes, true],
  ['*', volumes, true],
  ['*vol-1', volumes, true],
  ['arn:*:volume/*', volumes, true],
  ['arn:aws:rds:*', volumes, false],
  ['arn:aws:ec2:*instance', volumes, true],
  ['arn:aws:elasticfilesystem:*', volumes, false],
  ['arn:aws:s3:::prod-*', 'arn:*:s3:::*', true],
  ['', volumes, false],
] as const)('%s can match an ARN of the form %s: %s', ([pattern, form, may]) => {
  expect(mayMatchForm(pattern, form)).toBe(may);
});

const pattern = fc.array(fc.constantFrom('a', 'b', '*'), { maxLength: 6 }).map((parts) => parts.join(''));
const text = fc.array(fc.constantFrom('a', 'b'), { maxLength: 8 }).map((parts) => parts.join(''));

test('matching agrees with a regular expression', () => {
  fc.assert(
    fc.property(pattern, text, (pattern, text) => {
      expect(matchesGlob(pattern, text)).toBe(new RegExp(`^${pattern.replaceAll('*', '.*')}$`).test(text));
    }),
  );
});

test('a pattern that matches a text of a form can match the form', () => {
  fc.assert(
    fc.property(pattern, pattern, text, (left, right, text) => {
      fc.pre(matchesGlob(left, text) && matchesGlob(right, text));
      expect(mayMatchForm(left, right)).toBe(true);
    }),
  );
});

test('an adversarial pattern takes no longer than pattern times text', () => {
  const started = performance.now();
  expect(matchesGlob(`${'*a'.repeat(500)}b`, 'a'.repeat(2_000))).toBe(false);
  expect(performance.now() - started).toBeLessThan(1_000);
});
