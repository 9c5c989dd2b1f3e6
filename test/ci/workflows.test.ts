/** .github/workflows: what runs there is what runs here, and covers the Node versions that package.json promises. */
import { spawnSync } from 'node:child_process';
import { accessSync, constants, cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { pack } from '../support/installed.ts';

interface Step {
  readonly name?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, string>>;
}

interface Job {
  readonly strategy?: { readonly matrix: { readonly node: readonly string[] } };
  readonly steps: readonly Step[];
}

interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (name: string): Workflow => parse(readFileSync(`.github/workflows/${name}`, 'utf8')) as Workflow;
const ci = read('ci.yml');
const publish = read('publish.yml');
const { engines } = JSON.parse(readFileSync('package.json', 'utf8')) as { readonly engines: { readonly node: string } };

const scripts = (job: Job | undefined): readonly string[] => job?.steps.flatMap(({ run }) => run ?? []) ?? [];

describe('ci.yml', () => {
  test('runs on the oldest Node that is promised, and on a newer one', () => {
    for (const { strategy } of Object.values(ci.jobs)) {
      expect(strategy?.matrix.node).toEqual([engines.node.replace('>=', ''), '24']);
    }
  });

  test('checks what contributors check', () => {
    expect(scripts(ci.jobs['check'])).toContain('.ci/run');
    accessSync('.ci/run', constants.X_OK);
  });

  test('may only read', () => {
    expect(ci.permissions).toEqual({ contents: 'read' });
  });

  test('installs and runs the package in an empty folder', () => {
    const workspace = mkdtempSync(join(tmpdir(), 'backuplint-workspace-'));
    cpSync('fixtures/examples', join(workspace, 'fixtures/examples'), { recursive: true });
    cpSync(pack().tarball, join(workspace, 'backuplint-0.0.0.tgz'));
    const [script = 'false'] = scripts(ci.jobs['package']);
    const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-eo', 'pipefail', '-c', script], {
      cwd: workspace,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: process.env['HOME'], RUNNER_TEMP: workspace },
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('1 key, 1 path: arrives');
    expect(stdout).toContain('::error file=');
  });
});

describe('publish.yml', () => {
  const steps = scripts(publish.jobs['publish']);

  test('publishes with provenance, and for that may ask who it is', () => {
    expect(steps.at(-1)).toBe('npm publish --provenance --access public');
    expect(publish.permissions).toEqual({ contents: 'read', 'id-token': 'write' });
  });

  test('checks everything before', () => {
    expect(steps).toContain('.ci/run');
  });

  test('knows no secret', () => {
    expect(readFileSync('.github/workflows/publish.yml', 'utf8')).not.toContain('secrets.');
  });

  test.for([
    ['v0.1.0', '0.1.0', 0],
    ['v0.2.0', '0.1.0', 1],
    ['0.1.0', '0.1.0', 1],
  ] as const)('of a tag %s for version %s, the first step ends with %s', ([tag, version, expected]) => {
    const folder = mkdtempSync(join(tmpdir(), 'backuplint-tag-'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ version }));
    const { status } = spawnSync('bash', ['-e', '-c', steps[0] ?? ''], {
      cwd: folder,
      env: { PATH: process.env['PATH'], GITHUB_REF_NAME: tag },
    });
    expect(status).toBe(expected);
  });
});
