import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { Report } from '../../src/report/model.ts';
import { calls } from '../../src/load/live/calls.ts';
import { folder } from '../cli/run.ts';
import type { Seed } from '../fake-aws/seed.ts';
import { fakeAws, live } from './run-live.ts';
import {
  admitting,
  backupRole,
  central,
  centralSeed,
  delegating,
  document,
  keyArn,
  openKey,
  planSeed,
  region,
  regionSeed,
  twoVolumes,
  workload,
} from './seeds.ts';

const second = '543210987654';
const suspended = '654321098765';
const otherRegion = 'eu-central-1';

const reader = {
  name: 'reader',
  path: '/audit/',
  trust: document({ Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${central}:root` }, Action: 'sts:AssumeRole' }),
};
const fullAccess = document({ Effect: 'Allow', Action: '*', Resource: '*' });

function accountSeed(account: string, policy: object) {
  return {
    regions: {
      [region]: regionSeed([{ id: openKey, policy: policy as Record<string, unknown> }], account),
      [otherRegion]: regionSeed([{ id: openKey, policy: policy as Record<string, unknown> }], account, otherRegion),
    },
    roles: [{ ...backupRole(), boundary: 'arn:aws:iam::aws:policy/Everything' }, reader],
  };
}

const organization: Seed = {
  awsManagedPolicies: [{ arn: 'arn:aws:iam::aws:policy/Everything', document: fullAccess }],
  accounts: {
    [central]: { ...centralSeed, globalSettings: { isCrossAccountBackupEnabled: 'true' } },
    [workload]: accountSeed(workload, admitting(workload)),
    [second]: accountSeed(second, delegating(second)),
  },
  organization: {
    id: 'o-a1b2c3d4e5',
    managementAccount: central,
    rootId: 'r-ab12',
    units: [{ id: 'ou-ab12-11111111', name: 'Workloads', parent: 'r-ab12' }],
    accounts: [
      { id: central },
      { id: workload, parent: 'ou-ab12-11111111' },
      { id: second, parent: 'ou-ab12-11111111' },
      { id: suspended, parent: 'ou-ab12-11111111', status: 'SUSPENDED' },
    ],
    policies: [
      {
        id: 'p-FullAWSAccess',
        name: 'FullAWSAccess',
        type: 'SERVICE_CONTROL_POLICY',
        content: fullAccess,
        awsManaged: true,
        targets: ['r-ab12', 'ou-ab12-11111111', central, workload, second],
      },
      {
        id: 'p-noexport1',
        name: 'NoExport',
        type: 'SERVICE_CONTROL_POLICY',
        content: document({ Effect: 'Deny', Action: 'kms:Decrypt', Resource: '*' }),
        targets: [workload],
      },
    ],
  },
};

const all = ['--all-accounts', '--assume-role', 'audit/reader'];

test('all accounts of the organization, in several Regions, with what binds them', async () => {
  const fake = await fakeAws(organization, { pageSize: 1 });
  const args = ['--live', ...all, '--region', `${region},${otherRegion}`, '--format', 'json'];
  const { status, stdout, stderr } = await live(fake, args, { account: central });
  const report = JSON.parse(stdout) as Report;
  expect(stderr).toBe('');
  expect(report.summary.incomplete).toEqual([]);
  expect(status).toBe(1);
  expect(new Set(report.paths.map(({ key, outcome }) => `${key} ${outcome}`))).toEqual(
    new Set(
      [workload, second].flatMap((account) =>
        [region, otherRegion].map((at) => `${keyArn(openKey, account, at)} denied`),
      ),
    ),
  );
  const denied = report.findings.filter(({ rule }) => rule === 'kms/explicit-deny');
  expect(denied.map(({ subject }) => subject).sort()).toEqual(
    [keyArn(openKey, workload, otherRegion), keyArn(openKey, workload)].sort(),
  );
});

test('only those of a unit, in all Regions that are enabled', async () => {
  const fake = await fakeAws(organization);
  const args = ['collect', ...all, '--ou', 'ou-ab12-11111111', '--region', 'all', '-o', 'a.json'];
  const cwd = folder({});
  const { status } = await live(fake, args, { account: central, cwd });
  const { answers } = JSON.parse(readFileSync(join(cwd, 'a.json'), 'utf8')) as {
    answers: { account: string; region?: string; call: string }[];
  };
  const plans = answers.filter(({ call }) => call === 'backup:GetBackupPlan');
  expect(plans.map(({ account, region: at }) => `${account} ${at}`)).toEqual([
    `${workload} ${otherRegion}`,
    `${workload} ${region}`,
    `${second} ${otherRegion}`,
    `${second} ${region}`,
  ]);
  expect(status).toBe(0);
});

test('a member account is told who may see what binds it, and of no permission that would not help', async () => {
  const { status, stdout } = await live(await fakeAws(organization), ['--live', '--format', 'json']);
  expect((JSON.parse(stdout) as Report).summary.incomplete).toEqual([
    {
      what: `the place in the organization, and the service and resource control policies, of account ${workload}`,
      why: `only the management account ${central} or a delegated administrator may see them`,
    },
  ]);
  expect(status).toBe(0);
});

test('a delegated administrator sees it as the management account does', async () => {
  const delegated = { ...organization.organization!, delegatedAdministrators: [workload] };
  const fake = await fakeAws({ ...organization, organization: delegated });
  const { stdout } = await live(fake, ['--live', '--format', 'json']);
  const { summary, findings } = JSON.parse(stdout) as Report;
  expect(summary.incomplete).toEqual([]);
  expect(findings.map(({ rule }) => rule)).toContain('kms/explicit-deny');
});

test('what the management account itself is refused is listed with the permission', async () => {
  const fake = await fakeAws(organization, { faults: [{ kind: 'access-denied', operation: 'ListParents' }] });
  const { stdout } = await live(fake, ['--live', ...all, '--format', 'json'], { account: central });
  expect((JSON.parse(stdout) as Report).summary.incomplete).toEqual([
    {
      what: `the place in the organization of ${workload}`,
      why: 'access denied: organizations:ListParents would be needed',
    },
  ]);
});

test('every call of the list is made when everything is asked for, and no other', async () => {
  const seed = accountSeed(second, delegating(second));
  const plan = planSeed('by-tag', second);
  const ListOfTags = [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily' }];
  const selections = plan.selections.map(({ id, selection }) => ({ id, selection: { ...selection, ListOfTags } }));
  const regions = { ...seed.regions, [region]: { ...seed.regions[region], backupPlans: [{ ...plan, selections }] } };
  const fake = await fakeAws({
    ...organization,
    accounts: { ...organization.accounts, [second]: { ...seed, regions } },
  });
  await live(fake, ['--live', ...all, '--region', 'all'], { account: central });
  await live(fake, ['--live', ...all, '--ou', 'ou-ab12-11111111'], { account: central });
  const made = Object.keys(fake.requests.summary().operations).map((name) =>
    // Requests are signed for the first name, policies speak of the second.
    name.replace(/^tagging:/, 'tag:'),
  );
  expect(made.sort()).toEqual(Object.keys(calls).sort());
});

test('the central account is looked into where the role can be assumed there', async () => {
  const fake = await fakeAws(twoVolumes);
  const alone = JSON.parse((await live(fake, ['--live', '--format', 'json'])).stdout) as Report;
  const args = ['--live', '--assume-role', 'reader', '--format', 'json'];
  const both = JSON.parse((await live(fake, args)).stdout) as Report;
  expect(alone.summary.inputs.vaults).toBe(1);
  expect(both.summary.inputs.vaults).toBe(2);
  expect(alone.paths.flatMap(({ notConsidered }) => notConsidered)).not.toEqual([]);
  expect(both.paths.flatMap(({ notConsidered }) => notConsidered)).toEqual([]);
});

test('an account that was asked for and cannot be entered makes the run incomplete, and the others are judged', async () => {
  const fake = await fakeAws(organization, {
    faults: [{ kind: 'access-denied', operation: 'AssumeRole', containing: second }],
  });
  const args = ['--live', '--account', `${workload},${second}`, '--assume-role', 'audit/reader', '--format', 'json'];
  const { status, stdout } = await live(fake, args, { account: central });
  const report = JSON.parse(stdout) as Report;
  expect(report.summary.incomplete).toEqual([
    {
      what: `the role of arn:aws:iam::${second}:role/audit/reader`,
      why: 'access denied because no identity-based policy allows it: sts:AssumeRole would be needed',
    },
  ]);
  expect(report.paths.length).toBe(1);
  expect(status).toBe(3);
});

test('the central account that cannot be entered is listed, and changes no exit code', async () => {
  const fake = await fakeAws(twoVolumes, { faults: [{ kind: 'access-denied', operation: 'AssumeRole' }] });
  const { status, stdout } = await live(fake, ['--live', '--assume-role', 'reader', '--format', 'json']);
  expect((JSON.parse(stdout) as Report).summary.incomplete.map(({ what }) => what)).toEqual([
    `the role of arn:aws:iam::${central}:role/reader`,
  ]);
  expect(status).toBe(1);
});

test('a role of a selection that does not exist is told, and makes no backup', async () => {
  const seed: Seed = {
    ...twoVolumes,
    accounts: { ...twoVolumes.accounts, [workload]: { ...twoVolumes.accounts[workload]!, roles: [] } },
  };
  const { stdout } = await live(await fakeAws(seed), ['--live', '--format', 'json']);
  const { findings, paths } = JSON.parse(stdout) as Report;
  const told = findings.filter(({ rule }) => rule === 'backup/service-role');
  expect(told.map(({ message }) => message)).toEqual([
    `Selection "volumes" uses arn:aws:iam::${workload}:role/backups, which does not exist`,
  ]);
  const stopped = paths.filter(({ id }) => told.some((finding) => finding.paths.includes(id)));
  expect(stopped.map(({ legs }) => legs[0]?.outcome)).toEqual(stopped.map(() => 'denied'));
  expect(stopped).not.toEqual([]);
});
