/** What a copy asks of keys: the one that the recovery point has, and the one that it gets. */
import type { Vault } from '../estate/model.ts';
import { askResourceKeys, askVaultKey } from './ask.ts';
import { airGappedFamily, destinationFamily } from './callers.ts';
import { partitionOf } from './deployments.ts';
import { isCrossAccount } from './destination.ts';
import type { Destination } from './destination.ts';
import type { BackupJob } from './job.ts';
import type { BackupPrincipal, KeyUse, VaultUse } from './types.ts';

export function copyUses(job: BackupJob, destination: Destination): readonly KeyUse[] {
  return [
    ...sourceKeyUses(job, destination),
    ...(destination.airGapped ? airGappedUses(job, destination) : []),
    ...destinationKeyUses(job, destination),
  ];
}

/** The key that the recovery point has: the resource's, or the source vault's for fully managed types. */
function sourceKeyUses({ scope, subject, source, roleUses }: BackupJob, destination: Destination): readonly KeyUse[] {
  const central = linkedRoleOf({ scope, subject }, destination);
  if (subject.fullyManaged !== false) {
    return central === undefined ? [] : askVaultKey(scope, subject, source.vault, central, 'source-vault-key-central');
  }
  if (central === undefined) return roleUses;
  return [...roleUses, ...askResourceKeys(scope, subject, central, 'resource-key-central')];
}

/** Who makes a cross-account copy; `undefined`: it is none, or its account is not known. */
function linkedRoleOf(
  { scope, subject }: Pick<BackupJob, 'scope' | 'subject'>,
  destination: Destination,
): BackupPrincipal | undefined {
  const { account } = destination;
  if (account === undefined || !isCrossAccount(subject.account, destination)) return undefined;
  const { centralAccount } = subject.deployment;
  const isCentral = centralAccount === undefined || centralAccount === account;
  const partition = partitionOf(destination.vault?.arn, subject);
  return scope.principals.serviceLinkedRole(account, partition, isCentral);
}

/** Inside an account the role writes with the target's key; what a fully managed type needs there is not documented. */
function destinationKeyUses({ scope, subject }: BackupJob, destination: Destination): readonly KeyUse[] {
  if (destination.airGapped || !isJudgeable(destination.vault)) return [];
  const central = linkedRoleOf({ scope, subject }, destination);
  if (central !== undefined) {
    const family = destinationFamily(subject.rows);
    return askVaultKey(scope, subject, destination.vault, central, 'destination-vault-key-central', family);
  }
  if (subject.fullyManaged !== false || subject.role === undefined) return [];
  return askVaultKey(scope, subject, destination.vault, subject.role, 'copy-target-key', subject.family);
}

/** A destination whose key's policy is not in sight is named, and makes no leg unknown. */
export function isJudgeable(vault: Vault | undefined): boolean {
  return vault?.encryption.kind === 'key' && vault.encryption.key.policy.kind !== 'unknown';
}

/** Only a customer managed key of the vault has to be opened, and the source key with it. */
function airGappedUses({ scope, subject, source }: BackupJob, { vault }: Destination): readonly KeyUse[] {
  const { role } = subject;
  if (role === undefined || vault?.encryption.kind !== 'key') return [];
  const ofVault = isJudgeable(vault)
    ? askVaultKey(scope, subject, vault, role, 'air-gapped-vault-key', airGappedFamily)
    : [];
  const ofSource =
    subject.fullyManaged === false
      ? askResourceKeys(scope, subject, role, 'air-gapped-source-key', airGappedFamily)
      : askVaultKey(scope, subject, source.vault, role, 'air-gapped-source-key', airGappedFamily);
  return [...ofVault, ...ofSource];
}

/**
 * Across accounts the destination vault's access policy must let the role copy into it; within the account it may
 * still deny it. https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
 */
export function copyIntoVault({ scope, subject }: BackupJob, destination: Destination): VaultUse | undefined {
  const { vault } = destination;
  const { role, deployment } = subject;
  if (vault?.accessPolicy === undefined || role === undefined) return undefined;
  const mayMatter = vault.accessPolicy !== null || isCrossAccount(subject.account, destination);
  return mayMatter ? scope.uses.vaultUse(role, vault, deployment) : undefined;
}
