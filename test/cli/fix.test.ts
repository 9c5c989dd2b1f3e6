import { chmodSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/model.ts';
import { broken, deployment, keyPolicy, role, serviceLinkedRole, sound } from './policies.ts';
import { backuplint, folder, type Result } from './run.ts';

const run = (files: Readonly<Record<string, string>>, args: readonly string[]): Result & { readonly cwd: string } => {
  const cwd = folder(files);
  return { ...backuplint([...args, ...deployment], { cwd }), cwd };
};

/** A policy that a Deny keeps the central account out of. */
const denied = keyPolicy({
  extra: [
    {
      Sid: 'Only us',
      Effect: 'Deny',
      Principal: '*',
      Action: 'kms:*',
      Resource: '*',
      Condition: { StringNotEquals: { 'kms:CallerAccount': '111122223333' } },
    },
  ],
});

describe('--fix', () => {
  test('prints the corrected policy on standard output, and the report on standard error', () => {
    const { status, stdout, stderr } = run({ 'policy.json': broken }, ['policy.json', '--fix']);
    expect(status).toBe(0);
    expect(stdout).toContain(serviceLinkedRole);
    expect(JSON.parse(stdout)).toMatchObject({ Version: '2012-10-17' });
    expect(stderr).toContain('1 key, 1 path: 1 fails');
    expect(stderr).toContain('mended in the corrected policy');
  });

  test('what it prints is sound, and fixing it again changes nothing', () => {
    const { stdout } = run({ 'policy.json': broken }, ['policy.json', '--fix']);
    expect(run({ 'policy.json': stdout }, ['policy.json']).status).toBe(0);
    expect(run({ 'policy.json': stdout }, ['policy.json', '--fix']).stdout).toBe(stdout);
  });

  test('a policy that needs no fix is printed as it was', () => {
    expect(run({ 'policy.json': sound }, ['policy.json', '--fix']).stdout).toBe(sound);
  });

  test('wrapped input is answered with the inner policy', () => {
    const wrapped = JSON.stringify({ Policy: broken, PolicyName: 'default' });
    const { stdout } = run({ 'get-key-policy.json': wrapped }, ['get-key-policy.json', '--fix']);
    expect(JSON.parse(stdout)).toHaveProperty('Statement');
  });

  test('several policies are one object, keyed by file', () => {
    const { stdout } = run({ 'a.json': broken, 'b/c.json': sound }, ['.', '--fix']);
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(['a.json', 'b/c.json']);
  });

  test('several policies of a file are keyed by pointer', () => {
    const { stdout } = run({ 'a.json': `[${broken}, ${sound}]` }, ['a.json', '--fix']);
    expect(Object.keys(JSON.parse(stdout) as object)).toEqual(['a.json#/0', 'a.json#/1']);
  });

  test('with a report on standard output, the policies are in it and nowhere else', () => {
    const { status, stdout, stderr } = run({ 'policy.json': broken }, ['policy.json', '--fix', '--format', 'json']);
    const { fixes = [], findings } = JSON.parse(stdout) as Report;
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(fixes).toMatchObject([{ file: 'policy.json', safety: 'safe', policy: { Version: '2012-10-17' } }]);
    expect(findings.filter(({ severity }) => severity === 'error').every(({ fixed }) => fixed)).toBe(true);
  });

  test('with a report in a file, standard output still has the policy', () => {
    const { stdout, stderr } = run({ 'policy.json': broken }, ['policy.json', '--fix', '-o', 'report.json']);
    expect(JSON.parse(stdout)).toHaveProperty('Statement');
    expect(stderr).toBe('');
  });

  test('YAML is mended as YAML in its file, and printed as JSON', () => {
    const yaml =
      'Version: 2012-10-17\nStatement:\n  - Effect: Allow # ours\n    Principal: { AWS: "arn:aws:iam::111122223333:root" }\n    Action: kms:*\n    Resource: "*"\n';
    const { status, cwd } = run({ 'policy.yaml': yaml }, ['policy.yaml', '--fix', '--write']);
    expect(status).toBe(0);
    expect(readFileSync(join(cwd, 'policy.yaml'), 'utf8')).toContain('Effect: Allow # ours');
    expect(JSON.parse(run({ 'policy.yaml': yaml }, ['policy.yaml', '--fix']).stdout)).toHaveProperty('Statement');
  });
});

describe('what cannot be mended', () => {
  test('a Deny is left alone: the policy is printed, the reason told, and the exit code is 1', () => {
    const { status, stdout, stderr } = run({ 'policy.json': denied }, ['policy.json', '--fix']);
    expect(status).toBe(1);
    expect(JSON.parse(stdout)).toEqual(JSON.parse(denied));
    expect(stderr).toMatch(/^backuplint: policy\.json: not mended: /);
    expect(stderr).toContain('--fix does not mend this: ');
  });

  test('but with --unsafe-fixes it gets an exception', () => {
    const { status, stdout } = run({ 'policy.json': denied }, ['policy.json', '--fix', '--unsafe-fixes']);
    expect(status).toBe(0);
    expect(stdout).not.toBe(denied);
    expect(run({ 'policy.json': stdout }, ['policy.json']).status).toBe(0);
  });

  test('--fail-on never makes what is left exit 0', () => {
    expect(run({ 'policy.json': denied }, ['policy.json', '--fix', '--fail-on', 'never']).status).toBe(0);
  });
});

describe('--fix --diff', () => {
  test('prints a unified diff that patch understands', () => {
    const { status, stdout } = run({ 'policy.json': broken }, ['policy.json', '--fix', '--diff']);
    expect(status).toBe(0);
    expect(stdout).toMatch(/^--- a\/policy\.json\n\+\+\+ b\/policy\.json\n@@ /);
  });

  test('is empty where nothing changes', () => {
    expect(run({ 'policy.json': sound }, ['policy.json', '--fix', '--diff']).stdout).toBe('');
  });

  test('is one for all policies of a file', () => {
    const { stdout } = run({ 'a.json': `[${broken}, ${broken}]` }, ['a.json', '--fix', '--diff']);
    expect(stdout.match(/^--- /gm)).toHaveLength(1);
  });
});

describe('--fix --write', () => {
  test('changes the file, keeps its mode, and puts the report on standard output', () => {
    const cwd = folder({ 'policy.json': broken });
    const path = join(cwd, 'policy.json');
    chmodSync(path, 0o640);
    const { status, stdout, stderr } = backuplint(['policy.json', '--fix', '--write', ...deployment], { cwd });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('mended in the corrected policy');
    expect(readFileSync(path, 'utf8')).toContain(serviceLinkedRole);
    expect(statSync(path).mode & 0o777).toBe(0o640);
    expect(backuplint(['policy.json', ...deployment], { cwd }).status).toBe(0);
  });

  test('leaves a file alone that needs no fix', () => {
    const { cwd } = run({ 'policy.json': sound }, ['policy.json', '--fix', '--write']);
    expect(readFileSync(join(cwd, 'policy.json'), 'utf8')).toBe(sound);
  });

  test('standard input cannot be changed in place', () => {
    const { status, stderr } = backuplint(['-', '--fix', '--write', ...deployment], { input: broken });
    expect(status).toBe(2);
    expect(stderr).toContain('standard input cannot be changed in place');
  });

  test.runIf(process.getuid?.() !== 0)('a file that cannot be written is told', () => {
    const cwd = folder({ 'policy.json': broken });
    chmodSync(join(cwd, 'policy.json'), 0o444);
    const { status, stderr } = backuplint(['policy.json', '--fix', '--write', ...deployment], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('policy.json cannot be changed');
  });
});

test('only principals that were broken are added', () => {
  const { stdout } = run({ 'policy.json': broken }, ['policy.json', '--fix']);
  const { Statement } = JSON.parse(stdout) as { Statement: { Sid?: string; Principal: { AWS: unknown } }[] };
  const added = Statement.slice((JSON.parse(broken) as { Statement: unknown[] }).Statement.length);
  expect(added.every(({ Principal }) => !JSON.stringify(Principal).includes(role))).toBe(true);
});
