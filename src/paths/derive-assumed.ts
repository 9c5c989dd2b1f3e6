/** Paths that no plan in sight makes: keys and resources are judged as if one copied them to the central account. */
import type { Encryption, Key, Resource, Vault } from '../estate/model.ts';
import { placeOfBareKey, roleAt } from './accounts.ts';
import { deploymentFor } from './deployments.ts';
import { assumedDestination } from './destination.ts';
import type { Destination } from './destination.ts';
import { draftPath } from './draft.ts';
import type { PathDraft } from './draft.ts';
import { memoize } from './group-by.ts';
import { backupLeg, copyLeg, isAwsManaged } from './legs.ts';
import type { LegDraft, SourceVault } from './legs.ts';
import { abilityOf } from './resource-types.ts';
import type { Scope } from './scope.ts';
import type { BackupSubject } from './subject.ts';
import { subjectOfBareKey, subjectOfResource, subjectOfType } from './subjects.ts';
import type { Place } from './subjects.ts';

/** A resource that no plan in sight covers. `undefined`: AWS Backup does not support it. */
export function assumedResourcePath(scope: Scope, resource: Resource): PathDraft | undefined {
  const deployment = deploymentFor(scope.deployments, [resource.account]);
  const account = resource.account ?? onlyWorkloadAccount(deployment.workloadAccounts);
  const role = roleAt(scope, undefined, account, deployment, resource);
  const subject = subjectOfResource(scope, resource, { deployment, account, region: resource.region, role });
  if (subject === undefined) return undefined;
  return draftPath({
    subject,
    legs: assumedLegs(scope, subject, subject.name),
    at: [resource.origin, subject.name],
    assumption: sentence('no plan in sight covers the resource', copiesIn(subject)),
  });
}

function onlyWorkloadAccount(accounts: readonly string[] = []): string | undefined {
  return accounts.length === 1 ? accounts[0] : undefined;
}

/** A key policy of which nothing says what the key protects. */
export function assumedKeyPath(scope: Scope, key: Key, place: Place): PathDraft {
  const subject = subjectOfBareKey(scope, key, encryptionOf(key), place);
  return draftPath({
    subject,
    legs: assumedLegs(scope, subject, key.subject),
    at: [key.origin, key.subject],
    assumption: sentence(
      'no input says what the key protects, so it is taken for the key of a resource that is not fully managed (kms:ViaService ec2, rds, fsx and storagegateway are tried)',
      copiesIn(subject),
    ),
  });
}

/** A key policy whose resource types the config tells, where no plan in sight covers them. */
export function assumedTypePath(scope: Scope, key: Key, resourceType: string, place: Place): PathDraft | undefined {
  const hints = { resourceType, name: resourceType };
  const subject = subjectOfType(scope, hints, encryptionOf(key), place);
  if (subject === undefined) return undefined;
  return draftPath({
    subject,
    legs: assumedLegs(scope, subject, key.subject),
    at: [key.origin, key.subject, resourceType],
    assumption: sentence(`the key is taken for the key of a resource of type ${resourceType}`, copiesIn(subject)),
  });
}

/** The key of a vault, where no plan in sight fills the vault. */
export function assumedVaultPath(scope: Scope, key: Key, vault: Vault): PathDraft {
  const bare = placeOfBareKey(scope, key);
  const place: Place = { ...bare, account: vault.account ?? bare.account, region: vault.region ?? bare.region };
  const subject: BackupSubject = {
    ...subjectOfBareKey(scope, key, { kind: 'aws-owned' }, place),
    fullyManaged: true,
  };
  const source: SourceVault = { name: vault.arn ?? vault.name, vault };
  return draftPath({
    subject,
    legs: [copyLeg(scope, subject, source, centralDestination(scope, subject, key.subject))],
    at: [key.origin, key.subject, vault.subject],
    vault,
    assumption: sentence(
      `no plan in sight fills the vault ${vault.name}, so its key is judged as if recovery points of fully managed types were copied from it to the central account`,
    ),
  });
}

export function encryptionOf(key: Key): Encryption {
  if (!isAwsManaged(key)) return { kind: 'key', key };
  return { kind: 'aws-managed', alias: key.aliases[0] ?? key.subject, key };
}

/**
 * Backup, and a copy to the central account where the copy would open this very key: copies of fully managed types
 * leave the account under their vault's key, and nobody copies what cannot be copied.
 */
function assumedLegs(scope: Scope, subject: BackupSubject, asker: string): readonly LegDraft[] {
  const source: SourceVault = { name: assumedVaultName(subject.account), vault: undefined };
  const backup = backupLeg(scope, subject, source);
  if (!isCopied(subject)) return [backup];
  return [backup, copyLeg(scope, subject, source, centralDestination(scope, subject, asker))];
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

const sentences = new Map<string, string>();

function sentence(...parts: readonly string[]): string {
  const text = parts.filter((part) => part !== '').join(' ');
  return memoize(sentences, text, () => text);
}

function copiesIn(subject: BackupSubject): string {
  return isCopied(subject) ? 'and judged as if a plan copied it to the central account' : '';
}
