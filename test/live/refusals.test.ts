import { createHash } from 'node:crypto';
import { expect, test, describe } from 'vitest';
import type { Report } from '../../src/report/model.ts';
import type { Fault } from '../fake-aws/faults.ts';
import type { Seed } from '../fake-aws/seed.ts';
import { folder } from '../cli/run.ts';
import { fakeAws, live } from './run-live.ts';
import { closedKey, keyArn, openKey, region, twoVolumes, vaultArn, workload } from './seeds.ts';

async function reportUnder(faults: readonly Fault[]): Promise<{ status: number | null; report: Report }> {
  const { status, stdout } = await live(await fakeAws(twoVolumes, { faults }), ['--live', '--format', 'json']);
  return { status, report: JSON.parse(stdout) as Report };
}

describe('a refused call is listed with the permission that would help', () => {
  const here = `account ${workload} in ${region}`;
  const refused: readonly (readonly [fault: Omit<Fault, 'kind'>, what: string, permission: string, status: number])[] =
    [
      [
        { operation: 'GetKeyPolicy', containing: openKey },
        `the key policy of ${keyArn(openKey)}`,
        'kms:GetKeyPolicy',
        3,
      ],
      [
        { operation: 'DescribeKey', containing: openKey },
        `the description of ${keyArn(openKey)}`,
        'kms:DescribeKey',
        3,
      ],
      [{ operation: 'ListKeys' }, `the keys of ${here}`, 'kms:ListKeys', 3],
      [{ operation: 'ListAliases' }, `the key aliases of ${here}`, 'kms:ListAliases', 3],
      [{ operation: 'ListBackupPlans' }, `the backup plans of ${here}`, 'backup:ListBackupPlans', 3],
      [{ operation: 'ListBackupVaults' }, `the backup vaults of ${here}`, 'backup:ListBackupVaults', 3],
      [
        { operation: 'GetBackupVaultAccessPolicy' },
        `the access policy of ${vaultArn('local')}`,
        'backup:GetBackupVaultAccessPolicy',
        3,
      ],
      [{ operation: 'GetRole' }, `the role of arn:aws:iam::${workload}:role/backups`, 'iam:GetRole', 3],
      [{ operation: 'ListGrants', containing: closedKey }, `the grants of ${keyArn(closedKey)}`, 'kms:ListGrants', 1],
      [
        { operation: 'DescribeRegionSettings' },
        `AWS Backup's Region settings of ${here}`,
        'backup:DescribeRegionSettings',
        1,
      ],
      [
        { operation: 'ListProtectedResources' },
        `the protected resources of ${here}`,
        'backup:ListProtectedResources',
        0,
      ],
      [{ operation: 'DescribeOrganization' }, `the organization of ${here}`, 'organizations:DescribeOrganization', 1],
    ];
  test.for(refused)('%o', async ([fault, what, permission, expected]) => {
    const { status, report } = await reportUnder([{ kind: 'access-denied', ...fault }]);
    expect(report.summary.incomplete).toHaveLength(1);
    expect(report.summary.incomplete[0]?.what).toBe(what);
    expect(report.summary.incomplete[0]?.why).toMatch(new RegExp(`^access denied.*: ${permission} would be needed$`));
    expect(status).toBe(expected);
  });
});

test('a key whose policy is refused is unknown, not allowed, and the others are judged as ever', async () => {
  const { report } = await reportUnder([{ kind: 'access-denied', operation: 'GetKeyPolicy', containing: openKey }]);
  const outcomes = Object.fromEntries(report.paths.map(({ key, outcome }) => [key, outcome]));
  expect(outcomes[keyArn(openKey)]).toBe('unknown');
  expect(outcomes[keyArn(closedKey)]).toBe('denied');
});

test('credentials that AWS does not accept make the run incomplete', async () => {
  const { status, report } = await reportUnder([{ kind: 'expired-token' }]);
  expect(report.summary.incomplete).toEqual([
    { what: 'the account of the credentials', why: 'the credentials have expired (ExpiredToken)' },
  ]);
  expect(status).toBe(3);
});

test('a Region that the account has not enabled is told once, and the others are judged', async () => {
  const seed: Seed = {
    accounts: {
      ...twoVolumes.accounts,
      [workload]: { ...twoVolumes.accounts[workload]!, notOptedIn: ['ap-east-1'] },
    },
  };
  const args = ['--live', '--region', `${region},ap-east-1`, '--format', 'json'];
  const { status, stdout } = await live(await fakeAws(seed), args);
  const { paths, summary } = JSON.parse(stdout) as Report;
  expect(paths).toHaveLength(2);
  expect(summary.incomplete).toEqual([
    {
      what: `6 answers of account ${workload} in ap-east-1`,
      why: 'AWS does not accept the credentials (UnrecognizedClientException), as it does none in a Region that the account has not enabled',
    },
  ]);
  expect(status).toBe(3);
});

test.for([
  ['http://127.0.0.1:9', 'the connection was refused'],
  ['http://nobody.invalid', /the host name (?:is not known|could not be looked up)/],
] as const)('nobody at %s is told in words', async ([url, told]) => {
  const { status, stdout } = await live(await fakeAws(twoVolumes), [
    '--live',
    '--endpoint-url',
    url,
    '--format',
    'json',
  ]);
  expect((JSON.parse(stdout) as Report).summary.incomplete).toEqual([
    { what: 'the account of the credentials', why: expect.stringMatching(told) as string },
  ]);
  expect(status).toBe(3);
});

test('throttling, server errors and broken connections lose nothing', async () => {
  const whole = await live(await fakeAws(twoVolumes), ['--live', '--format', 'json']);
  const faults: Fault[] = [
    { kind: 'throttle', rate: 0.2 },
    { kind: 'server-error', rate: 0.05 },
    { kind: 'reset', rate: 0.1 },
  ];
  const fake = await fakeAws(twoVolumes, { faults, randomSeed: 7 });
  const shaken = await live(fake, ['--live', '--format', 'json']);
  expect(shaken.stdout).toBe(whole.stdout);
  expect(shaken.status).toBe(1);
  expect(fake.requests.summary().outcomes['reset']).toBeGreaterThan(0);
});

test('no more calls at a time than --concurrency says', async () => {
  const fake = await fakeAws(twoVolumes, { latencyMs: 5 });
  await live(fake, ['--live', '--concurrency', '2']);
  const { peaks } = fake.requests.summary();
  expect(peaks[`${workload} kms`]).toBe(2);
  expect(Math.max(...Object.values(peaks))).toBe(2);
});

test('Ctrl-C ends the collecting and tells what is known so far', async () => {
  const fake = await fakeAws(twoVolumes, { latencyMs: 100 });
  const isUnderWay = () => fake.requests.all().some(({ operation }) => operation === 'ListKeys');
  const { status, stdout, stderr } = await live(fake, ['--live', '--format', 'json'], { interruptWhen: isUnderWay });
  expect(stderr).toContain('stopping; what is known so far follows');
  expect((JSON.parse(stdout) as Report).summary.incomplete).toContainEqual({
    what: 'everything that was not collected yet',
    why: 'it was stopped with Ctrl-C',
  });
  expect(status).toBe(3);
});

describe('what is missing before anything is asked is wrong usage, in our own words', () => {
  const none = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined, AWS_EC2_METADATA_DISABLED: 'true' };
  const cases: readonly (readonly [
    name: string,
    args: readonly string[],
    env: Readonly<Record<string, string | undefined>>,
    told: RegExp,
  ])[] = [
    ['no credentials', [], none, /there are no credentials for AWS/],
    ['an unknown profile', ['--profile', 'nobody'], {}, /no credentials.*nobody[^]*aws configure list-profiles/],
    [
      'an unknown profile that is called after SSO',
      ['--profile', 'my-sso'],
      {},
      /no credentials.*my-sso[^]*aws configure list-profiles/,
    ],
    [
      'an unknown profile, and so no Region',
      ['--profile', 'nobody'],
      { AWS_REGION: undefined },
      /the Region is not known[^]*aws configure list-profiles.*nobody/,
    ],
    [
      'a role of the profile that may not be assumed',
      ['--profile', 'closed'],
      {},
      /does not let these credentials assume the role of the profile closed/,
    ],
    ['keys that AWS does not know', ['--profile', 'stale'], {}, /does not accept the credentials of the profile stale/],
    [
      'an endpoint where nobody is',
      ['--profile', 'closed'],
      { AWS_ENDPOINT_URL_STS: 'http://127.0.0.1:9' },
      /credentials of the profile closed cannot be had: the connection was refused/,
    ],
    ['no Region', [], { AWS_REGION: undefined }, /the Region is not known[^]*--region/],
    [
      'another account without a role',
      ['--account', '999988887777'],
      {},
      /for account 210987654321, not for 999988887777/,
    ],
    ['a program that fails', ['--profile', 'program'], {}, /credentials.*program/],
    ['an SSO session that nobody signed in to', ['--profile', 'sso'], {}, /aws sso login --profile sso/],
    ['an SSO session that has expired', ['--profile', 'expired'], {}, /aws sso login --profile expired/],
    ['an MFA device and nobody to ask', ['--profile', 'mfa'], {}, /MFA/],
  ];
  const config = [
    '[profile program]',
    'credential_process = /bin/sh -c "echo hush-secret >&2; exit 1"',
    '[profile sso]',
    'sso_start_url = https://example.awsapps.com/start',
    'sso_region = eu-west-2',
    'sso_account_id = 210987654321',
    'sso_role_name = Reader',
    '[profile expired]',
    'sso_start_url = https://expired.awsapps.com/start',
    'sso_region = eu-west-2',
    'sso_account_id = 210987654321',
    'sso_role_name = Reader',
    '[profile mfa]',
    'role_arn = arn:aws:iam::210987654321:role/x',
    'source_profile = base',
    'mfa_serial = arn:aws:iam::210987654321:mfa/me',
    '[profile closed]',
    'role_arn = arn:aws:iam::210987654321:role/closed',
    'source_profile = base',
    '[profile stale]',
    'role_arn = arn:aws:iam::210987654321:role/closed',
    'source_profile = gone',
    '[profile gone]',
    'aws_access_key_id = AKIAFAKE000000000000',
    'aws_secret_access_key = hush-secret',
    '[profile base]',
    'aws_access_key_id = AKIAFAKE210987654321',
    'aws_secret_access_key = hush-secret',
    '',
  ].join('\n');
  const ssoCache = createHash('sha1').update('https://expired.awsapps.com/start').digest('hex');
  const expiredSso = {
    startUrl: 'https://expired.awsapps.com/start',
    region: 'eu-west-2',
    accessToken: 'hush-secret',
    expiresAt: '2020-01-01T00:00:00Z',
  };
  test.for(cases)('%s', async ([, args, env, told]) => {
    const cwd = folder({ '.aws/config': config, [`.aws/sso/cache/${ssoCache}.json`]: JSON.stringify(expiredSso) });
    const fake = await fakeAws(twoVolumes);
    const { status, stdout, stderr } = await live(fake, ['--live', ...args], { cwd, env });
    expect(stderr).toMatch(told);
    expect(stderr).not.toContain('hush-secret');
    expect(stdout).toBe('');
    expect(status).toBe(2);
  });

  test('--profile goes before keys in the environment, and these before AWS_PROFILE', async () => {
    const cwd = folder({
      '.aws/config': `[profile other]\nregion = ${region}\naws_access_key_id = AKIAFAKE432109876543\naws_secret_access_key = x\n`,
    });
    const fake = await fakeAws(twoVolumes);
    let seen = 0;
    const accountsAsked = () => {
      const asked = fake.requests.all().slice(seen);
      seen += asked.length;
      return new Set(asked.map(({ account }) => account));
    };
    await live(fake, ['--live', '--profile', 'other'], { cwd });
    expect(accountsAsked()).toEqual(new Set(['432109876543']));
    await live(fake, ['--live'], { cwd, env: { AWS_PROFILE: 'other' } });
    expect(accountsAsked()).toEqual(new Set([workload]));
  });
});

describe('options that make no sense together', () => {
  const clashes: readonly (readonly [args: readonly string[], told: string])[] = [
    [['--region', 'eu-west-2'], '--region needs --live'],
    [['--live', '--all-accounts'], '--all-accounts needs --assume-role NAME'],
    [['--live', '--ou', 'r-ab12'], '--ou narrows --all-accounts'],
    [['--live', '--all-accounts', '--assume-role', 'r', '--account', workload], 'give one of them'],
    [['--live', '--account', '1234'], 'twelve digits'],
    [['--live', '--region', 'London'], 'A Region looks like eu-west-2'],
    [['--live', '--concurrency', '0'], 'A number from 1 to 9999'],
    [['--live', '--endpoint-url', 'ftp://x'], 'An endpoint is a URL'],
  ];
  test.for(clashes)('%o', async ([args, told]) => {
    const { status, stderr } = await live(await fakeAws(twoVolumes), args);
    expect(stderr).toContain(told);
    expect(status).toBe(2);
  });
});
