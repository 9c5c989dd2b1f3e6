/** Selections by tag: what they take of the live account. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/model.ts';
import { backuplint, folder } from '../cli/run.ts';
import type { RegionSeed, Seed } from '../fake-aws/seed.ts';
import type { FakeAwsOptions } from '../fake-aws/server.ts';
import { fakeAws, live } from './run-live.ts';
import { planSeed, region, twoVolumes, volumeArn, workload } from './seeds.ts';

const open = volumeArn('0000');
const closed = volumeArn('0001');

type Tags = NonNullable<RegionSeed['tags']>;

function selecting(selection: object, tags: Tags): Seed {
  const account = twoVolumes.accounts[workload]!;
  const plan = planSeed('by-tag', workload);
  const [{ id, selection: whole }] = plan.selections as [(typeof plan.selections)[number]];
  const backupPlans = [{ ...plan, selections: [{ id, selection: { ...whole, Resources: [], ...selection } }] }];
  const regions = { [region]: { ...account.regions[region]!, backupPlans, tags } };
  return { accounts: { ...twoVolumes.accounts, [workload]: { ...account, regions } } };
}

const daily = { ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'daily' }] };
const tags: Tags = { [open]: { backup: 'daily', team: 'Hanna Huber' }, [closed]: { backup: 'never' } };

async function reported(seed: Seed, options: FakeAwsOptions = {}) {
  const { status, stdout } = await live(await fakeAws(seed, options), ['--live', '--format', 'json']);
  const report = JSON.parse(stdout) as Report;
  return {
    status,
    outcomes: report.paths.map(({ resource, outcome }) => `${resource} ${outcome}`),
    incomplete: report.summary.incomplete,
    findings: report.findings,
  };
}

describe('a selection by tag is decided', () => {
  const like = (ConditionValue: string) => ({
    Resources: ['*'],
    Conditions: { StringLike: [{ ConditionKey: 'aws:ResourceTag/backup', ConditionValue }] },
  });
  test.for<[string, object, Tags, string[]]>([
    ['one of two volumes', daily, tags, [`${open} allowed`]],
    ['the other one', daily, { [closed]: { backup: 'daily' } }, [`${closed} denied`]],
    ['a volume that is no longer tagged', daily, { ...tags, [closed]: {} }, [`${open} allowed`]],
    ['keys as they are spelt', daily, { ...tags, [closed]: { Backup: 'daily' } }, [`${open} allowed`]],
    ['a condition', like('da*'), tags, [`${open} allowed`]],
    [
      'what no plan could take is left out',
      daily,
      { ...tags, 'arn:aws:sns:eu-west-2:210987654321:a': { backup: 'daily' } },
      [`${open} allowed`],
    ],
  ])('%s', async ([, selection, tagged, expected]) => {
    const { outcomes, incomplete } = await reported(selecting(selection, tagged));
    expect(outcomes).toEqual(expected);
    expect(incomplete).toEqual([]);
  });
});

test('page by page it is the same', async () => {
  const more = Object.fromEntries(['a', 'b', 'c'].map((name) => [volumeArn(name), { backup: 'never' }]));
  const seed = selecting(daily, { ...more, ...tags });
  expect(await reported(seed, { pageSize: 1, emptyPages: true })).toEqual(await reported(seed));
});

test('a tagged resource that was never backed up is listed, its key unknown', async () => {
  const { outcomes, findings } = await reported(selecting(daily, { ...tags, [volumeArn('new')]: { backup: 'daily' } }));
  expect(outcomes).toEqual([`${open} allowed`, `${volumeArn('new')} unknown`]);
  expect(findings.map(({ message }) => message)).toContain(
    `Not among the inputs: the key of ${volumeArn('new')}, which 1 backup path depends on`,
  );
});

test('a tagged stack is not taken for one to be backed up, and a cluster of unknown type is named', async () => {
  const [stack, cluster] = ['cloudformation', 'rds'].map((service) => `arn:aws:${service}:${region}:${workload}`);
  const more = { [`${stack}:stack/web/1`]: { backup: 'daily' }, [`${cluster}:cluster:orders`]: { backup: 'daily' } };
  const { outcomes, incomplete } = await reported(selecting(daily, { ...tags, ...more }));
  expect(outcomes).toEqual([`${open} allowed`]);
  expect(incomplete).toEqual([{ what: `the resource ${cluster}:cluster:orders`, why: 'no input tells its type' }]);
});

test('refused tags are unknown and listed with the permission; the exit code stays', async () => {
  const { status, outcomes, incomplete } = await reported(selecting(daily, tags), {
    faults: [{ kind: 'access-denied', operation: 'GetResources' }],
  });
  expect(outcomes).toEqual([`${open} allowed`, `${closed} denied`]);
  expect(incomplete).toEqual([
    {
      what: `the tags of resources of account ${workload} in ${region} with the key backup`,
      why: 'access denied because no identity-based policy allows it: tag:GetResources would be needed',
    },
  ]);
  expect(status).toBe(1);
});

test('a page that is refused leaves all tags unknown', async () => {
  const { outcomes } = await reported(selecting(daily, tags), {
    pageSize: 1,
    faults: [{ kind: 'access-denied', operation: 'GetResources', containing: 'PaginationToken' }],
  });
  expect(outcomes).toEqual([`${open} allowed`, `${closed} denied`]);
});

test('nobody asks for tags where no selection does', async () => {
  const fake = await fakeAws(twoVolumes);
  await live(fake, ['--live']);
  expect(fake.requests.summary().operations).not.toHaveProperty('tagging:GetResources');
});

test('a snapshot keeps only the tags by which selections choose, and tells the same', async () => {
  const fake = await fakeAws(selecting(daily, tags));
  const cwd = folder({});
  await live(fake, ['collect', '-o', 'a.json'], { cwd });
  const text = readFileSync(join(cwd, 'a.json'), 'utf8');
  expect(text).not.toMatch(/Huber|team/);
  const asked = await live(fake, ['--live', '--format', 'json'], { cwd });
  expect(backuplint(['a.json', '--format', 'json'], { cwd }).stdout).toBe(asked.stdout);
});

test('a snapshot without tags, as older versions wrote it, leaves them unknown', async () => {
  const { stdout } = await live(await fakeAws(selecting(daily, tags)), ['collect', '--quiet']);
  const snapshot = JSON.parse(stdout) as { answers: { call: string }[] };
  const answers = snapshot.answers.filter(({ call }) => call !== 'tag:GetResources');
  const cwd = folder({ 'older.json': JSON.stringify({ ...snapshot, answers }) });
  const older = backuplint(['older.json', '--format', 'json'], { cwd }).stdout;
  expect((JSON.parse(older) as Report).paths.map(({ resource }) => resource)).toEqual([open, closed]);
});

test('files may ask for other tags: live they are read, in a snapshot they stay unknown', async () => {
  const never = { backup: 'never', tier: 'gold' };
  const fake = await fakeAws(selecting(daily, { [open]: never, [closed]: never }));
  const { plan } = planSeed('planned', workload);
  const silver = {
    SelectionName: 'silver',
    IamRoleArn: `arn:aws:iam::${workload}:role/backups`,
    ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'tier', ConditionValue: 'silver' }],
  };
  const cwd = folder({
    'infra/plan.json': JSON.stringify({ BackupPlan: plan, BackupPlanId: 'planned' }),
    'infra/selection.json': JSON.stringify({ BackupSelection: silver, BackupPlanId: 'planned' }),
  });
  const pathsOf = (stdout: string) => (JSON.parse(stdout) as Report).paths.map(({ resource }) => resource);
  await live(fake, ['collect', '-o', 'a.json'], { cwd });
  expect(pathsOf((await live(fake, ['--live', 'infra', '--format', 'json'], { cwd })).stdout)).toEqual([]);
  expect(pathsOf(backuplint(['infra', 'a.json', '--format', 'json'], { cwd }).stdout)).toEqual([open, closed]);
});
