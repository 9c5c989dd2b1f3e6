import {
  GetResourcesCommand,
  paginateGetResources,
  ResourceGroupsTaggingAPIClient,
} from '@aws-sdk/client-resource-groups-tagging-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientFor, collect } from './clients.ts';
import { startFakeAws, type FakeAws } from './server.ts';

const account = '111111111111';
const [a, b, c] = ['a', 'b', 'c'].map((id) => `arn:aws:ec2:eu-west-1:${account}:volume/vol-${id}`) as [
  string,
  string,
  string,
];
const tags = { [a]: { backup: 'daily', team: 'shop' }, [b]: { backup: 'weekly' }, [c]: {} };
let fake: FakeAws;
let client: ResourceGroupsTaggingAPIClient;
beforeAll(async () => {
  fake = await startFakeAws(
    { accounts: { [account]: { regions: { 'eu-west-1': { tags } } } } },
    { pageSize: 1, emptyPages: true },
  );
  client = new ResourceGroupsTaggingAPIClient(clientFor(fake.url, account));
});
afterAll(() => fake.close());

test.for<[string, { Key: string; Values?: string[] }[], string[]]>([
  ['all that are or were tagged', [], [a, b, c]],
  ['those with a key', [{ Key: 'backup' }], [a, b]],
  ['those with one of the values', [{ Key: 'backup', Values: ['weekly', 'never'] }], [b]],
  ['those that pass all filters', [{ Key: 'backup' }, { Key: 'team' }], [a]],
  ['keys as they are spelt', [{ Key: 'Backup' }], []],
])('%s', async ([, TagFilters, expected]) => {
  const pages = paginateGetResources({ client }, { TagFilters });
  const found = await collect(pages, ({ ResourceTagMappingList }) => ResourceTagMappingList);
  expect(found.map(({ ResourceARN }) => ResourceARN)).toEqual(expected);
});

test('all tags of a resource, whatever was asked for', async () => {
  const pages = paginateGetResources({ client }, { TagFilters: [{ Key: 'team' }] });
  expect(await collect(pages, ({ ResourceTagMappingList }) => ResourceTagMappingList)).toEqual([
    {
      ResourceARN: a,
      Tags: [
        { Key: 'backup', Value: 'daily' },
        { Key: 'team', Value: 'shop' },
      ],
    },
  ]);
});

test.for([
  [{ ResourcesPerPage: 101 }, 'InvalidParameterException'],
  [{ TagFilters: [{ Key: '' }] }, 'InvalidParameterException'],
  [{ PaginationToken: 'stale' }, 'PaginationTokenExpiredException'],
] as const)('%o is refused', async ([input, name]) => {
  const command = new GetResourcesCommand(structuredClone(input) as object);
  await expect(client.send(command)).rejects.toMatchObject({ name });
});
