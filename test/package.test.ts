/** The package as users get it: what is in it, and that it works in an empty folder, with nothing beside it. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { version } from '../src/version.ts';
import { installed, pack } from './support/installed.ts';

const megabyte = 1024 * 1024;
const deployment = ['--central-account', '444455556666', '--backup-role', 'website-backup'];

describe('the packed files', () => {
  const paths = new Set(pack().files.map(({ path }) => path));

  test('are under two megabytes', () => {
    expect(pack().size).toBeLessThan(2 * megabyte);
  });

  test.for([
    'LICENSE',
    'README.md',
    'CHANGELOG.md',
    'bin/backuplint.js',
    'dist/command/main.cjs',
    'dist/command/THIRD_PARTY_LICENSES',
    'dist/library/index.js',
    'dist/types/src/index.d.ts',
    'docs/rules/kms/grant-access.md',
    'docs/ci.md',
    'schema/config.schema.json',
  ])('have %s', (path) => {
    expect(paths).toContain(path);
  });

  test('have no sources, tests or fixtures', () => {
    const folders = new Set([...paths].map((path) => path.replace(/\/.*/, '')));
    expect([...folders].toSorted((left, right) => left.localeCompare(right))).toEqual([
      'bin',
      'CHANGELOG.md',
      'dist',
      'docs',
      'LICENSE',
      'package.json',
      'README.md',
      'schema',
    ]);
  });
});

describe('the licences of what is bundled', () => {
  const text = readFileSync('dist/command/THIRD_PARTY_LICENSES', 'utf8');
  const rule = `${'-'.repeat(80)}\n`;
  const parts = text.split(rule);
  const heads = parts.filter((_, index) => index % 2 === 1).map((head) => head.trim());
  const bodies = parts.filter((_, index) => index > 0 && index % 2 === 0);

  test.for(importedPackages())('have %s', (name) => {
    expect(heads.some((head) => head.startsWith(`${name} `))).toBe(true);
  });

  test('are there in full, and let us give them on', () => {
    expect(bodies).toHaveLength(heads.length);
    for (const body of bodies) expect(body.length).toBeGreaterThan(500);
    for (const head of heads) expect(head).toMatch(/^\S+ \d\S* \((?:Apache-2\.0|MIT|ISC|BSD-3-Clause|0BSD)\)$/);
  });
});

/** The packages that the sources name; nothing of them is a dependency, since the bundle holds their code. */
function importedPackages(): readonly string[] {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));
  const imports = files.flatMap((file) => [
    ...readFileSync(join('src', file), 'utf8').matchAll(
      /^(?!import type).*(?:from |import\()'((?:@[\w-]+\/)?[a-z][\w-]*)'/gm,
    ),
  ]);
  const names = new Set(imports.map(([, name = '']) => name));
  // Of some packages only the types are used, and lie elsewhere.
  return [...names]
    .filter((name) => existsSync(join('node_modules', name)))
    .toSorted((left, right) => left.localeCompare(right));
}

describe('in an empty folder', () => {
  let folder = '';

  beforeAll(() => {
    folder = installed();
    for (const example of ['broken', 'sound']) {
      cpSync(`fixtures/examples/${example}/policy.json`, join(folder, `${example}.json`));
    }
  }, 60_000);

  const run = (program: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const options = {
      cwd: folder,
      encoding: 'utf8',
      env: { PATH: process.env['PATH'], HOME: folder, ...env },
    } as const;
    const { status, stdout, stderr } = spawnSync(program, args, options);
    return { status, stdout, stderr };
  };
  const backuplint = (...args: readonly string[]) => run(join(folder, 'node_modules/.bin/backuplint'), args);

  test('it comes alone', () => {
    expect(readdirSync(join(folder, 'node_modules')).filter((name) => !name.startsWith('.'))).toEqual(['backuplint']);
  });

  test('it runs, and knows its version', () => {
    expect(backuplint('--version')).toEqual({ status: 0, stdout: `${version}\n`, stderr: '' });
  });

  test('it finds what is wrong with a policy, and what is right', () => {
    expect(backuplint('broken.json', ...deployment)).toMatchObject({ status: 1, stderr: '' });
    expect(backuplint('sound.json', ...deployment)).toMatchObject({ status: 0, stderr: '' });
  });

  test.for(['json', 'sarif', 'junit', 'github', 'gitlab', 'markdown', 'html'])('it reports as %s', (format) => {
    const { status, stdout, stderr } = backuplint('broken.json', ...deployment, '--format', format);
    expect({ status, stderr }).toEqual({ status: 1, stderr: '' });
    expect(stdout).toContain('kms/use-access');
  });

  test('it mends a policy, explains a rule, and answers a question', () => {
    expect(JSON.parse(backuplint('broken.json', ...deployment, '--fix').stdout)).toHaveProperty('Statement');
    expect(backuplint('explain', 'kms/use-access')).toMatchObject({ status: 0, stderr: '' });
    const role = 'arn:aws:iam::111122223333:role/website-backup';
    const asked = ['--policy', 'sound.json', '--principal', role, '--action', 'kms:Decrypt'];
    expect(backuplint('simulate', ...asked)).toMatchObject({ status: 0, stderr: '' });
  });

  test('it can ask AWS: the SDK is in the bundle', () => {
    const env = {
      AWS_ACCESS_KEY_ID: 'none',
      AWS_SECRET_ACCESS_KEY: 'none',
      AWS_REGION: 'eu-west-2',
      AWS_MAX_ATTEMPTS: '1',
    };
    // Nothing listens on this port of the machine itself.
    const args = ['--live', '--endpoint-url', 'http://127.0.0.1:9', ...deployment];
    const { status, stdout, stderr } = run(join(folder, 'node_modules/.bin/backuplint'), args, env);
    expect({ status, told: stdout + stderr }).toMatchObject({
      status: 3,
      told: expect.stringContaining('connection was refused'),
    });
  });

  const consumer = `import { check, evaluate, fixKeyPolicy, loadFiles, type Decision } from 'backuplint';
import { readFileSync } from 'node:fs';

const keyPolicy = JSON.parse(readFileSync('sound.json', 'utf8'));
const decision: Decision = evaluate({
  principal: 'arn:aws:iam::111122223333:role/website-backup',
  action: 'kms:Decrypt',
  resource: 'arn:aws:kms:eu-west-2:111122223333:key/11111111-2222-4333-8444-555555555555',
  keyPolicy,
});
const fixed = fixKeyPolicy(keyPolicy, { centralAccount: '444455556666', backupRole: 'website-backup' });
const report = await check(await loadFiles(['broken.json']), {
  deployments: [{ name: 'website', centralAccount: '444455556666', backupRole: 'website-backup' }],
});
process.stdout.write(JSON.stringify([decision.outcome, typeof fixed.policy, report.summary.findings.error > 0]));
`;

  test('it is a library, with types that hold under strict checks', () => {
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'consumer.ts'), consumer);
    cpSync(resolve('node_modules/@types/node'), join(folder, 'node_modules/@types/node'), { recursive: true });
    cpSync(resolve('node_modules/undici-types'), join(folder, 'node_modules/undici-types'), { recursive: true });
    const flags = ['--strict', '--module', 'nodenext', '--target', 'es2023', '--types', 'node'];
    expect(run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), ...flags, 'consumer.ts'])).toEqual({
      status: 0,
      stdout: '',
      stderr: '',
    });
    expect(run(process.execPath, ['consumer.js'])).toEqual({
      status: 0,
      stdout: '["allowed","object",true]',
      stderr: '',
    });
  });
});
