/** action.yml: its steps run here as GitHub runs them, on the packed tool. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { pack } from '../support/installed.ts';

interface Step {
  readonly name: string;
  readonly id?: string;
  readonly shell: string;
  readonly env: Readonly<Record<string, string>>;
  readonly run: string;
}

interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

const text = readFileSync('action.yml', 'utf8');
const action = parse(text) as Action;
const [install, check] = action.runs.steps as [Step, Step];
const deployment = '--central-account 444455556666 --backup-role website-backup';

describe('action.yml', () => {
  test('is a composite action whose steps name their shell', () => {
    expect(action.runs.using).toBe('composite');
    expect(action.runs.steps.map(({ shell }) => shell)).toEqual(['bash', 'bash']);
  });

  test('uses each of its inputs, and no others', () => {
    const used = [...text.matchAll(/\$\{\{ inputs\.([\w-]+) \}\}/g)].map(([, name = '']) => name);
    expect(used.toSorted()).toEqual(Object.keys(action.inputs).toSorted());
    for (const input of Object.values(action.inputs)) expect(input.description).toMatch(/\.$/);
  });

  test('takes its outputs from a step that exists', () => {
    const ids = action.runs.steps.flatMap(({ id }) => id ?? []);
    for (const { value } of Object.values(action.outputs)) {
      expect(ids).toContain(/^\$\{\{ steps\.([\w-]+)\.outputs\.[\w-]+ \}\}$/.exec(value)?.[1]);
    }
  });

  // https://docs.github.com/actions/security-for-github-actions/security-guides/security-hardening-for-github-actions
  test('puts no expression into a script, where it could be code', () => {
    for (const { run } of action.runs.steps) expect(run).not.toContain('${{');
  });
});

interface Runner {
  readonly workspace: string;
  readonly temp: string;
}

interface StepResult {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly outputs: string;
  readonly summary: string;
}

/** A runner's folders, with the broken example as the repository that is checked. */
function runner(temp: string): Runner {
  const workspace = mkdtempSync(join(tmpdir(), 'backuplint-workspace-'));
  cpSync('fixtures/examples', workspace, { recursive: true });
  return { workspace, temp };
}

/** As the runner starts it: https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell */
function runStep({ env, run }: Step, { workspace, temp }: Runner, given: Readonly<Record<string, string>>): StepResult {
  const folder = mkdtempSync(join(tmpdir(), 'backuplint-step-'));
  const file = (name: string): string => join(folder, name);
  const [script, outputs, summary] = [file('script.sh'), file('outputs'), file('summary.md')];
  writeFileSync(script, run);
  writeFileSync(outputs, '');
  writeFileSync(summary, '');
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', script], {
    cwd: workspace,
    encoding: 'utf8',
    env: {
      PATH: process.env['PATH'],
      HOME: process.env['HOME'],
      RUNNER_TEMP: temp,
      GITHUB_ACTION_PATH: resolve('.'),
      GITHUB_OUTPUT: outputs,
      GITHUB_STEP_SUMMARY: summary,
      ...Object.fromEntries(Object.entries(env).map(([name, value]) => [name, inputOf(value, given)])),
    },
  });
  return { status, stdout, stderr, outputs: readFileSync(outputs, 'utf8'), summary: readFileSync(summary, 'utf8') };
}

function inputOf(expression: string, given: Readonly<Record<string, string>>): string {
  const name = /^\$\{\{ inputs\.([\w-]+) \}\}$/.exec(expression)?.[1] ?? '';
  const value = given[name] ?? action.inputs[name]?.default;
  if (value === undefined) throw new Error(`${expression} is no input`);
  return value;
}

describe('the steps of action.yml', () => {
  const temp = mkdtempSync(join(tmpdir(), 'backuplint-runner-'));

  beforeAll(() => {
    const { status, stderr } = runStep(install, runner(temp), { version: `file:${pack().tarball}` });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  }, 60_000);

  test('annotate, write SARIF and a summary, and fail with what the run ends with', () => {
    const { workspace } = runner(temp);
    const result = runStep(check, { workspace, temp }, { paths: 'broken', args: deployment });
    expect(result).toMatchObject({ status: 1, stderr: '', outputs: 'exit-code=1\n' });
    expect(result.stdout).toContain('::error file=broken/policy.json,line=13,col=5,title=kms/use-access::');
    expect(result.summary).toMatch(/^## .*backuplint/);
    const sarif = JSON.parse(readFileSync(join(workspace, 'backuplint.sarif'), 'utf8')) as { version: string };
    expect(sarif.version).toBe('2.1.0');
  });

  test('succeed when all is well', () => {
    const result = runStep(check, runner(temp), { paths: 'sound', args: deployment });
    expect(result).toMatchObject({ status: 0, outputs: 'exit-code=0\n' });
  });

  test('take several paths, with spaces in them', () => {
    const { workspace } = runner(temp);
    cpSync(join(workspace, 'broken'), join(workspace, 'two words'), { recursive: true });
    const result = runStep(
      check,
      { workspace, temp },
      { paths: 'sound\ntwo words\n', args: deployment, format: 'json' },
    );
    expect(result.status).toBe(1);
    expect(result.stdout).toContain('"file": "two words/policy.json"');
  });

  test('take a config, a severity to fail on, another format and another file for SARIF', () => {
    const { workspace } = runner(temp);
    const config = 'deployments: [{ name: website, centralAccount: "444455556666", backupRole: website-backup }]\n';
    writeFileSync(join(workspace, 'ours.yaml'), config);
    const given = {
      paths: 'broken',
      config: 'ours.yaml',
      'fail-on': 'never',
      format: 'junit',
      'sarif-file': 'out.sarif',
    };
    const result = runStep(check, { workspace, temp }, given);
    expect(result).toMatchObject({ status: 0, stderr: '', outputs: 'exit-code=0\n' });
    expect(result.stdout).toContain('<testsuites');
    expect(existsSync(join(workspace, 'out.sarif'))).toBe(true);
  });

  test('write no SARIF when none is wanted', () => {
    const { workspace } = runner(temp);
    runStep(check, { workspace, temp }, { paths: 'sound', args: deployment, 'sarif-file': '' });
    expect(existsSync(join(workspace, 'backuplint.sarif'))).toBe(false);
  });

  test('run nothing that an input says, and take no path for an option', () => {
    const { workspace } = runner(temp);
    const given = { paths: '$(touch owned)\n--fix', args: `${deployment} ;touch owned *`, format: 'pretty' };
    const result = runStep(check, { workspace, temp }, given);
    expect(result).toMatchObject({ status: 2, outputs: 'exit-code=2\n' });
    expect(existsSync(join(workspace, 'owned'))).toBe(false);
  });
});
