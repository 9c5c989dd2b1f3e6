/** The deployment as `terraform show -json` prints it: applied, or planned, where AWS has yet to make up ids. */
import { afterApply, refs, terraformPlan, terraformState, type PlannedResource } from '../support/terraform-plan.ts';
import { planId } from './cli.ts';
import {
  keyArn,
  patterns,
  region,
  resourceArns,
  role,
  roleName,
  vaultArn,
  vaultKeyArn,
  W,
  type Days,
  type Model,
  type Type,
} from './model.ts';

type Members = Readonly<Record<string, unknown>>;
const tags = { tags: { backup: 'daily' }, tags_all: { backup: 'daily' } };

export function asState(model: Model): object {
  return terraformState(resourcesOf(model, true));
}

/** A plan that shows all, as one of a deployment that is there and changes nowhere does. */
export function asSettledPlan(model: Model): object {
  const resources = resourcesOf(model, true).map((each) => ({ ...each, actions: ['no-op'] }));
  return terraformPlan({ resources, providers: { aws: { region: { constant_value: region } } } });
}

export function asPlan(model: Model): object {
  return terraformPlan({ resources: resourcesOf(model, false) });
}

function resourcesOf(model: Model, isApplied: boolean): readonly PlannedResource[] {
  const made = (value: string) => (isApplied ? value : afterApply);
  const vaultKey = model.vaultKeyPolicy;
  return [
    { type: 'aws_caller_identity', name: 'me', data: true, values: { account_id: W, arn: `arn:aws:iam::${W}:root` } },
    keyBlock('own', model.keyPolicy, model.keyEnabled, made(keyArn)),
    ...(vaultKey ? [keyBlock('vault', vaultKey, true, made(vaultKeyArn))] : []),
    {
      type: 'aws_backup_vault',
      name: 'main',
      values: { name: 'main', arn: made(vaultArn('main')), kms_key_arn: made(vaultKeyArn) },
      ...(vaultKey && { references: { kms_key_arn: refs('aws_kms_key.vault.arn') } }),
    },
    ...(model.lock
      ? [
          {
            type: 'aws_backup_vault_lock_configuration',
            name: 'lock',
            values: {
              backup_vault_name: 'main',
              backup_vault_arn: made(vaultArn('main')),
              min_retention_days: model.lock.min,
              max_retention_days: model.lock.max,
            },
          },
        ]
      : []),
    ...roleBlocks(model, made),
    {
      type: 'aws_backup_plan',
      name: 'daily',
      values: {
        name: 'daily',
        arn: made(`arn:aws:backup:${region}:${W}:backup-plan:${planId}`),
        id: made(planId),
        rule: [
          {
            rule_name: 'daily',
            target_vault_name: 'main',
            schedule: model.schedule,
            start_window: 60,
            completion_window: 180,
            enable_continuous_backup: model.continuous,
            lifecycle: lifecycle(model.lifecycle),
            copy_action: model.copies.map((destination_vault_arn) => ({
              destination_vault_arn,
              lifecycle: lifecycle(model.copyLifecycle),
            })),
          },
        ],
      },
    },
    {
      type: 'aws_backup_selection',
      name: 'all',
      values: {
        name: 'all',
        plan_id: made(planId),
        iam_role_arn: made(role),
        ...selectionValues(model, made(resourceArns[model.type])),
      },
      references: {
        plan_id: refs('aws_backup_plan.daily.id'),
        iam_role_arn: refs('aws_iam_role.backup.arn'),
        ...(model.selects === 'arn' && { resources: refs(`${protectedBlocks[model.type](made)[0]?.type}.own.arn`) }),
      },
    },
    ...protectedBlocks[model.type](made),
  ];
}

function keyBlock(name: string, policy: object, isEnabled: boolean, arn: unknown): PlannedResource {
  return {
    type: 'aws_kms_key',
    name,
    values: {
      arn,
      policy: JSON.stringify(policy),
      is_enabled: isEnabled,
      key_usage: 'ENCRYPT_DECRYPT',
      customer_master_key_spec: 'SYMMETRIC_DEFAULT',
      multi_region: false,
    },
  };
}

function roleBlocks(model: Model, made: (value: string) => unknown): readonly PlannedResource[] {
  return [
    {
      type: 'aws_iam_role',
      name: 'backup',
      values: {
        name: roleName,
        path: '/',
        arn: made(role),
        assume_role_policy: JSON.stringify(model.trust),
        permissions_boundary: null,
      },
    },
    ...model.attached.map((policy_arn, index) => ({
      type: 'aws_iam_role_policy_attachment',
      name: `attached${index}`,
      values: { role: roleName, policy_arn },
    })),
    ...(model.inline
      ? [
          {
            type: 'aws_iam_role_policy',
            name: 'own',
            values: { name: 'own', role: roleName, policy: JSON.stringify(model.inline) },
          },
        ]
      : []),
  ];
}

function lifecycle(days: Days): readonly Members[] {
  return [{ delete_after: days.delete ?? 0, cold_storage_after: days.cold ?? 0 }];
}

function selectionValues({ type, selects }: Model, own: unknown): Members {
  const tag = (value: string) => [{ type: 'STRINGEQUALS', key: 'backup', value }];
  const values: Readonly<Record<Model['selects'], Members>> = {
    arn: { resources: [own] },
    pattern: { resources: [patterns[type]] },
    tag: { selection_tag: tag('daily') },
    'another tag': { selection_tag: tag('never') },
    condition: {
      resources: ['*'],
      condition: [{ string_equals: [{ key: 'aws:ResourceTag/backup', value: 'daily' }] }],
    },
    'all but this': { resources: ['*'], not_resources: [patterns[type]] },
  };
  return { not_resources: [], ...values[selects] };
}

type Made = (value: string) => unknown;
const keyed = (made: Made, attribute: string) => ({
  values: { [attribute]: made(keyArn) },
  references: { [attribute]: refs('aws_kms_key.own.arn') },
});

const protectedBlocks: Readonly<Record<Type, (made: Made) => readonly PlannedResource[]>> = {
  EBS: (made) => [block('aws_ebs_volume', 'EBS', made, { size: 8, encrypted: true })],
  RDS: (made) => [
    block('aws_db_instance', 'RDS', made, { identifier: 'orders', engine: 'postgres', storage_encrypted: true }),
  ],
  Aurora: (made) => [
    block('aws_rds_cluster', 'Aurora', made, {
      cluster_identifier: 'orders',
      engine: 'aurora-postgresql',
      storage_encrypted: true,
    }),
  ],
  EFS: (made) => [block('aws_efs_file_system', 'EFS', made, { encrypted: true })],
  S3: (made) => [
    { type: 'aws_s3_bucket', name: 'own', values: { bucket: 'orders-documents', arn: made(resourceArns.S3), ...tags } },
    {
      type: 'aws_s3_bucket_versioning',
      name: 'own',
      values: { bucket: 'orders-documents', versioning_configuration: [{ status: 'Enabled' }] },
    },
    {
      type: 'aws_s3_bucket_server_side_encryption_configuration',
      name: 'own',
      values: {
        bucket: 'orders-documents',
        rule: [
          {
            apply_server_side_encryption_by_default: [{ sse_algorithm: 'aws:kms', kms_master_key_id: made(keyArn) }],
          },
        ],
      },
      references: {
        rule: [
          {
            apply_server_side_encryption_by_default: [
              {
                sse_algorithm: { constant_value: 'aws:kms' },
                kms_master_key_id: refs('aws_kms_key.own.arn'),
              },
            ],
          },
        ],
      },
    },
  ],
  DynamoDB: (made) => [
    {
      type: 'aws_dynamodb_table',
      name: 'own',
      values: {
        name: 'orders',
        arn: made(resourceArns.DynamoDB),
        ...tags,
        server_side_encryption: [{ enabled: true, kms_key_arn: made(keyArn) }],
      },
      references: {
        server_side_encryption: [{ enabled: { constant_value: true }, kms_key_arn: refs('aws_kms_key.own.arn') }],
      },
    },
  ],
};

function block(type: string, of: Type, made: Made, values: Members): PlannedResource {
  const key = keyed(made, 'kms_key_id');
  return {
    type,
    name: 'own',
    values: { arn: made(resourceArns[of]), ...tags, ...values, ...key.values },
    references: key.references,
  };
}
