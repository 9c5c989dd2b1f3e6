/** Paths that no plan in sight makes: keys and resources are judged as if one copied them to the central account. */
import type { Key, Resource, Vault } from '../estate/model.ts';
import { bareKeyOf, placeOfBareKey, roleAt } from './accounts.ts';
import { keyEncryption } from './ask.ts';
import { deploymentFor } from './deployments.ts';
import { assumedDestination, destinationOfVault } from './destination.ts';
import type { Destination } from './destination.ts';
import { draftPath } from './draft.ts';
import type { PathDraft } from './draft.ts';
import { memoize } from '../estate/memoize.ts';
import { backupJob } from './job.ts';
import type { SourceVault } from './job.ts';
import { backupLeg, copyLeg } from './legs.ts';
import type { LegDraft } from './legs.ts';
import { abilityOf } from './resource-types.ts';
import type { Scope } from './scope.ts';
import type { BackupSubject } from './subject.ts';
import { subjectOfBareKey, subjectOfResource, subjectOfType } from './subjects.ts';
import type { NamedRows, Place } from './subjects.ts';

/** A resource that no plan in sight covers. `undefined`: AWS Backup does not support it. */
export function assumedResourcePath(
  scope: Scope,
  resource: Resource,
  roleOfSelection: (account: string | undefined) => string | undefined,
): PathDraft | undefined {
  const deployment = deploymentFor(scope.deployments, [resource.account]);
  const account = resource.account ?? onlyWorkloadAccount(deployment.workloadAccounts);
  const role = roleAt(scope, roleOfSelection(account), account, deployment, resource);
  const subject = subjectOfResource(scope, resource, { deployment, account, region: resource.region, role });
  if (subject === undefined) return undefined;
  return draftPath({
    subject,
    legs: assumedLegs(scope, subject, subject.name),
    at: [resource.origin, subject.name],
    assumption: assumption('no plan in sight covers the resource', subject),
  });
}

function onlyWorkloadAccount(accounts: readonly string[] = []): string | undefined {
  return accounts.length === 1 ? accounts[0] : undefined;
}

/** A key policy of which nothing says what the key protects. */
export function assumedKeyPath(scope: Scope, key: Key, place: Place): PathDraft {
  const subject = subjectOfBareKey(scope, key, keyEncryption(key), place);
  return draftPath({
    subject,
    legs: assumedLegs(scope, subject, key.subject),
    at: [key.origin, key.subject],
    assumption: assumption(untoldKey, subject),
  });
}

/** A key policy whose resource types the config or a selection tells, where no plan in sight covers them. */
export function assumedTypePath(scope: Scope, key: Key, type: NamedRows, place: Place): PathDraft | undefined {
  const subject = subjectOfType(scope, type, keyEncryption(key), place);
  if (subject === undefined) return undefined;
  return draftPath({
    subject,
    legs: assumedLegs(scope, subject, key.subject),
    at: [key.origin, key.subject, type.name],
    assumption: assumption(`the key is taken for the key of ${type.name}`, subject),
  });
}

/** The key of a vault, where no plan in sight fills the vault: it is copied from, or into where that is its purpose. */
export function assumedVaultPath(scope: Scope, key: Key, vault: Vault): PathDraft {
  const place = placeOfBareKey(scope, bareKeyOf(scope, key));
  const isTarget =
    vault.type === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' ||
    (vault.account !== undefined && vault.account === place.deployment.centralAccount);
  return isTarget ? copiedInto(scope, key, vault, place) : copiedFrom(scope, key, vault, place);
}

function copiedFrom(scope: Scope, key: Key, vault: Vault, at: Place): PathDraft {
  const place: Place = { ...at, account: vault.account ?? at.account, region: vault.region ?? at.region };
  const bare = subjectOfBareKey(scope, key, { kind: 'aws-owned' }, place);
  const subject: BackupSubject = { ...bare, fullyManaged: true };
  const job = backupJob(scope, subject, { name: vault.arn ?? vault.name, vault });
  return draftPath({
    subject,
    legs: [copyLeg(job, centralDestination(scope, subject, key.subject))],
    at: [key.origin, key.subject, vault.subject],
    vault,
    assumption: `no plan in sight fills the vault ${vault.name}: its key is judged as if a plan copied fully managed resources from it to the central account`,
  });
}

function copiedInto(scope: Scope, key: Key, vault: Vault, place: Place): PathDraft {
  // Anything that needs no key of its own: the vault's key alone is asked.
  const subject: BackupSubject = { ...subjectOfBareKey(scope, key, { kind: 'unencrypted' }, place), rows: [] };
  const job = backupJob(scope, subject, { name: assumedVaultName(place.account), vault: undefined });
  return draftPath({
    subject,
    legs: [copyLeg(job, destinationOfVault(vault, vault.arn ?? vault.name))],
    at: [key.origin, key.subject, vault.subject],
    assumption: `no plan in sight copies into the vault ${vault.name}: its key is judged as if one did`,
  });
}

/**
 * Backup, and a copy to the central account where the copy would open this very key: copies of fully managed types
 * leave the account under their vault's key, and nobody copies what cannot be copied.
 */
function assumedLegs(scope: Scope, subject: BackupSubject, asker: string): readonly LegDraft[] {
  const source: SourceVault = { name: assumedVaultName(subject.account), vault: undefined };
  const job = backupJob(scope, subject, source);
  const backup = backupLeg(job);
  if (!isCopied(subject)) return [backup];
  return [backup, copyLeg(job, centralDestination(scope, subject, asker))];
}

function isCopied({ fullyManaged, rows }: BackupSubject): boolean {
  return fullyManaged === false && abilityOf(rows, 'crossAccountCopy') !== false;
}

function centralDestination(scope: Scope, { deployment }: BackupSubject, asker: string): Destination {
  if (deployment.centralAccount === undefined) scope.miss('central-account', asker);
  return assumedDestination(deployment.centralAccount);
}

/** Said of thousands of keys: one text per account. */
const vaultNames = new Map<string | undefined, string>();

function assumedVaultName(account: string | undefined): string {
  return memoize(vaultNames, account, () =>
    account === undefined ? 'a backup vault of its account' : `a backup vault of account ${account}`,
  );
}

interface Assumptions {
  readonly copied: string;
  readonly kept: string;
}

const assumptions = new Map<string, Assumptions>();

function assumption(why: string, subject: BackupSubject): string {
  const texts = memoize(assumptions, why, () => ({
    copied: `${why}: judged as if a plan copied it to the central account`,
    kept: `${why}: judged as if a plan backed it up`,
  }));
  return isCopied(subject) ? texts.copied : texts.kept;
}

/** Said of a key of which nothing but the policy is known. */
export const untoldKey =
  'no input says what the key protects, so it is taken for the key of a resource that is not fully managed (kms:ViaService ec2, rds, fsx and storagegateway are tried)';
