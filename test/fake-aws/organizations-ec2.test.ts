import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import {
  DescribeEffectivePolicyCommand,
  DescribeOrganizationCommand,
  DescribePolicyCommand,
  ListAccountsCommand,
  ListParentsCommand,
  ListPoliciesForTargetCommand,
  OrganizationsClient,
  paginateListAccounts,
  paginateListAccountsForParent,
  paginateListChildren,
  paginateListOrganizationalUnitsForParent,
  paginateListPolicies,
  paginateListRoots,
} from '@aws-sdk/client-organizations';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientFor, collect } from './clients.ts';
import { startFakeAws, type FakeAws } from './server.ts';
import { central, outsider, smallSeed, workload } from './small-seed.ts';

let fake: FakeAws;
const organizations = (account: string) => new OrganizationsClient(clientFor(fake.url, account, 'us-east-1'));
let client: OrganizationsClient;
beforeAll(async () => {
  fake = await startFakeAws(smallSeed, { pageSize: 1, emptyPages: true });
  client = organizations(central);
});
afterAll(() => fake.close());

test('a member knows its organization and its own effective policy, and no more', async () => {
  const member = organizations(workload);
  const { Organization } = await member.send(new DescribeOrganizationCommand({}));
  expect(Organization).toMatchObject({ Id: 'o-exampleorg1', MasterAccountId: central });
  const own = await member.send(new DescribeEffectivePolicyCommand({ PolicyType: 'BACKUP_POLICY' }));
  expect(own.EffectivePolicy).toMatchObject({ TargetId: workload, PolicyContent: '{\n  "plans": {}\n}' });
  await expect(member.send(new ListAccountsCommand({}))).rejects.toMatchObject({ name: 'AccessDeniedException' });
});

test('accounts, with names and status', async () => {
  const accounts = await collect(paginateListAccounts({ client }, {}), ({ Accounts }) => Accounts);
  expect(accounts.map(({ Id, Name, Status }) => [Id, Name, Status])).toEqual([
    [central, `account-${central}`, 'ACTIVE'],
    [workload, 'Orders <prod>', 'ACTIVE'],
    ['222222222222', 'account-222222222222', 'SUSPENDED'],
  ]);
});

test('the tree from the root down and from an account up', async () => {
  const roots = await collect(paginateListRoots({ client }, {}), ({ Roots }) => Roots);
  expect(roots.map(({ Id }) => Id)).toEqual(['r-exam']);
  const units = paginateListOrganizationalUnitsForParent({ client }, { ParentId: 'r-exam' });
  expect((await collect(units, (page) => page.OrganizationalUnits)).map(({ Id }) => Id)).toEqual(['ou-exam-prod']);
  const children = (ParentId: string, ChildType: 'ACCOUNT' | 'ORGANIZATIONAL_UNIT') =>
    collect(paginateListChildren({ client }, { ParentId, ChildType }), ({ Children }) => Children?.map(({ Id }) => Id));
  expect(await children('ou-exam-prod', 'ORGANIZATIONAL_UNIT')).toEqual(['ou-exam-eu']);
  expect(await children('r-exam', 'ACCOUNT')).toEqual([central, '222222222222']);
  const inUnit = paginateListAccountsForParent({ client }, { ParentId: 'ou-exam-eu' });
  expect((await collect(inUnit, ({ Accounts }) => Accounts)).map(({ Id }) => Id)).toEqual([workload]);
  const parentsOf = async (ChildId: string) => (await client.send(new ListParentsCommand({ ChildId }))).Parents;
  expect(await parentsOf(workload)).toEqual([{ Id: 'ou-exam-eu', Type: 'ORGANIZATIONAL_UNIT' }]);
  expect(await parentsOf('ou-exam-prod')).toEqual([{ Id: 'r-exam', Type: 'ROOT' }]);
});

test('policies, and where they are attached', async () => {
  const Filter = 'SERVICE_CONTROL_POLICY';
  const all = await collect(paginateListPolicies({ client }, { Filter }), ({ Policies }) => Policies);
  expect(all.map(({ Id, AwsManaged }) => [Id, AwsManaged])).toEqual([
    ['p-FullAWSAccess', true],
    ['p-guard', false],
  ]);
  const { NextToken } = await client.send(new ListPoliciesForTargetCommand({ TargetId: 'ou-exam-prod', Filter }));
  const { Policies } = await client.send(
    new ListPoliciesForTargetCommand({ TargetId: 'ou-exam-prod', Filter, NextToken }),
  );
  expect(Policies?.map(({ Id }) => Id)).toEqual(['p-guard']);
  const { Policy } = await client.send(new DescribePolicyCommand({ PolicyId: 'p-guard' }));
  expect(JSON.parse(Policy!.Content!)).toHaveProperty('Statement.0.Effect', 'Allow');
});

test.for([
  ['in no organization', outsider, new DescribeOrganizationCommand({}), 'AWSOrganizationsNotInUseException'],
  [
    'without an effective policy',
    central,
    new DescribeEffectivePolicyCommand({ PolicyType: 'BACKUP_POLICY' }),
    'EffectivePolicyNotFoundException',
  ],
  ['asking for a missing policy', central, new DescribePolicyCommand({ PolicyId: 'p-0' }), 'PolicyNotFoundException'],
  ['asking above a stranger', central, new ListParentsCommand({ ChildId: outsider }), 'ChildNotFoundException'],
  [
    "asking for a stranger's policies",
    central,
    new ListPoliciesForTargetCommand({ TargetId: outsider, Filter: 'SERVICE_CONTROL_POLICY' }),
    'TargetNotFoundException',
  ],
  ['asking for more than 20', central, new ListAccountsCommand({ MaxResults: 21 }), 'InvalidInputException'],
] as const)('an account %s is refused as AWS does', async ([, account, command, name]) => {
  await expect(organizations(account).send(command as ListAccountsCommand)).rejects.toMatchObject({
    name,
    $metadata: { httpStatusCode: 400, attempts: 1 },
  });
});

test('Regions, with those not opted in only when asked for', async () => {
  const ec2 = new EC2Client(clientFor(fake.url, workload));
  const names = async (input: object) =>
    (await ec2.send(new DescribeRegionsCommand(input))).Regions?.map(({ RegionName, OptInStatus }) => [
      RegionName,
      OptInStatus,
    ]);
  const enabled = [
    ['eu-west-1', 'opt-in-not-required'],
    ['us-east-1', 'opt-in-not-required'],
  ];
  expect(await names({})).toEqual(enabled);
  expect(await names({ AllRegions: true })).toEqual([...enabled, ['me-south-1', 'not-opted-in']]);
  expect(await names({ RegionNames: ['us-east-1'] })).toEqual([enabled[1]]);
  await expect(names({ RegionNames: ['xx-east-1'] })).rejects.toMatchObject({ name: 'InvalidParameterValue' });
});
