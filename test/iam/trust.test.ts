import { expect, test } from 'vitest';
import { contextOf, known } from '../../src/iam/context.ts';
import { decideTrust } from '../../src/iam/trust.ts';
import { policy, W } from './cast.ts';

const trusts = (overrides: object) => ({
  Effect: 'Allow',
  Principal: { Service: 'backup.amazonaws.com' },
  Action: 'sts:AssumeRole',
  ...overrides,
});
const sourceAccount = { StringEquals: { 'aws:SourceAccount': W } };

test.for([
  ['the service', [trusts({})], true],
  ['another service', [trusts({ Principal: { Service: 'ec2.amazonaws.com' } })], false],
  ['one of several', [trusts({ Principal: { Service: ['ec2.amazonaws.com', 'backup.amazonaws.com'] } })], true],
  ['the account root', [trusts({ Principal: { AWS: `arn:aws:iam::${W}:root` } })], false],
  ['everyone', [trusts({ Principal: '*' })], true],
  ['any AWS principal: whether services are among them is not known', [trusts({ Principal: { AWS: '*' } })], 'unknown'],
  ['another action', [trusts({ Action: 'sts:TagSession' })], false],
  ['the right source account', [trusts({ Condition: sourceAccount })], true],
  ['a wrong source account', [trusts({ Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } })], false],
  ['an open condition', [trusts({ Condition: { StringEquals: { 'aws:SourceArn': 'arn:aws:backup:x' } } })], 'unknown'],
  ['a Deny', [trusts({}), trusts({ Effect: 'Deny' })], false],
  ['a malformed statement', [trusts({ Effect: 'allow' })], 'unknown'],
] as const)('%s', ([, statements, expected]) => {
  const context = contextOf([
    ['aws:SourceAccount', known(W)],
    ['aws:SourceArn', { state: 'unknown' }],
  ]);
  expect(decideTrust(policy(...statements), { principal: 'backup.amazonaws.com', context })).toBe(expected);
});
