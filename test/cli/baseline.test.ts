import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { broken, deployment, keyPolicy, role, sound } from './policies.ts';
import { backuplint, folder, type Result } from './run.ts';

const flags = [...deployment, '--baseline', 'known.json'];

function run(cwd: string, ...args: readonly string[]): Result {
  return backuplint(['.', ...flags, ...args], { cwd });
}

function summaryOf(cwd: string, ...args: readonly string[]) {
  const { stdout } = run(cwd, '--format', 'json', ...args);
  return (JSON.parse(stdout) as { summary: { suppressed: number; baseline: { known: number; gone: unknown[] } } })
    .summary;
}

function written(): { cwd: string; text: string } {
  const cwd = folder({ 'policy.json': broken });
  expect(run(cwd, '--update-baseline').status).toBe(0);
  return { cwd, text: readFileSync(join(cwd, 'known.json'), 'utf8') };
}

describe('--update-baseline', () => {
  test('writes what is found, exits 0, and says so', () => {
    const cwd = folder({ 'policy.json': broken });
    const { status, stdout, stderr } = run(cwd, '--update-baseline');
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr: 'backuplint: known.json: 2 findings in the baseline (2 new)\n',
    });
    expect(stdout).toContain('2 suppressed');
    expect(JSON.parse(readFileSync(join(cwd, 'known.json'), 'utf8'))).toMatchObject({
      version: 1,
      findings: [
        { rule: 'kms/grant-access', severity: 'error', file: 'policy.json' },
        { rule: 'kms/use-access', severity: 'error', file: 'policy.json' },
      ],
    });
    expect(readdirSync(cwd).toSorted()).toEqual(['known.json', 'policy.json']);
  });

  test('writes the same bytes for the same findings, wherever they stand', () => {
    const { cwd, text } = written();
    writeFileSync(join(cwd, 'policy.json'), `\n\n${broken}`);
    expect(run(cwd, '--update-baseline').stderr).toBe('backuplint: known.json: 2 findings in the baseline\n');
    expect(readFileSync(join(cwd, 'known.json'), 'utf8')).toBe(text);
  });

  test('drops what no longer occurs', () => {
    const { cwd } = written();
    writeFileSync(join(cwd, 'policy.json'), sound);
    expect(run(cwd, '--update-baseline').stderr).toBe(
      'backuplint: known.json: 0 findings in the baseline (2 dropped)\n',
    );
  });

  test('overwrites no other file', () => {
    const cwd = folder({ 'policy.json': broken });
    const { status, stderr } = backuplint(
      ['policy.json', ...deployment, '--baseline', 'policy.json', '--update-baseline'],
      { cwd },
    );
    expect(status).toBe(2);
    expect(stderr).toContain('policy.json:1:1: version is missing');
    expect(readFileSync(join(cwd, 'policy.json'), 'utf8')).toBe(broken);
  });

  test.skipIf(process.platform === 'win32')('keeps the mode of the file', () => {
    const { cwd } = written();
    const before = statSync(join(cwd, 'known.json')).mode;
    expect(run(cwd, '--update-baseline').status).toBe(0);
    expect(statSync(join(cwd, 'known.json')).mode).toBe(before);
  });
});

describe('--baseline', () => {
  test('holds back what it knows, and counts it', () => {
    const { cwd } = written();
    const { status, stderr } = run(cwd);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(summaryOf(cwd)).toMatchObject({ suppressed: 2, baseline: { known: 2, gone: [] } });
  });

  test('reports what is new', () => {
    const { cwd } = written();
    writeFileSync(join(cwd, 'other.json'), broken);
    const { status, stdout } = run(cwd, '--format', 'json');
    expect(status).toBe(1);
    const { findings } = JSON.parse(stdout) as { findings: { location: { file: string } }[] };
    expect(findings.map(({ location }) => location.file)).toEqual(['other.json', 'other.json']);
  });

  test('reports what has become graver', () => {
    const cwd = folder({ 'policy.json': broken });
    expect(run(cwd, '--update-baseline', '--rule', 'kms/use-access=warning').status).toBe(0);
    const { status, stdout } = run(cwd, '--format', 'json');
    expect(status).toBe(1);
    const { findings } = JSON.parse(stdout) as { findings: { rule: string }[] };
    expect(findings.map(({ rule }) => rule)).toEqual(['kms/use-access']);
  });

  test('tells which entries no longer occur', () => {
    const { cwd } = written();
    writeFileSync(join(cwd, 'policy.json'), sound);
    const { status, stderr } = run(cwd);
    expect({ status, stderr }).toEqual({
      status: 0,
      stderr:
        'backuplint: known.json: 2 findings of the baseline no longer occur (--update-baseline drops them):\n' +
        '  kms/grant-access  policy.json\n  kms/use-access  policy.json\n',
    });
    expect(summaryOf(cwd)).toMatchObject({
      suppressed: 0,
      baseline: { known: 0, gone: [{ rule: 'kms/grant-access' }, { rule: 'kms/use-access' }] },
    });
    expect(run(cwd, '--quiet').stderr).toBe('');
  });

  test('does not keep --fix from mending', () => {
    const { cwd } = written();
    const { status, stdout } = run(cwd, '--fix');
    expect(status).toBe(0);
    expect(backuplint(['-', ...deployment], { input: stdout }).status).toBe(0);
  });

  test('a sound part of a policy that breaks later is reported', () => {
    const cwd = folder({ 'policy.json': sound });
    run(cwd, '--update-baseline');
    writeFileSync(join(cwd, 'policy.json'), keyPolicy({ principals: [role] }));
    expect(run(cwd).status).toBe(1);
  });
});

describe('a baseline that cannot be used is wrong usage, with its place', () => {
  test.for([
    ['none', undefined, 'known.json: the baseline does not exist\n  --update-baseline writes it'],
    ['no JSON', '{\n  "version": 1,,\n}', 'known.json:2:16: found '],
    ['an empty file', '', 'known.json:1:1: found the end of the text, expected a value'],
    ['no baseline', '[]', 'known.json:1:1: the baseline must be a mapping, not a list'],
    [
      'a version that is not known',
      '{\n  "version": 2,\n  "findings": []\n}',
      'known.json:2:14: version must be 1, not 2',
    ],
    [
      'a misspelt key',
      '{\n  "version": 1,\n  "finding": []\n}',
      'known.json:3:3: unknown key "finding"\n  did you mean "findings"?',
    ],
    [
      'a fingerprint that is none',
      '{"version": 1, "findings": [{"fingerprint": "x", "rule": "kms/lockout", "severity": "error", "subject": "a", "message": "b"}]}',
      'known.json:1:45: findings[0].fingerprint must be a fingerprint',
    ],
  ] as const)('%s', ([, text, expected]) => {
    const cwd = folder({ 'policy.json': broken, ...(text === undefined ? {} : { 'known.json': text }) });
    const { status, stdout, stderr } = backuplint(['policy.json', ...flags], { cwd });
    expect(stderr).toContain(expected);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test.for([
    ['without a file', ['--update-baseline'], '--update-baseline needs --baseline FILE'],
    ['and mended as well', ['--baseline', 'b.json', '--update-baseline', '--fix'], 'give one of them'],
    [
      'in a folder that does not exist',
      ['--baseline', 'nowhere/b.json', '--update-baseline'],
      'nowhere/b.json cannot be written',
    ],
  ] as const)('updated %s', ([, args, expected]) => {
    const { status, stderr } = backuplint(['policy.json', ...deployment, ...args], {
      cwd: folder({ 'policy.json': broken }),
    });
    expect(stderr).toContain(expected);
    expect(status).toBe(2);
  });
});

test('config and baseline are no skipped files', () => {
  const cwd = folder({ 'policy.json': sound, 'backuplint.config.yaml': 'failOn: error\n', 'notes.txt': '' });
  run(cwd, '--update-baseline');
  const { stdout } = run(cwd, '--format', 'json', '--verbose');
  const { summary } = JSON.parse(stdout) as { summary: { skipped: { file: string }[] } };
  expect(summary.skipped.map(({ file }) => file)).toEqual(['notes.txt']);
});
