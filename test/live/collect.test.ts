import { chmodSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { backuplint, folder } from '../cli/run.ts';
import { credentialsFor } from '../fake-aws/callers.ts';
import { fakeAws, live } from './run-live.ts';
import { twoVolumes, workload } from './seeds.ts';

const formats = ['json', 'sarif', 'junit', 'github', 'gitlab', 'markdown', 'html', 'pretty'];

test.for(['snapshot.json', 'snapshot.json.gz'])('%s gives the same report as the live account', async (file) => {
  const fake = await fakeAws(twoVolumes);
  const cwd = folder({});
  const collected = await live(fake, ['collect', '-o', file], { cwd });
  expect(collected.stderr).toContain(`${file}: `);
  expect(collected.status).toBe(0);
  for (const format of formats) {
    const asked = await live(fake, ['--live', '--format', format, '--verbose'], { cwd });
    const read = backuplint([file, '--format', format, '--verbose'], { cwd });
    expect(read.stdout).toBe(asked.stdout);
    expect(read.stderr).toBe(asked.stderr);
    expect(read.status).toBe(1);
  }
});

test('two snapshots of one state are the same bytes, packed or not, and leave nothing else behind', async () => {
  const fake = await fakeAws(twoVolumes);
  const paged = await fakeAws(twoVolumes, { pageSize: 1, latencyMs: 2 });
  const cwd = folder({});
  await live(fake, ['collect', '-o', 'a.json'], { cwd });
  await live(paged, ['collect', '-o', 'b.json', '--concurrency', '1'], { cwd });
  await live(fake, ['collect', '-o', 'c.json.gz'], { cwd });
  const printed = await live(fake, ['collect', '--quiet'], { cwd });
  const text = readFileSync(join(cwd, 'a.json'), 'utf8');
  expect(readFileSync(join(cwd, 'b.json'), 'utf8')).toBe(text);
  expect(gunzipSync(readFileSync(join(cwd, 'c.json.gz'))).toString()).toBe(text);
  expect(printed.stdout).toBe(text);
  expect(readdirSync(cwd).sort()).toEqual(['a.json', 'b.json', 'c.json.gz']);
});

test('a snapshot holds no credentials, and none are shown', async () => {
  const fake = await fakeAws(twoVolumes, { faults: [{ kind: 'access-denied', operation: 'GetKeyPolicy' }] });
  const cwd = folder({});
  const runs = [
    await live(fake, ['collect', '-o', 'a.json'], { cwd }),
    await live(fake, ['--live', '--verbose', '--format', 'json'], { cwd }),
    await live(fake, ['--live', '--verbose'], { cwd, env: { AWS_SESSION_TOKEN: 'token-that-is-secret' } }),
  ];
  const { accessKeyId, secretAccessKey } = credentialsFor(workload);
  const said = [readFileSync(join(cwd, 'a.json'), 'utf8'), ...runs.flatMap(({ stdout, stderr }) => [stdout, stderr])];
  for (const text of said) {
    expect(text).not.toContain(accessKeyId);
    expect(text).not.toContain(secretAccessKey);
    expect(text).not.toContain('token-that-is-secret');
  }
});

describe('a snapshot that is wrong is told with its place', () => {
  const wrong: readonly (readonly [name: string, text: string, told: RegExp])[] = [
    [
      'of a version to come',
      '{"backuplintSnapshot": 2, "answers": [], "incomplete": []}',
      /a\.json:1:24: backuplintSnapshot is a number: expected 1, the version that this backuplint reads; a newer backuplint/,
    ],
    ['without answers', '{"backuplintSnapshot": 1}', /a\.json:1:1: answers is missing/],
    [
      'with an answer that is none',
      '{"backuplintSnapshot": 1, "incomplete": [], "answers": [\n{"call": "kms:DescribeKey", "account": "111122223333", "answer": {"KeyMetadata": {}}}]}',
      /a\.json:2:82: KeyMetadata\.KeyId is missing/,
    ],
    [
      'with an unknown call',
      '{"backuplintSnapshot": 1, "incomplete": [], "answers": [{"call": "kms:Erase", "account": "111122223333", "answer": null}]}',
      /answers\[0\]\.call is text: expected a call that this backuplint knows; a newer backuplint may have written it\n/,
    ],
  ];
  test.for(wrong)('%s', ([, text, told]) => {
    const cwd = folder({ 'a.json': text });
    const { status, stderr } = backuplint(['a.json'], { cwd });
    expect(stderr).toMatch(told);
    expect(status).toBe(2);
  });

  test('cut short', async () => {
    const cwd = folder({});
    const { stdout } = await live(await fakeAws(twoVolumes), ['collect', '--quiet']);
    writeFileSync(join(cwd, 'a.json.gz'), gzipSync(stdout).subarray(0, 900));
    writeFileSync(join(cwd, 'a.json'), stdout.slice(0, 3000));
    const packed = backuplint(['a.json.gz'], { cwd });
    expect(packed.stderr).toContain('a.json.gz: is no sound gzip file\n  Write it anew with backuplint collect.');
    const plain = backuplint(['a.json'], { cwd });
    expect(plain.stderr).toMatch(/a\.json:\d+:\d+: is not valid JSON/);
    expect([packed.status, plain.status]).toEqual([2, 2]);
  });

  test('broken gzip', () => {
    const cwd = folder({});
    writeFileSync(join(cwd, 'a.json.gz'), Buffer.from([0x1f, 0x8b, 8, 0, 1, 2, 3]));
    const { status, stderr } = backuplint(['a.json.gz'], { cwd });
    expect(stderr).toContain('a.json.gz: is no sound gzip file');
    expect(status).toBe(2);
  });
});

describe('a file that cannot be written is told before AWS is asked', () => {
  test.for([
    ['no/such/a.json', 'no/such/a.json cannot be written: there is no folder no/such'],
    ['.', '. cannot be written: it is a folder'],
  ] as const)('%s', async ([file, told]) => {
    const fake = await fakeAws(twoVolumes);
    const { status, stdout, stderr } = await live(fake, ['collect', '-o', file]);
    expect(stderr).toBe(`backuplint: ${told}\n`);
    expect(stdout).toBe('');
    expect(fake.requests.all()).toEqual([]);
    expect(status).toBe(2);
  });

  test.skipIf(process.getuid?.() === 0)('in a folder that is read-only', async () => {
    const cwd = folder({ 'kept/b.json': '' });
    chmodSync(join(cwd, 'kept'), 0o555);
    const { status, stderr } = await live(await fakeAws(twoVolumes), ['collect', '-o', 'kept/a.json'], { cwd });
    chmodSync(join(cwd, 'kept'), 0o755);
    expect(stderr).toContain('nothing may be written to the folder kept');
    expect(status).toBe(2);
  });
});

test('a snapshot from before stays where nothing at all was collected', async () => {
  const fake = await fakeAws(twoVolumes, { faults: [{ kind: 'expired-token' }] });
  const cwd = folder({ 'a.json': 'the one from before' });
  const { status, stderr } = await live(fake, ['collect', '-o', 'a.json'], { cwd });
  expect(stderr).toContain('a.json: nothing was collected, so nothing is written to it');
  expect(readFileSync(join(cwd, 'a.json'), 'utf8')).toBe('the one from before');
  expect(status).toBe(3);
});
