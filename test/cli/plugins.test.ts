import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, test } from 'vitest';
import { exampleConfig } from '../../rules/examples.ts';
import { deployment, sound } from './policies.ts';
import { backuplint, folder, type Result } from './run.ts';

const guide = readFileSync('docs/plugins.md', 'utf8');

function exampleOf(language: string): string {
  const [, text] = new RegExp(`\`\`\`${language}\n([^]*?)\n\`\`\``).exec(guide) ?? [];
  if (text === undefined) throw new Error(`docs/plugins.md has no example in ${language}`);
  return text;
}

/** A folder in which `import 'backuplint'` finds this package. */
function project(files: Readonly<Record<string, string>>): string {
  const cwd = folder(files);
  mkdirSync(join(cwd, 'node_modules'));
  symlinkSync(resolve('.'), join(cwd, 'node_modules/backuplint'), 'junction');
  return cwd;
}

const plan = {
  BackupPlanArn: 'arn:aws:backup:eu-west-2:111122223333:backup-plan:8f81f553-3a74-4a3f-b93d-b3360dc80c50',
  BackupPlanId: '8f81f553-3a74-4a3f-b93d-b3360dc80c50',
  BackupPlan: {
    BackupPlanName: 'short',
    Rules: [
      {
        RuleName: 'daily',
        TargetBackupVaultName: 'website',
        ScheduleExpression: 'cron(0 5 * * ? *)',
        Lifecycle: { DeleteAfterDays: 7 },
      },
    ],
  },
};

interface Told {
  readonly findings: { readonly rule: string; readonly severity: string; readonly docs: string }[];
}

function ofPlugin({ stdout }: Result): string[] {
  const { findings } = JSON.parse(stdout) as Told;
  return findings
    .filter(({ rule }) => rule.startsWith('ours/'))
    .map(({ rule, severity, docs }) => `${severity} ${rule} ${docs}`);
}

describe('the guide', () => {
  test('shows a plugin that works as it stands', () => {
    const cwd = project({
      'rules/ours.mjs': exampleOf('js'),
      'backuplint.config.yaml': `${exampleConfig}${exampleOf('yaml')}\n`,
      'policy.json': sound,
      'plan.json': JSON.stringify(plan),
    });
    const result = backuplint(['.', '--allow-plugins', '--format', 'json'], { cwd });
    expect(result.stderr).toBe('');
    expect(ofPlugin(result)).toEqual([
      'error ours/short-retention https://wiki.example.com/retention',
      'info ours/untagged-statement https://wiki.example.com/key-policies#sid',
    ]);
    expect(result.status).toBe(1);
    const sarif = backuplint(['.', '--allow-plugins', '--format', 'sarif'], { cwd });
    expect(sarif.stdout).toContain('Our auditors ask for the backups of the last month.');
  });
});

function rule(fields: string, id = 'ours/what'): string {
  return `{ id: '${id}', severity: 'warning', docs: { what: 'a', why: 'b', remedy: 'c', page: 'https://example.com' }, ${fields} }`;
}

function withPlugin(module: string, args: readonly string[] = ['--allow-plugins']): Result {
  const cwd = folder({
    'ours.mjs': module,
    'backuplint.config.yaml': 'failOn: error\nplugins: [./ours.mjs]\n',
    'policy.json': sound,
  });
  return backuplint(['policy.json', ...deployment, ...args], { cwd });
}

describe('without --allow-plugins', () => {
  test('no code of a config runs', () => {
    const { status, stdout, stderr } = withPlugin("process.stdout.write('pwned'); export default { rules: [] };", []);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain('backuplint.config.yaml:2:11: the config loads code (./ours.mjs), which is not allowed');
    expect(stderr).toContain('Give --allow-plugins to run it');
  });
});

describe('a plugin that cannot be used is exit code 2, with its place in the config', () => {
  const check = '*checkEstate() {}';
  test.for([
    ['a module that throws', "throw new Error('no licence')", 'cannot be loaded: no licence'],
    ['no JavaScript', '{', 'cannot be loaded: '],
    ['no default export', 'export const rules = [];', 'has no plugin as its default export'],
    ['a rule that is none', 'export default { rules: [null] };', 'the rule rules[0] is no object'],
    [
      "an id of backuplint's own",
      `export default { rules: [${rule(check, 'kms/use-access')}] };`,
      'the rule "kms/use-access" must not be one of kms/',
    ],
    [
      'an id twice',
      `export default { rules: [${rule(check)}, ${rule(check)}] };`,
      'the rule "ours/what" has an id that another rule has',
    ],
    ['an id without a subject', `export default { rules: [${rule(check, 'what')}] };`, 'has no id like ours/'],
    ['a rule without a check', `export default { rules: [${rule('')}] };`, 'has neither checkKey nor checkEstate'],
    [
      'a check that is no function',
      `export default { rules: [${rule('checkKey: 1')}] };`,
      'a checkKey that is no function',
    ],
    [
      'a rule without docs',
      `export default { rules: [{ id: 'ours/what', severity: 'info', ${check} }] };`,
      'has no docs.what',
    ],
  ] as const)('%s', ([, module, expected]) => {
    const { status, stdout, stderr } = withPlugin(module);
    expect(stderr).toContain('backuplint.config.yaml:2:11: the plugin ./ours.mjs: ');
    expect(stderr).toContain(expected);
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('a file that is missing', () => {
    const cwd = folder({ 'backuplint.config.yaml': 'plugins: [./gone.mjs]\n', 'policy.json': sound });
    const { status, stderr } = backuplint(['policy.json', ...deployment, '--allow-plugins'], { cwd });
    expect(stderr).toContain('the plugin ./gone.mjs: cannot be loaded: ');
    expect(status).toBe(2);
  });

  test('a rule of it that is misspelt', () => {
    const { status, stderr } = withPlugin(`export default { rules: [${rule(check)}] };`, [
      '--allow-plugins',
      '--rule',
      'ours/wat=off',
    ]);
    expect(stderr).toContain('there is no rule "ours/wat"\n  did you mean "ours/what"?');
    expect(status).toBe(2);
  });
});

describe('a plugin that fails while it runs is exit code 3, and not our bug', () => {
  test.for([
    ['it throws', "checkKey() { throw new Error('oops'); }", 'Error: oops'],
    ['it throws half-way', "*checkEstate() { yield* []; throw new Error('oops'); }", 'Error: oops'],
    ['it returns nothing', 'checkKey() {}', 'TypeError'],
    [
      'its finding has no message',
      "*checkEstate() { yield { subject: 'x' }; }",
      'a finding of the plugin has no message',
    ],
    [
      'its finding has no place',
      "*checkEstate() { yield { message: 'm', subject: 'x', help: 'h', identity: 'i' }; }",
      'has no place (at)',
    ],
  ] as const)('%s', ([, check, expected]) => {
    const { status, stdout, stderr } = withPlugin(`export default { rules: [${rule(check)}] };`);
    expect(stderr).toMatch(/^backuplint: the rule ours\/what of the plugin ours\.mjs failed on /);
    expect(stderr).toContain('This is a bug of the plugin, not of backuplint:');
    expect(stderr).toContain(expected);
    expect(stderr).not.toContain('Please report it');
    expect(status).toBe(3);
    expect(stdout).toContain('1 path: arrives');
  });
});

test.for(['check', 'collect', 'merge'])('%s can be given a config with plugins', (command) => {
  expect(backuplint([command, '--help']).stdout).toContain('--allow-plugins');
});

test('findings of a plugin can be silenced like all others', () => {
  const finding = "{ message: 'm', at: key.origin, subject: key.subject, help: 'h', identity: 'i' }";
  const module = `export default { rules: [${rule(`*checkKey({ key }) { yield ${finding}; }`)}] };`;
  const json = ['--allow-plugins', '--format', 'json'];
  expect(ofPlugin(withPlugin(module, json))).toHaveLength(1);
  expect(ofPlugin(withPlugin(module, [...json, '--rule', 'ours/*=off']))).toEqual([]);
});
