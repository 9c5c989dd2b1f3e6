import { expect, test } from 'vitest';
import { largeSeed } from '../fake-aws/large-seed.ts';
import { fakeAws, live } from './run-live.ts';

test('many calls at a time leave standard error to messages for people', async () => {
  const seed = largeSeed({ keys: 40, accounts: 1, regions: 1 });
  const [account = ''] = Object.keys(seed.accounts);
  const fake = await fakeAws(seed, { latencyMs: 20 });
  const env = { AWS_REGION: 'eu-west-1' };
  const { stderr } = await live(fake, ['--live', '--format', 'json', '--concurrency', '20'], { account, env });
  expect(stderr).toBe('');
  expect(fake.requests.summary().peaks[`${account} kms`]).toBeGreaterThan(10);
});
