import { BackupClient, ListBackupVaultsCommand } from '@aws-sdk/client-backup';
import { DescribeRegionsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { GetRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { EncryptCommand, GetKeyPolicyCommand, KMSClient, ListKeysCommand } from '@aws-sdk/client-kms';
import { ListAccountsCommand, OrganizationsClient } from '@aws-sdk/client-organizations';
import { GetResourcesCommand, ResourceGroupsTaggingAPIClient } from '@aws-sdk/client-resource-groups-tagging-api';
import { GetCallerIdentityCommand, GetSessionTokenCommand, STSClient } from '@aws-sdk/client-sts';
import { expect, onTestFinished, test } from 'vitest';
import type { Credentials } from './callers.ts';
import type { ServiceName } from './call.ts';
import { clientFor } from './clients.ts';
import type { Fault, FaultKind } from './faults.ts';
import { largeSeed } from './large-seed.ts';
import { startFakeAws, type FakeAwsOptions } from './server.ts';
import { central, managedKey, ordersKey, region, smallSeed, workload } from './small-seed.ts';

async function fakeAws(options: FakeAwsOptions) {
  const fake = await startFakeAws(smallSeed, options);
  onTestFinished(() => fake.close());
  return fake;
}

interface Config {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: Credentials;
  readonly maxAttempts?: number;
}

/** One call that succeeds, for each service. */
const calls: Readonly<Record<ServiceName, (config: Config) => Promise<unknown>>> = {
  kms: (config) => new KMSClient(config).send(new ListKeysCommand({})),
  backup: (config) => new BackupClient(config).send(new ListBackupVaultsCommand({})),
  iam: (config) => new IAMClient(config).send(new GetRoleCommand({ RoleName: 'reader' })),
  sts: (config) => new STSClient(config).send(new GetCallerIdentityCommand({})),
  organizations: (config) => new OrganizationsClient(config).send(new ListAccountsCommand({})),
  ec2: (config) => new EC2Client(config).send(new DescribeRegionsCommand({})),
  tagging: (config) => new ResourceGroupsTaggingAPIClient(config).send(new GetResourcesCommand({})),
};
const accountFor = (service: ServiceName): string => (service === 'organizations' ? central : workload);

const errors: readonly (readonly [FaultKind, ServiceName, string, number])[] = [
  ['throttle', 'kms', 'ThrottlingException', 400],
  ['throttle', 'backup', 'ThrottlingException', 400],
  ['throttle', 'iam', 'Throttling', 400],
  ['throttle', 'sts', 'Throttling', 400],
  ['throttle', 'organizations', 'TooManyRequestsException', 400],
  ['throttle', 'ec2', 'RequestLimitExceeded', 503],
  ['throttle', 'tagging', 'ThrottledException', 400],
  ['server-error', 'kms', 'KMSInternalException', 500],
  ['server-error', 'backup', 'ServiceUnavailableException', 500],
  ['server-error', 'iam', 'ServiceFailureException', 500],
  ['server-error', 'sts', 'InternalFailure', 500],
  ['server-error', 'organizations', 'ServiceException', 500],
  ['server-error', 'ec2', 'InternalError', 500],
  ['server-error', 'tagging', 'InternalServiceException', 500],
  ['access-denied', 'kms', 'AccessDeniedException', 400],
  ['access-denied', 'backup', 'AccessDeniedException', 403],
  ['access-denied', 'iam', 'AccessDenied', 403],
  ['access-denied', 'sts', 'AccessDenied', 403],
  ['access-denied', 'organizations', 'AccessDeniedException', 400],
  ['access-denied', 'ec2', 'UnauthorizedOperation', 403],
  ['access-denied', 'tagging', 'AccessDeniedException', 400],
  ['expired-token', 'kms', 'ExpiredTokenException', 400],
  ['expired-token', 'iam', 'ExpiredToken', 403],
];

test.for(errors)('%s of %s is %s with status %i', async ([kind, service, name, httpStatusCode]) => {
  const { url } = await fakeAws({ faults: [{ kind, service }] });
  const call = calls[service]({ ...clientFor(url, accountFor(service)), maxAttempts: 1 });
  await expect(call).rejects.toMatchObject({ name, $metadata: { httpStatusCode } });
});

test.for(Object.keys(calls) as ServiceName[])('%s works again after what passes', async (service) => {
  const faults: Fault[] = (['throttle', 'server-error', 'reset'] as const).map((kind) => ({ kind, times: 1 }));
  const { url, requests } = await fakeAws({ faults });
  await calls[service]({ ...clientFor(url, accountFor(service)), maxAttempts: 5 });
  expect(requests.summary().total).toBe(4);
  expect(Object.keys(requests.summary().outcomes)).toEqual(expect.arrayContaining(['ok', 'reset']));
});

test('a reset connection is one to the client', async () => {
  const { url } = await fakeAws({ faults: [{ kind: 'reset' }] });
  const call = calls.kms({ ...clientFor(url, workload), maxAttempts: 1 });
  await expect(call).rejects.toMatchObject({ code: 'ECONNRESET' });
});

test.for<readonly [string, Fault, boolean]>([
  ['its operation', { kind: 'access-denied', operation: 'GetKeyPolicy' }, true],
  ['another operation', { kind: 'access-denied', operation: 'ListKeys' }, false],
  ['its account', { kind: 'access-denied', account: workload }, true],
  ['another account', { kind: 'access-denied', account: central }, false],
  ['its Region', { kind: 'access-denied', region }, true],
  ['another Region', { kind: 'access-denied', region: 'us-east-1' }, false],
  ['its key', { kind: 'access-denied', containing: ordersKey }, true],
  ['another key', { kind: 'access-denied', containing: managedKey }, false],
])('a fault for %s', async ([, fault, struck]) => {
  const { url } = await fakeAws({ faults: [fault] });
  const kms = new KMSClient(clientFor(url, workload));
  const outcome = await kms.send(new GetKeyPolicyCommand({ KeyId: ordersKey })).then(
    () => 'ok',
    (error: Error) => error.name,
  );
  expect(outcome).toBe(struck ? 'AccessDeniedException' : 'ok');
});

test('a rate strikes the same calls in every run, whatever their order', async () => {
  const run = async (order: 1 | -1): Promise<readonly string[]> => {
    const seed = largeSeed({ keys: 200, accounts: 1, regions: 1 });
    const [account = ''] = Object.keys(seed.accounts);
    const fake = await startFakeAws(seed, { faults: [{ kind: 'throttle', rate: 0.3 }], randomSeed: 7 });
    onTestFinished(() => fake.close());
    const kms = new KMSClient({ ...clientFor(fake.url, account), maxAttempts: 1 });
    const ids = seed.accounts[account]!.regions['eu-west-1']!.keys!.map(({ id }) => id).sort();
    const struck: string[] = [];
    const read = (KeyId: string) => kms.send(new GetKeyPolicyCommand({ KeyId })).catch(() => struck.push(KeyId));
    await Promise.all((order === 1 ? ids : ids.toReversed()).map(read));
    return struck.sort();
  };
  const first = await run(1);
  expect(first.length).toBeGreaterThan(30);
  expect(first.length).toBeLessThan(90);
  expect(await run(-1)).toEqual(first);
});

test('an operation the fake does not have is unknown, in each protocol', async () => {
  const { url } = await fakeAws({});
  const config = clientFor(url, workload);
  const encrypt = new EncryptCommand({ KeyId: ordersKey, Plaintext: new Uint8Array(1) });
  await expect(new KMSClient(config).send(encrypt)).rejects.toMatchObject({ name: 'UnknownOperationException' });
  const session = new GetSessionTokenCommand({});
  await expect(new STSClient(config).send(session)).rejects.toMatchObject({ name: 'InvalidAction' });
});

test.for(Object.entries({ kms: 'UnrecognizedClientException', iam: 'InvalidClientTokenId', ec2: 'AuthFailure' }))(
  'credentials of nobody, to %s: %s',
  async ([service, name]) => {
    const { url } = await fakeAws({});
    const nobody = calls[service as ServiceName](clientFor(url, '999999999999'));
    await expect(nobody).rejects.toMatchObject({ name });
  },
);

test('a Region that is not opted in does not know the account', async () => {
  const { url } = await fakeAws({});
  const call = calls.kms(clientFor(url, workload, 'me-south-1'));
  await expect(call).rejects.toMatchObject({ name: 'UnrecognizedClientException' });
});

test('a client that gives up leaves the fake as it was', async () => {
  const { url, requests } = await fakeAws({ latencyMs: 50 });
  const kms = new KMSClient(clientFor(url, workload));
  const abortController = new AbortController();
  const call = kms.send(new ListKeysCommand({}), { abortSignal: abortController.signal });
  setTimeout(() => abortController.abort(), 10);
  await expect(call).rejects.toMatchObject({ name: 'AbortError' });
  await kms.send(new ListKeysCommand({}));
  expect(requests.all().at(-1)?.outcome).toBe('ok');
});

test('requests are counted, and the most at one time, by account and service', async () => {
  const { url, requests } = await fakeAws({ latencyMs: 50 });
  const started = performance.now();
  await Promise.all([1, 2, 3].map(() => calls.kms(clientFor(url, workload))));
  await calls.kms(clientFor(url, central));
  expect(performance.now() - started).toBeGreaterThanOrEqual(95);
  expect(requests.summary()).toEqual({
    total: 4,
    operations: { 'kms:ListKeys': 4 },
    outcomes: { ok: 4 },
    peaks: { [`${workload} kms`]: 3, [`${central} kms`]: 1 },
  });
  expect(requests.all()[0]).toEqual({
    account: workload,
    region,
    service: 'kms',
    operation: 'ListKeys',
    outcome: 'ok',
  });
});
