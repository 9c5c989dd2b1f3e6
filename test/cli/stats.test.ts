import { describe, expect, test } from 'vitest';
import { Stats } from '../../src/cli/stats.ts';
import { full } from '../report/full.ts';
import { broken, deployment } from './policies.ts';
import { backuplint, folder } from './run.ts';

describe('--stats', () => {
  const cwd = folder({ 'policy.json': broken });
  const args = ['policy.json', ...deployment, '--format', 'json'];

  test('tells phases, rules, counts and memory on standard error, and changes nothing else', () => {
    const { stderr, ...rest } = backuplint([...args, '--stats'], { cwd });
    const { stderr: silence, ...same } = backuplint(args, { cwd });
    expect(rest).toEqual(same);
    expect(silence).toBe('');
    const phases = ['start', 'set up', 'load', 'link', 'derive paths', 'decide on keys', 'find places', 'write'];
    for (const name of [...phases, 'rules', 'kms/use-access', 'kms/grant-access']) {
      expect(stderr).toMatch(new RegExp(`^${name} +\\d+ +\\d+\\.\\d$`, 'm'));
    }
    expect(stderr).toMatch(
      /^1 key, 0 plans, 0 resources, 1 path, 2 findings; \d+ ms in all; at most \d+ MB of memory$/m,
    );
  });

  test('does not list rules that are switched off', () => {
    expect(backuplint([...args, '--stats', '--rule', 'kms/lockout=off'], { cwd }).stderr).not.toContain('kms/lockout');
  });
});

test('times add up, the slowest rule comes first, and promises are waited for', async () => {
  let now = 5;
  const stats = new Stats(() => now);
  const work = (milliseconds: number) => (): number => (now += milliseconds);
  stats.time('rule', 'kms/lockout', work(1));
  stats.time('rule', 'kms/undecided', work(2));
  stats.time('rule', 'kms/lockout', work(3));
  await stats.time('phase', 'load', async () => {
    await Promise.resolve();
    now += 10;
  });
  const lines = stats.lines(full, 64_000_000);
  expect(lines.filter((line) => /\d\.\d$/.test(line)).map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
    'start 1 5.0',
    'load 1 10.0',
    'rules 2 6.0',
    'kms/lockout 2 4.0',
    'kms/undecided 1 2.0',
  ]);
  expect(lines.at(-1)).toMatch(/; 21 ms in all; at most 64 MB of memory$/);
});
