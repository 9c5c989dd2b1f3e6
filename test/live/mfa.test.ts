/** A profile whose role wants the code of an MFA device. */
import { spawn, spawnSync } from 'node:child_process';
import { describe, expect, test } from 'vitest';
import { command, folder } from '../cli/run.ts';
import { credentialsFor } from '../fake-aws/callers.ts';
import type { FakeAws } from '../fake-aws/server.ts';
import type { Seed } from '../fake-aws/seed.ts';
import { mfaCode } from '../fake-aws/services/sts.ts';
import { fakeAws, live } from './run-live.ts';
import { document, region, twoVolumes, workload } from './seeds.ts';

const device = `arn:aws:iam::${workload}:mfa/me`;
const account = twoVolumes.accounts[workload]!;
const guarded: Seed = {
  accounts: {
    ...twoVolumes.accounts,
    [workload]: {
      ...account,
      roles: [
        ...account.roles!,
        {
          name: 'guarded',
          trust: document({
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${workload}:root` },
            Action: 'sts:AssumeRole',
            Condition: { Bool: { 'aws:MultiFactorAuthPresent': 'true' } },
          }),
        },
      ],
    },
  },
};

const { accessKeyId, secretAccessKey } = credentialsFor(workload);
const config = `[profile base]
aws_access_key_id = ${accessKeyId}
aws_secret_access_key = ${secretAccessKey}
[profile guarded]
region = ${region}
source_profile = base
role_arn = arn:aws:iam::${workload}:role/guarded
mfa_serial = ${device}
[profile open]
region = ${region}
source_profile = base
role_arn = arn:aws:iam::${workload}:role/guarded
`;

/** util-linux's, which runs a command on a terminal of its own. */
const hasTerminal = spawnSync('script', ['-qec', 'true', '/dev/null'], { stdio: 'ignore' }).status === 0;

/** Types at the prompt. */
async function onTerminal(fake: FakeAws, typed: string): Promise<{ status: number | null; shown: string }> {
  const cwd = folder({ '.aws/config': config });
  const run = `"${process.execPath}" "${command}" --live --profile guarded`;
  const child = spawn('script', ['-qec', run, '/dev/null'], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, AWS_ENDPOINT_URL: fake.url },
  });
  let shown = '';
  let left = typed;
  child.stdout.on('data', (bytes: Buffer) => {
    shown += bytes.toString();
    if (left === '' || !shown.includes(`MFA code for ${device}: `)) return;
    child.stdin.write(left);
    left = '';
  });
  const status = await new Promise<number | null>((resume) => {
    child.on('close', resume);
  });
  return { status, shown };
}

describe.skipIf(!hasTerminal)('on a terminal the code is asked for', () => {
  test('once, and what is typed is not shown', async () => {
    const fake = await fakeAws(guarded);
    const { status, shown } = await onTerminal(fake, `${mfaCode}\r`);
    expect(shown).toContain('2 paths');
    expect(shown).not.toContain(mfaCode);
    expect(fake.requests.summary().operations['sts:AssumeRole']).toBe(1);
    expect(status).toBe(1);
  });

  test('a code that is wrong is told', async () => {
    const { status, shown } = await onTerminal(await fakeAws(guarded), '111111\r');
    expect(shown).toContain('AWS does not accept the code of the MFA device for the role of the profile guarded');
    expect(status).toBe(2);
  });

  test.for([
    ['Ctrl-C', '\u0003'],
    ['Ctrl-D', '\u0004'],
  ] as const)('%s asks AWS nothing', async ([, key]) => {
    const fake = await fakeAws(guarded);
    const { status, shown } = await onTerminal(fake, key);
    expect(shown).toContain('a code of the MFA device is needed for the role of the profile guarded');
    expect(fake.requests.all()).toEqual([]);
    expect(status).toBe(2);
  });
});

test('where nobody can answer, the profile is named and what to do', async () => {
  const fake = await fakeAws(guarded);
  const cwd = folder({ '.aws/config': config });
  const { status, stdout, stderr } = await live(fake, ['--live', '--profile', 'guarded'], { cwd });
  expect(stderr).toBe(
    [
      'backuplint: a code of the MFA device is needed for the role of the profile guarded',
      '  run it in a terminal, which asks for the code, or with a session that has one:',
      '  eval "$(aws configure export-credentials --profile guarded --format env)"',
      '',
    ].join('\n'),
  );
  expect(stdout).toBe('');
  expect(status).toBe(2);
});

test('a role that wants a code of which the profile says nothing is told as refused', async () => {
  const cwd = folder({ '.aws/config': config });
  const { status, stderr } = await live(await fakeAws(guarded), ['--live', '--profile', 'open'], { cwd });
  expect(stderr).toContain('AWS does not let these credentials assume the role of the profile open');
  expect(status).toBe(2);
});
