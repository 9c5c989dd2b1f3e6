import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/estate/deployment.ts';
import type { Key, Role } from '../../src/estate/model.ts';
import type { ContextValue } from '../../src/iam/types.ts';
import { requestContext } from '../../src/paths/context.ts';
import { derivePaths } from '../../src/paths/derive.ts';
import type { KeyUse } from '../../src/paths/types.ts';
import {
  bareKey,
  central,
  estate,
  keyPolicy,
  linkedRoleArn,
  policy,
  region,
  role,
  roleArn,
  rootStatement,
  website,
  workload,
} from './estates.ts';

interface Setting {
  readonly principal?: KeyUse['principal']['kind'];
  readonly deployment?: Partial<Deployment>;
  readonly key?: Partial<Key>;
  readonly role?: Partial<Role>;
}

/** The value of a context key, for one action on a key that protects an EBS volume unless told otherwise. */
function valueOf(action: string, name: string, setting: Setting = {}): ContextValue | undefined {
  const key = bareKey('policy.json', { region, resourceTypes: ['EBS'], ...setting.key });
  const roles = setting.role === undefined ? [] : [role(setting.role)];
  const { keyUses } = derivePaths(estate({ keys: [key], roles }), [{ ...website, ...setting.deployment }], 'guidance');
  const use = keyUses.find(({ principal }) => principal.kind === (setting.principal ?? 'backup-role'));
  return use?.contexts(action)[0]?.context(name);
}

/** `=a,b` known, `>=a` at least, `a|-` one of, `-` absent, `!` present, `?` unknown. */
function short(value: ContextValue | undefined): string {
  switch (value?.state) {
    case 'known':
      return `=${value.values.join(',')}`;
    case 'at-least':
      return `>=${value.values.join(',')}`;
    case 'one-of':
      return value.cases.map((values) => values?.join(',') ?? '-').join('|');
    case 'absent':
      return '-';
    case 'present':
      return '!';
    default:
      return value === undefined ? 'no use' : '?';
  }
}

const linked: Setting = { principal: 'service-linked-role' };
const organization = { id: 'o-a1b2c3d4e5', paths: { [workload]: 'o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/' } };
const inOrg: Setting = { deployment: { organization } };
const decrypt = 'kms:Decrypt';
const createGrant = 'kms:CreateGrant';
const describeKey = 'kms:DescribeKey';

const globalKeys: readonly (readonly [action: string, key: string, value: string, setting?: Setting])[] = [
  [decrypt, 'aws:principalarn', `=${roleArn}`],
  [decrypt, 'aws:principalarn', `=${linkedRoleArn}`, linked],
  [decrypt, 'aws:principalaccount', `=${workload}`],
  [decrypt, 'aws:principalaccount', `=${central}`, linked],
  [decrypt, 'aws:resourceaccount', `=${workload}`, linked],
  [decrypt, 'aws:principaltype', '=AssumedRole'],
  [decrypt, 'aws:principalisawsservice', '=false', linked],
  [decrypt, 'aws:principalservicename', '-'],
  [decrypt, 'aws:sourceaccount', '-'],
  [decrypt, 'aws:sourcearn', '-', linked],
  [decrypt, 'aws:sourcevpce', '-'],
  [decrypt, 'aws:sourceip', '?'],
  [decrypt, 'aws:securetransport', '=true'],
  [decrypt, 'aws:multifactorauthpresent', '=false'],
  [decrypt, 'aws:multifactorauthage', '-'],
  [decrypt, 'aws:currenttime', '!'],
  [decrypt, 'aws:userid', '!'],
  [decrypt, 'aws:username', '-'],
  [decrypt, 'aws:requestedregion', `=${region}`],
  [decrypt, 'aws:viaawsservice', '=true'],
  [describeKey, 'aws:viaawsservice', 'true|false'],
  [decrypt, 'aws:calledvia', '?'],
  [decrypt, 'aws:principalorgid', '?'],
  [decrypt, 'aws:principalorgid', '=o-a1b2c3d4e5', inOrg],
  [decrypt, 'aws:principalorgid', '=o-a1b2c3d4e5', { ...inOrg, ...linked }],
  [decrypt, 'aws:resourceorgid', '=o-a1b2c3d4e5', inOrg],
  [decrypt, 'aws:principalorgpaths', '=o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/', inOrg],
  [decrypt, 'aws:principalorgpaths', '!', { ...inOrg, ...linked }],
  [decrypt, 'aws:resourceorgpaths', '=o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/', { ...inOrg, ...linked }],
  [decrypt, 'aws:principaltag/team', '?'],
  [decrypt, 'aws:principaltag/team', '?', { role: {} }],
  [decrypt, 'aws:principaltag/team', '-', { role: { tags: {} } }],
  [decrypt, 'aws:principaltag/team', '=backup', { role: { tags: { Team: 'backup' } } }],
  [decrypt, 'aws:principaltag/team', '?', { ...linked, role: { tags: { Team: 'backup' } } }],
  [decrypt, 'aws:requesttag/team', '-'],
  [decrypt, 'aws:resourcetag/team', '?'],
  [decrypt, 'aws:akeyfromnextyear', '?'],
  [decrypt, 's3:prefix', '-'],
  [decrypt, 'constructor', '-'],
  [decrypt, '__proto__', '-'],
];

test.for(globalKeys)('%s carries %s as %s', ([action, key, value, setting]) => {
  expect(short(valueOf(action, key, setting))).toBe(value);
});

const kmsKeys: readonly (readonly [action: string, key: string, value: string, setting?: Setting])[] = [
  [decrypt, 'kms:calleraccount', `=${workload}`],
  [createGrant, 'kms:calleraccount', `=${central}`, linked],
  [decrypt, 'kms:viaservice', '=ec2.eu-west-2.amazonaws.com'],
  [createGrant, 'kms:viaservice', '=ec2.eu-west-2.amazonaws.com', linked],
  [describeKey, 'kms:viaservice', 'ec2.eu-west-2.amazonaws.com|-'],
  [createGrant, 'kms:grantisforawsresource', '=true'],
  ['kms:ListGrants', 'kms:grantisforawsresource', '=true'],
  ['kms:RevokeGrant', 'kms:grantisforawsresource', '=true', linked],
  [decrypt, 'kms:grantisforawsresource', '-'],
  [describeKey, 'kms:grantisforawsresource', '-'],
  [createGrant, 'kms:grantoperations', '!'],
  ['kms:ListGrants', 'kms:grantoperations', '-'],
  ['kms:ReEncryptFrom', 'kms:encryptioncontextkeys', '>=aws:ebs:id'],
  [createGrant, 'kms:encryptioncontextkeys', '?'],
  [describeKey, 'kms:encryptioncontextkeys', '-'],
  ['kms:ListGrants', 'kms:encryptioncontextkeys', '-'],
  [decrypt, 'kms:encryptioncontext:aws:ebs:id', '!'],
  [decrypt, 'kms:encryptioncontext:app', '?'],
  [describeKey, 'kms:encryptioncontext:aws:ebs:id', '-'],
  [decrypt, 'kms:encryptionalgorithm', '=SYMMETRIC_DEFAULT'],
  [describeKey, 'kms:encryptionalgorithm', '-'],
  ['kms:ReEncryptTo', 'kms:reencryptonsamekey', '?'],
  [decrypt, 'kms:reencryptonsamekey', '-'],
  [decrypt, 'kms:keyspec', '!'],
  [decrypt, 'kms:keyspec', '=SYMMETRIC_DEFAULT', { key: { spec: 'SYMMETRIC_DEFAULT' } }],
  [decrypt, 'kms:keyusage', '=ENCRYPT_DECRYPT', { key: { usage: 'ENCRYPT_DECRYPT' } }],
  [decrypt, 'kms:keyorigin', '=EXTERNAL', { key: { keyOrigin: 'EXTERNAL' } }],
  [decrypt, 'kms:multiregion', 'true|false'],
  [decrypt, 'kms:multiregion', '=true', { key: { arn: `arn:aws:kms:${region}:${workload}:key/mrk-1` } }],
  [decrypt, 'kms:multiregion', '=false', { key: { arn: `arn:aws:kms:${region}:${workload}:key/1` } }],
  [decrypt, 'kms:multiregionkeytype', '-|PRIMARY|REPLICA'],
  [decrypt, 'kms:multiregionkeytype', '-', { key: { multiRegion: false } }],
  [decrypt, 'kms:multiregionkeytype', 'PRIMARY|REPLICA', { key: { multiRegion: true } }],
  [decrypt, 'kms:multiregionkeytype', '=REPLICA', { key: { multiRegion: true, multiRegionKeyType: 'REPLICA' } }],
  [decrypt, 'kms:requestalias', '?'],
  [createGrant, 'kms:requestalias', '-'],
  [decrypt, 'kms:macalgorithm', '-'],
  [decrypt, 'kms:bypasspolicylockoutsafetycheck', '-'],
];

test.for(kmsKeys)('%s carries %s as %s', ([action, key, value, setting]) => {
  expect(short(valueOf(action, key, setting))).toBe(value);
});

const services: readonly { type: string; action: string; via: string }[] = [
  { type: 'RDS', action: decrypt, via: '=rds.eu-west-2.amazonaws.com' },
  { type: 'Neptune', action: createGrant, via: '=rds.eu-west-2.amazonaws.com' },
  { type: 'DynamoDB', action: decrypt, via: '=dynamodb.eu-west-2.amazonaws.com' },
  { type: 'S3', action: decrypt, via: '=s3.eu-west-2.amazonaws.com' },
  { type: 'S3', action: describeKey, via: '=s3.eu-west-2.amazonaws.com' },
  { type: 'EFS', action: createGrant, via: '=elasticfilesystem.eu-west-2.amazonaws.com' },
  { type: 'FSx', action: createGrant, via: '=fsx.eu-west-2.amazonaws.com' },
  { type: 'DSQL', action: decrypt, via: '=dsql.eu-west-2.amazonaws.com' },
  {
    type: 'Storage Gateway',
    action: createGrant,
    via: 'storagegateway.eu-west-2.amazonaws.com|ec2.eu-west-2.amazonaws.com',
  },
  { type: 'Storage Gateway', action: 'kms:ReEncryptTo', via: '=ec2.eu-west-2.amazonaws.com' },
  { type: 'Timestream', action: createGrant, via: '?' },
];

test.for(services)('$action for $type arrives via $via', ({ type, action, via }) => {
  expect(short(valueOf(action, 'kms:viaservice', { key: { resourceTypes: [type] } }))).toBe(via);
});

describe("where the key's Region is not known", () => {
  const via = (...values: readonly string[]): Key['policy'] =>
    keyPolicy(rootStatement(workload), { Effect: 'Allow', Condition: { StringLike: { 'KMS:viaService': values } } });
  const cases: readonly { what: string; key: Partial<Key>; deployment?: Partial<Deployment>; value: string }[] = [
    {
      what: 'the configured one is taken',
      key: {},
      deployment: { regions: ['eu-west-1'] },
      value: '=ec2.eu-west-1.amazonaws.com',
    },
    {
      what: 'each of several configured ones is tried',
      key: {},
      deployment: { regions: ['eu-west-1', 'eu-west-2'] },
      value: 'ec2.eu-west-1.amazonaws.com|ec2.eu-west-2.amazonaws.com',
    },
    {
      what: 'one stands for all if the policy does not tell them apart',
      key: { policy: via('ec2.*.amazonaws.com') },
      value: '=ec2.us-east-1.amazonaws.com',
    },
    {
      what: 'a Region that the policy names is tried beside one that it does not',
      key: { policy: via('ec2.eu-west-2.amazonaws.com') },
      value: 'ec2.us-east-1.amazonaws.com|ec2.eu-west-2.amazonaws.com',
    },
    {
      what: 'a Region newer than the list is tried as well',
      key: { policy: via('ec2.eu-newland-9.amazonaws.com') },
      value: 'ec2.us-east-1.amazonaws.com|ec2.eu-newland-9.amazonaws.com',
    },
    {
      what: 'a pattern of Regions is tried with one inside and one outside',
      key: { policy: via('ec2.eu-*.amazonaws.com') },
      value: 'ec2.us-east-1.amazonaws.com|ec2.eu-central-1.amazonaws.com',
    },
  ];

  test.for(cases)('$what', ({ key, deployment = {}, value }) => {
    const unplaced = bareKey('policy.json', { resourceTypes: ['EBS'], ...key });
    const { keyUses } = derivePaths(estate({ keys: [unplaced] }), [{ ...website, ...deployment }], 'guidance');
    expect(short(keyUses[0]?.contexts(decrypt)[0]?.context('kms:viaservice'))).toBe(value);
  });
});

test('aliases are shown where a policy of the role reads them', () => {
  const reading = {
    Statement: [{ Condition: { 'ForAnyValue:StringEquals': { 'kms:ResourceAliases': 'alias/app' } } }],
  };
  const key = { aliases: ['alias/app'] };
  expect(short(valueOf(decrypt, 'kms:resourcealiases', { key, role: {} }))).toBe('?');
  expect(short(valueOf(decrypt, 'kms:resourcealiases', { key, role: { identityPolicies: [policy(reading)] } }))).toBe(
    '>=alias/app',
  );
});

test('the Region of a vault that is not known is open', () => {
  const [use] = derivePaths(estate({ keys: [bareKey('policy.json')] }), [website], 'guidance').keyUses;
  const context = requestContext({
    principal: use!.principal,
    organization: undefined,
    target: { account: central, regions: [] },
    action: 'backup:CopyIntoBackupVault',
    caller: { service: '', via: undefined, contextKeys: undefined },
  });
  expect(short(context('aws:requestedregion'))).toBe('!');
});

test('values that stand for Regions that nothing tells apart are told without a name', () => {
  const key = bareKey('policy.json', { resourceTypes: ['EBS'] });
  const [use] = derivePaths(estate({ keys: [key] }), [{ ...website, regions: [] }], 'guidance').keyUses;
  const [{ context } = { context: undefined }] = use?.contexts(describeKey) ?? [];
  expect(context?.('kms:viaservice')).toMatchObject({ said: ['ec2.<region>.amazonaws.com', 'no such key'] });
  expect(context?.('aws:requestedregion')).toMatchObject({ said: ['<region>'] });
});
