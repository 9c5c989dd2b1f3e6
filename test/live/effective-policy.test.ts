/** The organization's backup policies: what AWS Backup has made of them, and what it has not yet. */
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/model.ts';
import { backuplint, folder } from '../cli/run.ts';
import type { FakeAwsOptions } from '../fake-aws/server.ts';
import type { PolicySeed, RegionSeed, Seed } from '../fake-aws/seed.ts';
import { fakeAws, live } from './run-live.ts';
import { central, centralVault, closedKey, keyArn, openKey, region, twoVolumes, workload } from './seeds.ts';

const role = `arn:aws:iam::${workload}:role/backups`;

/** As `DescribeEffectivePolicy` shows it. */
function effective(regions: readonly string[] = [region]): PolicySeed {
  return {
    plans: {
      Nightly: {
        regions,
        rules: {
          daily: {
            schedule_expression: 'cron(0 5 ? * * *)',
            target_backup_vault_name: 'local',
            copy_actions: { [centralVault]: { target_backup_vault_arn: centralVault } },
          },
        },
        selections: {
          resources: { volumes: { iam_role_arn: role, resource_types: ['arn:aws:ec2:*:*:volume/*'] } },
        },
      },
    },
  };
}

/** What AWS Backup makes of it. */
const deployed: RegionSeed['backupPlans'] = [
  {
    id: 'orgs/nightly-in-london',
    plan: {
      BackupPlanName: 'Nightly',
      Rules: [
        {
          RuleName: 'daily',
          TargetBackupVaultName: 'local',
          ScheduleExpression: 'cron(0 5 ? * * *)',
          CopyActions: [{ DestinationBackupVaultArn: centralVault }],
        },
      ],
    },
    selections: [
      {
        id: 'orgs/volumes',
        selection: { SelectionName: 'volumes', IamRoleArn: role, Resources: ['arn:aws:ec2:*:*:volume/*'] },
      },
    ],
  },
];

interface Organized {
  readonly policy?: PolicySeed;
  readonly backupPlans?: RegionSeed['backupPlans'];
}

function organized({ policy, backupPlans = [] }: Organized): Seed {
  const account = twoVolumes.accounts[workload]!;
  const regions = { [region]: { ...account.regions[region]!, backupPlans } };
  return {
    accounts: { ...twoVolumes.accounts, [workload]: { ...account, regions } },
    organization: {
      id: 'o-a1b2c3d4e5',
      managementAccount: central,
      rootId: 'r-ab12',
      accounts: [{ id: central }, { id: workload }],
      ...(policy === undefined ? {} : { effectiveBackupPolicies: { [workload]: policy } }),
    },
  };
}

async function reported(seed: Seed, options: FakeAwsOptions = {}) {
  const { status, stdout } = await live(await fakeAws(seed, options), ['--live', '--format', 'json']);
  const report = JSON.parse(stdout) as Report;
  return {
    status,
    outcomes: report.paths.map(({ plan, key, outcome }) => `${plan} ${key} ${outcome}`),
    findings: report.findings.map(({ rule, subject, message }) => `${rule} ${subject}: ${message}`),
    incomplete: report.summary.incomplete.filter(({ what }) => !what.startsWith('the place in the organization')),
  };
}

const judged = [`Nightly ${keyArn(openKey)} allowed`, `Nightly ${keyArn(closedKey)} denied`];

test('a plan that is not deployed yet is judged by the effective policy', async () => {
  const { status, outcomes, incomplete } = await reported(organized({ policy: effective() }));
  expect(outcomes).toEqual(judged);
  expect(incomplete).toEqual([]);
  expect(status).toBe(1);
});

test('a plan that is deployed counts as it is, and is told once', async () => {
  const both = await reported(organized({ policy: effective(), backupPlans: deployed }));
  expect(both).toEqual(await reported(organized({ backupPlans: deployed })));
  expect(both.outcomes).toEqual(judged);
});

test('a deployed plan counts before a policy that has changed since', async () => {
  const ended: PolicySeed = JSON.parse(JSON.stringify(effective()).replaceAll('volume/*', 'instance/*')) as PolicySeed;
  expect(await reported(organized({ policy: ended, backupPlans: deployed }))).toEqual(
    await reported(organized({ backupPlans: deployed })),
  );
});

describe('what is refused of the deployed plans is known by the effective policy', () => {
  test.for(['ListBackupPlans', 'GetBackupPlan', 'ListBackupSelections', 'GetBackupSelection'])(
    '%s',
    async (operation) => {
      const seed = organized({ policy: effective(), backupPlans: deployed });
      const { status, outcomes, incomplete } = await reported(seed, { faults: [{ kind: 'access-denied', operation }] });
      expect(outcomes).toEqual(judged);
      expect(incomplete).toHaveLength(1);
      expect(status).toBe(3);
    },
  );
});

test('an account without an effective policy is no matter', async () => {
  const { status, incomplete } = await reported(organized({ backupPlans: deployed }));
  expect(incomplete).toEqual([]);
  expect(status).toBe(1);
});

test('the refused effective policy is listed with its permission, and changes no exit code', async () => {
  const { status, outcomes, incomplete } = await reported(organized({ policy: effective(), backupPlans: deployed }), {
    faults: [{ kind: 'access-denied', operation: 'DescribeEffectivePolicy' }],
  });
  expect(outcomes).toEqual(judged);
  expect(incomplete).toEqual([
    {
      what: `the effective backup policy of account ${workload} in ${region}`,
      why: 'access denied: organizations:DescribeEffectivePolicy would be needed',
    },
  ]);
  expect(status).toBe(1);
});

test('its plans in Regions that are not looked at are left out', async () => {
  const here = await reported(organized({ policy: effective() }));
  expect(await reported(organized({ policy: effective([region, 'us-east-1']) }))).toEqual(here);
  const { stdout } = await live(await fakeAws(organized({ policy: effective(['us-east-1']) })), [
    '--live',
    '--format',
    'json',
    '--central-account',
    central,
    '--backup-role',
    'backups',
  ]);
  expect((JSON.parse(stdout) as Report).summary.inputs).toMatchObject({ plans: 0, selections: 0 });
});

describe('an effective policy that is not understood is named, and the deployed plans count', () => {
  test.for<[string, PolicySeed]>([
    ['no JSON', '{'],
    ['other settings', { plans: { Nightly: { rules: ['none'] } } }],
    ['a plan without rules', { plans: { Nightly: { regions: [region], rules: {}, selections: {} } } }],
  ])('%s', async ([, policy]) => {
    const { status, outcomes, incomplete } = await reported(organized({ policy, backupPlans: deployed }));
    expect(outcomes).toEqual(judged);
    expect(incomplete.map(({ what }) => what)).toEqual([
      expect.stringContaining(`the effective backup policy of account ${workload}`),
    ]);
    expect(status).toBe(1);
  });
});

test('its roles and destination vaults are looked at as those of deployed plans are', async () => {
  const fake = await fakeAws(organized({ policy: effective() }));
  const cwd = folder({});
  const { stdout } = await live(fake, ['--live', '--assume-role', 'reader', '--format', 'json'], { cwd });
  const report = JSON.parse(stdout) as Report;
  expect(report.summary.inputs).toMatchObject({ roles: 1, vaults: 2 });
});

test('a snapshot tells the same, and what files plan counts before it', async () => {
  const fake = await fakeAws(organized({ policy: effective() }));
  const planned = JSON.stringify(effective()).replaceAll('volume/*', 'instance/*');
  const cwd = folder({ 'planned/policy.json': planned });
  await live(fake, ['collect', '-o', 'a.json'], { cwd });
  const asked = await live(fake, ['--live', '--format', 'json'], { cwd });
  expect(backuplint(['a.json', '--format', 'json'], { cwd }).stdout).toBe(asked.stdout);
  const merged = backuplint(['planned', 'a.json', '--workload-account', workload, '--format', 'json'], { cwd });
  expect((JSON.parse(merged.stdout) as Report).paths.map(({ plan, resourceType }) => [plan, resourceType])).toEqual([
    ['Nightly', 'EC2'],
  ]);
});
