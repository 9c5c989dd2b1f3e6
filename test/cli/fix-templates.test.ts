/** `--fix` in CloudFormation templates: the text keeps its functions, what they come to is proved. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { sound } from './policies.ts';
import { backuplint, folder, type Result } from './run.ts';

const bakery = readFileSync('fixtures/deployments/bakery-template-without-central-account/template.yaml', 'utf8');
const cinema = (file: string): string => readFileSync(`fixtures/deployments/cinema-cdk-app/cdk.out/${file}`, 'utf8');
const place = ['--workload-account', '111122223333', '--central-account', '444455556666'];

function run(files: Readonly<Record<string, string>>, ...args: readonly string[]): Result & { readonly cwd: string } {
  const cwd = folder(files);
  return { ...backuplint([...args, ...place], { cwd }), cwd };
}

/** Lines of a diff by their sign. */
function changes(diff: string): { readonly added: readonly string[]; readonly removed: readonly string[] } {
  const lines = diff.split('\n').filter((line) => !/^(?:---|\+\+\+)/.test(line));
  const of = (sign: string) => lines.filter((line) => line.startsWith(sign)).map((line) => line.slice(1).trim());
  return { added: of('+'), removed: of('-') };
}

test('a YAML template is changed in place, and nothing is left to find', () => {
  const { status, cwd } = run({ 'template.yaml': bakery }, 'template.yaml', '--fix', '--write');
  expect(status).toBe(0);
  const after = readFileSync(join(cwd, 'template.yaml'), 'utf8');
  const start = after.indexOf('          - Sid: Allow AWS Backup');
  const end = after.indexOf('  Role:\n');
  expect(after.slice(0, start) + after.slice(end)).toBe(bakery);
  expect(backuplint(['template.yaml', ...place], { cwd }).status).toBe(0);
  expect(backuplint(['template.yaml', '--fix', '--diff', ...place], { cwd }).stdout).toBe('');
});

test('a role without a name is named by its attribute', () => {
  const statements = /          - Sid: Backup[\s\S]*?(?=  Role:\n)/;
  const { stdout, stderr, status, cwd } = run(
    { 'template.yaml': bakery.replace(statements, '') },
    'template.yaml',
    '--fix',
    '--write',
  );
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toContain('mended');
  expect(readFileSync(join(cwd, 'template.yaml'), 'utf8')).toMatch(/Fn::GetAtt|!GetAtt Role\.Arn/);
  expect(backuplint(['template.yaml', ...place], { cwd }).status).toBe(0);
});

test('a role that refers to the key cannot be named in it, and the fix says so', () => {
  const statements = /          - Sid: Backup[\s\S]*?(?=  Role:\n)/;
  const tagged = bakery
    .replace(statements, '')
    .replace('      ManagedPolicyArns:', '      Description: !Ref Key\n      ManagedPolicyArns:');
  const { stdout, stderr, status } = run({ 'template.yaml': tagged }, 'template.yaml', '--fix', '--diff');
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toContain('not mended');
});

test('plain --fix prints the policy as the template writes it', () => {
  const { stdout } = run({ 'template.yaml': bakery }, 'template.yaml', '--fix');
  const { Statement } = JSON.parse(stdout) as { Statement: readonly { Principal: unknown }[] };
  expect(Statement[0]?.Principal).toEqual({ AWS: { 'Fn::Sub': 'arn:${AWS::Partition}:iam::${AWS::AccountId}:root' } });
  expect(Statement).toHaveLength(5);
});

test('what the CDK made is shown, but not written', () => {
  const files = ['manifest.json', 'CinemaKeys.template.json', 'CinemaApp.template.json'];
  const texts = Object.fromEntries(files.map((file) => [`cdk.out/${file}`, cinema(file)]));
  expect(changes(run(texts, 'cdk.out', '--fix', '--diff').stdout).removed).toEqual([]);
  const { cwd, stderr } = run(texts, 'cdk.out', '--fix', '--write');
  expect(readFileSync(join(cwd, 'cdk.out/CinemaKeys.template.json'), 'utf8')).toBe(cinema('CinemaKeys.template.json'));
  expect(stderr).toContain('cdk.out/CinemaKeys.template.json is made by a tool, so it was not changed');
});

test.for<readonly [string, values: object, why: string | undefined]>([
  ['that the template declares', { CentralAccount: '444455556666' }, undefined],
  [
    'that is misspelt',
    { CentralAcount: '444455556666' },
    'the parameter CentralAcount: no template among the inputs declares it; did you mean CentralAccount?',
  ],
  ['of something else', { Stage: 'x' }, 'the parameter Stage: no template among the inputs declares it'],
])('a parameter %s', ([, values, why]) => {
  const files = { 'template.yaml': bakery, 'values.json': JSON.stringify(values) };
  const { stdout } = run(files, 'template.yaml', '--parameters', 'values.json', '--format', 'json');
  const { summary } = JSON.parse(stdout) as { summary: { incomplete: readonly { what: string; why: string }[] } };
  const told = summary.incomplete.map((each) => `${each.what}: ${each.why}`);
  expect(told.filter((line) => line.startsWith('the parameter'))).toEqual(why === undefined ? [] : [why]);
});

test('parameters are told to be no use where there is no template', () => {
  const files = { 'key.json': sound, 'values.json': '{"Stage": "prod"}' };
  const { stdout } = run(files, 'key.json', '--parameters', 'values.json', '--backup-role', 'website-backup');
  expect(stdout).toContain('the parameter Stage: no template');
});

test('--parameters tells what the template leaves open', () => {
  const open = bakery.replace("\n    Default: '444455556666'", '');
  const values = JSON.stringify([{ ParameterKey: 'CentralAccount', ParameterValue: '444455556666' }]);
  const { stdout } = run(
    { 'template.yaml': open, 'values.json': values },
    'template.yaml',
    '--parameters',
    'values.json',
  );
  expect(stdout).toContain(':444455556666:backup-vault:central');
  const refused = run({ 'template.yaml': open, 'values.json': '[1]' }, 'template.yaml', '--parameters', 'values.json');
  expect([refused.status, refused.stderr]).toEqual([2, expect.stringContaining('holds no values of parameters')]);
});
