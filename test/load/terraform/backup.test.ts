/** Plans, vaults, selections, roles and resources of a plan, as the estate has them. */
import { expect, test } from 'vitest';
import { buildEstate } from '../../../src/estate/build.ts';
import { showHoles } from '../../../src/estate/hole.ts';
import type { Encryption, Estate, PlanRule } from '../../../src/estate/model.ts';
import { afterApply, refs, terraformPlan, type PlannedResource } from '../../support/terraform-plan.ts';
import { fragmentsOf } from '../load.ts';

const account = '111122223333';
const caller: PlannedResource = { type: 'aws_caller_identity', name: 'c', data: true, values: { account_id: account } };

async function estateOf(...resources: readonly PlannedResource[]): Promise<Estate> {
  const { estate, problems } = buildEstate(
    await fragmentsOf(terraformPlan({ resources: [caller, ...resources] }), 'plan.json'),
  );
  expect(problems).toEqual([]);
  return estate;
}

const vault = (name: string): PlannedResource => ({
  type: 'aws_backup_vault',
  name,
  values: { name, arn: afterApply, kms_key_arn: afterApply },
});
const vaultArn = (name: string) => `arn:aws:backup:eu-west-2:${account}:backup-vault:${name}`;
const written = (value: unknown) => ({ constant_value: value });

test('copies to vaults of the plan are told apart by their retention', async () => {
  const copy = (days: number) => ({
    destination_vault_arn: afterApply,
    lifecycle: [{ delete_after: days, cold_storage_after: 0 }],
  });
  const block = (name: string, days: number) => ({
    destination_vault_arn: refs(`aws_backup_vault.${name}.arn`),
    lifecycle: [{ delete_after: written(days) }],
  });
  const { plans } = await estateOf(vault('near'), vault('far'), {
    type: 'aws_backup_plan',
    name: 'p',
    values: { name: 'p', rule: [{ rule_name: 'r', target_vault_name: 'near', copy_action: [copy(30), copy(90)] }] },
    references: { rule: [{ rule_name: written('r'), copy_action: [block('far', 90), block('near', 30)] }] },
  });
  const [rule] = plans[0]?.rules ?? [];
  expect(
    rule?.copyActions.map(({ destinationVaultArn, lifecycle }) => [destinationVaultArn, lifecycle?.deleteAfterDays]),
  ).toEqual([
    [vaultArn('near'), 30],
    [vaultArn('far'), 90],
  ]);
  expect(rule?.copyActions[0]?.lifecycle?.moveToColdStorageAfterDays).toBeNull();
});

test('a vault whose name is only known after apply is still the one that a rule copies to', async () => {
  const { plans, vaults } = await estateOf(
    {
      type: 'aws_backup_vault',
      name: 'far',
      values: { name: afterApply, arn: afterApply },
      references: { name: refs('random_id.suffix.hex') },
    },
    {
      type: 'aws_backup_plan',
      name: 'p',
      values: {
        name: 'p',
        rule: [{ rule_name: 'r', target_vault_name: 'near', copy_action: [{ destination_vault_arn: afterApply }] }],
      },
      references: {
        rule: [{ rule_name: written('r'), copy_action: [{ destination_vault_arn: refs('aws_backup_vault.far.arn') }] }],
      },
    },
  );
  const arn = plans[0]?.rules[0]?.copyActions[0]?.destinationVaultArn ?? '';
  expect(showHoles(arn)).toBe(vaultArn('⟨aws_backup_vault.far.name⟩'));
  expect(vaults.map((each) => each.arn)).toEqual([arn]);
});

const inLocal = { rule: refs('local.rules') };
const rule = { rule_name: 'r', target_vault_name: 'v' };

test.for<[string, unknown, unknown, string]>([
  [
    'which rules there are',
    afterApply,
    inLocal,
    'the rules of aws_backup_plan.p: which they are is only known after apply, since it depends on local.rules',
  ],
  [
    'what a rule says',
    [rule, afterApply],
    inLocal,
    'rule 1 of aws_backup_plan.p: what it says is only known after apply, since it depends on local.rules',
  ],
  [
    'what a rule copies',
    [{ ...rule, copy_action: afterApply }],
    { rule: [{ rule_name: written('r'), copy_action: refs('local.copies') }] },
    'aws_backup_plan.p, rule r: what it copies is only known after apply, since it depends on local.copies',
  ],
])('%s may not be known yet, and is said', async ([, rules, references, expected]) => {
  const { notLookedAt } = await estateOf({
    type: 'aws_backup_plan',
    name: 'p',
    values: { name: 'p', rule: rules },
    references: references as never,
  });
  expect(notLookedAt.map(({ what, why }) => `${what}: ${why}`)).toEqual([`plan.json: ${expected}`]);
});

test.for<[string, object, words: string, (rule: PlanRule | undefined) => unknown]>([
  ['a lifecycle', { lifecycle: afterApply }, 'lifecycle', (rule) => rule?.lifecycle],
  ['a day', { lifecycle: [{ delete_after: afterApply }] }, 'lifecycle', (rule) => rule?.lifecycle?.deleteAfterDays],
  ['a schedule', { schedule: afterApply }, 'schedule', (rule) => rule?.scheduleExpression],
  ['a window', { completion_window: afterApply }, 'completion window', (rule) => rule?.completionWindowMinutes],
  ['what is continuous', { enable_continuous_backup: afterApply }, 'continuous backup', (rule) => rule?.continuous],
])('%s that is only known after apply is unknown, not absent, and named', async ([, values, words, read]) => {
  const { plans, notLookedAt } = await estateOf({
    type: 'aws_backup_plan',
    name: 'p',
    values: { name: 'p', rule: [{ ...rule, ...values }] },
  });
  expect(plans[0]?.rules.map(read)).toEqual([undefined]);
  expect(notLookedAt.map(({ what }) => what)).toEqual([`plan.json: the ${words} of aws_backup_plan.p, rule r`]);
});

test('of a copy of which nothing is known, nothing is absent', async () => {
  const { plans, notLookedAt } = await estateOf(vault('far'), {
    type: 'aws_backup_plan',
    name: 'p',
    values: { name: 'p', rule: [{ ...rule, copy_action: [afterApply] }] },
    references: {
      rule: [{ rule_name: written('r'), copy_action: [{ destination_vault_arn: refs('aws_backup_vault.far.arn') }] }],
    },
  });
  const copies = plans[0]?.rules[0]?.copyActions.map(({ origin: _origin, ...copy }) => copy);
  expect(copies).toEqual([{}]);
  expect(notLookedAt.map(({ what }) => what)).toEqual(['plan.json: aws_backup_plan.p, rule r']);
});

test('days of a lock that are only known after apply are unknown, not absent', async () => {
  const { vaults } = await estateOf(vault('main'), {
    type: 'aws_backup_vault_lock_configuration',
    name: 'l',
    values: { backup_vault_name: 'main', min_retention_days: afterApply, max_retention_days: 90 },
  });
  expect(vaults.map((each) => [each.locked, each.minRetentionDays, each.maxRetentionDays])).toEqual([
    [true, undefined, 90],
  ]);
});

test('a lock of a vault that nothing tells is said', async () => {
  const { vaults, notLookedAt } = await estateOf({
    type: 'aws_backup_vault_lock_configuration',
    name: 'l',
    values: { backup_vault_name: afterApply },
    references: { backup_vault_name: refs('local.vault') },
  });
  expect(vaults).toEqual([]);
  expect(notLookedAt).toMatchObject([{ what: 'plan.json: the lock aws_backup_vault_lock_configuration.l' }]);
});

test('a vault that is read from AWS only at apply does not use aws/backup for certain', async () => {
  const { vaults } = await estateOf({
    type: 'aws_backup_vault',
    name: 'there',
    data: true,
    values: { name: 'there', arn: afterApply, kms_key_arn: afterApply },
    references: { name: refs('local.name') },
  });
  expect(vaults[0]?.encryption).toMatchObject({ kind: 'unknown' });
});

test('where a copy goes that nothing tells is said once', async () => {
  const { notLookedAt } = await estateOf({
    type: 'aws_backup_plan',
    name: 'p',
    values: {
      name: 'p',
      rule: [{ rule_name: 'r', target_vault_name: 'v', copy_action: [{ destination_vault_arn: afterApply }] }],
    },
    references: { rule: [{ rule_name: written('r'), copy_action: [{ destination_vault_arn: refs('local.vault') }] }] },
  });
  expect(notLookedAt).toEqual([
    {
      what: 'plan.json: aws_backup_plan.p, rule r',
      why: 'where it copies to is only known after apply, since it depends on local.vault',
    },
  ]);
});

test('a vault is put together of its blocks', async () => {
  const policy = '{"Statement":[]}';
  const { vaults } = await estateOf(
    vault('main'),
    { type: 'aws_backup_vault_policy', name: 'p', values: { backup_vault_name: 'main', policy } },
    {
      type: 'aws_backup_vault_lock_configuration',
      name: 'l',
      values: { backup_vault_name: 'main', min_retention_days: 7, max_retention_days: 0 },
    },
  );
  expect(vaults).toMatchObject([
    {
      subject: vaultArn('main'),
      locked: true,
      minRetentionDays: 7,
      maxRetentionDays: null,
      encryption: { kind: 'aws-managed', alias: 'alias/aws/backup' },
      accessPolicy: { source: { document: { Statement: [] } } },
    },
  ]);
});

const database: PlannedResource = {
  type: 'aws_db_instance',
  name: 'd',
  values: { identifier: afterApply, arn: afterApply },
};

test.for<[string, PlannedResource['values'], PlannedResource['references'], readonly string[] | undefined]>([
  [
    'of the plan',
    { resources: [afterApply] },
    { resources: refs('aws_db_instance.d.arn') },
    [`arn:aws:rds:eu-west-2:${account}:db:⟨aws_db_instance.d⟩`],
  ],
  ['that are known', { resources: ['arn:aws:rds:*:*:db:*'] }, {}, ['arn:aws:rds:*:*:db:*']],
  ['that nothing tells', { resources: [afterApply] }, { resources: refs('local.arns') }, undefined],
  [
    'less some that nothing tells',
    { resources: ['*'], not_resources: [afterApply] },
    { not_resources: refs('local.x') },
    undefined,
  ],
  [
    'by a tag that nothing tells',
    { selection_tag: [{ key: 'a', value: afterApply }] },
    { selection_tag: [{ value: refs('local.x') }] },
    undefined,
  ],
])('a selection takes resources %s', async ([, values, references, expected]) => {
  const { orphanSelections } = await estateOf(database, {
    type: 'aws_backup_selection',
    name: 's',
    values: { name: 's', iam_role_arn: `arn:aws:iam::${account}:role/r`, plan_id: 'p', ...values },
    ...(references && { references }),
  });
  expect(orphanSelections[0]?.resources?.map(showHoles)).toEqual(expected);
});

const role: PlannedResource = { type: 'aws_iam_role', name: 'r', values: { name: 'r', path: '/', arn: afterApply } };
const attachment = (policyArn: unknown, references = {}): PlannedResource => ({
  type: 'aws_iam_role_policy_attachment',
  name: 'a',
  values: { role: 'r', policy_arn: policyArn },
  references,
});
const awsPolicy = 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup';
const ownPolicy = (policy: unknown): PlannedResource => ({
  type: 'aws_iam_policy',
  name: 'own',
  values: { name: 'own', path: '/', arn: afterApply, policy },
  references: policy === afterApply ? { policy: refs('local.document') } : {},
});
const ownAttached = attachment(afterApply, { policy_arn: refs('aws_iam_policy.own.arn') });

test.for<[string, readonly PlannedResource[], readonly (string | undefined)[], boolean]>([
  ['a new role has the policies of the plan, and no others', [role, attachment(awsPolicy)], [awsPolicy], true],
  ['one that is there may have others', [{ ...role, actions: ['no-op'] }, attachment(awsPolicy)], [awsPolicy], false],
  [
    'a policy of the plan is found',
    [role, ownAttached, ownPolicy('{"Statement":[]}')],
    [`arn:aws:iam::${account}:policy/own`],
    true,
  ],
  [
    'a policy that is only known after apply is missing',
    [role, ownAttached, ownPolicy(afterApply)],
    [`arn:aws:iam::${account}:policy/own`],
    false,
  ],
  [
    'an inline policy that is only known after apply is missing',
    [
      role,
      {
        type: 'aws_iam_role_policy',
        name: 'i',
        values: { role: 'r', name: 'i', policy: afterApply },
        references: { policy: refs('local.x') },
      },
    ],
    ['i'],
    false,
  ],
])('%s', async ([, resources, names, complete]) => {
  const { roles } = await estateOf(...resources);
  expect(roles).toMatchObject([{ arn: `arn:aws:iam::${account}:role/r`, identityPoliciesComplete: complete }]);
  expect(roles[0]?.identityPolicies.map(({ name }) => name)).toEqual(names);
});

const key: PlannedResource = { type: 'aws_kms_key', name: 'k', values: { arn: afterApply, policy: afterApply } };
const fromKey = refs('aws_kms_key.k.arn');

function inWords(encryption: Encryption | undefined): string {
  if (encryption?.kind === 'key') return encryption.key.subject;
  return encryption?.kind === 'aws-managed' ? encryption.alias : (encryption?.kind ?? 'nothing');
}

test.for<[string, PlannedResource, readonly PlannedResource[], string, string]>([
  [
    'a bucket with a block of its own',
    { type: 'aws_s3_bucket', name: 'b', values: { bucket: 'b' } },
    [
      {
        type: 'aws_s3_bucket_server_side_encryption_configuration',
        name: 'b',
        values: {
          bucket: 'b',
          rule: [
            { apply_server_side_encryption_by_default: [{ sse_algorithm: 'aws:kms', kms_master_key_id: afterApply }] },
          ],
        },
        references: { rule: [{ apply_server_side_encryption_by_default: [{ kms_master_key_id: fromKey }] }] },
      },
    ],
    'S3',
    'aws_kms_key.k',
  ],
  ['a bucket without', { type: 'aws_s3_bucket', name: 'b', values: { bucket: 'b' } }, [], 'S3', 'aws-owned'],
  [
    'a table',
    {
      type: 'aws_dynamodb_table',
      name: 't',
      values: { name: 't', server_side_encryption: [{ enabled: true, kms_key_arn: afterApply }] },
      references: { server_side_encryption: [{ kms_key_arn: fromKey }] },
    },
    [],
    'DynamoDB',
    'aws_kms_key.k',
  ],
  [
    'a table with the default',
    { type: 'aws_dynamodb_table', name: 't', values: { name: 't', server_side_encryption: [] } },
    [],
    'DynamoDB',
    'aws-owned',
  ],
  [
    'an Aurora cluster',
    {
      type: 'aws_rds_cluster',
      name: 'c',
      values: { engine: 'aurora-mysql', storage_encrypted: true, kms_key_id: afterApply },
      references: { kms_key_id: fromKey },
    },
    [],
    'Aurora',
    'aws_kms_key.k',
  ],
  [
    'a Multi-AZ cluster',
    {
      type: 'aws_rds_cluster',
      name: 'c',
      values: { engine: 'postgres', storage_encrypted: true, kms_key_id: afterApply },
    },
    [],
    'RDS',
    'alias/aws/rds',
  ],
  [
    'a cluster in the clear',
    { type: 'aws_docdb_cluster', name: 'c', values: { storage_encrypted: false, kms_key_id: afterApply } },
    [],
    'DocumentDB',
    'unencrypted',
  ],
  [
    'a database from a snapshot',
    { type: 'aws_db_instance', name: 'd', values: { storage_encrypted: null, snapshot_identifier: 'nightly' } },
    [],
    'RDS',
    'unknown',
  ],
  [
    'a volume of ONTAP',
    {
      type: 'aws_fsx_ontap_volume',
      name: 'v',
      values: { storage_virtual_machine_id: afterApply },
      references: { storage_virtual_machine_id: refs('aws_fsx_ontap_storage_virtual_machine.m.id') },
    },
    [
      {
        type: 'aws_fsx_ontap_storage_virtual_machine',
        name: 'm',
        values: { id: afterApply, file_system_id: afterApply },
        references: { file_system_id: refs('aws_fsx_ontap_file_system.f.id') },
      },
      {
        type: 'aws_fsx_ontap_file_system',
        name: 'f',
        values: { id: afterApply, kms_key_id: afterApply },
        references: { kms_key_id: fromKey },
      },
    ],
    'FSx',
    'aws_kms_key.k',
  ],
])('%s is encrypted as its blocks say', async ([, resource, others, resourceType, expected]) => {
  const { resources } = await estateOf(key, resource, ...others);
  expect(resources).toMatchObject([{ resourceType, account }]);
  expect(inWords(resources[0]?.encryption[0])).toBe(expected);
});
