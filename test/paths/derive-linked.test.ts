import { describe, expect, test } from 'vitest';
import type { Deployment } from '../../src/estate/deployment.ts';
import type { Encryption, Estate, Key } from '../../src/estate/model.ts';
import { derivePaths } from '../../src/paths/derive.ts';
import type { DerivedPaths } from '../../src/paths/types.ts';
import {
  account,
  at,
  bareKey,
  central,
  centralVaultArn,
  copyTo,
  estate,
  key,
  keyPolicy,
  linkedRoleArn,
  plan,
  policy,
  region,
  resource,
  role,
  roleArn,
  rootStatement,
  rule,
  selection,
  stranger,
  vault,
  website,
  workload,
} from './estates.ts';
import { renderPaths } from './render.ts';

const daily = rule('daily', { copyActions: [copyTo(centralVaultArn)] });
const weekly = rule('weekly', { copyActions: [copyTo(centralVaultArn)] });
const rdsInstances = 'arn:aws:rds:*:*:db:*';
const clusters = 'arn:aws:rds:*:*:cluster:*';
const buckets = 'arn:aws:s3:::*';
const orders = `arn:aws:rds:${region}:${workload}:db:orders`;
const of = (key: Key): Encryption => ({ kind: 'key', key });

function derive(parts: Partial<Estate>, ...deployments: readonly Partial<Deployment>[]): DerivedPaths {
  const given = deployments.length === 0 ? [{}] : deployments;
  return derivePaths(
    estate(parts),
    given.map((deployment) => ({ ...website, ...deployment })),
    'guidance',
  );
}

describe('a bare key policy beside plans', () => {
  test('is judged for the type that the selection names, under every rule', () => {
    const derived = derive({
      keys: [bareKey('policies/rds.json')],
      plans: [plan([daily, weekly], [selection([rdsInstances])])],
      vaults: [vault('website')],
    });
    expect(renderPaths(derived)).toEqual([
      'p1 rds-instance RDS (GFS-7-28-90/daily)',
      '  backup role:resource-key@rds.json',
      '  cross-account-copy role:resource-key@rds.json linked(444):resource-key-central@rds.json',
      'p2 rds-instance RDS (GFS-7-28-90/weekly)',
      '  backup role:resource-key@rds.json',
      '  cross-account-copy role:resource-key@rds.json linked(444):resource-key-central@rds.json',
    ]);
    expect(derived.keyUses).toHaveLength(2);
  });

  test('needs neither role nor central account from the config: plan, selection and vault ARN tell them', () => {
    const derived = derive({ keys: [bareKey('rds.json')], plans: [plan([daily], [selection([rdsInstances])])] }, {
      name: 'empty',
      backupRole: undefined,
      centralAccount: undefined,
    } as unknown as Partial<Deployment>);
    expect(derived.keyUses.map(({ principal }) => principal.arn)).toEqual([roleArn, linkedRoleArn]);
    expect(derived.missing).toEqual([]);
  });

  test('is judged for the types that the config maps, not for others', () => {
    const derived = derive({
      keys: [bareKey('rds.json', { resourceTypes: ['RDS'] }), bareKey('s3.json', { resourceTypes: ['S3'] })],
      plans: [plan([daily], [selection([rdsInstances, buckets])])],
      vaults: [vault('website', { encryption: of(key('vault')) })],
    });
    expect(renderPaths(derived)).toEqual([
      'p1 rds-instance RDS (GFS-7-28-90/daily)',
      '  backup role:resource-key@rds.json',
      '  cross-account-copy role:resource-key@rds.json linked(444):resource-key-central@rds.json',
      'p2 s3 S3 (GFS-7-28-90/daily)',
      '  backup role:resource-key-read@s3.json',
      '  cross-account-copy linked(444):source-vault-key-central@vault',
    ]);
  });

  test('with mapped types is judged under a plan that selects by tag', () => {
    const byTag = selection([], { listOfTags: [{ key: 'backup', value: 'yes' }] });
    const derived = derive({
      keys: [bareKey('rds.json', { resourceTypes: ['RDS'] })],
      plans: [plan([daily], [byTag])],
    });
    expect(renderPaths(derived)[0]).toBe('p1 rds-instance RDS (GFS-7-28-90/daily)');
  });

  test('is judged once as what it may be where the plan names no types', () => {
    const byTag = selection([], { listOfTags: [{ key: 'backup', value: 'yes' }] });
    const derived = derive({ keys: [bareKey('key.json')], plans: [plan([rule('local'), daily, weekly], [byTag])] });
    expect(renderPaths(derived)).toEqual([
      'p1 * * (GFS-7-28-90/daily)',
      '  backup role:resource-key@key.json',
      '  cross-account-copy role:resource-key@key.json linked(444):resource-key-central@key.json',
    ]);
    expect(derived.paths[0]?.assumption).toContain('no input says what the key protects');
  });

  test('names a cluster by the pattern that four types share', () => {
    const derived = derive({ keys: [bareKey('key.json')], plans: [plan([daily], [selection([clusters])])] });
    expect(renderPaths(derived)).toEqual([
      `p1 aurora ${clusters} (GFS-7-28-90/daily)`,
      '  backup role:resource-key@key.json',
      '  cross-account-copy role:resource-key@key.json linked(444):resource-key-central@key.json !copy-unsupported=warning',
    ]);
  });

  test('narrows that pattern to the types that are opted in', () => {
    const optIn = { Aurora: false, RDS: false, Neptune: false, DocumentDB: true };
    const derived = derive({
      keys: [bareKey('key.json')],
      plans: [plan([daily], [selection([clusters])])],
      regionSettings: [{ account: workload, region, optIn, management: {}, origin: at('settings.json') }],
    });
    expect(derived.paths[0]).toMatchObject({ typeId: 'documentdb', resourceType: 'DocumentDB' });
  });

  test('of another account is not judged under their rules', () => {
    const other = bareKey('key.json', { policy: keyPolicy(rootStatement(stranger)) });
    const derived = derive({ keys: [other], plans: [plan([daily], [selection([rdsInstances])])] });
    expect(derived.paths.map(({ plan, resource }) => `${plan?.name} ${resource}`)).toEqual([
      'undefined *',
      'GFS-7-28-90 RDS',
    ]);
    expect(derived.paths[1]?.encryption).toMatchObject([{ kind: 'unknown' }]);
  });

  test("that encrypts a vault is no resource's key, and is judged where copies open it", () => {
    const vaultKey = bareKey('vault.json', { region });
    const vaults = [vault('website', { encryption: of(vaultKey) })];
    const ofBuckets = derive({ keys: [vaultKey], vaults, plans: [plan([daily], [selection([buckets])])] });
    expect(renderPaths(ofBuckets)).toEqual([
      'p1 s3 S3 (GFS-7-28-90/daily)',
      '  backup !key-unknown=unknown',
      '  cross-account-copy linked(444):source-vault-key-central@vault.json',
    ]);
    const ofInstances = derive({ keys: [vaultKey], vaults, plans: [plan([daily], [selection([rdsInstances])])] });
    expect(ofInstances.keyUses).toEqual([]);
    expect(ofInstances.notJudged).toEqual([
      { key: vaultKey, why: 'no backup path needs it: it encrypts the vault website' },
    ]);
  });

  test('meets many rules once per distinct demand', () => {
    const rules = Array.from({ length: 60 }, (_, index) =>
      rule(`r${index}`, { copyActions: [copyTo(centralVaultArn)] }),
    );
    const derived = derive({
      keys: [bareKey('key.json')],
      plans: [plan([...rules, rule('local')], [selection([rdsInstances])])],
    });
    expect(derived.paths.map(({ rule, legs }) => `${rule?.name} ${legs.length}`)).toEqual(['local 1', 'r0 2']);
    expect(derived.paths.map(({ assumption }) => assumption)).toEqual([
      undefined,
      'stands for 60 rules that ask the same of the key',
    ]);
  });
});

describe('types that a selection names', () => {
  test('have a path with an unknown key where neither resource nor key is in sight', () => {
    const derived = derive({ plans: [plan([daily], [selection([rdsInstances])])] });
    expect(renderPaths(derived)).toEqual([
      'p1 rds-instance RDS (GFS-7-28-90/daily)',
      '  backup !key-unknown=unknown',
      '  cross-account-copy !key-unknown=unknown',
    ]);
  });

  test('have none beside a resource of the type', () => {
    const one = resource('RDS', orders, { encryption: [{ kind: 'unencrypted' }] });
    const derived = derive({ resources: [one], plans: [plan([daily], [selection([rdsInstances])])] });
    expect(derived.paths.map(({ resource }) => resource)).toEqual([orders]);
  });

  test('have none where the resources in sight have other tags', () => {
    const one = resource('RDS', orders, { tags: { backup: 'no' }, encryption: [{ kind: 'unencrypted' }] });
    const conditions = { ...selection([]).conditions, stringEquals: [{ key: 'aws:ResourceTag/backup', value: 'yes' }] };
    const derived = derive({ resources: [one], plans: [plan([daily], [selection([rdsInstances], { conditions })])] });
    expect(derived.paths).toEqual([]);
  });

  test('have one for an ARN that is not in sight, whatever else is', () => {
    const one = resource('RDS', orders, { encryption: [{ kind: 'unencrypted' }] });
    const missing = `arn:aws:rds:${region}:${workload}:db:missing`;
    const derived = derive({ resources: [one], plans: [plan([daily], [selection([missing])])] });
    expect(derived.paths.map(({ resource, resourceType }) => `${resourceType} ${resource}`)).toEqual([
      `RDS ${missing}`,
    ]);
  });

  test('have none in a Region that the pattern does not reach', () => {
    const derived = derive({ plans: [plan([daily], [selection(['arn:aws:rds:us-east-1:*:db:*'])])] });
    expect(derived.paths).toEqual([]);
  });

  test("are anything where the selection names none: only the vault's key is asked", () => {
    const vaults = [vault('website', { encryption: of(key('vault')) })];
    const derived = derive({ vaults, plans: [plan([daily], [selection(['*'])])] });
    expect(renderPaths(derived)).toEqual([
      'p1 * * (GFS-7-28-90/daily)',
      '  backup !key-unknown=unknown',
      '  cross-account-copy linked(444):source-vault-key-central@vault',
    ]);
    expect(derived.paths[0]?.fullyManaged).toBeUndefined();
  });
});

describe('resources', () => {
  const ordersKey = key('orders');
  const database = resource('RDS', orders, { encryption: [of(ordersKey)] });

  test('are judged as if a plan copied them where no plan is in sight', () => {
    const derived = derive({ keys: [ordersKey], resources: [database] });
    expect(renderPaths(derived)).toEqual([
      `p1 rds-instance ${orders} (assumed)`,
      '  backup role:resource-key@orders',
      '  cross-account-copy role:resource-key@orders linked(444):resource-key-central@orders',
    ]);
    expect(derived.paths[0]?.assumption).toBe(
      'no plan in sight covers the resource: judged as if a plan copied it to the central account',
    );
  });

  test('of fully managed types are then only read', () => {
    const derived = derive({ resources: [resource('S3', 'arn:aws:s3:::reports', { encryption: [of(ordersKey)] })] });
    expect(renderPaths(derived).slice(1)).toEqual(['  backup role:resource-key-read@orders']);
  });

  test('that cannot be copied are then not copied', () => {
    const cluster = resource('RDS', `arn:aws:rds:${region}:${workload}:cluster:ledger`, {
      encryption: [of(ordersKey)],
    });
    expect(renderPaths(derive({ resources: [cluster] })).slice(1)).toEqual(['  backup role:resource-key@orders']);
  });

  test('of unsupported types have no path', () => {
    const lambda = resource('Lambda', `arn:aws:lambda:${region}:${workload}:function:f`, {
      encryption: [of(ordersKey)],
    });
    const derived = derive({ keys: [ordersKey], resources: [lambda] });
    expect(derived.paths).toEqual([]);
    expect(derived.notJudged.map(({ why }) => why)).toEqual([
      `AWS Backup does not back up what it protects: arn:aws:lambda:${region}:${workload}:function:f`,
    ]);
  });

  test('that no plan covers are counted, not judged', () => {
    const plans = [plan([daily], [selection([buckets])])];
    const derived = derive({ keys: [ordersKey], resources: [database], plans });
    expect(derived.notJudged).toEqual([
      { key: ordersKey, why: `no backup path needs it: no plan in sight covers ${orders}` },
    ]);
  });

  test('that no plan covers are judged where their key was given to be judged', () => {
    const given = bareKey('orders.json');
    const uncovered = resource('RDS', orders, { encryption: [of(given)] });
    const derived = derive({ keys: [given], resources: [uncovered], plans: [plan([daily], [selection([buckets])])] });
    expect(renderPaths(derived).slice(-3)).toEqual([
      `p2 rds-instance ${orders} (assumed)`,
      '  backup role:resource-key@orders.json',
      '  cross-account-copy role:resource-key@orders.json linked(444):resource-key-central@orders.json',
    ]);
  });

  test("of another account or Region are not the plan's", () => {
    const elsewhere = [
      resource('RDS', `arn:aws:rds:${region}:${stranger}:db:a`, { account: stranger }),
      resource('RDS', `arn:aws:rds:eu-west-1:${workload}:db:b`, { region: 'eu-west-1' }),
    ];
    const { paths } = derive({ resources: elsewhere, plans: [plan([daily], [selection(['*'])])] });
    expect(paths.map(({ resource }) => resource)).toEqual(['*']);
  });

  test('whose tags are not known may be selected; that is said, and denies nothing', () => {
    const byTag = selection([], { listOfTags: [{ key: 'backup', value: 'yes' }] });
    const derived = derive({ resources: [database], plans: [plan([daily, weekly], [byTag])] });
    expect(renderPaths(derived)).toEqual([
      `p1 rds-instance ${orders} (GFS-7-28-90/daily)`,
      '  backup role:resource-key@orders !selection-unknown=warning',
      '  cross-account-copy role:resource-key@orders linked(444):resource-key-central@orders',
    ]);
  });

  test('that one selection takes for certain have no doubtful paths', () => {
    const byTag = selection([], { name: 'tags', listOfTags: [{ key: 'backup', value: 'yes' }] });
    const plans = [plan([daily], [byTag, selection([rdsInstances])])];
    const obstacles = derive({ resources: [database], plans }).paths.flatMap(({ legs }) =>
      legs.flatMap((leg) => leg.obstacles),
    );
    expect(obstacles).toEqual([]);
  });

  test('are covered by a plan whose selections are not in sight', () => {
    const derived = derive({ resources: [database], plans: [plan([daily], [])] });
    expect(renderPaths(derived)[1]).toBe('  backup role:resource-key@orders !selection-unknown=warning');
    expect(derived.paths[0]?.assumption).toContain('selections of the plan GFS-7-28-90 are not in sight');
  });

  test('whose type is not opted in are told where the selection does not name it', () => {
    const settings = { account: workload, region, optIn: { RDS: false }, management: {}, origin: at('settings.json') };
    const legOf = (pattern: string): string | undefined =>
      renderPaths(
        derive({ resources: [database], regionSettings: [settings], plans: [plan([daily], [selection([pattern])])] }),
      )[1];
    expect(legOf(rdsInstances)).toBe('  backup role:resource-key@orders');
    expect(legOf('arn:aws:rds:*')).toBe('  backup role:resource-key@orders !resource-type-opt-in=warning');
    expect(legOf('*')).toBe('  backup role:resource-key@orders !resource-type-opt-in=warning');
  });
});

describe('plans of a backup policy', () => {
  const own = `arn:aws:rds:${region}:${workload}:db:own`;
  const other = `arn:aws:rds:${region}:${stranger}:db:other`;
  const ownKey = key('own');
  const otherKey = key('other', { account: stranger });
  const resources = [
    resource('RDS', own, { encryption: [of(ownKey)] }),
    resource('RDS', other, { account: stranger, encryption: [of(otherKey)] }),
  ];
  const organizational = plan(
    [rule('daily', { copyActions: [copyTo(`arn:aws:backup:$region:${central}:backup-vault:central`)] })],
    [selection([rdsInstances], { roleArn: 'arn:aws:iam::$account:role/backup' })],
    { account: undefined, fromOrganization: true } as unknown as Partial<ReturnType<typeof plan>>,
  );

  test('apply in each account, with its own role', () => {
    const derived = derive({ resources, plans: [organizational] });
    expect(derived.keyUses.map(({ key, principal }) => `${principal.arn} ${key.subject}`)).toEqual([
      `arn:aws:iam::${workload}:role/backup ${ownKey.subject}`,
      `${linkedRoleArn} ${ownKey.subject}`,
      `arn:aws:iam::${stranger}:role/backup ${otherKey.subject}`,
      `${linkedRoleArn} ${otherKey.subject}`,
    ]);
    expect(derived.paths.flatMap(({ legs }) => legs.map(({ to }) => to))).toContain(centralVaultArn);
    expect(derived.missing).toEqual([]);
  });

  test("do not ask the member's opt-in", () => {
    const optIn = { RDS: false };
    const regionSettings = [{ account: workload, region, optIn, management: {}, origin: at('settings.json') }];
    const derived = derive({
      resources,
      plans: [{ ...organizational, selections: [selection(['*'])] }],
      regionSettings,
    });
    expect(derived.paths.flatMap(({ legs }) => legs.flatMap((leg) => leg.obstacles))).toEqual([]);
  });
});

describe('deployments', () => {
  const other = {
    name: 'shop',
    workloadAccounts: [stranger],
    centralAccount: account('999988887777'),
    backupRole: 'shop-backup',
  };

  test("are found by the key's account", () => {
    const keys = [key('a', { bare: true }), key('b', { bare: true, account: stranger })];
    const derived = derive({ keys }, { workloadAccounts: [workload] }, other);
    expect(derived.paths.map(({ deployment, legs }) => `${deployment.name} ${legs[1]?.to}`)).toEqual([
      'website the central account 444455556666',
      'shop the central account 999988887777',
    ]);
    expect(derived.keyUses.map(({ principal }) => principal.arn.split('/').at(-1))).toEqual([
      'orgdeploy-website-backup-service-role',
      'AWSServiceRoleForBackup',
      'shop-backup',
      'AWSServiceRoleForBackup',
    ]);
  });

  test("name the account that copies go to by the vault's ARN, not by the config", () => {
    const copies = rule('daily', { copyActions: [copyTo(`arn:aws:backup:${region}:${stranger}:backup-vault:v`)] });
    const derived = derive({ keys: [bareKey('k.json')], plans: [plan([copies], [selection([rdsInstances])])] });
    const linked = derived.keyUses.find(({ principal }) => principal.kind === 'service-linked-role')?.principal;
    expect(linked?.account).toBe(stranger);
    expect(linked?.label).toBe(`the AWSServiceRoleForBackup of account ${stranger}`);
  });

  test('may be none at all: everything that lacks is asked for', () => {
    const derived = derivePaths(estate({ keys: [bareKey('k.json')] }), [], 'guidance');
    expect(derived.missing.map(({ flag }) => flag)).toEqual(['--backup-role', '--central-account']);
  });
});

describe('roles', () => {
  const inPath = `arn:aws:iam::${workload}:role/service-role/orgdeploy-website-backup-service-role`;

  test('come with their policies where the estate holds them, found by name whatever their path', () => {
    const found = role({ arn: inPath });
    const [use] = derive({ keys: [bareKey('k.json')], roles: [found] }).keyUses;
    expect(use?.principal.arn).toBe(inPath);
    expect(use?.principal.role).toBe(found);
  });

  test('of a selection go before the configured one', () => {
    const chosen = `arn:aws:iam::${workload}:role/chosen`;
    const plans = [plan([daily], [selection([rdsInstances], { roleArn: chosen })])];
    expect(derive({ keys: [bareKey('k.json')], plans }).keyUses[0]?.principal.arn).toBe(chosen);
  });

  test('of a selection without its plan are taken, and the types it names', () => {
    const chosen = `arn:aws:iam::${workload}:role/chosen`;
    const derived = derive({
      keys: [bareKey('k.json')],
      orphanSelections: [selection([rdsInstances], { roleArn: chosen })],
    });
    expect(derived.keyUses[0]?.principal.arn).toBe(chosen);
    expect(derived.paths[0]).toMatchObject({ resource: 'RDS', resourceType: 'RDS' });
  });
});

describe('documents that are not in sight', () => {
  const bareKeyPlan = { keys: [bareKey('k.json')], plans: [plan([daily], [selection([rdsInstances])])] };

  test("are the central vault's, where only its ARN is known", () => {
    expect(derive(bareKeyPlan).paths[0]?.notConsidered).toEqual([
      `access policy of ${centralVaultArn}`,
      `policies of ${roleArn}`,
      `encryption key of ${centralVaultArn}`,
    ]);
  });

  test('are none of what is known, or known to be absent', () => {
    const central_ = vault('central', { account: central, encryption: { kind: 'aws-owned' }, accessPolicy: null });
    const roles = [role({ identityPoliciesComplete: true })];
    expect(derive({ ...bareKeyPlan, vaults: [central_], roles }).paths[0]?.notConsidered).toEqual([]);
  });

  test('are the policies of the role that copies across accounts, unless some of them are in sight', () => {
    const central_ = vault('central', { account: central, encryption: { kind: 'aws-owned' }, accessPolicy: null });
    const roles = [role({ identityPoliciesComplete: false })];
    expect(derive({ ...bareKeyPlan, vaults: [central_], roles }).paths[0]?.notConsidered).toEqual([
      `policies of ${roleArn}`,
    ]);
  });

  test('are the policy of a central key that is known by its ARN alone, which makes no leg unknown', () => {
    const centralKey = key('central', { account: central, policy: { kind: 'unknown', why: 'not given' } });
    const central_ = vault('central', { account: central, encryption: of(centralKey), accessPolicy: policy({}) });
    const derived = derive({ ...bareKeyPlan, vaults: [central_] });
    expect(derived.paths[0]?.notConsidered).toEqual([`policies of ${roleArn}`, `key policy of ${centralKey.subject}`]);
    expect(derived.keyUses.some(({ key }) => key === centralKey)).toBe(false);
  });

  test('are none for a path that is only assumed', () => {
    expect(derive({ keys: [bareKey('k.json')] }).paths[0]?.notConsidered).toEqual([]);
  });

  test("do not count Region settings on which a table's features depend: they leave the leg open", () => {
    const table = resource('DynamoDB', `arn:aws:dynamodb:${region}:${workload}:table/t`, {
      encryption: [{ kind: 'aws-owned' }],
    });
    const vaults = [vault('website', { encryption: of(key('vault')) })];
    const derived = derive({ resources: [table], vaults, plans: [plan([daily], [selection(['*'])])] });
    const [path] = derived.paths;
    const settings = `Region settings of account ${workload} in ${region}`;
    expect(path?.notConsidered).not.toContain(settings);
    expect(path?.legs.at(-1)?.obstacles).toMatchObject([{ code: 'settings-unknown', document: settings }]);
  });
});

describe('the key of a vault, where no plan is in sight', () => {
  const owned = { backupRole: roleArn };

  test("is asked as the source of copies where the vault is a workload account's", () => {
    const vaultKey = bareKey('vault-key.json', { account: central });
    const derived = derive({ keys: [vaultKey], vaults: [vault('website', { encryption: of(vaultKey) })] }, owned);
    expect(renderPaths(derived)).toEqual([
      'p1 * * (assumed)',
      '  cross-account-copy linked(444):source-vault-key-central@vault-key.json',
    ]);
  });

  test("is asked as their destination where it is the central account's", () => {
    const vaultKey = bareKey('vault-key.json', { account: central });
    const vaults = [vault('central', { account: central, encryption: of(vaultKey), accessPolicy: null })];
    expect(renderPaths(derive({ keys: [vaultKey], vaults }, owned))).toEqual([
      'p1 * * (assumed)',
      '  cross-account-copy linked(444):destination-vault-key-central@vault-key.json policy@central',
    ]);
  });

  test('is asked of the role where the vault is air-gapped', () => {
    const vaultKey = bareKey('vault-key.json', { account: workload });
    const encryption = of(vaultKey);
    const vaults = [vault('locked', { type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', encryption })];
    expect(renderPaths(derive({ keys: [vaultKey], vaults }))).toEqual([
      'p1 * * (assumed)',
      '  air-gapped-copy role:air-gapped-vault-key@vault-key.json',
    ]);
  });
});

describe('a destination that is not known', () => {
  const database = resource('RDS', orders, { encryption: [of(key('orders'))] });

  test('of a copy action is taken for the central account, and is a doubt', () => {
    const computed = { origin: at('plan.json') };
    const plans = [plan([rule('daily', { copyActions: [computed] })], [selection(['*'])])];
    expect(renderPaths(derive({ resources: [database], plans })).at(-1)).toBe(
      '  cross-account-copy role:resource-key@orders linked(444):resource-key-central@orders !vault-unknown=unknown',
    );
  });

  test("of a rule's own air-gapped copy is a doubt", () => {
    const cluster = resource('Aurora', `arn:aws:rds:${region}:${workload}:cluster:a`, { encryption: [of(key('a'))] });
    const plans = [plan([rule('daily', { targetAirGappedVaultArn: 'locked' })], [selection(['*'])])];
    expect(renderPaths(derive({ resources: [cluster], plans })).at(-1)).toBe(
      '  air-gapped-copy role:resource-key@a !vault-unknown=unknown',
    );
  });
});

test('a type that a selection names and also covers by tag is judged once', () => {
  const both = selection([rdsInstances], { listOfTags: [{ key: 'backup', value: 'yes' }] });
  const derived = derive({ keys: [bareKey('rds.json', { resourceTypes: ['RDS'] })], plans: [plan([daily], [both])] });
  expect(derived.paths).toHaveLength(1);
});

test('the partition of the central role is that of the vault it copies into', () => {
  const copies = rule('daily', {
    copyActions: [copyTo(`arn:aws-us-gov:backup:us-gov-west-1:${central}:backup-vault:central`)],
  });
  const derived = derive({ keys: [bareKey('rds.json')], plans: [plan([copies], [selection([rdsInstances])])] });
  expect(derived.keyUses[1]?.principal.arn).toBe(linkedRoleArn.replace('arn:aws:', 'arn:aws-us-gov:'));
});
