/**
 * The settings of a backup policy.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html
 */
export type Shape =
  | ValueShape
  /** Names of one's own. */
  | { readonly kind: 'each'; readonly of: Shape }
  | { readonly kind: 'members'; readonly of: Readonly<Record<string, Shape>> };

export interface ValueShape {
  readonly kind: 'text' | 'number' | 'switch' | 'list' | 'anything';
}

const text: Shape = { kind: 'text' };
const number: Shape = { kind: 'number' };
const list: Shape = { kind: 'list' };
/** Nothing that is judged depends on it. */
const anything: Shape = { kind: 'anything' };
const each = (of: Shape): Shape => ({ kind: 'each', of });
const members = (of: Readonly<Record<string, Shape>>): Shape => ({ kind: 'members', of });

const lifecycle = members({
  move_to_cold_storage_after_days: number,
  delete_after_days: number,
  opt_in_to_archive_for_supported_resources: { kind: 'switch' },
});

const rule = members({
  schedule_expression: text,
  schedule_expression_timezone: text,
  target_backup_vault_name: text,
  target_logically_air_gapped_backup_vault_arn: text,
  start_backup_window_minutes: number,
  complete_backup_window_minutes: number,
  enable_continuous_backup: { kind: 'switch' },
  lifecycle,
  copy_actions: each(members({ target_backup_vault_arn: text, lifecycle })),
  recovery_point_tags: anything,
  index_actions: anything,
  scan_actions: anything,
});

const conditions = each(members({ condition_key: text, condition_value: text }));

const selections = members({
  tags: each(members({ iam_role_arn: text, tag_key: text, tag_value: list })),
  resources: each(
    members({
      iam_role_arn: text,
      resource_types: list,
      not_resource_types: list,
      conditions: members({
        string_equals: conditions,
        string_not_equals: conditions,
        string_like: conditions,
        string_not_like: conditions,
      }),
    }),
  ),
});

const plan = members({
  rules: each(rule),
  regions: list,
  selections,
  advanced_backup_settings: anything,
  backup_plan_tags: anything,
  scan_settings: anything,
});

export const backupPolicyShape: Shape = members({ plans: each(plan) });
