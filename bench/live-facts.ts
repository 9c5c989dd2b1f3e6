/** What an inventory must hold, one line each, so that a seed and the snapshot made from it can be compared. */
import { createHash } from 'node:crypto';
import type { Snapshot } from '../src/load/snapshot/schema.ts';
import { policyText, type AccountSeed, type RegionSeed, type Seed } from '../test/fake-aws/seed.ts';

export function factsOfSeed(seed: Seed, accounts: readonly string[]): readonly string[] {
  return accounts.flatMap((account) => accountFacts(account, seed.accounts[account]!));
}

function accountFacts(account: string, { regions, roles = [] }: AccountSeed): readonly string[] {
  return [
    ...Object.entries(regions).flatMap(([region, contents]) => regionFacts(account, region, contents)),
    ...roles
      .filter(({ inline }) => inline !== undefined)
      .map(({ name, path = '/' }) => `role arn:aws:iam::${account}:role${path}${name}`),
  ];
}

function regionFacts(account: string, region: string, contents: RegionSeed): readonly string[] {
  const kms = `arn:aws:kms:${region}:${account}`;
  const keys = (contents.keys ?? []).flatMap(({ id, policy, aliases = [] }) => [
    `key ${kms}:key/${id}`,
    policyFact(`${kms}:key/${id}`, policyText(policy)),
    ...aliases.map((alias) => `alias ${kms}:${alias}`),
  ]);
  const vaults = (contents.backupVaults ?? []).flatMap(({ name, recoveryPoints = [] }) => [
    `vault arn:aws:backup:${region}:${account}:backup-vault:${name}`,
    ...recoveryPoints.map(({ resourceArn, encryptionKeyArn }) => `resource ${resourceArn} under ${encryptionKeyArn}`),
  ]);
  const plans = (contents.backupPlans ?? []).flatMap(({ id, selections = [] }) => [
    `plan ${id}`,
    ...selections.map((selection) => `selection ${selection.id}`),
  ]);
  return [...keys, ...vaults, ...plans];
}

function policyFact(key: string, policy: string): string {
  return `policy ${key} ${createHash('sha256').update(policy).digest('hex')}`;
}

type Answer = Readonly<Record<string, unknown>>;

/** What one answer tells, by the call it answers. */
const told: Readonly<Record<string, (answer: Answer, subject: string) => readonly string[]>> = {
  'kms:DescribeKey': ({ KeyMetadata }) => [`key ${member(KeyMetadata, 'Arn')}`],
  'kms:GetKeyPolicy': ({ Policy }, subject) => [policyFact(subject, String(Policy))],
  'kms:ListAliases': ({ Aliases }) => list(Aliases).map((alias) => `alias ${member(alias, 'AliasArn')}`),
  'backup:ListBackupVaults': ({ BackupVaultList }) =>
    list(BackupVaultList).map((vault) => `vault ${member(vault, 'BackupVaultArn')}`),
  'backup:DescribeRecoveryPoint': ({ ResourceArn, EncryptionKeyArn }) => [
    `resource ${String(ResourceArn)} under ${String(EncryptionKeyArn)}`,
  ],
  'backup:GetBackupPlan': ({ BackupPlanId }) => [`plan ${String(BackupPlanId)}`],
  'backup:GetBackupSelection': ({ SelectionId }) => [`selection ${String(SelectionId)}`],
  'iam:GetRole': ({ Role }) => [`role ${member(Role, 'Arn')}`],
};

export function factsOfSnapshot({ answers, incomplete }: Snapshot): {
  readonly facts: ReadonlySet<string>;
  readonly incomplete: readonly string[];
} {
  const facts = answers.flatMap(({ call, subject = '', answer }) => told[call]?.(answer ?? {}, subject) ?? []);
  return { facts: new Set(facts), incomplete: incomplete.map((entry) => JSON.stringify(entry)) };
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function member(value: unknown, name: string): string {
  return String((value as Answer | undefined)?.[name]);
}
