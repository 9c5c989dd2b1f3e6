import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { shardOption } from '../../src/cli/shard-option.ts';
import { shardFrom } from '../../src/cli/shard.ts';
import { broken, deployment, sound } from './policies.ts';
import { backuplint, folder, type Result } from './run.ts';

describe('--shard auto takes the part from', () => {
  test.for([
    ['AWS Batch, from 0', 'auto', { AWS_BATCH_JOB_ARRAY_INDEX: '0', AWS_BATCH_JOB_ARRAY_SIZE: '4' }, '1/4'],
    ['GitLab, from 1', 'auto', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '4' }, '2/4'],
    ['CircleCI, from 0', 'auto', { CIRCLE_NODE_INDEX: '3', CIRCLE_NODE_TOTAL: '4' }, '4/4'],
    ['Buildkite, from 0', 'auto', { BUILDKITE_PARALLEL_JOB: '1', BUILDKITE_PARALLEL_JOB_COUNT: '4' }, '2/4'],
    ['the index alone, where the number is given', 'auto/8', { AWS_BATCH_JOB_ARRAY_INDEX: '5' }, '6/8'],
    ['nothing, where it is given', '3/8', { CI_NODE_INDEX: '2', CI_NODE_TOTAL: '4' }, '3/8'],
  ] as const)('%s', ([, text, env, expected]) => {
    const { index, count } = shardFrom(shardOption(text), env);
    expect(`${index}/${count}`).toBe(expected);
  });
});

const all = ['part-1.json', 'part-2.json', 'part-3.json'];

/** Three keys and the reports of three parts. */
function parts(): string {
  const cwd = folder({ 'keys/a.json': broken, 'keys/b.json': sound, 'keys/c.json': broken });
  for (const [index, file] of all.entries()) {
    const args = ['keys', ...deployment, '--shard', `${index + 1}/3`, '--format', 'json', '-o', file];
    expect(backuplint(args, { cwd }).stderr).toBe('');
  }
  return cwd;
}

function change(cwd: string, file: string, from: string | RegExp, to: string): void {
  const before = readFileSync(join(cwd, file), 'utf8');
  const after = before.replace(from, to);
  expect(after).not.toBe(before);
  writeFileSync(join(cwd, file), after);
}

function merge(cwd: string, ...args: readonly string[]): Result {
  return backuplint(['merge', ...args], { cwd });
}

describe('merge', () => {
  test('makes the report of the whole run, in any format, with its exit code', () => {
    const cwd = parts();
    for (const format of ['json', 'junit', 'gitlab', 'markdown', 'github']) {
      const whole = backuplint(['keys', ...deployment, '--format', format], { cwd });
      expect(merge(cwd, ...all, '--format', format)).toEqual(whole);
      expect(whole.status).toBe(1);
    }
  });

  test('does not care for order, and tells a report once that is given twice', () => {
    const cwd = parts();
    const whole = backuplint(['keys', ...deployment, '--format', 'json'], { cwd }).stdout;
    expect(merge(cwd, 'part-3.json', ...all, '--format', 'json').stdout).toBe(whole);
  });

  test('fails on what --fail-on says, or the config', () => {
    const cwd = parts();
    expect(merge(cwd, ...all, '--fail-on', 'never', '--quiet').status).toBe(0);
    writeFileSync(join(cwd, 'backuplint.config.yaml'), 'failOn: never\n');
    expect(merge(cwd, ...all).status).toBe(0);
  });

  test('shows a whole report again in another format', () => {
    const cwd = folder({ 'a.json': broken });
    backuplint(['a.json', ...deployment, '-o', 'report.json'], { cwd });
    const { status, stdout } = merge(cwd, 'report.json', '--format', 'github');
    expect(status).toBe(1);
    expect(stdout).toContain('kms/use-access');
  });

  test.for([
    ['no report', (): string[] => [], 'merge needs the JSON reports'],
    ['a part that is missing', () => ['part-1.json', 'part-3.json'], 'part-1.json: of 3 parts, part 2 is missing'],
    ['a file that is missing', () => [...all, 'x.json'], 'x.json: does not exist'],
    ['a file that is no report', () => ['keys/a.json'], 'keys/a.json:1:1: is no report of backuplint'],
    [
      'another schema version',
      (cwd: string) => (change(cwd, 'part-2.json', '"schemaVersion": 1', '"schemaVersion": 2'), all),
      'part-2.json:2:20: is a report of schema version 2; this backuplint merges version 1',
    ],
    [
      'another version of backuplint',
      (cwd: string) => (change(cwd, 'part-2.json', /"version": "[^"]+"/, '"version": "9.9.9"'), all),
      'part-2.json: was made by backuplint 9.9.9, but part-1.json by ',
    ],
    [
      'other inputs',
      (cwd: string) => (change(cwd, 'part-3.json', '"keys": 3', '"keys": 4'), all),
      'part-3.json: was made of other inputs, but part-1.json shows a different estate',
    ],
    [
      'another number of parts',
      (cwd: string) => (change(cwd, 'part-2.json', '"count": 3', '"count": 4'), all),
      'part-2.json: is one of 4 parts, but part-1.json one of 3',
    ],
    [
      'two reports of one part that differ',
      (cwd: string) => (change(cwd, 'part-2.json', '"index": 2', '"index": 3'), all),
      'is part 3 of 3, and so is part-2.json, but they differ',
    ],
    [
      'a report that is damaged',
      (cwd: string) => (change(cwd, 'part-2.json', /"suppressed": \d/, '"suppressed": "x"'), all),
      'summary.suppressed must be',
    ],
    [
      'a whole report among the parts',
      (cwd: string) => {
        backuplint(['keys', ...deployment, '-o', 'whole.json'], { cwd });
        return [...all, 'whole.json'];
      },
      'whole.json: is a whole report, no part of one',
    ],
  ] as const)('refuses %s', ([, files, expected]) => {
    const cwd = parts();
    const { status, stdout, stderr } = merge(cwd, ...files(cwd));
    expect(stderr).toContain(expected);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('exits 3 when a part could not be completed', () => {
    const cwd = parts();
    change(cwd, 'part-2.json', '"completed": true', '"completed": false');
    expect(merge(cwd, ...all).status).toBe(3);
  });
});

describe('wrong usage of --shard', () => {
  test.for([
    ['a word', ['--shard', 'x'], {}, 'Write it as I/N'],
    ['a part beyond the last', ['--shard', '5/4'], {}, 'There is no part 5 of 4.'],
    ['part 0', ['--shard', '0/4'], {}, 'Write it as I/N'],
    ['auto, where nothing tells', ['--shard', 'auto'], {}, 'nothing tells which part this job is'],
    [
      'another number than the CI has',
      ['--shard', 'auto/3'],
      { CI_NODE_INDEX: '1', CI_NODE_TOTAL: '4' },
      '--shard auto/3, but GitLab runs 4 jobs (CI_NODE_TOTAL)',
    ],
    ['an index that is no number', ['--shard', 'auto/3'], { CI_NODE_INDEX: 'x' }, 'CI_NODE_INDEX is "x"'],
    ['an index beyond the last', ['--shard', 'auto/3'], { CIRCLE_NODE_INDEX: '3' }, 'CIRCLE_NODE_INDEX is 3'],
    ['with --fix', ['--shard', '1/2', '--fix'], {}, 'give one of them'],
    ['with --update-baseline', ['--shard', '1/2', '--baseline', 'b', '--update-baseline'], {}, 'give one of them'],
  ] as const)('%s', ([, args, env, expected]) => {
    const { status, stdout, stderr } = backuplint(['.', ...deployment, ...args], {
      cwd: folder({ 'a.json': sound }),
      env,
    });
    expect(stderr).toContain(expected);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });
});

test('a part says that it is one', () => {
  const { stdout } = backuplint(['.', ...deployment, '--shard', '1/2'], { cwd: folder({ 'a.json': sound }) });
  expect(stdout).toContain('part 1 of 2');
});
