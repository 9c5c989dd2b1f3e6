import { expect, test } from 'vitest';
import type { Deployment } from '../../src/estate/deployment.ts';
import type { Encryption, Estate, PlanRule, Resource, Vault } from '../../src/estate/model.ts';
import { derivePaths } from '../../src/paths/derive.ts';
import type { DerivedPaths } from '../../src/paths/types.ts';
import {
  at,
  central,
  centralVaultArn,
  copyTo,
  estate,
  key,
  plan,
  policy,
  region,
  resource,
  rule,
  selection,
  vault,
  website,
  workload,
} from './estates.ts';
import { renderPaths } from './render.ts';

const orders = `arn:aws:rds:${region}:${workload}:db:orders`;
const table = `arn:aws:dynamodb:${region}:${workload}:table/orders`;
const bucket = 'arn:aws:s3:::reports';
const cluster = `arn:aws:rds:${region}:${workload}:cluster:ledger`;
const otherVaultArn = `arn:aws:backup:${region}:${workload}:backup-vault:second`;
const airGappedArn = `arn:aws:backup:${region}:${workload}:backup-vault:locked`;

const withKey = (name: string): Encryption => ({ kind: 'key', key: key(name) });
const awsManaged = (alias: string): Encryption => ({ kind: 'aws-managed', alias });
const unencrypted: Encryption = { kind: 'unencrypted' };
const everything = selection(['*']);
const daily = rule('daily', { copyActions: [copyTo(centralVaultArn)] });
const website_ = vault('website', { encryption: withKey('vault') });
const centralVault = vault('central', {
  account: central,
  encryption: { kind: 'key', key: key('central', { account: central }) },
});

function derive(
  parts: Partial<Estate>,
  deployment: Partial<Deployment> = {},
  profile: 'guidance' | 'minimal' = 'guidance',
): DerivedPaths {
  return derivePaths(estate(parts), [{ ...website, ...deployment }], profile);
}

interface Scenario {
  readonly what: string;
  readonly resource: Resource;
  readonly rule?: PlanRule;
  readonly vaults?: readonly Vault[];
  readonly more?: Partial<Estate>;
  readonly legs: readonly string[];
}

const advanced = { optIn: { DynamoDB: true }, management: { DynamoDB: true }, origin: at('settings.json') };
const scenarios: readonly Scenario[] = [
  {
    what: 'an RDS instance copied to the central account asks both principals on its key',
    resource: resource('RDS', orders, { encryption: [withKey('orders')] }),
    legs: [
      'backup role:resource-key@orders',
      'cross-account-copy role:resource-key@orders linked(444):resource-key-central@orders',
    ],
  },
  {
    what: "a bucket asks the role on its key and the central account on the vault's key",
    resource: resource('S3', bucket, { encryption: [withKey('reports')] }),
    legs: ['backup role:resource-key-read@reports', 'cross-account-copy linked(444):source-vault-key-central@vault'],
  },
  {
    what: 'a bucket without KMS needs no key of its own',
    resource: resource('S3', bucket, { encryption: [{ kind: 'aws-owned' }] }),
    legs: ['backup', 'cross-account-copy linked(444):source-vault-key-central@vault'],
  },
  {
    what: 'a bucket in a vault on aws/backup opens no key',
    resource: resource('S3', bucket, { encryption: [withKey('reports')] }),
    vaults: [vault('website', { encryption: awsManaged('alias/aws/backup') })],
    legs: ['backup role:resource-key-read@reports', 'cross-account-copy'],
  },
  {
    what: 'a bucket in a vault that is not in sight may or may not be copied',
    resource: resource('S3', bucket, { encryption: [withKey('reports')] }),
    vaults: [],
    legs: ['backup role:resource-key-read@reports', 'cross-account-copy !vault-unknown=unknown'],
  },
  {
    what: 'an RDS instance on aws/rds cannot be copied to another account',
    resource: resource('RDS', orders, { encryption: [awsManaged('alias/aws/rds')] }),
    legs: ['backup', 'cross-account-copy !aws-managed-key=denied'],
  },
  {
    what: 'a table on aws/dynamodb with advanced features can',
    resource: resource('DynamoDB', table, { encryption: [awsManaged('alias/aws/dynamodb')] }),
    more: { regionSettings: [advanced] },
    legs: ['backup', 'cross-account-copy linked(444):source-vault-key-central@vault'],
  },
  {
    what: 'a table with advanced features is read by the role',
    resource: resource('DynamoDB', table, { encryption: [withKey('table')] }),
    more: { regionSettings: [advanced] },
    legs: ['backup role:resource-key-read@table', 'cross-account-copy linked(444):source-vault-key-central@vault'],
  },
  {
    what: 'a table without them cannot be copied, and nothing more is asked of the copy',
    resource: resource('DynamoDB', table, { encryption: [withKey('table')] }),
    more: { regionSettings: [{ ...advanced, management: { DynamoDB: false } }] },
    legs: [
      'backup role:resource-key@table !dynamodb-advanced-features=warning',
      'cross-account-copy !dynamodb-advanced-features=denied',
    ],
  },
  {
    what: 'a table whose opt-in is off has no advanced features either',
    resource: resource('DynamoDB', table, { encryption: [withKey('table')] }),
    more: { regionSettings: [{ ...advanced, optIn: { DynamoDB: false } }] },
    legs: [
      'backup role:resource-key@table !dynamodb-advanced-features=warning !resource-type-opt-in=warning',
      'cross-account-copy !dynamodb-advanced-features=denied',
    ],
  },
  {
    what: 'a table whose Region settings are not in sight may have them',
    resource: resource('DynamoDB', table, { encryption: [withKey('table')] }),
    legs: [
      'backup role:resource-key-read@table',
      'cross-account-copy linked(444):source-vault-key-central@vault !settings-unknown=unknown',
    ],
  },
  {
    what: 'settings of another Region tell nothing',
    resource: resource('DynamoDB', table, { encryption: [unencrypted] }),
    more: { regionSettings: [{ ...advanced, region: 'eu-west-1' }] },
    legs: ['backup', 'cross-account-copy linked(444):source-vault-key-central@vault !settings-unknown=unknown'],
  },
  {
    what: 'an unencrypted volume needs no key',
    resource: resource('EBS', `arn:aws:ec2:${region}:${workload}:volume/vol-1`, { encryption: [unencrypted] }),
    legs: ['backup', 'cross-account-copy'],
  },
  {
    what: 'an instance asks on the key of each volume',
    resource: resource('EC2', `arn:aws:ec2:${region}:${workload}:instance/i-1`, {
      encryption: [withKey('root'), withKey('data'), unencrypted],
    }),
    legs: [
      'backup role:resource-key@root role:resource-key@data',
      'cross-account-copy role:resource-key@root role:resource-key@data linked(444):resource-key-central@root linked(444):resource-key-central@data',
    ],
  },
  {
    what: 'one volume on aws/ebs is enough to keep an instance from being copied',
    resource: resource('EC2', `arn:aws:ec2:${region}:${workload}:instance/i-1`, {
      encryption: [withKey('root'), awsManaged('alias/aws/ebs')],
    }),
    legs: [
      'backup role:resource-key@root',
      'cross-account-copy role:resource-key@root linked(444):resource-key-central@root !aws-managed-key=denied',
    ],
  },
  {
    what: 'a resource whose key is not known is not allowed either',
    resource: resource('RDS', orders),
    legs: ['backup !key-unknown=unknown', 'cross-account-copy !key-unknown=unknown'],
  },
  {
    what: 'a VMware machine has no key of its own',
    resource: resource('VirtualMachine', `arn:aws:backup-gateway:${region}:${workload}:vm/vm-1`),
    legs: ['backup', 'cross-account-copy linked(444):source-vault-key-central@vault'],
  },
  {
    what: 'a Redshift cluster cannot be copied at all',
    resource: resource('Redshift', `arn:aws:redshift:${region}:${workload}:cluster:dwh`, {
      encryption: [withKey('dwh')],
    }),
    legs: ['backup role:resource-key@dwh', 'cross-account-copy !copy-unsupported=denied'],
  },
  {
    what: 'an RDS Multi-AZ cluster cannot be copied',
    resource: resource('RDS', cluster, { encryption: [withKey('ledger')] }),
    legs: ['backup role:resource-key@ledger', 'cross-account-copy !copy-unsupported=denied'],
  },
  {
    what: 'a CloudFormation stack is a case of its own: the pages disagree',
    resource: resource('CloudFormation', `arn:aws:cloudformation:${region}:${workload}:stack/app/1`),
    legs: ['backup', 'cross-account-copy linked(444):source-vault-key-central@vault !copy-unsupported=warning'],
  },
  {
    what: "a copy into another vault of the account asks the role on that vault's key",
    resource: resource('RDS', orders, { encryption: [withKey('orders')] }),
    rule: rule('daily', { copyActions: [copyTo(otherVaultArn)] }),
    vaults: [website_, vault('second', { encryption: withKey('second') })],
    legs: ['backup role:resource-key@orders', 'copy role:resource-key@orders role:copy-target-key@second'],
  },
  {
    what: "what a fully managed type needs on the target vault's key inside the account is not documented",
    resource: resource('S3', bucket, { encryption: [withKey('reports')] }),
    rule: rule('daily', { copyActions: [copyTo(otherVaultArn)] }),
    vaults: [website_, vault('second', { encryption: withKey('second') })],
    legs: ['backup role:resource-key-read@reports', 'copy'],
  },
  {
    what: 'a copy inside the account into a vault on aws/backup is a doubt',
    resource: resource('RDS', orders, { encryption: [withKey('orders')] }),
    rule: rule('daily', { copyActions: [copyTo(otherVaultArn)] }),
    vaults: [website_, vault('second', { encryption: awsManaged('alias/aws/backup') })],
    legs: ['backup role:resource-key@orders', 'copy role:resource-key@orders !vault-aws-managed-key=warning'],
  },
  {
    what: 'an RDS instance on aws/rds may be copied inside its account',
    resource: resource('RDS', orders, { encryption: [awsManaged('alias/aws/rds')] }),
    rule: rule('daily', { copyActions: [copyTo(otherVaultArn)] }),
    vaults: [website_, vault('second', { encryption: withKey('second') })],
    legs: ['backup', 'copy role:copy-target-key@second'],
  },
  {
    what: 'a type without copies has none inside the account either',
    resource: resource('FSx', `arn:aws:fsx:${region}:${workload}:volume/fs-1/fsvol-1`, {
      encryption: [withKey('ontap')],
    }),
    rule: rule('daily', { copyActions: [copyTo(otherVaultArn)] }),
    legs: ['backup role:resource-key@ontap', 'copy !copy-unsupported=denied'],
  },
  {
    what: "the central vault's key must admit the central account's role, and its policy the backup role",
    resource: resource('RDS', orders, { encryption: [withKey('orders')] }),
    vaults: [website_, { ...centralVault, accessPolicy: policy({ Statement: [] }) }],
    legs: [
      'backup role:resource-key@orders',
      'cross-account-copy role:resource-key@orders linked(444):resource-key-central@orders linked(444):destination-vault-key-central@central policy@central',
    ],
  },
  {
    what: 'a central vault that is known to have no policy is asked too',
    resource: resource('EBS', `arn:aws:ec2:${region}:${workload}:volume/vol-1`, { encryption: [unencrypted] }),
    vaults: [website_, vault('central', { account: central, accessPolicy: null })],
    legs: ['backup', 'cross-account-copy policy@central'],
  },
  {
    what: 'the vault Default takes no cross-account copies',
    resource: resource('EBS', `arn:aws:ec2:${region}:${workload}:volume/vol-1`, { encryption: [unencrypted] }),
    rule: rule('daily', { copyActions: [copyTo(`arn:aws:backup:${region}:${central}:backup-vault:Default`)] }),
    legs: ['backup', 'cross-account-copy !vault-default=denied'],
  },
  {
    what: 'a central vault on aws/backup takes no copies of types that are not fully managed',
    resource: resource('EBS', `arn:aws:ec2:${region}:${workload}:volume/vol-1`, { encryption: [unencrypted] }),
    vaults: [website_, vault('central', { account: central, encryption: awsManaged('alias/aws/backup') })],
    legs: ['backup', 'cross-account-copy !vault-aws-managed-key=denied'],
  },
  {
    what: 'for fully managed types that is a doubt',
    resource: resource('S3', bucket, { encryption: [{ kind: 'aws-owned' }] }),
    vaults: [website_, vault('central', { account: central, encryption: awsManaged('alias/aws/backup') })],
    legs: ['backup', 'cross-account-copy linked(444):source-vault-key-central@vault !vault-aws-managed-key=warning'],
  },
  {
    what: 'without cross-account backup in the organization nothing leaves the account',
    resource: resource('EBS', `arn:aws:ec2:${region}:${workload}:volume/vol-1`, { encryption: [unencrypted] }),
    more: { globalSettings: { crossAccountBackup: false, origin: at('global.json') } },
    legs: ['backup', 'cross-account-copy !cross-account-disabled=denied'],
  },
  {
    what: 'that setting does not touch copies inside the account',
    resource: resource('EBS', `arn:aws:ec2:${region}:${workload}:volume/vol-1`, { encryption: [unencrypted] }),
    rule: rule('daily', { copyActions: [copyTo(otherVaultArn)] }),
    more: { globalSettings: { crossAccountBackup: false, origin: at('global.json') } },
    legs: ['backup', 'copy'],
  },
  {
    what: 'another account and another Region in one action is disputed for the RDS family',
    resource: resource('RDS', orders, { encryption: [unencrypted] }),
    rule: rule('daily', { copyActions: [copyTo(`arn:aws:backup:eu-west-1:${central}:backup-vault:central`)] }),
    legs: ['backup', 'cross-account-copy !one-action-disputed=warning'],
  },
  {
    what: 'DocumentDB in an opt-in Region is not copied to another account',
    resource: resource('DocumentDB', `arn:aws:rds:ca-west-1:${workload}:cluster:docs`, {
      region: 'ca-west-1',
      encryption: [unencrypted],
    }),
    rule: rule('daily', { copyActions: [copyTo(`arn:aws:backup:ca-west-1:${central}:backup-vault:central`)] }),
    more: { plans: [] },
    legs: ['backup', 'cross-account-copy !copy-unsupported=denied'],
  },
];

test.for(scenarios)('$what', ({ resource, rule = daily, vaults = [website_], more = {}, legs }) => {
  const plans = [plan([rule], [everything], { ...(resource.region !== undefined && { region: resource.region }) })];
  const derived = derive({ resources: [resource], vaults, ...more, plans });
  expect(renderPaths(derived).slice(1)).toEqual(legs.map((leg) => `  ${leg}`));
  expect(derived.paths[0]).toMatchObject({
    id: 'p1',
    plan: { name: 'GFS-7-28-90' },
    rule: { name: 'daily' },
    resource: resource.arn,
  });
});

const locked = vault('locked', { type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', encryption: { kind: 'aws-owned' } });
const lockedWithKey = { ...locked, encryption: withKey('locked') };
const intoLocked = rule('daily', { copyActions: [copyTo(airGappedArn)] });
const straightIntoLocked = rule('daily', { targetAirGappedVaultArn: airGappedArn });
const aurora = (...encryption: readonly Encryption[]): Resource => resource('Aurora', cluster, { encryption });

const airGapped: readonly {
  what: string;
  resource: Resource;
  rule: PlanRule;
  vaults: readonly Vault[];
  leg: string;
}[] = [
  {
    what: "a copy into an air-gapped vault on AWS's key asks the role on the resource's key alone",
    resource: aurora(withKey('ledger')),
    rule: intoLocked,
    vaults: [website_, locked],
    leg: 'air-gapped-copy role:resource-key@ledger',
  },
  {
    what: 'one with a customer managed key asks the role on both keys',
    resource: aurora(withKey('ledger')),
    rule: intoLocked,
    vaults: [website_, lockedWithKey],
    leg: 'air-gapped-copy role:resource-key@ledger role:air-gapped-vault-key@locked role:air-gapped-source-key@ledger',
  },
  {
    what: "for a fully managed type the source key is the vault's",
    resource: resource('S3', bucket, { encryption: [{ kind: 'aws-owned' }] }),
    rule: intoLocked,
    vaults: [website_, lockedWithKey],
    leg: 'air-gapped-copy role:air-gapped-vault-key@locked role:air-gapped-source-key@vault',
  },
  {
    what: "a rule that writes there itself never has it under the normal vault's key",
    resource: resource('S3', bucket, { encryption: [{ kind: 'aws-owned' }] }),
    rule: straightIntoLocked,
    vaults: [website_, lockedWithKey],
    leg: 'air-gapped-copy role:air-gapped-vault-key@locked',
  },
  {
    what: 'a rule may name an air-gapped vault that is not in sight',
    resource: aurora(withKey('ledger')),
    rule: straightIntoLocked,
    vaults: [website_],
    leg: 'air-gapped-copy role:resource-key@ledger',
  },
  {
    what: 'an unencrypted Aurora cluster does not go there',
    resource: aurora(unencrypted),
    rule: intoLocked,
    vaults: [website_, locked],
    leg: 'air-gapped-copy !unencrypted-air-gapped=denied',
  },
  {
    what: 'nor does one on aws/rds',
    resource: aurora(awsManaged('alias/aws/rds')),
    rule: intoLocked,
    vaults: [website_, locked],
    leg: 'air-gapped-copy !aws-managed-key=denied',
  },
  {
    what: 'RDS instances are not supported there',
    resource: resource('RDS', orders, { encryption: [withKey('orders')] }),
    rule: intoLocked,
    vaults: [website_, lockedWithKey],
    leg: 'air-gapped-copy !air-gapped-unsupported=denied',
  },
  {
    what: 'for FSx for OpenZFS the pages disagree',
    resource: resource('FSx', `arn:aws:fsx:${region}:${workload}:file-system/fs-1`, {
      variant: 'fsx-openzfs',
      encryption: [unencrypted],
    }),
    rule: intoLocked,
    vaults: [website_, locked],
    leg: 'air-gapped-copy !air-gapped-unsupported=warning',
  },
  {
    what: 'a table without advanced features does not go there',
    resource: resource('DynamoDB', table, { variant: 'dynamodb-basic', encryption: [unencrypted] }),
    rule: intoLocked,
    vaults: [website_, locked],
    leg: 'air-gapped-copy !dynamodb-advanced-features=denied',
  },
  {
    what: 'an air-gapped vault of the central account asks its role on the source key as well',
    resource: aurora(withKey('ledger')),
    rule: rule('daily', { copyActions: [copyTo(`arn:aws:backup:${region}:${central}:backup-vault:locked`)] }),
    vaults: [
      website_,
      vault('locked', {
        account: central,
        type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
        encryption: { kind: 'aws-owned' },
      }),
    ],
    leg: 'air-gapped-copy role:resource-key@ledger linked(444):resource-key-central@ledger',
  },
];

test.for(airGapped)('$what', ({ resource, rule, vaults, leg }) => {
  const derived = derive({ resources: [resource], vaults, plans: [plan([rule], [everything])] });
  expect(renderPaths(derived).slice(2)).toEqual([`  ${leg}`]);
});
