import { epochSeconds, madeAt } from '../instant.ts';
import { AwsError, requiredText } from '../errors.ts';
import { regionOf } from '../region-index.ts';
import type { BackupPlanSeed } from '../seed.ts';
import type { Call, Operations, Output, World } from '../call.ts';
import { backupPaging } from './backup-paging.ts';
import { backupVaults } from './backup-vaults.ts';
import { backupResources } from './backup-resources.ts';

const plans: Operations = {
  ListBackupPlans: (call, world) => {
    const page = world.pager(call, plansOf(call, world), backupPaging);
    return { BackupPlansList: page.items.map((plan) => planHead(call, plan)), NextToken: page.next };
  },

  GetBackupPlan: (call, world) => {
    const id = requiredText(call.input, 'BackupPlanId');
    const plan = plansOf(call, world).find((plan) => plan.id === id);
    if (plan === undefined) throw new AwsError('ResourceNotFoundException', `Cannot find Backup plan with ID ${id}`);
    const { BackupPlanName: _, ...head } = planHead(call, plan);
    return { ...head, BackupPlan: plan.plan };
  },

  ListBackupSelections: (call, world) => {
    const plan = planForSelection(call, world);
    const page = world.pager(call, plan.selections ?? [], backupPaging);
    const head = ({ id, selection }: (typeof page.items)[number]): Output => ({
      SelectionId: id,
      SelectionName: selection.SelectionName,
      BackupPlanId: plan.id,
      IamRoleArn: selection.IamRoleArn,
      CreationDate: epochSeconds(madeAt),
    });
    return { BackupSelectionsList: page.items.map(head), NextToken: page.next };
  },

  GetBackupSelection: (call, world) => {
    const plan = planForSelection(call, world);
    const id = requiredText(call.input, 'SelectionId');
    const found = plan.selections?.find((selection) => selection.id === id);
    if (found === undefined) {
      throw new AwsError('ResourceNotFoundException', `Cannot find Backup selection with ID ${id}`);
    }
    return {
      BackupSelection: found.selection,
      SelectionId: id,
      BackupPlanId: plan.id,
      CreationDate: epochSeconds(madeAt),
    };
  },
};

const settings: Operations = {
  DescribeRegionSettings: (call, { seed }) => {
    const { backupSettings = {} } = regionOf(seed, call.caller.account, call.region).region;
    return {
      ResourceTypeOptInPreference: backupSettings.optIn ?? {},
      ResourceTypeManagementPreference: backupSettings.management ?? {},
    };
  },

  // Refused outside an organization: https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeGlobalSettings.html
  DescribeGlobalSettings: ({ caller }, { seed }) => {
    const values = seed.accounts[caller.account]?.globalSettings;
    if (values !== undefined) return { GlobalSettings: values, LastUpdateTime: epochSeconds(madeAt) };
    throw new AwsError('InvalidRequestException', `Account ${caller.account} is not a member of an organization.`);
  },
};

export const backup: Operations = { ...plans, ...settings, ...backupVaults, ...backupResources };

function plansOf({ caller, region }: Call, { seed }: World): readonly BackupPlanSeed[] {
  return regionOf(seed, caller.account, region).region.backupPlans ?? [];
}

function planHead({ caller, region }: Call, { id, plan }: BackupPlanSeed): Output {
  return {
    BackupPlanId: id,
    BackupPlanArn: `arn:aws:backup:${region}:${caller.account}:backup-plan:${id}`,
    BackupPlanName: plan.BackupPlanName,
    VersionId: `version-1-of-${id}`,
    CreationDate: epochSeconds(madeAt),
    AdvancedBackupSettings: plan['AdvancedBackupSettings'],
  };
}

/** For selections a missing plan is a wrong parameter: https://github.com/hashicorp/terraform-provider-aws internal/service/backup/selection.go */
function planForSelection(call: Call, world: World): BackupPlanSeed {
  const id = requiredText(call.input, 'BackupPlanId');
  const plan = plansOf(call, world).find((plan) => plan.id === id);
  if (plan !== undefined) return plan;
  throw new AwsError('InvalidParameterValueException', `Cannot find Backup plan with ID ${id}`);
}
