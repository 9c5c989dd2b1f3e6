/** What stops a copy beside permissions: one check per fact, asked in this order. */
import { partitionOf } from '../estate/arn.ts';
import type { Partition } from '../estate/arn.ts';
import type { Estate } from '../estate/model.ts';
import { isCrossAccount } from './destination.ts';
import type { Destination } from './destination.ts';
import { optInRegions } from './regions.ts';
import { abilityOf, resourceTypes } from './resource-types.ts';
import type { BackupSubject } from './subject.ts';
import type { Obstacle } from './types.ts';

const pages = {
  features: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html',
  encryption: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html',
  crossAccount: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html',
  dynamoDb: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html',
  airGapped: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/logicallyairgappedvault.html',
  dashboards: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-dashboards.html',
} as const;

export interface CopyFacts {
  readonly subject: BackupSubject;
  readonly destination: Destination;
  readonly estate: Estate;
}

type Check = (facts: CopyFacts) => Obstacle | undefined;

const copyChecks: readonly Check[] = [
  dynamoDbFeatures,
  copySupport,
  regionalCopySupport,
  oneActionCopy,
  airGappedPartition,
  airGappedSupport,
  unencryptedIntoAirGapped,
  awsManagedKey,
  unknownKey,
  defaultVault,
  vaultOnAwsManagedKey,
  crossAccountSetting,
  unknownDestination,
];

export function copyObstacles(facts: CopyFacts): readonly Obstacle[] {
  return copyChecks.map((check) => check(facts)).filter((obstacle) => obstacle !== undefined);
}

/** Obstacles that lie in the resource's type: with one of these, asking for permissions as well would tell one cause twice. */
export function isImpossible(obstacles: readonly Obstacle[]): boolean {
  return obstacles.some(({ code, outcome }) => outcome === 'denied' && typeObstacles.has(code));
}

const typeObstacles: ReadonlySet<Obstacle['code']> = new Set<Obstacle['code']>([
  'copy-unsupported',
  'air-gapped-unsupported',
  'dynamodb-advanced-features',
]);

export function isDynamoDb({ resourceType }: BackupSubject): boolean {
  return resourceType === 'DynamoDB';
}

/** Whatever a selection takes of which no resource is in sight: nothing is known of its type. */
function isAnything({ rows }: BackupSubject): boolean {
  return rows.length === 0;
}

function dynamoDbFeatures({ subject }: CopyFacts): Obstacle | undefined {
  if (!isDynamoDb(subject) || subject.fullyManaged === true) return undefined;
  return subject.fullyManaged === false
    ? {
        code: 'dynamodb-advanced-features',
        outcome: 'denied',
        why: "AWS Backup's advanced features for DynamoDB are off, and without them its backups cannot be copied",
        source: pages.dynamoDb,
      }
    : {
        code: 'settings-unknown',
        outcome: 'unknown',
        why: "whether AWS Backup's advanced features for DynamoDB are on is not known, and without them its backups cannot be copied",
        source: pages.dynamoDb,
        document: `Region settings of ${placeName(subject)}`,
      };
}

function placeName({ account, region }: BackupSubject): string {
  const owner = account === undefined ? 'the workload account' : `account ${account}`;
  return region === undefined ? owner : `${owner} in ${region}`;
}

function copySupport({ subject, destination }: CopyFacts): Obstacle | undefined {
  if (isDynamoDb(subject) || destination.airGapped || isAnything(subject)) return undefined;
  const [ability, kind] = neededAbility(subject, destination);
  const supported = ability(subject);
  if (supported === true) return undefined;
  return {
    code: 'copy-unsupported',
    outcome: supported === false ? 'denied' : 'warning',
    why:
      supported === false
        ? `AWS Backup makes no ${kind} of ${typeName(subject)}`
        : `whether AWS Backup makes a ${kind} of this ${subject.resourceType} resource is not certain: ${doubtOf(subject)}`,
    source: pages.features,
  };
}

/** More than the type where others of the same type are copied: `FSx (Amazon FSx for NetApp ONTAP volume)`. */
function typeName({ resourceType, rows }: BackupSubject): string {
  const ofType = resourceTypes.filter((row) => row.resourceType === resourceType);
  return rows.length < ofType.length ? `${resourceType} (${rows.map(({ name }) => name).join(', ')})` : resourceType;
}

type AbilityTest = (subject: BackupSubject) => boolean | undefined;

function neededAbility(subject: BackupSubject, destination: Destination): readonly [AbilityTest, string] {
  if (isCrossAccount(subject.account, destination)) {
    return [({ rows }) => abilityOf(rows, 'crossAccountCopy'), 'cross-account copy'];
  }
  if (isCrossRegion(subject, destination)) {
    return [({ rows }) => abilityOf(rows, 'crossRegionCopy'), 'cross-Region copy'];
  }
  // A type that can go neither to another account nor to another Region cannot be copied at all.
  return [({ rows }) => either(abilityOf(rows, 'crossAccountCopy'), abilityOf(rows, 'crossRegionCopy')), 'copy'];
}

function either(left: boolean | undefined, right: boolean | undefined): boolean | undefined {
  if (left === true || right === true) return true;
  return left === undefined || right === undefined ? undefined : false;
}

function doubtOf({ rows }: BackupSubject): string {
  return rows.length > 1 ? `it may be any of ${rows.map(({ name }) => name).join(', ')}` : "AWS's own pages disagree";
}

function isCrossRegion({ region }: BackupSubject, destination: Destination): boolean {
  return region !== undefined && destination.region !== undefined && region !== destination.region;
}

interface RegionalLimit {
  readonly rows: ReadonlySet<string>;
  readonly regions: ReadonlySet<string>;
  readonly copy: 'cross-account' | 'cross-Region';
}

/** Copies that exist elsewhere but not from these Regions. https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html */
const regionalLimits: readonly RegionalLimit[] = [
  {
    rows: new Set(['cloudformation', 'documentdb', 'neptune', 'timestream']),
    regions: optInRegions,
    copy: 'cross-account',
  },
  { rows: new Set(['documentdb']), regions: optInRegions, copy: 'cross-Region' },
  {
    rows: new Set(['fsx-lustre', 'fsx-windows', 'fsx-openzfs']),
    // An earlier version of the page refused all opt-in Regions.
    regions: new Set(['me-south-1', 'me-central-1']),
    copy: 'cross-Region',
  },
];

function regionalCopySupport({ subject, destination }: CopyFacts): Obstacle | undefined {
  const crossAccount = isCrossAccount(subject.account, destination);
  const partitions = [subject.partition, partitionOf(destination.name)];
  const inChina = partitions.includes('aws-cn') && !destination.airGapped;
  if (crossAccount && inChina) return regionallyUnsupported(subject, 'cross-account', 'China');
  const limit = regionalLimits.find(
    ({ rows, regions, copy }) =>
      !isAnything(subject) &&
      subject.rows.every(({ id }) => rows.has(id)) &&
      regions.has(subject.region ?? '') &&
      (copy === 'cross-account' ? crossAccount : isCrossRegion(subject, destination)),
  );
  return limit && regionallyUnsupported(subject, limit.copy, subject.region ?? '');
}

function regionallyUnsupported({ resourceType }: BackupSubject, copy: string, where: string): Obstacle {
  return {
    code: 'copy-unsupported',
    outcome: 'denied',
    why: `AWS Backup makes no ${copy} copy of ${resourceType} in ${where}`,
    source: pages.features,
  };
}

/** The RDS family: the feature table says it works now, older pages and a field test of 2024 say it does not. */
const disputedOneAction: ReadonlySet<string> = new Set(['RDS', 'Aurora', 'DocumentDB', 'Neptune']);

function oneActionCopy({ subject, destination }: CopyFacts): Obstacle | undefined {
  const inOne = isCrossAccount(subject.account, destination) && isCrossRegion(subject, destination);
  if (!inOne || !disputedOneAction.has(subject.resourceType)) return undefined;
  return {
    code: 'one-action-disputed',
    outcome: 'warning',
    why: "AWS's pages disagree on whether one copy action may go to another account and another Region at once",
    source: pages.features,
  };
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/backup-feature-availability.html */
const withoutAirGappedVaults: Readonly<Partial<Record<Partition, string>>> = {
  'aws-cn': 'China',
  'aws-us-gov': 'AWS GovCloud (US)',
};

function airGappedPartition({ destination }: CopyFacts): Obstacle | undefined {
  const where = withoutAirGappedVaults[partitionOf(destination.name)];
  if (!destination.airGapped || where === undefined) return undefined;
  return {
    code: 'air-gapped-unsupported',
    outcome: 'denied',
    why: `there are no logically air-gapped vaults in ${where}`,
    source: pages.features,
  };
}

function airGappedSupport({ subject, destination }: CopyFacts): Obstacle | undefined {
  if (!destination.airGapped || isDynamoDb(subject) || isAnything(subject)) return undefined;
  // Told already, of every type.
  if (withoutAirGappedVaults[partitionOf(destination.name)] !== undefined) return undefined;
  const supported = abilityOf(subject.rows, 'airGappedVault');
  if (supported === true) return undefined;
  return {
    code: 'air-gapped-unsupported',
    outcome: supported === false ? 'denied' : 'warning',
    why:
      supported === false
        ? `logically air-gapped vaults do not take ${subject.resourceType}`
        : `whether logically air-gapped vaults take this ${subject.resourceType} resource is not certain: ${doubtOf(subject)}`,
    source: pages.features,
  };
}

function unencryptedIntoAirGapped({ subject, destination }: CopyFacts): Obstacle | undefined {
  const isUnencrypted = subject.encryption.some(({ kind }) => kind === 'unencrypted');
  const staysSo = !isAnything(subject) && subject.rows.every((row) => row.unencryptedCopy === 'stays-unencrypted');
  if (!destination.airGapped || !isUnencrypted || !staysSo) return undefined;
  return {
    code: 'unencrypted-air-gapped',
    outcome: 'denied',
    why: `copies of an unencrypted ${subject.resourceType} cluster stay unencrypted, and logically air-gapped vaults do not take them`,
    source: pages.airGapped,
  };
}

/** Policies of AWS managed keys cannot be changed, so no other account can ever use them. */
function awsManagedKey({ subject, destination }: CopyFacts): Obstacle | undefined {
  const leaves = destination.airGapped || isCrossAccount(subject.account, destination);
  const managed = subject.encryption.find((encryption) => encryption.kind === 'aws-managed');
  if (!leaves || managed === undefined || subject.fullyManaged !== false) return undefined;
  return {
    code: 'aws-managed-key',
    outcome: 'denied',
    why: `the backup keeps the AWS managed key ${managed.alias}, which no other account can use`,
    source: pages.encryption,
  };
}

function unknownKey({ subject }: CopyFacts): Obstacle | undefined {
  return subject.fullyManaged === false ? unknownResourceKey(subject) : undefined;
}

export function unknownResourceKey({ encryption }: BackupSubject): Obstacle | undefined {
  const unknown = encryption.find((each) => each.kind === 'unknown');
  if (unknown === undefined) return undefined;
  return { code: 'key-unknown', outcome: 'unknown', why: `its key is not known: ${unknown.why}` };
}

function defaultVault({ subject, destination }: CopyFacts): Obstacle | undefined {
  if (destination.vault?.name !== 'Default') return undefined;
  if (isCrossAccount(subject.account, destination)) return inDefaultVault(noCrossAccountCopies);
  return needsOwnVault(subject) ? inDefaultVault(ownVaultOnly) : undefined;
}

const noCrossAccountCopies = {
  why: 'the vault Default cannot be the destination of a cross-account copy',
  source: pages.crossAccount,
} as const;

function inDefaultVault(told: Pick<Obstacle, 'why' | 'source'>): Obstacle {
  return { code: 'vault-default', outcome: 'denied', ...told };
}

/** Of whatever account: "Storage Gateway backup copies require a user-created backup vault and key at destination." */
const ownVaultOnly = {
  why: 'copies of Storage Gateway volumes need a vault and a key that were created for them',
  source: pages.dashboards,
} as const;

function needsOwnVault({ rows }: BackupSubject): boolean {
  return rows.length > 0 && rows.every(({ id }) => id === 'storage-gateway');
}

function vaultOnAwsManagedKey({ subject, destination }: CopyFacts): Obstacle | undefined {
  const { vault } = destination;
  if (vault?.encryption.kind !== 'aws-managed' || destination.airGapped || vault.name === 'Default') return undefined;
  const crossAccount = isCrossAccount(subject.account, destination);
  if (subject.fullyManaged !== false) return crossAccount ? onAwsManagedKey('warning', fullyManagedDoubt) : undefined;
  if (crossAccount) return onAwsManagedKey('denied', notFullyManagedRefusal);
  return needsOwnVault(subject)
    ? { ...onAwsManagedKey('denied', ownVaultOnly.why), source: ownVaultOnly.source }
    : onAwsManagedKey('warning', sameAccountDoubt);
}

const fullyManagedDoubt =
  "the destination vault is on the AWS managed key aws/backup: AWS's pages disagree on whether fully managed types may be copied there";
const notFullyManagedRefusal =
  'the destination vault is on the AWS managed key aws/backup: a cross-account copy of a type that is not fully managed needs a customer managed key there';
const sameAccountDoubt =
  'the target vault is on the AWS managed key aws/backup: AWS says that copies of types that are not fully managed fail there, published modules rely on them';

function onAwsManagedKey(outcome: Obstacle['outcome'], why: string): Obstacle {
  return { code: 'vault-aws-managed-key', outcome, why, source: pages.encryption };
}

function crossAccountSetting({ subject, destination, estate }: CopyFacts): Obstacle | undefined {
  const off = estate.globalSettings?.crossAccountBackup === false;
  if (!off || !isCrossAccount(subject.account, destination)) return undefined;
  return {
    code: 'cross-account-disabled',
    outcome: 'denied',
    why: 'the organization has not switched on cross-account backup',
    source: pages.crossAccount,
  };
}

function unknownDestination({ destination }: CopyFacts): Obstacle | undefined {
  if (destination.account === undefined) {
    return { code: 'deployment-unknown', outcome: 'unknown', why: 'the central account is not known' };
  }
  if (destination.assumed || destination.vault !== undefined) return undefined;
  return { code: 'vault-unknown', outcome: 'unknown', why: 'the destination vault is not known' };
}
