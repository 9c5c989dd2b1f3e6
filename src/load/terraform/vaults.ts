/** Vaults, their locks and access policies. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/backup_vault */
import { accountOf, regionOf } from '../../estate/arn.ts';
import type { EncryptionRef, Fragment, VaultFragment } from '../../estate/fragment.ts';
import type { VaultType } from '../../estate/model.ts';
import { defined } from '../kinds/defined.ts';
import { textOf, type TerraformResource } from './document.ts';
import { keyNames } from './key-names.ts';
import { days, known } from './known.ts';
import type { TerraformPlan } from './plan.ts';
import { policyOf } from './policies.ts';

const vaultTypes = {
  aws_backup_vault: 'BACKUP_VAULT',
  aws_backup_logically_air_gapped_vault: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
  'data.aws_backup_vault': undefined,
} as const;

export const vaultSources: ReadonlySet<string> = new Set(Object.keys(vaultTypes));

export function vaultFragments(plan: TerraformPlan): readonly Fragment[] {
  const vaults = Object.entries(vaultTypes).flatMap(([type, kind]) =>
    plan.ofType(type).map((vault) => vaultOf(plan, vault, kind)),
  );
  return [
    ...vaults,
    ...plan.ofType('aws_backup_vault_policy').flatMap((resource) => accessPolicyOf(plan, resource)),
    ...plan.ofType('aws_backup_vault_lock_configuration').flatMap((resource) => lockOf(plan, resource)),
  ];
}

function vaultOf(plan: TerraformPlan, vault: TerraformResource, type: VaultType | undefined): VaultFragment {
  const { values } = vault;
  const name = textOf(values['name']);
  const called = name ?? (plan.isUnknown(vault, 'name') ? plan.hole(`${vault.address}.name`) : undefined);
  const arn = textOf(values['arn']) ?? plan.arn(vault, 'backup', called && `backup-vault:${called}`);
  const { account, region } = plan.place(vault);
  const isAirGapped = type === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT';
  return {
    kind: 'vault',
    names: [arn, plan.local(vault), name].filter((each) => each !== undefined),
    subject: vault.address,
    ...defined({ name, account: accountOf(arn ?? '') ?? account, region: regionOf(arn ?? '') ?? region, type }),
    encryption: isAirGapped ? airGappedEncryption(plan, vault) : vaultEncryption(plan, vault),
    ...(isAirGapped && retentionOf(vault)),
    origin: plan.at(vault),
  };
}

/** Without a key of its own a vault uses `aws/backup`. https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html */
function vaultEncryption(plan: TerraformPlan, vault: TerraformResource): EncryptionRef {
  const names = keyNames(plan, vault, 'kms_key_arn');
  if (names.length > 0) return { kind: 'key', names };
  // What is read from AWS is never written, whether it is there or not.
  if (vault.mode === 'data') return { kind: 'unknown', why: 'its key is only known after apply' };
  if (plan.isUnknown(vault, 'kms_key_arn') && plan.isWritten(vault, 'kms_key_arn') !== false) {
    return unknownKey(plan, vault, 'kms_key_arn');
  }
  return { kind: 'aws-managed', alias: 'alias/aws/backup' };
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html */
function airGappedEncryption(plan: TerraformPlan, vault: TerraformResource): EncryptionRef {
  const names = keyNames(plan, vault, 'encryption_key_arn');
  if (names.length > 0) return { kind: 'key', names };
  const isOpen = plan.isUnknown(vault, 'encryption_key_arn') && plan.isWritten(vault, 'encryption_key_arn') !== false;
  return isOpen ? unknownKey(plan, vault, 'encryption_key_arn') : { kind: 'aws-owned' };
}

export function unknownKey(plan: TerraformPlan, resource: TerraformResource, attribute: string): EncryptionRef {
  const expression = plan.configuration.argument(resource, attribute);
  return { kind: 'unknown', why: `its key is ${plan.why(resource, expression)}` };
}

/** Names of the vault that a policy or lock is for. */
function vaultNames(plan: TerraformPlan, resource: TerraformResource): readonly string[] {
  const name = textOf(resource.values['backup_vault_name']);
  if (name === undefined) {
    const source = plan.source(resource, plan.configuration.argument(resource, 'backup_vault_name'), vaultSources);
    return source === undefined ? [] : [plan.local(source)];
  }
  const arn = textOf(resource.values['backup_vault_arn']) ?? plan.arn(resource, 'backup', `backup-vault:${name}`);
  const place = plan.place(resource);
  const own = plan
    .ofType(...vaultSources)
    .find((vault) => vault.values['name'] === name && isSamePlace(plan.place(vault), place));
  return [arn, own && plan.local(own), name].filter((each) => each !== undefined);
}

function isSamePlace(a: { account?: unknown; region?: unknown }, b: { account?: unknown; region?: unknown }): boolean {
  return a.account === b.account && a.region === b.region;
}

function mention(plan: TerraformPlan, resource: TerraformResource, names: readonly string[]): VaultFragment {
  const { account, region } = plan.place(resource);
  const name = textOf(resource.values['backup_vault_name']);
  return {
    kind: 'vault',
    names,
    subject: names.find((each) => each.startsWith('arn:')) ?? name ?? resource.address,
    mentioned: true,
    ...defined({ name, account, region }),
    origin: plan.at(resource),
  };
}

function accessPolicyOf(plan: TerraformPlan, resource: TerraformResource): Fragment[] {
  const names = vaultNames(plan, resource);
  const policy = policyOf(plan, resource, 'policy');
  if (names.length === 0 || policy.kind !== 'given') {
    const why = policy.kind === 'unknown' ? policy.why : 'which vault it is for is only known after apply';
    plan.note(`the access policy ${resource.address}`, policy.kind === 'unknown' ? `it is ${why}` : why);
    return [];
  }
  return [{ ...mention(plan, resource, names), accessPolicy: policy.policy }];
}

function lockOf(plan: TerraformPlan, resource: TerraformResource): Fragment[] {
  const names = vaultNames(plan, resource);
  if (names.length === 0) {
    plan.note(`the lock ${resource.address}`, 'which vault it is for is only known after apply');
    return [];
  }
  return [{ ...mention(plan, resource, names), locked: true, ...retentionOf(resource) }];
}

function retentionOf({
  values,
  unknown,
}: TerraformResource): Pick<VaultFragment, 'minRetentionDays' | 'maxRetentionDays'> {
  return defined({
    minRetentionDays: known(values, unknown, 'min_retention_days', days),
    maxRetentionDays: known(values, unknown, 'max_retention_days', days),
  });
}
