import { KMSClient, paginateListKeys } from '@aws-sdk/client-kms';
import { expect, onTestFinished, test } from 'vitest';
import { clientFor, collect } from './clients.ts';
import { largeSeed } from './large-seed.ts';
import { startFakeAwsProcess } from './process.ts';

test('as a process of its own it serves a large seed and tells what it was asked', async () => {
  const seed = largeSeed({ keys: 250, accounts: 2, regions: 2 });
  const fake = await startFakeAwsProcess(seed, {
    faults: [{ kind: 'throttle', times: 1 }],
    pageSize: 100,
    emptyPages: true,
  });
  onTestFinished(fake.close);
  const [account = ''] = Object.keys(seed.accounts);
  const client = new KMSClient(clientFor(fake.url, account, 'eu-central-1'));
  const ids = await collect(paginateListKeys({ client }, {}), ({ Keys }) => Keys?.map(({ KeyId }) => KeyId));
  const truth = seed.accounts[account]!.regions['eu-central-1']!.keys!.map(({ id }) => id);
  expect(new Set(truth).size).toBe(250);
  expect(ids).toEqual(truth);
  expect(await fake.summary()).toMatchObject({ total: 5, outcomes: { ThrottlingException: 1, ok: 4 } });
});
