import { expect, test } from 'vitest';
import { check, CheckInputError, compilePolicy, evaluate, fixKeyPolicy, loadFiles } from '../src/index.ts';

const flags = { centralAccount: '444455556666', backupRole: 'backup-role' } as const;
const deployment = {
  name: 'website',
  centralAccount: '444455556666',
  backupRole: 'backup-role',
} as const;
const role = 'arn:aws:iam::111122223333:role/backup-role';
const rootOnly = {
  Version: '2012-10-17',
  Statement: [
    { Effect: 'Allow', Principal: { AWS: 'arn:aws:iam::111122223333:root' }, Action: 'kms:*', Resource: '*' },
  ],
};

test('check gives the report of the command', async () => {
  const inputs = await loadFiles(['fixtures/examples/broken']);
  const report = await check(inputs, { deployments: [deployment] });
  expect(report.summary.paths).toEqual({ total: 1, allowed: 0, denied: 1, unknown: 0 });
  expect(report.findings.map(({ rule }) => rule)).toContain('kms/grant-access');
});

test('check says what it has to be told', async () => {
  const inputs = await loadFiles(['fixtures/examples/broken']);
  await expect(check(inputs)).rejects.toThrow(CheckInputError);
});

test('check refuses an account id that is none', async () => {
  const inputs = await loadFiles(['fixtures/examples/broken']);
  const deployments = [{ ...deployment, workloadAccounts: ['111122223333', '1234'] }];
  await expect(check(inputs, { deployments })).rejects.toThrow('deployment website: "1234" is no account id');
});

test('check refuses what could not be read', async () => {
  const inputs = await loadFiles(['fixtures/no-such-file.json']);
  await expect(check(inputs, { deployments: [deployment] })).rejects.toThrow('fixtures/no-such-file.json');
});

test('fixKeyPolicy mends what evaluate then allows', () => {
  const question = {
    principal: role,
    action: 'kms:CreateGrant',
    resource: 'arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab',
    context: { 'kms:GrantIsForAWSResource': 'true' },
  };
  expect(evaluate({ ...question, keyPolicy: rootOnly }).reason).toBe('unknown-identity-policy');
  const { policy } = fixKeyPolicy(rootOnly, flags);
  const compiled = compilePolicy(policy, 'key-policy');
  expect(evaluate({ ...question, keyPolicy: compiled })).toMatchObject({
    outcome: 'allowed',
    reason: 'allowed-by-key-policy',
  });
});
