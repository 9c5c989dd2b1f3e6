/** docs/ci.md: what each recipe runs is run here, on the packed tool; what surrounds it is checked for its shape. */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { version } from '../../src/version.ts';
import { fencedBlocks } from '../support/fenced-blocks.ts';
import { installed } from '../support/installed.ts';

const page = readFileSync('docs/ci.md', 'utf8');
const action = parse(readFileSync('action.yml', 'utf8')) as { readonly inputs: Readonly<Record<string, object>> };
const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as readonly { readonly id: string }[];
const config = `deployments:
  - { name: website, workloadAccounts: ['111122223333'], centralAccount: '444455556666', backupRole: website-backup }
`;

/** The recipe for a file, by the comment that names it. */
function recipe(file: string): unknown {
  const block = fencedBlocks(page).find(({ text }) => text.startsWith(`# ${file}\n`));
  return parse(block?.text ?? '');
}

/** A repository with the packed tool, a config, and the broken example where the recipes look. */
function repository(): string {
  const folder = installed();
  for (const name of ['policies', 'inventory']) {
    cpSync('fixtures/examples/broken/policy.json', join(folder, name, 'policy.json'));
  }
  writeFileSync(join(folder, 'backuplint.config.yaml'), config);
  return folder;
}

interface Run {
  readonly status: number | null;
  readonly output: string;
}

function bash(cwd: string, script: string, env: Readonly<Record<string, string>> = {}): Run {
  const { status, stdout, stderr } = spawnSync('bash', ['-eo', 'pipefail', '-c', script], {
    cwd,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  return { status, output: stdout + stderr };
}

const json = (folder: string, file: string): unknown => JSON.parse(readFileSync(join(folder, file), 'utf8'));

test('every recipe names this version', () => {
  const pages = page + readFileSync('README.md', 'utf8');
  const named = [...pages.matchAll(/(?:backuplint@v?|rev: v)(\d[\d.]*\d)/g)].map(([, found]) => found);
  expect(new Set(named)).toEqual(new Set([version]));
  expect(named.length).toBeGreaterThan(4);
});

interface Workflow {
  readonly permissions: object;
  readonly jobs: { readonly backups: { readonly steps: readonly { uses: string; with?: Record<string, string> }[] } };
}

test('the GitHub workflow gives the action what it takes, and uploads what it writes', () => {
  const { permissions, jobs } = recipe('.github/workflows/backups.yml') as Workflow;
  const [checkout, lint, upload] = jobs.backups.steps;
  expect(checkout?.uses).toMatch(/^actions\/checkout@v\d+$/);
  expect(lint?.uses).toBe(`OWNER/backuplint@v${version}`);
  for (const input of Object.keys(lint?.with ?? {})) expect(action.inputs).toHaveProperty([input]);
  expect(upload?.uses).toMatch(/^github\/codeql-action\/upload-sarif@v\d+$/);
  expect(action.inputs['sarif-file']).toHaveProperty('default', upload?.with?.['sarif_file']);
  expect(permissions).toEqual({ contents: 'read', 'security-events': 'write' });
});

test('the table of inputs is that of action.yml', () => {
  const section = page.slice(page.indexOf('## GitHub Actions'), page.indexOf('## GitLab'));
  expect([...section.matchAll(/^\| `([\w-]+)`/gm)].map(([, name]) => name)).toEqual(Object.keys(action.inputs));
});

test('the pre-commit recipe names a hook that exists', () => {
  const { repos } = recipe('.pre-commit-config.yaml') as { repos: readonly { hooks: readonly { id: string }[] }[] };
  expect(repos.flatMap((repo) => repo.hooks.map(({ id }) => id))).toEqual(hooks.map(({ id }) => id));
});

interface GitlabJob {
  readonly script: readonly string[];
  readonly artifacts: { readonly when: string; readonly reports: Readonly<Record<string, string>> };
}

test('the GitLab job fails, and leaves the reports that it names', () => {
  const { script, artifacts } = (recipe('.gitlab-ci.yml') as { backups: GitlabJob }).backups;
  const folder = repository();
  const { status, output } = bash(folder, script.join('\n'));
  expect(status).toBe(1);
  expect(output).toContain('policies/policy.json:13:5  kms/use-access');
  expect(artifacts.when).toBe('always');
  expect(json(folder, artifacts.reports['codequality'] ?? '')).toContainEqual(
    expect.objectContaining({ check_name: 'kms/use-access', severity: 'critical' }),
  );
  expect(readFileSync(join(folder, artifacts.reports['junit'] ?? ''), 'utf8')).toContain('<testsuites');
});

interface Buildspec {
  readonly batch?: { readonly 'build-graph': readonly BuildTask[] };
  readonly phases: { readonly build: { readonly commands: readonly string[] } };
  readonly reports?: { readonly backups: { readonly files: readonly string[] } };
}

interface BuildTask {
  readonly identifier: string;
  readonly buildspec?: string;
  readonly 'depend-on'?: readonly string[];
  readonly env?: { readonly variables: Readonly<Record<string, string>> };
}

/** Stands in for the AWS CLI: `aws s3 cp` with a folder for the bucket. */
const awsCli = `#!/usr/bin/env bash
set -euo pipefail
shift 2
if [ "$1" = --recursive ]; then shift; mkdir -p "$2"; cp -R "$BUCKET_FOLDER/\${1#s3://}"* "$2"
else target="$BUCKET_FOLDER/\${2#s3://}"; mkdir -p "$(dirname "$target")"; cp "$1" "$target"; fi
`;

describe('the CodeBuild recipe', () => {
  const parts = recipe('buildspec.yml') as Buildspec;
  const graph = parts.batch?.['build-graph'] ?? [];
  const merging = graph.filter((task) => task.buildspec !== undefined);
  const judging = graph.filter((task) => task.buildspec === undefined);
  let folder = '';
  let env: Record<string, string> = {};

  beforeAll(() => {
    folder = repository();
    mkdirSync(join(folder, 'tools'));
    writeFileSync(join(folder, 'tools/aws'), awsCli);
    chmodSync(join(folder, 'tools/aws'), 0o755);
    env = {
      PATH: [join(folder, 'tools'), process.env['PATH']].join(delimiter),
      BUCKET_FOLDER: join(folder, 'bucket'),
      PARTS_BUCKET: 'parts',
      CODEBUILD_RESOLVED_SOURCE_VERSION: 'abc123',
    };
  });

  test('has a task for each part, and one that waits for all of them', () => {
    const shards = judging.map((task) => task.env?.variables['SHARD']);
    expect(shards).toEqual(judging.map((_, index) => `${index + 1}/${judging.length}`));
    expect(merging.map((task) => task['depend-on'])).toEqual([judging.map(({ identifier }) => identifier)]);
    // https://docs.aws.amazon.com/codebuild/latest/userguide/batch-build-buildspec.html: letters, digits, underscores
    for (const { identifier } of graph) expect(identifier).toMatch(/^\w+$/);
  });

  test('judges the parts, and makes one report of them, which fails', () => {
    for (const task of judging) {
      const own = { ...env, ...task.env?.variables, CODEBUILD_BATCH_BUILD_IDENTIFIER: task.identifier };
      const { status, output } = bash(folder, parts.phases.build.commands.join('\n'), own);
      expect({ status, output }).toMatchObject({ status: 0 });
    }
    const report = recipe(merging[0]?.buildspec ?? '') as Buildspec;
    const { status, output } = bash(folder, report.phases.build.commands.join('\n'), env);
    expect(output).toContain('inventory/policy.json:13:5  kms/use-access');
    expect(status).toBe(1);
    for (const file of report.reports?.backups.files ?? ['none']) expect(existsSync(join(folder, file))).toBe(true);
  }, 60_000);
});

test('with a baseline, what was found on the first day no longer fails', () => {
  const block = fencedBlocks(page).find(({ text }) => text.includes('--update-baseline'));
  const [first = '', second = ''] = (block?.text ?? '')
    .trim()
    .split('\n')
    .map((line) => line.replace(/^\$ /, ''));
  const folder = repository();
  expect(bash(folder, first).status).toBe(0);
  expect(bash(folder, second).status).toBe(0);
  expect(bash(folder, 'npx backuplint policies').status).toBe(1);
});
