/** Settings of AWS Backup. */
import type { Fragment } from '../../estate/fragment.ts';
import { defined } from '../kinds/defined.ts';
import { isObject } from '../kinds/kind.ts';
import { textOf } from './document.ts';
import type { TerraformPlan } from './plan.ts';

export function settingFragments(plan: TerraformPlan): readonly Fragment[] {
  return [...regionSettings(plan), ...globalSettings(plan)];
}

function regionSettings(plan: TerraformPlan): Fragment[] {
  return plan.ofType('aws_backup_region_settings').map((resource): Fragment => {
    const { account, region } = plan.place(resource);
    return {
      kind: 'region-settings',
      ...defined({ account, region }),
      optIn: booleans(resource.values['resource_type_opt_in_preference']),
      management: booleans(resource.values['resource_type_management_preference']),
      origin: plan.at(resource),
    };
  });
}

function booleans(value: unknown): Record<string, boolean> {
  if (!isObject(value)) return {};
  return Object.fromEntries(
    Object.entries(value).filter((entry): entry is [string, boolean] => typeof entry[1] === 'boolean'),
  );
}

function globalSettings(plan: TerraformPlan): Fragment[] {
  return plan.ofType('aws_backup_global_settings').map((resource): Fragment => {
    const settings = resource.values['global_settings'];
    const enabled = isObject(settings) ? textOf(settings['isCrossAccountBackupEnabled']) : undefined;
    return {
      kind: 'global-settings',
      ...(enabled === undefined ? {} : { crossAccountBackup: enabled === 'true' }),
      origin: plan.at(resource),
    };
  });
}
