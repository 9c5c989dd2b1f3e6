/** The legs of a path, and what each asks of keys and vaults. */
import type { Encryption, Key, Vault } from '../estate/model.ts';
import { airGappedFamily, destinationFamily, vaultFamily } from './callers.ts';
import type { CallerFamily } from './callers.ts';
import { isCrossAccount, legKindOf } from './destination.ts';
import type { Destination } from './destination.ts';
import { copyObstacles, isDynamoDb, isImpossible, unknownResourceKey } from './obstacles.ts';
import { requirementFor } from './requirements.ts';
import type { DemandKind } from './requirements.ts';
import type { Scope } from './scope.ts';
import type { BackupSubject } from './subject.ts';
import type { BackupPrincipal, KeyUse, Leg, Obstacle, VaultUse } from './types.ts';

/** Where the backup is kept until it is copied. */
export interface SourceVault {
  readonly name: string;
  /** `undefined`: not among the inputs. */
  readonly vault: Vault | undefined;
}

export interface LegDraft {
  readonly leg: Leg;
  readonly notConsidered: readonly string[];
}

export function backupLeg(
  scope: Scope,
  subject: BackupSubject,
  source: SourceVault,
  doubts: readonly Obstacle[] = [],
): LegDraft {
  const obstacles = [unknownResourceKey(subject), unknownRole(subject), dynamoDbWarning(subject), ...doubts];
  return {
    leg: {
      kind: 'backup',
      from: subject.name,
      to: source.name,
      keyUses: roleOnResourceKey(scope, subject),
      obstacles: obstacles.filter((obstacle) => obstacle !== undefined),
    },
    notConsidered: [],
  };
}

export function copyLeg(scope: Scope, subject: BackupSubject, source: SourceVault, destination: Destination): LegDraft {
  const ofCopy = copyObstacles({ subject, destination, estate: scope.estate });
  const impossible = isImpossible(ofCopy);
  const obstacles = [
    ...ofCopy,
    ...(impossible ? [] : [unknownRole(subject), unknownSourceVault(subject, source, destination)]),
  ].filter((obstacle) => obstacle !== undefined);
  const vaultUse = impossible ? undefined : copyIntoVault(scope, subject, destination);
  return {
    leg: {
      kind: legKindOf(subject.account, destination),
      from: source.name,
      to: destination.name,
      keyUses: impossible ? [] : [...new Set(copyUses(scope, subject, source, destination))],
      ...(vaultUse && { vaultUse }),
      obstacles,
      ...(destination.copyAction && { copyAction: destination.copyAction }),
      ...(destination.vault && { destination: destination.vault }),
    },
    notConsidered: impossible ? [] : documentsNotInSight(subject, source, destination),
  };
}

function unknownRole({ role }: BackupSubject): Obstacle | undefined {
  if (role !== undefined) return undefined;
  return { code: 'deployment-unknown', outcome: 'unknown', why: 'the backup service role is not known' };
}

/** Copies are refused by it; the backup itself is taken, with fewer features. */
function dynamoDbWarning(subject: BackupSubject): Obstacle | undefined {
  if (!isDynamoDb(subject) || subject.fullyManaged !== false) return undefined;
  return {
    code: 'dynamodb-advanced-features',
    outcome: 'warning',
    why: 'AWS Backup’s advanced features for DynamoDB are off',
    source: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html',
  };
}

/** Recovery points of fully managed types leave the account under the source vault's key. */
function unknownSourceVault(
  subject: BackupSubject,
  { name, vault }: SourceVault,
  destination: Destination,
): Obstacle | undefined {
  if (subject.fullyManaged === false || !isCrossAccount(subject.account, destination)) return undefined;
  if (vault !== undefined && vault.encryption.kind !== 'unknown') return undefined;
  return {
    code: 'vault-unknown',
    outcome: 'unknown',
    why: `the recovery point is encrypted with the key of ${name}, which is not known`,
  };
}

function copyUses(
  scope: Scope,
  subject: BackupSubject,
  source: SourceVault,
  destination: Destination,
): readonly KeyUse[] {
  return [
    ...sourceKeyUses(scope, subject, source, destination),
    ...(destination.airGapped ? airGappedUses(scope, subject, source, destination) : []),
    ...destinationKeyUses(scope, subject, destination),
  ];
}

/** The key that the recovery point has: the resource's, or the source vault's for fully managed types. */
function sourceKeyUses(
  scope: Scope,
  subject: BackupSubject,
  source: SourceVault,
  destination: Destination,
): readonly KeyUse[] {
  const crossAccount = isCrossAccount(subject.account, destination);
  const central = crossAccount ? linkedRoleOf(scope, subject, destination) : undefined;
  if (subject.fullyManaged !== false) {
    return central === undefined ? [] : askVaultKey(scope, subject, source.vault, central, 'source-vault-key-central');
  }
  return [
    ...roleOnResourceKey(scope, subject),
    ...(central === undefined ? [] : askResourceKeys(scope, subject, central, 'resource-key-central')),
  ];
}

function linkedRoleOf(
  scope: Scope,
  { deployment, partition }: BackupSubject,
  { account }: Destination,
): BackupPrincipal | undefined {
  if (account === undefined) return undefined;
  const isCentral = deployment.centralAccount === undefined || deployment.centralAccount === account;
  return scope.principals.serviceLinkedRole(account, partition, isCentral);
}

function roleOnResourceKey(scope: Scope, subject: BackupSubject): readonly KeyUse[] {
  if (subject.role === undefined) return [];
  // What DynamoDB with unknown settings is asked for is what it needs either way.
  const demand = subject.fullyManaged === false ? 'resource-key' : 'resource-key-read';
  return askResourceKeys(scope, subject, subject.role, demand);
}

function askResourceKeys(
  scope: Scope,
  subject: BackupSubject,
  principal: BackupPrincipal,
  demand: DemandKind,
  family: CallerFamily = subject.family,
): readonly KeyUse[] {
  const purpose = subject.resourceType === '*' ? 'a resource that is not fully managed' : subject.resourceType;
  return subject.encryption.flatMap((encryption) =>
    ask(scope, subject, { encryption, principal, demand, family, purpose, owner: subject.account }),
  );
}

function askVaultKey(
  scope: Scope,
  subject: BackupSubject,
  vault: Vault | undefined,
  principal: BackupPrincipal,
  demand: DemandKind,
  family: CallerFamily = vaultFamily,
): readonly KeyUse[] {
  if (vault === undefined) return [];
  const purpose = `the backup vault ${vault.name}`;
  const owner = vault.account ?? subject.account;
  return ask(scope, subject, { encryption: vault.encryption, principal, demand, family, purpose, owner });
}

interface Ask {
  readonly encryption: Encryption;
  readonly principal: BackupPrincipal;
  readonly demand: DemandKind;
  readonly family: CallerFamily;
  readonly purpose: string;
  /** Whose the key is unless its ARN says otherwise. */
  readonly owner: string | undefined;
}

/** Only customer managed keys are asked: the policies of the others cannot be changed. */
function ask(scope: Scope, subject: BackupSubject, request: Ask): readonly KeyUse[] {
  const { encryption, principal, family, purpose, owner } = request;
  if (encryption.kind !== 'key' || isAwsManaged(encryption.key)) return [];
  const keyAccount = encryption.key.account ?? owner;
  if (keyAccount === undefined) return [];
  const requirement = requirementFor(scope.profile, request.demand, subject.rows);
  const { key } = encryption;
  const { deployment } = subject;
  return [scope.uses.keyUse({ principal, key, requirement, family, deployment, keyAccount, purpose })];
}

export function isAwsManaged({ manager, aliases }: Key): boolean {
  return manager === 'AWS' || (manager === undefined && aliases.some((alias) => alias.startsWith('alias/aws/')));
}

/** What a resource is encrypted with whose key this is. */
export function keyEncryption(key: Key): Encryption {
  return isAwsManaged(key) ? { kind: 'aws-managed', alias: key.aliases[0] ?? key.subject, key } : { kind: 'key', key };
}

/** The role on the key of another vault of its own account; what a fully managed type needs there is not documented. */
function destinationKeyUses(scope: Scope, subject: BackupSubject, destination: Destination): readonly KeyUse[] {
  if (destination.airGapped || !isJudgeable(destination.vault)) return [];
  if (isCrossAccount(subject.account, destination)) {
    const central = linkedRoleOf(scope, subject, destination);
    const family = destinationFamily(subject.rows);
    return central === undefined
      ? []
      : askVaultKey(scope, subject, destination.vault, central, 'destination-vault-key-central', family);
  }
  if (subject.fullyManaged !== false || subject.role === undefined) return [];
  return askVaultKey(scope, subject, destination.vault, subject.role, 'copy-target-key', subject.family);
}

/** A destination whose key's policy is not in sight is named, and makes no leg unknown. */
function isJudgeable(vault: Vault | undefined): boolean {
  return vault?.encryption.kind === 'key' && vault.encryption.key.policy.kind !== 'unknown';
}

function airGappedUses(
  scope: Scope,
  subject: BackupSubject,
  source: SourceVault,
  destination: Destination,
): readonly KeyUse[] {
  const { role } = subject;
  if (role === undefined || destination.vault?.encryption.kind !== 'key') return [];
  const ofVault = isJudgeable(destination.vault)
    ? askVaultKey(scope, subject, destination.vault, role, 'air-gapped-vault-key', airGappedFamily)
    : [];
  const ofSource =
    subject.fullyManaged === false
      ? askResourceKeys(scope, subject, role, 'air-gapped-source-key', airGappedFamily)
      : askVaultKey(scope, subject, source.vault, role, 'air-gapped-source-key', airGappedFamily);
  return [...ofVault, ...ofSource];
}

/** Across accounts the destination vault's access policy must let the role copy into it. */
function copyIntoVault(scope: Scope, subject: BackupSubject, destination: Destination): VaultUse | undefined {
  const { vault } = destination;
  const { role, deployment } = subject;
  if (vault === undefined || role === undefined || !isCrossAccount(subject.account, destination)) return undefined;
  return vault.accessPolicy === undefined ? undefined : scope.uses.vaultUse(role, vault, deployment);
}

function documentsNotInSight(subject: BackupSubject, source: SourceVault, destination: Destination): readonly string[] {
  const sourceKey = unknownSourceVault(subject, source, destination) !== undefined;
  const settings = isDynamoDb(subject) && subject.fullyManaged === undefined;
  return [
    ...(settings ? [`Region settings of ${placeName(subject)}`] : []),
    ...(sourceKey ? [`encryption key of ${source.name}`] : []),
    ...documentsOfDestination(subject, destination),
  ];
}

function placeName({ account, region }: BackupSubject): string {
  return `${account === undefined ? 'the workload account' : `account ${account}`}${region === undefined ? '' : ` in ${region}`}`;
}

function documentsOfDestination(subject: BackupSubject, destination: Destination): readonly string[] {
  const { vault, name } = destination;
  if (vault === undefined || destination.assumed) return [];
  const crossAccount = isCrossAccount(subject.account, destination);
  const { role } = subject;
  return [
    ...(crossAccount && vault.accessPolicy === undefined ? [`access policy of ${name}`] : []),
    // Across accounts the role's own policies have to let it copy, too.
    ...(crossAccount && role !== undefined && !showsPolicies(role) ? [`policies of ${role.arn}`] : []),
    ...(vault.encryption.kind === 'unknown' ? [`encryption key of ${name}`] : []),
    ...(vault.encryption.kind === 'key' && !isJudgeable(vault)
      ? [`key policy of ${vault.encryption.key.subject}`]
      : []),
  ];
}

function showsPolicies({ role }: BackupPrincipal): boolean {
  return role !== undefined && (role.identityPoliciesComplete || role.identityPolicies.length > 0);
}
