import { expect, test } from 'vitest';
import { backuplint, folder } from './run.ts';

const principal = 'arn:aws:iam::111122223333:role/backup';
const statement = `"Principal":{"AWS":"${principal}"},"Action":"kms:Decrypt","Resource":"*"`;
const plain = `{"Version":"2012-10-17","Statement":{"Effect":"Allow",${statement}}}`;
const doubled = `{"Version":"2012-10-17","Statement":{"Effect":"Deny","Effect":"Allow",${statement}}}`;

test.for([
  ['a policy', plain, 0],
  ['a policy as get-key-policy prints it', JSON.stringify({ Policy: plain }), 0],
  ['a policy with a key twice, of which only one takes effect', doubled, 2],
  ['such a policy as get-key-policy prints it', JSON.stringify({ Policy: doubled }), 2],
  ['two wrapped policies under one key', `{"Policy":${JSON.stringify(plain)},"Policy":${JSON.stringify(plain)}}`, 2],
  ['a wrapped text that is no JSON', JSON.stringify({ Policy: '{' }), 2],
] as const)('simulate answers about %s: %i', ([, text, status]) => {
  const cwd = folder({ 'policy.json': text });
  const args = ['simulate', '--policy', 'policy.json', '--principal', principal, '--action', 'kms:Decrypt'];
  expect(backuplint(args, { cwd }).status).toBe(status);
});

test('simulate says what AWS would refuse in the policy it answers about', () => {
  const cwd = folder({ 'policy.json': plain.replace('2012-10-17', '2012-10-18') });
  const args = ['simulate', '--policy', 'policy.json', '--principal', principal, '--action', 'kms:Decrypt'];
  const { stdout, stderr } = backuplint(args, { cwd });
  expect(stdout).toContain('allowed');
  expect(stderr).toContain('policy.json#/Version');
});
