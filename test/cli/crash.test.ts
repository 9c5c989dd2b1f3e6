import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { rules } from '../../rules/index.ts';
import { noOptions, type CheckOptions } from '../../src/cli/check-options.ts';
import { check } from '../../src/cli/check.ts';
import { main } from '../../src/cli/main.ts';
import type { Io } from '../../src/cli/io.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { parseAccountId } from '../../src/estate/arn.ts';
import type { Report } from '../../src/report/model.ts';
import { broken, sound } from './policies.ts';
import { folder } from './run.ts';

const [anyRule] = rules;

/** A rule with a bug: it stumbles over every key. */
const stumbling: Rule = {
  ...anyRule!,
  id: 'kms/stumbling',
  checkKey: () => {
    throw new TypeError('Cannot read properties of\u001b[2J undefined');
  },
};

const options: CheckOptions = {
  ...noOptions,
  deployment: { centralAccount: parseAccountId('444455556666')!, backupRole: 'website-backup' },
  reports: [{ format: 'json' }],
};

interface Streams extends Io {
  readonly stdout: PassThrough;
  readonly stderr: PassThrough;
}

function streams(policy: string): Streams {
  const cwd = folder({ 'policy.json': policy });
  const stdin = new PassThrough();
  return { stdin, stdout: new PassThrough(), stderr: new PassThrough(), env: {}, cwd: () => cwd };
}

async function run(policy: string, given: Partial<CheckOptions> = {}) {
  const io = streams(policy);
  const code = await check(['policy.json'], { ...options, ...given }, io, [...rules, stumbling]);
  const [stdout, stderr] = await Promise.all([text(io.stdout.end()), text(io.stderr.end())]);
  return { code, report: JSON.parse(stdout) as Report, stderr };
}

describe('a rule that throws', () => {
  test('makes exit code 3, never a pass', async () => {
    expect((await run(sound)).code).toBe(3);
  });

  test('goes before findings, which are still reported', async () => {
    const { code, report } = await run(broken);
    expect(code).toBe(3);
    expect(report.summary.findings.error).toBeGreaterThan(0);
  });

  test('is listed as what could not be looked at', async () => {
    const { report } = await run(sound);
    expect(report.summary.incomplete).toEqual([{ what: 'kms/stumbling on policy.json', why: 'the rule failed' }]);
  });

  test('is told with its stack and where to report it, and without what a terminal would act on', async () => {
    const { stderr } = await run(sound);
    expect(stderr).toContain('backuplint: the rule kms/stumbling failed on policy.json');
    expect(stderr).toContain('npm bugs backuplint');
    expect(stderr).toContain('TypeError: Cannot read properties of\\u{1b}[2J undefined');
    expect(stderr).toMatch(/\n +at .*crash\.test\.ts/);
    expect(stderr).not.toContain('\u001b');
  });

  test('can be switched off until it is mended', async () => {
    expect((await run(sound, { rules: { 'kms/stumbling': 'off' } })).code).toBe(0);
  });
});

test('anything else that goes wrong is exit code 3 as well: 1 would read as findings', async () => {
  const io = streams(sound);
  const stubborn: Io = {
    ...io,
    cwd: () => {
      throw new Error('the working folder is gone');
    },
  };
  expect(await main(['policy.json'], stubborn)).toBe(3);
  expect(await text(io.stderr.end())).toContain('Error: the working folder is gone');
});
