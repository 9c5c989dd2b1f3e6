import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/estate/deployment.ts';
import type { Key } from '../../src/estate/model.ts';
import { derivePaths } from '../../src/paths/derive.ts';
import type { DerivedPaths } from '../../src/paths/types.ts';
import {
  bareKey,
  central,
  estate,
  key,
  keyPolicy,
  linkedRoleArn,
  region,
  roleArn,
  rootStatement,
  stranger,
  website,
  workload,
} from './estates.ts';

const derive = (keys: readonly Key[], deployment: Partial<Deployment> = {}): DerivedPaths =>
  derivePaths(estate({ keys }), [{ ...website, ...deployment }], 'guidance');

const principalsOf = ({ keyUses }: DerivedPaths): string[] => keyUses.map(({ principal }) => principal.arn);

describe('a bare key policy', () => {
  test('is judged as the key of a resource that is not fully managed and copied cross-account', () => {
    const derived = derive([bareKey('policy.json')]);
    expect(derived.paths).toMatchObject([
      {
        id: 'p1',
        deployment: { name: 'website' },
        resource: '*',
        resourceType: '*',
        typeId: '*',
        fullyManaged: false,
        legs: [
          { kind: 'backup', from: '*', to: 'a backup vault of account 111122223333', obstacles: [] },
          { kind: 'cross-account-copy', to: 'the central account 444455556666', obstacles: [] },
        ],
        notConsidered: [],
      },
    ]);
    expect(derived.paths[0]?.assumption).toContain('ec2, rds, fsx and storagegateway');
    expect(principalsOf(derived)).toEqual([roleArn, linkedRoleArn]);
    expect(derived.missing).toEqual([]);
    expect(derived.notJudged).toEqual([]);
  });

  test('asks both principals for both statements of the guidance', () => {
    const [role, linkedRole] = derive([bareKey('policy.json')]).keyUses;
    const actions = role?.requirement.actions.map(({ action }) => action.slice('kms:'.length));
    expect(actions?.join(' ')).toBe(
      'DescribeKey Encrypt Decrypt ReEncryptFrom ReEncryptTo GenerateDataKey GenerateDataKeyWithoutPlaintext CreateGrant ListGrants RevokeGrant',
    );
    expect(linkedRole?.requirement.actions).toEqual(role?.requirement.actions);
    expect(role?.requirement.keyPolicyMustAdmit).toBe(true);
  });

  test('is tried with each service that may call for it', () => {
    const [role] = derive([bareKey('policy.json', { region })]).keyUses;
    expect(role?.contexts('kms:Decrypt').map(({ name }) => name)).toEqual([
      'kms:ViaService ec2.eu-west-2.amazonaws.com',
      'kms:ViaService rds.eu-west-2.amazonaws.com',
      'kms:ViaService fsx.eu-west-2.amazonaws.com',
      'kms:ViaService storagegateway.eu-west-2.amazonaws.com',
    ]);
  });
});

const accounts: readonly {
  what: string;
  key: Partial<Key>;
  deployment: Partial<Deployment>;
  account: string | undefined;
}[] = [
  { what: "the key's ARN", key: { account: stranger }, deployment: {}, account: stranger },
  { what: "the policy's root principal", key: {}, deployment: {}, account: workload },
  {
    what: 'a root principal written as an account id',
    key: { policy: keyPolicy({ Effect: 'Allow', Principal: { AWS: stranger }, Action: 'kms:*', Resource: '*' }) },
    deployment: {},
    account: stranger,
  },
  {
    what: 'the root principal that may do everything, before one that may not',
    key: {
      policy: keyPolicy(
        { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${stranger}:root` }, Action: 'kms:Decrypt', Resource: '*' },
        rootStatement(workload),
      ),
    },
    deployment: {},
    account: workload,
  },
  {
    what: 'the other root principal where one is the central account',
    key: { policy: keyPolicy(rootStatement(central), rootStatement(workload)) },
    deployment: {},
    account: workload,
  },
  {
    what: "the backup role's ARN where only the central account's root is named",
    key: { policy: keyPolicy(rootStatement(central)) },
    deployment: { backupRole: roleArn },
    account: workload,
  },
  {
    what: 'the configured workload account where the policy names another',
    key: { policy: keyPolicy(rootStatement(stranger)) },
    deployment: { workloadAccounts: [workload] },
    account: workload,
  },
  {
    what: 'the configured workload account that the policy names, of several',
    key: { policy: keyPolicy(rootStatement(stranger)) },
    deployment: { workloadAccounts: [workload, stranger] },
    account: stranger,
  },
  {
    what: "a root principal in a Deny statement: nobody's",
    key: { policy: keyPolicy({ Effect: 'Deny', Principal: { AWS: workload }, Action: 'kms:*', Resource: '*' }) },
    deployment: {},
    account: undefined,
  },
];

test.for(accounts)('the workload account comes from $what', ({ key, deployment, account }) => {
  const derived = derive([bareKey('policy.json', key)], deployment);
  const role = derived.keyUses.find(({ principal }) => principal.kind === 'backup-role');
  expect(role?.principal.account).toBe(account);
  expect(derived.missing.map(({ what }) => what)).toEqual(account === undefined ? ['workload-account'] : []);
});

const missing: readonly { what: string; deployment: Deployment; flags: readonly string[] }[] = [
  { what: 'nothing', deployment: website, flags: [] },
  {
    what: 'everything',
    deployment: { name: 'empty', partition: 'aws' },
    flags: ['--backup-role', '--central-account'],
  },
  { what: 'the role', deployment: { name: 'x', partition: 'aws', centralAccount: central }, flags: ['--backup-role'] },
  {
    what: 'the central account',
    deployment: { name: 'x', partition: 'aws', backupRole: 'b' },
    flags: ['--central-account'],
  },
];

test.for(missing)(
  'where the deployment lacks $what it is asked for, and the path is not allowed',
  ({ deployment, flags }) => {
    const derived = derivePaths(estate({ keys: [bareKey('b.json'), bareKey('a.json')] }), [deployment], 'guidance');
    expect(derived.missing.map(({ flag }) => flag)).toEqual(flags);
    expect(derived.missing.every(({ subject }) => subject === 'a.json')).toBe(true);
    const obstacles = derived.paths.flatMap(({ legs }) => legs.flatMap((leg) => leg.obstacles));
    expect(obstacles.some(({ code, outcome }) => code === 'deployment-unknown' && outcome === 'unknown')).toBe(
      flags.length > 0,
    );
  },
);

const roles: readonly { written: string; arn: string }[] = [
  { written: 'backup', arn: `arn:aws:iam::${workload}:role/backup` },
  { written: 'service-role/backup', arn: `arn:aws:iam::${workload}:role/service-role/backup` },
  { written: 'role/backup', arn: `arn:aws:iam::${workload}:role/backup` },
  { written: '/service-role/backup', arn: `arn:aws:iam::${workload}:role/service-role/backup` },
  { written: roleArn, arn: roleArn },
  { written: 'arn:aws:iam::$account:role/backup', arn: `arn:aws:iam::${workload}:role/backup` },
];

test.for(roles)('the backup role $written is $arn', ({ written, arn }) => {
  expect(principalsOf(derive([bareKey('policy.json')], { backupRole: written }))[0]).toBe(arn);
});

test('principals have the partition of the key', () => {
  const arn = 'arn:aws-us-gov:kms:us-gov-west-1:111122223333:key/1';
  const derived = derive([bareKey('policy.json', { arn, account: workload, region: 'us-gov-west-1' })]);
  expect(principalsOf(derived).map((principal) => principal.split(':')[1])).toEqual(['aws-us-gov', 'aws-us-gov']);
});

test('an AWS managed key is refused for the copy, and asked for nothing', () => {
  const derived = derive([bareKey('policy.json', { manager: 'AWS', aliases: ['alias/aws/ebs'] })]);
  expect(derived.keyUses).toEqual([]);
  expect(
    derived.paths[0]?.legs.map(({ obstacles }) => obstacles.map(({ code, outcome }) => `${code} ${outcome}`)),
  ).toEqual([[], ['aws-managed-key denied']]);
});

test('keys that only the estate shows are counted with the reason', () => {
  const unused = key('unused');
  const managed = key('managed', { manager: 'AWS', aliases: ['alias/aws/rds'] });
  expect(derive([unused, managed]).notJudged).toEqual([
    { key: unused, why: 'no resource, vault or plan in sight uses it' },
    { key: managed, why: 'it is an AWS managed key, whose policy cannot be changed' },
  ]);
});

describe('resource types from the config', () => {
  test('are judged one by one, and those that call alike share their uses', () => {
    const derived = derive([bareKey('policy.json', { resourceTypes: ['RDS', 'Aurora', 'EBS'] })]);
    expect(derived.paths.map(({ resource, typeId }) => `${resource} ${typeId}`)).toEqual([
      'Aurora aurora',
      'EBS ebs',
      'RDS rds-instance',
    ]);
    expect(derived.keyUses.map(({ purpose, principal }) => `${purpose}: ${principal.kind}`)).toEqual([
      'Aurora, RDS: backup-role',
      'Aurora, RDS: service-linked-role',
      'EBS: backup-role',
      'EBS: service-linked-role',
    ]);
  });

  test('that are fully managed ask only the role, and only to read', () => {
    const derived = derive([bareKey('policy.json', { resourceTypes: ['S3'] })]);
    expect(derived.paths[0]?.legs.map(({ kind }) => kind)).toEqual(['backup']);
    expect(
      derived.keyUses.map(({ principal, requirement }) => [
        principal.kind,
        requirement.actions.map(({ action }) => action),
      ]),
    ).toEqual([['backup-role', ['kms:DescribeKey', 'kms:Decrypt']]]);
  });

  test('that AWS Backup does not know are no types', () => {
    expect(derive([bareKey('policy.json', { resourceTypes: ['Lambda'] })]).paths[0]?.resourceType).toBe('*');
  });
});

test('ten thousand keys of one account share their request contexts', () => {
  const keys = Array.from({ length: 10_000 }, (_, index) =>
    bareKey('policies.json', {
      subject: `policies.json#/${index}`,
      origin: { kind: 'file', file: 'policies.json', pointer: `/${index}` },
    }),
  );
  const derived = derive(keys);
  expect(derived.paths.at(-1)?.encryption).toEqual([{ kind: 'key', key: keys.at(-1) }]);
  expect(new Set(derived.keyUses.map(({ contexts }) => contexts)).size).toBe(2);
});
