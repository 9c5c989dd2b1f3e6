import { spawn, spawnSync } from 'node:child_process';
import { cpSync, existsSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configPlace } from '../../src/config/lookup.ts';
import { readConfig } from '../../src/config/read.ts';
import { sound } from './policies.ts';
import { backuplint, command, folder } from './run.ts';

const configName = 'backuplint.config.yaml';

/** A deployment as somebody has it who has no config yet. */
function deploymentFolder(): string {
  const cwd = folder({});
  cpSync('fixtures/deployments/zoo-denied-by-vault-policy', cwd, { recursive: true });
  rmSync(join(cwd, configName));
  return cwd;
}

async function configIn(cwd: string): Promise<unknown> {
  const read = await readConfig(configPlace(join(cwd, configName)), cwd);
  return read.ok ? read.value.config.deployments : read.problems;
}

describe('init --yes', () => {
  test('writes what the files show, as a config that is valid and that the next run uses', async () => {
    const cwd = deploymentFolder();
    expect(backuplint([], { cwd }).status).toBe(2);
    const { status, stderr } = backuplint(['init', '--yes'], { cwd });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(await configIn(cwd)).toEqual([
      {
        name: 'default',
        workloadAccounts: ['111122223333'],
        centralAccount: '444455556666',
        backupRole: 'zoo-backup-role',
      },
    ]);
    const { stdout } = backuplint([], { cwd });
    expect(stdout).toContain('backup/vault-copy-access');
  });

  test('puts nothing in the way of what options say', async () => {
    const cwd = deploymentFolder();
    const flags = ['--central-account', '777788889999', '--organization', 'o-a1b2c3d4e5'];
    expect(backuplint(['init', '--yes', ...flags], { cwd }).status).toBe(0);
    expect(await configIn(cwd)).toMatchObject([
      { centralAccount: '777788889999', organization: { id: 'o-a1b2c3d4e5' } },
    ]);
  });

  test('guesses nothing: who is named in a key policy is what is to be judged', async () => {
    const cwd = folder({ 'policy.json': sound });
    const { status, stdout } = backuplint(['init', '--yes'], { cwd });
    expect(status).toBe(0);
    expect(stdout).toContain('not known yet: the central account and the backup role');
    expect(await configIn(cwd)).toEqual([{ name: 'default' }]);
  });

  test('leaves a choice to people, and names what it saw', async () => {
    const cwd = deploymentFolder();
    const plan = readFileSync(join(cwd, 'plan.json'), 'utf8');
    const other = plan.replaceAll('444455556666', '777788889999').replaceAll('zoo', 'park');
    writeFileSync(join(cwd, 'other.json'), other.replaceAll('3b241101', '4c352212'));
    expect(backuplint(['init', '--yes'], { cwd }).status).toBe(0);
    expect(await configIn(cwd)).not.toHaveProperty('0.centralAccount');
    expect(readFileSync(join(cwd, configName), 'utf8')).toContain('# Seen: 777788889999, 444455556666');
  });

  test('keeps a config that is there, unless --force is given', async () => {
    const cwd = folder({ [configName]: 'failOn: never\n' });
    const { status, stderr } = backuplint(['init', '--yes'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('--force');
    expect(readFileSync(join(cwd, configName), 'utf8')).toBe('failOn: never\n');
    expect(backuplint(['init', '--yes', '--force'], { cwd }).status).toBe(0);
    expect(await configIn(cwd)).toEqual([{ name: 'default' }]);
  });

  test('puts no second config beside one of another name', () => {
    const cwd = folder({ 'package.json': '{"backuplint":{}}' });
    const { status, stderr } = backuplint(['init', '--yes', '--force'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('package.json');
    expect(readdirSync(cwd)).toEqual(['package.json']);
  });

  test('refuses a path that is not there', () => {
    const cwd = folder({});
    const { status, stderr } = backuplint(['init', '--yes', 'nowhere'], { cwd });
    expect(status).toBe(2);
    expect(stderr).toContain('nowhere: does not exist');
    expect(readdirSync(cwd)).toEqual([]);
  });
});

test('without a terminal, init asks nothing and says how to go on', () => {
  const cwd = folder({});
  const { status, stderr } = backuplint(['init'], { cwd });
  expect(status).toBe(2);
  expect(stderr).toContain('--yes');
  expect(readdirSync(cwd)).toEqual([]);
});

/** util-linux's, which runs a command on a terminal of its own. */
const hasTerminal = spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: 'ignore' }).status === 0;

interface Dialogue {
  readonly status: number | null;
  readonly shown: string;
}

/** Types one answer at each prompt. */
async function onTerminal(cwd: string, answers: readonly string[]): Promise<Dialogue> {
  const child = spawn('script', ['-qec', `"${process.execPath}" "${command}" init`, '/dev/null'], { cwd });
  const left = [...answers];
  let shown = '';
  let answered = 0;
  child.stdout.on('data', (bytes: Buffer) => {
    shown += bytes.toString();
    // Each prompt ends by placing the cursor behind it.
    const prompts = shown.match(/\) > .\[\d+G/g)?.length ?? 0;
    for (; answered < prompts && left.length > 0; answered++) child.stdin.write(left.shift() ?? '');
  });
  const status = await new Promise<number | null>((resume) => {
    child.on('close', resume);
  });
  return { status, shown };
}

describe.skipIf(!hasTerminal)('on a terminal', () => {
  test('offers what the files show, refuses nonsense and asks again', async () => {
    const cwd = deploymentFolder();
    const answers = ['12345\n', '111122223333, 999900001111\n', '\n', '-\n', 'nonsense\n', 'o-a1b2c3d4e5\n'];
    const { status, shown } = await onTerminal(cwd, answers);
    expect(status).toBe(0);
    expect(shown).toContain('"12345" will not do: An account id has twelve digits.');
    expect(shown).toContain('"nonsense" will not do: An organization id looks like');
    expect(await configIn(cwd)).toEqual([
      {
        name: 'default',
        workloadAccounts: ['111122223333', '999900001111'],
        centralAccount: '444455556666',
        organization: { id: 'o-a1b2c3d4e5' },
      },
    ]);
  });

  test('keeps lines that are pasted ahead', async () => {
    const cwd = folder({});
    await onTerminal(cwd, ['111122223333\n444455556666\nwebsite-backup\n\n']);
    expect(await configIn(cwd)).toMatchObject([{ centralAccount: '444455556666', backupRole: 'website-backup' }]);
  });

  test.for([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ] as const)('%s leaves nothing behind', async ([, key]) => {
    const cwd = folder({});
    const { status, shown } = await onTerminal(cwd, ['111122223333\n', key]);
    expect(status).toBe(3);
    expect(shown).toContain('nothing was written');
    expect(existsSync(join(cwd, configName))).toBe(false);
    expect(readdirSync(cwd)).toEqual([]);
  });
});
