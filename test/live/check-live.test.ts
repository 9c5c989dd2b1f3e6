import { expect, test } from 'vitest';
import type { Report } from '../../src/report/model.ts';
import { fakeAws, live } from './run-live.ts';
import { closedKey, keyArn, openKey, twoVolumes, volumeArn } from './seeds.ts';

test('tells which deployed volume is not backed up, by the ARN of its key', async () => {
  const fake = await fakeAws(twoVolumes);
  const { status, stdout, stderr } = await live(fake, ['--live', '--format', 'json']);
  const report = JSON.parse(stdout) as Report;
  expect(stderr).toBe('');
  expect(status).toBe(1);
  const errors = report.findings.filter(({ severity }) => severity === 'error');
  expect(new Set(errors.map(({ subject }) => subject))).toEqual(new Set([keyArn(closedKey)]));
  expect(new Set(errors.map(({ location }) => location.file))).toEqual(new Set([undefined]));
  expect(report.paths.map(({ resource, key }) => [resource, key])).toEqual([
    [volumeArn('0000'), keyArn(openKey)],
    [volumeArn('0001'), keyArn(closedKey)],
  ]);
  expect(report.summary.incomplete).toEqual([]);
});

test('reads lists page by page', async () => {
  const whole = await live(await fakeAws(twoVolumes), ['--live', '--format', 'json']);
  const fake = await fakeAws(twoVolumes, { pageSize: 1 });
  const paged = await live(fake, ['--live', '--format', 'json']);
  expect(paged.stdout).toBe(whole.stdout);
  expect(fake.requests.summary().operations['kms:ListKeys']).toBe(3);
});
