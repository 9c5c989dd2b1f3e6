import {
  DescribeKeyCommand,
  GetKeyPolicyCommand,
  KMSClient,
  ListGrantsCommand,
  paginateListAliases,
  paginateListGrants,
  paginateListKeys,
} from '@aws-sdk/client-kms';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { clientFor, collect } from './clients.ts';
import { policyText } from './seed.ts';
import { startFakeAws, type FakeAws } from './server.ts';
import { central, managedKey, ordersKey, outsider, region, smallSeed, workload } from './small-seed.ts';

const ordersArn = `arn:aws:kms:${region}:${workload}:key/${ordersKey}`;
let fake: FakeAws;
let kms: KMSClient;
beforeAll(async () => {
  fake = await startFakeAws(smallSeed, { pageSize: 1, emptyPages: true });
  kms = new KMSClient(clientFor(fake.url, workload));
});
afterAll(() => fake.close());

test('all keys, aliases and grants arrive, a page at a time', async () => {
  expect(await collect(paginateListKeys({ client: kms }, {}), ({ Keys }) => Keys)).toEqual([
    { KeyId: ordersKey, KeyArn: ordersArn },
    { KeyId: managedKey, KeyArn: `arn:aws:kms:${region}:${workload}:key/${managedKey}` },
  ]);
  const aliases = await collect(paginateListAliases({ client: kms }, {}), ({ Aliases }) => Aliases);
  expect(aliases.map(({ AliasName, TargetKeyId }) => [AliasName, TargetKeyId])).toEqual([
    ['alias/orders', ordersKey],
    ['alias/orders-old', ordersKey],
    ['alias/aws/ebs', managedKey],
    ['alias/aws/fsx', undefined],
  ]);
  const grants = await collect(paginateListGrants({ client: kms }, { KeyId: ordersArn }), ({ Grants }) => Grants);
  expect(grants.map(({ GrantId, KeyId }) => [GrantId, KeyId])).toEqual([
    ['grant-1', ordersArn],
    ['grant-2', ordersArn],
  ]);
});

test('a policy comes back as the text that was put', async () => {
  const of = async (KeyId: string) => (await kms.send(new GetKeyPolicyCommand({ KeyId }))).Policy;
  expect(await of(managedKey)).toBe('{ "Version": "2012-10-17",\n "Statement": [] }');
  expect(await of(ordersArn)).toBe(policyText(smallSeed.accounts[workload]!.regions[region]!.keys![0]!.policy));
});

test.for([ordersKey, ordersArn, 'alias/orders', `arn:aws:kms:${region}:${workload}:alias/orders`])(
  'a key is described by %s',
  async (KeyId) => {
    const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId }));
    expect(KeyMetadata).toMatchObject({ Arn: ordersArn, KeyState: 'Enabled', Enabled: true, KeyManager: 'CUSTOMER' });
    expect(KeyMetadata?.CreationDate).toEqual(new Date('2026-01-02T03:04:05Z'));
  },
);

test('metadata of the seed wins', async () => {
  const { KeyMetadata } = await kms.send(new DescribeKeyCommand({ KeyId: 'alias/aws/ebs' }));
  expect(KeyMetadata).toMatchObject({ KeyManager: 'AWS', KeyState: 'Disabled', Enabled: false });
});

test('another Region and another account hold keys of their own', async () => {
  const there = new KMSClient(clientFor(fake.url, workload, 'us-east-1'));
  const { KeyMetadata } = await there.send(new DescribeKeyCommand({ KeyId: ordersKey }));
  expect(KeyMetadata?.Arn).toBe(`arn:aws:kms:us-east-1:${workload}:key/${ordersKey}`);
  const elsewhere = new KMSClient(clientFor(fake.url, central));
  await expect(elsewhere.send(new DescribeKeyCommand({ KeyId: ordersKey }))).rejects.toThrow('does not exist');
});

test('an account that the key policy names may describe the key and list its grants, but not read its policy', async () => {
  const elsewhere = new KMSClient(clientFor(fake.url, central));
  expect((await elsewhere.send(new DescribeKeyCommand({ KeyId: ordersArn }))).KeyMetadata?.AWSAccountId).toBe(workload);
  const grants = await collect(paginateListGrants({ client: elsewhere }, { KeyId: ordersArn }), ({ Grants }) => Grants);
  expect(grants).toHaveLength(2);
  await expect(elsewhere.send(new GetKeyPolicyCommand({ KeyId: ordersArn }))).rejects.toMatchObject({
    name: 'AccessDeniedException',
  });
});

test.for([
  ['a key that does not exist', workload, ordersKey.replaceAll('1', '9'), 'NotFoundException'],
  ['an alias where only ids are taken', workload, 'alias/orders', 'NotFoundException'],
  ["another Region's ARN", workload, ordersArn.replace(region, 'us-east-1'), 'NotFoundException'],
  ['a broken ARN', workload, 'arn:aws:kms:nowhere', 'InvalidArnException'],
  ["another account's key", outsider, ordersArn, 'AccessDeniedException'],
] as const)('%s is refused', async ([, account, KeyId, name]) => {
  const client = new KMSClient(clientFor(fake.url, account));
  await expect(client.send(new ListGrantsCommand({ KeyId }))).rejects.toMatchObject({
    name,
    $metadata: { httpStatusCode: 400, attempts: 1 },
  });
});
