import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, openSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { reportSchema } from '../../src/report/schema.ts';
import { broken, deployment, keyPolicy, role, sound } from './policies.ts';
import { backuplint, command, folder } from './run.ts';

const escape = '\u001b';

describe('exit codes', () => {
  test.for([
    ['a sound policy', sound, [], 0],
    ['a broken policy', broken, [], 1],
    ['a broken policy, but findings never fail', broken, ['--fail-on', 'never'], 0],
    ['a sound policy with a warning', keyPolicy({ extra: [typo()] }), [], 0],
    ['a warning, and warnings fail', keyPolicy({ extra: [typo()] }), ['--fail-on', 'warning'], 1],
    ['a warning raised to an error', keyPolicy({ extra: [typo()] }), ['--rule', 'kms/unknown-action=error'], 1],
    ['errors of all rules of a subject switched off', broken, ['--rule', 'kms/*=off'], 0],
    ['its own id beats the subject', broken, ['--rule', 'kms/*=off', '--rule', 'kms/use-access=error'], 1],
    ['a policy that is no JSON', '{', [], 2],
    ['an empty file', '', [], 2],
    ['a file of no known kind', '{"a": 1}', [], 2],
  ] as const)('%s', ([, policy, args, status]) => {
    const cwd = folder({ 'policy.json': policy });
    expect(backuplint(['policy.json', ...deployment, ...args], { cwd }).status).toBe(status);
  });

  function typo(): object {
    return {
      Effect: 'Allow',
      Principal: { AWS: '*' },
      Action: 'kms:Decript',
      Resource: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'true' } },
    };
  }
});

describe('wrong usage is exit code 2, with a word on what to do, and nothing on standard output', () => {
  test.for([
    ['an unknown option', ['--fromat', 'json'], "unknown option '--fromat'\n(Did you mean --format?)"],
    ['a format that does not exist', ['--format', 'jsn'], 'Did you mean json?'],
    ['an option without its value', ['policy.json', '--format'], "option '--format <format>' argument missing"],
    [
      'an account id that is none',
      ['policy.json', '--central-account', '44445555'],
      'An account id has twelve digits.',
    ],
    [
      'a role that is none',
      ['policy.json', '--backup-role', 'arn:aws:iam::111122223333:user/x'],
      'A role is given by its name',
    ],
    [
      'an organization that is none',
      ['policy.json', '--organization', 'acme'],
      'An organization id looks like o-a1b2c3d4e5.',
    ],
    ['a partition that is none', ['policy.json', '--partition', 'aws-us'], 'Did you mean aws'],
    ['a severity that is none', ['policy.json', '--fail-on', 'warn'], 'Allowed are error, warning, info, never.'],
    [
      'a rule that does not exist',
      ['policy.json', '--rule', 'kms/lokout=off'],
      'there is no rule "kms/lokout"\n  did you mean "kms/lockout"?',
    ],
    ['a rule without a severity', ['policy.json', '--rule', 'kms/lockout'], 'Write it as ID='],
    ['--diff without --fix', ['policy.json', '--diff'], '--diff needs --fix'],
    ['--fix with --diff and --write', ['policy.json', '--fix', '--diff', '--write'], 'give one of them'],
    ['--quiet and --verbose', ['policy.json', '--quiet', '--verbose'], 'contradict each other'],
    [
      'two reports on standard output',
      ['policy.json', '--format', 'json', '--format', 'pretty'],
      'json and pretty cannot both go to standard output',
    ],
    [
      'an output file whose ending tells no format',
      ['policy.json', '-o', 'report.foo'],
      "The file's ending tells no format",
    ],
    ['a file that does not exist', ['nowhere.json', ...deployment], 'nowhere.json: does not exist'],
    ['a config that does not exist', ['policy.json', '-c', 'nowhere.yaml'], 'nowhere.yaml: cannot be read'],
    [
      'no central account',
      ['policy.json', '--backup-role', 'website-backup'],
      'the central account: --central-account, or ',
    ],
    [
      'no backup role',
      ['policy.json', '--central-account', '444455556666'],
      'the backup service role: --backup-role, or ',
    ],
    [
      'an output file in a folder that does not exist',
      ['policy.json', ...deployment, '-o', 'nowhere/report.json'],
      'nowhere/report.json cannot be written',
    ],
  ] as const)('%s', ([, args, expected]) => {
    const { status, stdout, stderr } = backuplint(args, { cwd: folder({ 'policy.json': sound }) });
    expect(stderr).toContain(expected);
    expect(stderr).not.toContain('bug');
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
  });

  test('an empty folder has nothing to check, and the message says what is expected', () => {
    const { status, stderr } = backuplint(['.', ...deployment], { cwd: folder({ 'notes.json': '{}' }) });
    expect(status).toBe(2);
    expect(stderr).toContain('nothing to check was found: 1 file is no known input');
    expect(stderr).toContain('aws kms get-key-policy');
  });

  test('two configs in one folder: which holds would be a guess', () => {
    const cwd = folder({ 'policy.json': sound, 'backuplint.config.yaml': '', 'backuplint.config.json': '{}' });
    const { status, stderr } = backuplint(['policy.json', ...deployment], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('there are several configs: backuplint.config.yaml and backuplint.config.json');
  });
});

describe('inputs that cannot be read name file, line and column', () => {
  test.for([
    ['broken JSON', { 'policy.json': '{\n  "Version": 1,\n}' }, 'policy.json:3:1: is not valid JSON'],
    ['a binary file', { 'policy.json': 'kms:\u0000' }, 'policy.json: is a binary file'],
    [
      'a config with a mistake',
      { 'policy.json': sound, 'backuplint.config.yaml': 'failon: error' },
      'backuplint.config.yaml:1:1: unknown key "failon"\n  did you mean "failOn"?',
    ],
    [
      'a config with a rule that does not exist',
      { 'policy.json': sound, 'backuplint.config.yaml': 'rules:\n  kms/lokout: off' },
      'backuplint.config.yaml:2:3: there is no rule "kms/lokout"',
    ],
  ] as const)('%s', ([, files, expected]) => {
    const { status, stdout, stderr } = backuplint(['policy.json', ...deployment], { cwd: folder(files) });
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' });
    expect(stderr).toContain(expected);
  });

  test.runIf(process.getuid?.() !== 0)('a file without permission', () => {
    const cwd = folder({ 'policy.json': sound });
    chmodSync(join(cwd, 'policy.json'), 0);
    const { status, stderr } = backuplint(['policy.json', ...deployment], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('permission denied');
  });

  test('a symbolic link that leads in a circle', () => {
    const cwd = folder({});
    symlinkSync('loop.json', join(cwd, 'loop.json'));
    expect(backuplint(['loop.json', ...deployment], { cwd }).status).toBe(2);
  });

  test('every problem is told, not just the first', () => {
    const { stderr } = backuplint(['a.json', 'b.json', ...deployment], {
      cwd: folder({ 'a.json': '{', 'b.json': '[' }),
    });
    expect(stderr).toMatch(/a\.json:1:2: .*\n.*b\.json:1:2: /);
  });
});

describe('standard output and standard error', () => {
  test('a sound policy is one line on standard output beside what was assumed, and no talk', () => {
    const { stdout, stderr } = backuplint(['policy.json', ...deployment], { cwd: folder({ 'policy.json': sound }) });
    expect(stdout).toMatch(/\n1 key, 1 path: arrives\n$/);
    expect(stderr).toBe('');
  });

  test('--quiet says nothing when all is well', () => {
    const { status, stdout, stderr } = backuplint(['policy.json', '--quiet', ...deployment], {
      cwd: folder({ 'policy.json': sound }),
    });
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });

  test('a policy on standard input', () => {
    const { status, stdout } = backuplint(['-', ...deployment], { input: broken });
    expect(status).toBe(1);
    expect(stdout).toContain('<stdin>:');
  });

  test('the JSON report is what its schema says, and the same bytes each time', () => {
    const cwd = folder({ 'policy.json': broken });
    const args = ['policy.json', ...deployment, '--format', 'json'];
    const { stdout, stderr } = backuplint(args, { cwd });
    const report: unknown = JSON.parse(stdout);
    expect(reportSchema.parse(report)).toEqual(report);
    expect(stderr).toBe('');
    expect(backuplint(args, { cwd }).stdout).toBe(stdout);
    expect(stdout).not.toContain(cwd);
  });

  test('several reports: each -o belongs to the --format before it', () => {
    const cwd = folder({ 'policy.json': broken });
    const args = ['--format', 'json', '-o', 'a.txt', '-o', 'b.sarif', '--format', 'pretty'];
    const { stdout } = backuplint(['policy.json', ...deployment, ...args], { cwd });
    expect(JSON.parse(readFileSync(join(cwd, 'a.txt'), 'utf8'))).toMatchObject({ schemaVersion: 1 });
    expect(JSON.parse(readFileSync(join(cwd, 'b.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(stdout).toContain('1 key, 1 path: 1 fails');
  });

  test('with reports in files alone, standard output stays empty', () => {
    const cwd = folder({ 'policy.json': broken });
    const { status, stdout } = backuplint(['policy.json', ...deployment, '-o', 'a.json'], { cwd });
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
  });

  test('a reader that goes away ends the run quietly', () => {
    const cwd = folder({ 'policy.json': broken });
    const policies = Array.from({ length: 200 }, () => broken).join('');
    const pipe = `"${process.execPath}" "${command}" - ${deployment.join(' ')} --verbose | head -n 1`;
    const { stdout, stderr } = spawnSync('bash', ['-c', pipe], { cwd, input: policies, encoding: 'utf8' });
    expect(stdout.split('\n')).toHaveLength(2);
    expect(stderr).toBe('');
  });
});

describe('output that cannot be written', () => {
  test.runIf(existsSync('/dev/full'))('is exit code 3, since 1 would read as findings', () => {
    const cwd = folder({ 'policy.json': broken });
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [command, 'policy.json', ...deployment], {
      cwd,
      stdio: ['ignore', full, 'pipe'],
      encoding: 'utf8',
    });
    expect(status).toBe(3);
    expect(stderr).toMatch(/^backuplint: the output cannot be written: ENOSPC/);
  });
});

describe('colour', () => {
  test.for([
    ['none where no terminal is', {}, [], false],
    ['FORCE_COLOR', { FORCE_COLOR: '1' }, [], true],
    ['FORCE_COLOR=0', { FORCE_COLOR: '0' }, [], false],
    ['NO_COLOR', { NO_COLOR: '1' }, [], false],
    ['FORCE_COLOR beats NO_COLOR, as in Node', { FORCE_COLOR: '1', NO_COLOR: '1' }, [], true],
    ['--no-color beats both', { FORCE_COLOR: '1' }, ['--no-color'], false],
    ['--color', { NO_COLOR: '1' }, ['--color'], true],
  ] as const)('%s', ([, env, args, isColored]) => {
    const cwd = folder({ 'policy.json': broken });
    const { stdout } = backuplint(['policy.json', ...deployment, ...args], { cwd, env });
    expect(stdout.includes(escape)).toBe(isColored);
    const question = ['--policy', 'policy.json', '--principal', role, '--action', 'kms:Decrypt'];
    expect(backuplint(['simulate', ...question, ...args], { cwd, env }).stdout.includes(escape)).toBe(isColored);
  });

  test('files have none', () => {
    const cwd = folder({ 'policy.json': broken });
    backuplint(['policy.json', ...deployment, '-o', 'report.txt'], { cwd, env: { FORCE_COLOR: '1' } });
    expect(readFileSync(join(cwd, 'report.txt'), 'utf8')).not.toContain(escape);
  });
});

describe('hostile names', () => {
  test('an escape sequence in a Sid does not reach the terminal', () => {
    const cwd = folder({ 'policy.json': keyPolicy({ sid: `${escape}[2J\u202e evil`, principals: [] }) });
    const { stdout, stderr } = backuplint(['policy.json', ...deployment, '--verbose'], { cwd });
    expect(stdout).toContain('\\u{1b}[2J\\u{202e} evil');
    for (const hidden of [escape, '\u202e']) expect(stdout + stderr).not.toContain(hidden);
  });

  test.runIf(process.platform !== 'win32')('nor does one in the name of a file', () => {
    const cwd = folder({ [`${escape}[2J.json`]: '{' });
    const { stderr } = backuplint([`${escape}[2J.json`, ...deployment], { cwd });
    expect(stderr).toContain('\\u{1b}[2J.json:1:2');
    expect(stderr).not.toContain(escape);
  });
});

describe('the config', () => {
  const config = `deployments: [{ name: website, centralAccount: "444455556666", backupRole: website-backup }]\n`;

  test('is looked up from the working folder upwards', () => {
    const root = folder({ 'backuplint.config.yaml': config, 'team/policy.json': sound });
    expect(backuplint(['policy.json'], { cwd: join(root, 'team') }).status).toBe(0);
  });

  test('is what -c names', () => {
    const cwd = folder({ 'policy.json': sound, 'other.yaml': config, 'backuplint.config.yaml': 'failOn: never' });
    expect(backuplint(['policy.json', '-c', 'other.yaml'], { cwd }).status).toBe(0);
    expect(backuplint(['policy.json'], { cwd }).status).toBe(2);
  });

  test('may be in package.json', () => {
    const cwd = folder({
      'policy.json': sound,
      'package.json': JSON.stringify({
        backuplint: { deployments: [{ name: 'a', centralAccount: '444455556666', backupRole: 'website-backup' }] },
      }),
    });
    expect(backuplint(['policy.json'], { cwd }).status).toBe(0);
  });

  test('gives severities, which flags override', () => {
    const cwd = folder({ 'policy.json': broken, 'backuplint.config.yaml': `${config}rules: { "kms/*": off }\n` });
    expect(backuplint(['policy.json'], { cwd }).status).toBe(0);
    expect(backuplint(['policy.json', '--rule', 'kms/use-access=error'], { cwd }).status).toBe(1);
  });

  test('gives the threshold, which a flag overrides', () => {
    const cwd = folder({ 'policy.json': broken, 'backuplint.config.yaml': `${config}failOn: never\n` });
    expect(backuplint(['policy.json'], { cwd }).status).toBe(0);
    expect(backuplint(['policy.json', '--fail-on', 'error'], { cwd }).status).toBe(1);
  });

  const override = (until: string): string =>
    `${config}overrides: [{ files: [policy.json], rules: { "kms/*": off }, reason: known, until: ${until} }]\n`;

  test('silences findings of files, and the report counts them', () => {
    const cwd = folder({ 'policy.json': broken, 'backuplint.config.yaml': override('2999-01-01') });
    const { status, stdout } = backuplint(['policy.json'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toMatch(/\d suppressed/);
  });

  test('an override that has ended does not apply, and is told with its place', () => {
    const cwd = folder({ 'policy.json': broken, 'backuplint.config.yaml': override('2020-01-01') });
    const { status, stdout } = backuplint(['policy.json'], { cwd });
    expect(status).toBe(1);
    expect(stdout).toContain('backuplint.config.yaml:2:13  config/expired-override');
  });

  test('several deployments cannot be overridden by flags', () => {
    const cwd = folder({ 'policy.json': sound, 'backuplint.config.yaml': 'deployments: [{ name: a }, { name: b }]' });
    const { status, stderr } = backuplint(['policy.json', ...deployment], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain("flags cannot tell which of the config's 2 deployments they mean");
  });
});

describe('folders', () => {
  test('are walked, and files that are no input are skipped, counted and named with --verbose', () => {
    const cwd = folder({ 'a/policy.json': sound, 'notes.json': '{"a": 1}', 'node_modules/x/policy.json': broken });
    const { status, stdout } = backuplint(['.', ...deployment], { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain('1 file skipped that is no known input (--verbose names them)');
    expect(backuplint(['.', '--verbose', ...deployment], { cwd }).stdout).toContain('skipped: notes.json');
  });

  test('without paths the working folder is searched', () => {
    expect(backuplint(deployment, { cwd: folder({ 'policies/rds.json': broken }) }).status).toBe(1);
  });

  test('a folder on the way that cannot be opened does not stop the run silently', () => {
    const cwd = folder({ 'policy.json': sound });
    mkdirSync(join(cwd, 'empty'));
    expect(backuplint(['policy.json', 'empty', ...deployment], { cwd }).status).toBe(0);
  });
});

describe('commands', () => {
  test('check is the default command, before and behind options', () => {
    const cwd = folder({ 'policy.json': broken });
    const plain = backuplint(['policy.json', ...deployment], { cwd });
    expect(backuplint(['check', 'policy.json', ...deployment], { cwd })).toEqual(plain);
    expect(backuplint([...deployment, 'check', 'policy.json'], { cwd })).toEqual(plain);
  });

  test('--help tells options and exit codes', () => {
    const { status, stdout } = backuplint(['--help']);
    expect(status).toBe(0);
    const words = ['--central-account', '--fix', 'simulate', 'explain', 'Exit codes'];
    expect(words.filter((word) => !stdout.includes(word))).toEqual([]);
  });

  test('--version', () => {
    expect(backuplint(['--version']).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
  });

  test.for([
    ['expain', 'did you mean `backuplint explain`?'],
    ['help', 'did you mean `backuplint --help`?'],
  ] as const)('a misspelt command is guessed: %s', ([word, expected]) => {
    const { status, stderr } = backuplint([word], { cwd: folder({}) });
    expect(status).toBe(2);
    expect(stderr).toContain(expected);
  });

  test('explain lists the rules', () => {
    const { status, stdout } = backuplint(['explain']);
    expect(status).toBe(0);
    expect(stdout).toContain('kms/grant-access');
  });

  test('explain shows a rule', () => {
    const { stdout } = backuplint(['explain', 'kms/grant-access']);
    for (const heading of ['Why it matters', 'What to do', 'Reported', 'Not reported', 'Sources']) {
      expect(stdout).toContain(heading);
    }
  });

  test('explain guesses a misspelt rule', () => {
    const { status, stderr } = backuplint(['explain', 'kms/grant-acess']);
    expect(status).toBe(2);
    expect(stderr).toContain('did you mean kms/grant-access?');
  });
});
