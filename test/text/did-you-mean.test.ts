import { expect, test } from 'vitest';
import { didYouMean } from '../../src/text/did-you-mean.ts';

const actions = ['kms:Decrypt', 'kms:DescribeKey', 'kms:Encrypt', 'kms:CreateGrant'];

test.for([
  ['one letter wrong', 'kms:Decript', 'kms:Decrypt'],
  ['one letter missing', 'kms:CreatGrant', 'kms:CreateGrant'],
  ['neighbours swapped', 'kms:Encrytp', 'kms:Encrypt'],
  ['another letter case', 'KMS:DESCRIBEKEY', 'kms:DescribeKey'],
  ['the word itself', 'kms:Encrypt', 'kms:Encrypt'],
  ['nothing like it', 's3:PutObject', undefined],
  ['the empty word', '', undefined],
] as const)('%s: %s -> %s', ([, text, expected]) => {
  expect(didYouMean(text, actions)).toBe(expected);
});

test('short words need a near match', () => {
  expect(didYouMean('on', ['off', 'in'])).toBeUndefined();
  expect(didYouMean('off', ['of', 'on'])).toBe('of');
});

test('a very long word costs little', () => {
  expect(didYouMean('x'.repeat(100_000), actions)).toBeUndefined();
});
