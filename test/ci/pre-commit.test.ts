/** .pre-commit-hooks.yaml: the hook's entry runs here over a repository's files, on the packed tool. */
import { spawnSync } from 'node:child_process';
import { cpSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { version } from '../../src/version.ts';
import { installed } from '../support/installed.ts';

interface Hook {
  readonly id: string;
  readonly name: string;
  readonly entry: string;
  readonly language: string;
  readonly files: string;
  readonly pass_filenames: boolean;
}

const hooks = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8')) as readonly Hook[];
const [hook] = hooks as [Hook];

describe('.pre-commit-hooks.yaml', () => {
  test('has one hook, which runs the version that it comes with', () => {
    expect(hooks.map(({ id, language }) => [id, language])).toEqual([['backuplint', 'system']]);
    expect(hook.entry).toBe(`npx --yes backuplint@${version}`);
  });

  test.for([
    ['policies/rds.json', true],
    ['template.yml', true],
    ['backuplint.config.yaml', true],
    ['cdk.out/Stack.template.json', true],
    ['README.md', false],
    ['jsonnet/main.jsonnet', false],
  ] as const)('looks when %s is committed: %s', ([file, expected]) => {
    expect(new RegExp(hook.files).test(file)).toBe(expected);
  });

  test('checks the repository, whatever files are committed', () => {
    const folder = installed();
    cpSync('fixtures/examples/broken/policy.json', join(folder, 'policy.json'));
    const [program = '', ...args] = hook.entry.split(' ');
    const given = ['--central-account', '444455556666', '--backup-role', 'website-backup'];
    expect(hook.pass_filenames).toBe(false);
    const { status, stdout } = spawnSync(program, [...args, ...given], { cwd: folder, encoding: 'utf8' });
    expect(status).toBe(1);
    expect(stdout).toContain('policy.json:13:5  kms/use-access');
  });
});
