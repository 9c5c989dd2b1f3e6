/** AWS Backup: plans with their selections, vaults, settings, and what was backed up. */
import type { z } from 'zod';
import type { recoveryPoint } from '../kinds/resources.ts';
import { vaultNameOf } from '../../estate/arn.ts';
import type { Answer } from './calls.ts';
import { inTurn } from './in-turn.ts';
import type { Place } from './place.ts';

/** What else is needed to judge the plans. */
export interface Named {
  /** ARNs of selections' roles. */
  readonly roles: readonly string[];
  /** ARNs of the vaults that copies go to. */
  readonly vaults: readonly string[];
}

export async function collectBackup(place: Place): Promise<Named> {
  const [named] = await Promise.all([
    collectPlans(place),
    collectVaults(place),
    collectSettings(place),
    collectResources(place),
  ]);
  return named;
}

async function collectPlans(place: Place): Promise<Named> {
  const { answer } = await place.list('backup:ListBackupPlans', {});
  const named = await Promise.all(answer.BackupPlansList.map((plan) => collectPlan(place, plan)));
  return { roles: named.flatMap(({ roles }) => roles), vaults: named.flatMap(({ vaults }) => vaults) };
}

type ListedPlan = Answer<'backup:ListBackupPlans'>['BackupPlansList'][number];

async function collectPlan(place: Place, { BackupPlanId, BackupPlanArn }: ListedPlan): Promise<Named> {
  const [plan, selections] = await Promise.all([
    place.ask('backup:GetBackupPlan', { BackupPlanId }, BackupPlanArn),
    place.list('backup:ListBackupSelections', { BackupPlanId }, BackupPlanArn),
  ]);
  if (plan) place.keep('backup:GetBackupPlan', plan, BackupPlanArn);
  const roles = await Promise.all(
    selections.answer.BackupSelectionsList.map(async ({ SelectionId }) => {
      const selection = await place.ask('backup:GetBackupSelection', { BackupPlanId, SelectionId }, BackupPlanArn);
      if (selection) place.keep('backup:GetBackupSelection', { ...selection, SelectionId }, BackupPlanArn);
      return selection?.BackupSelection.IamRoleArn ?? [];
    }),
  );
  return { roles: roles.flat(), vaults: plan ? destinationsOf(plan) : [] };
}

function destinationsOf({ BackupPlan }: Answer<'backup:GetBackupPlan'>): string[] {
  return BackupPlan.Rules.flatMap(({ CopyActions = [] }) =>
    CopyActions.map(({ DestinationBackupVaultArn }) => DestinationBackupVaultArn),
  );
}

/** The ARNs of the vaults' keys. */
export async function collectVaults(place: Place): Promise<readonly string[]> {
  const { answer, isWhole } = await place.list('backup:ListBackupVaults', {});
  const vaults = answer.BackupVaultList;
  if (isWhole || vaults.length > 0) place.keep('backup:ListBackupVaults', answer);
  await Promise.all(
    vaults.map(({ BackupVaultName, BackupVaultArn }) => collectAccess(place, BackupVaultName, BackupVaultArn)),
  );
  return vaults.flatMap(({ EncryptionKeyArn }) => EncryptionKeyArn ?? []);
}

async function collectAccess(place: Place, BackupVaultName: string, arn: string | undefined): Promise<void> {
  if (arn === undefined) return;
  const answer = await place.ask('backup:GetBackupVaultAccessPolicy', { BackupVaultName }, arn);
  if (answer !== undefined) place.keep('backup:GetBackupVaultAccessPolicy', answer, arn);
}

async function collectSettings(place: Place): Promise<void> {
  const settings = await place.ask('backup:DescribeRegionSettings', {});
  if (settings) place.keep('backup:DescribeRegionSettings', settings);
}

/** Whether the organization allows copies between accounts. */
export async function collectGlobalSettings(place: Place): Promise<void> {
  const settings = await place.ask('backup:DescribeGlobalSettings', {});
  if (settings) place.keep('backup:DescribeGlobalSettings', settings, undefined, 'account');
}

async function collectResources(place: Place): Promise<void> {
  const { answer } = await place.list('backup:ListProtectedResources', {});
  if (answer.Results.length > 0) place.keep('backup:ListProtectedResources', answer);
  await inTurn(answer.Results, async (resource) => collectPoint(place, resource));
}

type Resource = Answer<'backup:ListProtectedResources'>['Results'][number];

/** The latest recovery point of a resource tells which key protects it. */
async function collectPoint(place: Place, resource: Resource): Promise<void> {
  const { LastRecoveryPointArn: RecoveryPointArn, LastBackupVaultArn = '' } = resource;
  const BackupVaultName = vaultNameOf(LastBackupVaultArn);
  if (RecoveryPointArn === undefined || BackupVaultName === undefined) return;
  const point = await place.ask(
    'backup:DescribeRecoveryPoint',
    { BackupVaultName, RecoveryPointArn },
    RecoveryPointArn,
  );
  if (point) place.keep('backup:DescribeRecoveryPoint', asText(point), RecoveryPointArn);
}

/** Times as snapshots hold them. */
function asText(point: z.output<typeof recoveryPoint>): z.output<typeof recoveryPoint> {
  const { CreationDate: date } = point;
  return date instanceof Date ? { ...point, CreationDate: date.toISOString() } : point;
}
