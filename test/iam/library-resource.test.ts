import { expect, test } from 'vitest';
import { evaluate } from '../../src/iam/library.ts';

const role = 'arn:aws:iam::111122223333:role/backup';
const allow = (Resource: string) => ({
  Version: '2012-10-17',
  Statement: [{ Effect: 'Allow', Principal: { AWS: role }, Action: 'kms:Decrypt', Resource }],
});
const key = 'arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';

test.for([
  ['* names it surely', '*', '111122223333', 'allowed'],
  ['an ARN may or may not be it', key, '111122223333', 'unknown'],
  ['in another account the identity policies count as well', '*', '444455556666', 'unknown'],
] as const)('a key that is not known: %s', ([, resource, account, outcome]) => {
  const decision = evaluate({
    principal: role,
    action: 'kms:Decrypt',
    context: { 'aws:ResourceAccount': account },
    keyPolicy: allow(resource),
  });
  expect(decision.outcome).toBe(outcome);
});
