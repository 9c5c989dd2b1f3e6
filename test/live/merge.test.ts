import { expect, test } from 'vitest';
import type { Report } from '../../src/report/model.ts';
import { folder } from '../cli/run.ts';
import { fakeAws, live } from './run-live.ts';
import { admitting, closedKey, delegating, document, keyArn, openKey, twoVolumes, workload } from './seeds.ts';

async function reportWith(files: Readonly<Record<string, unknown>>): Promise<{ report: Report; stderr: string }> {
  const texts = Object.entries(files).map(
    ([name, value]) => [`infra/${name}`, JSON.stringify(value, null, 2)] as const,
  );
  const cwd = folder(Object.fromEntries(texts));
  const { stdout, stderr } = await live(await fakeAws(twoVolumes), ['--live', 'infra', '--format', 'json'], { cwd });
  return { report: JSON.parse(stdout) as Report, stderr };
}

function outcomesOf({ paths }: Report): Readonly<Record<string, string>> {
  return Object.fromEntries(paths.map(({ key, outcome }) => [key, outcome]));
}

const ways: readonly (readonly [name: string, files: Readonly<Record<string, unknown>>])[] = [
  ['by ARN', { 'keys.json': { [keyArn(closedKey)]: admitting() } }],
  ['by alias', { 'keys.json': { 'alias/closed': admitting() } }],
  ['by key id', { 'key.json': { KeyId: closedKey, Policy: JSON.stringify(admitting()) } }],
  ["by its file's name", { 'closed.json': admitting() }],
  ["by the key id in its file's name", { [`${closedKey}.json`]: admitting() }],
];

test.for(ways)('a planned key policy that is told %s is judged in place of the deployed one', async ([, files]) => {
  const { report, stderr } = await reportWith(files);
  expect(stderr).toBe('');
  expect(outcomesOf(report)).toEqual({ [keyArn(openKey)]: 'allowed', [keyArn(closedKey)]: 'allowed' });
  expect(report.summary.incomplete).toEqual([]);
});

test('a plan to close a key that is open is told at its place in the file', async () => {
  const { report } = await reportWith({ 'keys.json': { [keyArn(openKey)]: delegating() } });
  expect(outcomesOf(report)).toEqual({ [keyArn(openKey)]: 'denied', [keyArn(closedKey)]: 'denied' });
  const told = report.findings.filter(({ subject, severity }) => subject === keyArn(openKey) && severity === 'error');
  expect(new Set(told.map(({ location }) => location.file))).toEqual(new Set(['infra/keys.json']));
});

test('a policy of which nothing tells whose it is, is judged by itself and named', async () => {
  const { report } = await reportWith({ 'somebody.json': admitting() });
  expect(report.summary.incomplete.map(({ what }) => what)).toEqual(['whose key policy infra/somebody.json holds']);
  expect(report.summary.inputs.keys).toBe(4);
});

test("a planned inline policy replaces the role's deployed one of the same name", async () => {
  const PolicyDocument = document({ Effect: 'Deny', Action: 'backup:CopyIntoBackupVault', Resource: '*' });
  const { report } = await reportWith({
    'role.json': { RoleName: 'backups', PolicyName: 'backups', PolicyDocument },
  });
  const told = report.findings.filter(({ rule }) => rule === 'backup/service-role').map(({ message }) => message);
  expect(told.join('\n')).toContain(`arn:aws:iam::${workload}:role/backups may not call`);
});

test('files that cannot be read are told before AWS is asked', async () => {
  const cwd = folder({ 'infra/key.json': '{"Statement": [' });
  const fake = await fakeAws(twoVolumes);
  const { status, stderr } = await live(fake, ['--live', 'infra/key.json'], { cwd });
  expect(stderr).toContain('infra/key.json:1:16');
  expect(status).toBe(2);
  expect(fake.requests.all()).toEqual([]);
});
