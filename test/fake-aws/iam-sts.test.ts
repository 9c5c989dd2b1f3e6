import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam';
import { AssumeRoleCommand, GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts';
import { fromTemporaryCredentials } from '@aws-sdk/credential-providers';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { credentialsFor } from './callers.ts';
import { clientFor, collect } from './clients.ts';
import { startFakeAws, type FakeAws } from './server.ts';
import { backupPolicy, central, outsider, smallSeed, workload } from './small-seed.ts';

const extraPolicy = `arn:aws:iam::${workload}:policy/team/extra`;
const readerRole = `arn:aws:iam::${workload}:role/reader`;
let fake: FakeAws;
let client: IAMClient;
beforeAll(async () => {
  fake = await startFakeAws(smallSeed, { pageSize: 1, emptyPages: true });
  client = new IAMClient(clientFor(fake.url, workload, 'us-east-1'));
});
afterAll(() => fake.close());

test('a role with trust and boundary', async () => {
  const { Role } = await client.send(new GetRoleCommand({ RoleName: 'backup' }));
  expect(Role).toMatchObject({
    Arn: `arn:aws:iam::${workload}:role/team/backup`,
    Path: '/team/',
    CreateDate: new Date('2026-01-02T03:04:05Z'),
    PermissionsBoundary: { PermissionsBoundaryArn: extraPolicy },
  });
  expect(JSON.parse(decodeURIComponent(Role!.AssumeRolePolicyDocument!))).toHaveProperty('Statement.0.Effect', 'Allow');
});

test('inline and attached policies, a page at a time', async () => {
  const RoleName = 'backup';
  const names = await collect(paginateListRolePolicies({ client }, { RoleName }), ({ PolicyNames }) => PolicyNames);
  expect(names).toEqual(['keys & more', 'other']);
  const inline = await client.send(new GetRolePolicyCommand({ RoleName, PolicyName: 'keys & more' }));
  expect(JSON.parse(decodeURIComponent(inline.PolicyDocument!))).toHaveProperty('Statement.0.Action', 'kms:*');
  const attached = paginateListAttachedRolePolicies({ client }, { RoleName });
  expect(await collect(attached, ({ AttachedPolicies }) => AttachedPolicies)).toEqual([
    { PolicyName: 'AWSBackupServiceRolePolicyForBackup', PolicyArn: backupPolicy },
    { PolicyName: 'extra', PolicyArn: extraPolicy },
  ]);
});

test.for([
  [backupPolicy, '/service-role/', 'v30'],
  [extraPolicy, '/team/', 'v1'],
])('the managed policy %s', async ([PolicyArn, Path, DefaultVersionId]) => {
  const { Policy } = await client.send(new GetPolicyCommand({ PolicyArn }));
  expect(Policy).toMatchObject({ Arn: PolicyArn, Path, DefaultVersionId });
  const version = await client.send(new GetPolicyVersionCommand({ PolicyArn, VersionId: DefaultVersionId }));
  expect(JSON.parse(decodeURIComponent(version.PolicyVersion!.Document!))).toHaveProperty(
    'Statement.0.Effect',
    'Allow',
  );
});

test.for([
  ['role', new GetRoleCommand({ RoleName: 'none' })],
  ['inline policy', new GetRolePolicyCommand({ RoleName: 'backup', PolicyName: 'none' })],
  ['managed policy', new GetPolicyCommand({ PolicyArn: `${extraPolicy}-none` })],
  ['version', new GetPolicyVersionCommand({ PolicyArn: extraPolicy, VersionId: 'v9' })],
] as const)('a missing %s is no such entity', async ([, command]) => {
  await expect(client.send(command as GetRoleCommand)).rejects.toMatchObject({
    name: 'NoSuchEntityException',
    $metadata: { httpStatusCode: 404, attempts: 1 },
  });
});

test('the caller is told apart by its credentials', async () => {
  const { Account, Arn } = await new STSClient(clientFor(fake.url, central)).send(new GetCallerIdentityCommand({}));
  expect({ Account, Arn }).toEqual({ Account: central, Arn: `arn:aws:iam::${central}:user/reader` });
});

test('an assumed role acts in its own account', async () => {
  const credentials = fromTemporaryCredentials({
    masterCredentials: credentialsFor(central),
    params: { RoleArn: readerRole, RoleSessionName: 'reading' },
    clientConfig: { endpoint: fake.url, region: 'eu-west-1' },
  });
  const assumed = { endpoint: fake.url, region: 'eu-west-1', credentials };
  const { Arn } = await new STSClient(assumed).send(new GetCallerIdentityCommand({}));
  expect(Arn).toBe(`arn:aws:sts::${workload}:assumed-role/reader/reading`);
  const { Role } = await new IAMClient(assumed).send(new GetRoleCommand({ RoleName: 'reader' }));
  expect(Role?.Arn).toBe(readerRole);
});

test.for([
  ['by an account it does not trust', outsider, readerRole],
  ['that does not exist', central, `${readerRole}-none`],
  ['of an account that does not exist', central, readerRole.replace(workload, '999999999999')],
] as const)('a role %s is not assumed', async ([, account, RoleArn]) => {
  const sts = new STSClient(clientFor(fake.url, account));
  await expect(sts.send(new AssumeRoleCommand({ RoleArn, RoleSessionName: 'reading' }))).rejects.toMatchObject({
    name: 'AccessDenied',
    $metadata: { httpStatusCode: 403 },
  });
});
