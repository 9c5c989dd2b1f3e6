/** The legs of a path, and what each asks of keys and vaults. */
import { copyIntoVault, copyUses, isJudgeable } from './copy-uses.ts';
import { isCrossAccount, legKindOf } from './destination.ts';
import type { Destination } from './destination.ts';
import type { BackupJob } from './job.ts';
import { copyObstacles, isDynamoDb, isImpossible, unknownResourceKey } from './obstacles.ts';
import type { BackupSubject } from './subject.ts';
import type { BackupPrincipal, Leg, Obstacle } from './types.ts';

export interface LegDraft {
  readonly leg: Leg;
  /** Documents not in sight that would settle it. */
  readonly notConsidered: readonly string[];
}

export function backupLeg({ subject, source, roleUses }: BackupJob, doubts: readonly Obstacle[] = []): LegDraft {
  const obstacles = [unknownResourceKey(subject), unknownRole(subject), dynamoDbWarning(subject), ...doubts];
  return {
    leg: {
      kind: 'backup',
      from: subject.name,
      to: source.name,
      keyUses: roleUses,
      obstacles: obstacles.filter((obstacle) => obstacle !== undefined),
    },
    notConsidered: nothing,
  };
}

/** Estates may have a hundred thousand legs: members are set, not spread, and the empty list is shared. */
type OpenLeg = { -readonly [Member in keyof Leg]: Leg[Member] };
const nothing: readonly never[] = [];

export function copyLeg(job: BackupJob, destination: Destination): LegDraft {
  const { subject, source, scope } = job;
  const kind = legKindOf(subject.account, destination);
  const obstacles = copyObstacles({ subject, destination, estate: scope.estate });
  const leg: OpenLeg = { kind, from: source.name, to: destination.name, keyUses: nothing, obstacles };
  if (destination.copyAction !== undefined) leg.copyAction = destination.copyAction;
  if (destination.vault !== undefined) leg.destination = destination.vault;
  if (isImpossible(obstacles)) return { leg, notConsidered: nothing };
  const unknowns = [unknownRole(subject), unknownSourceVault(job, destination)];
  leg.obstacles = [...obstacles, ...unknowns.filter((obstacle) => obstacle !== undefined)];
  leg.keyUses = withoutRepeats(copyUses(job, destination));
  const vaultUse = copyIntoVault(job, destination);
  if (vaultUse !== undefined) leg.vaultUse = vaultUse;
  // A vault that takes no copies will not take them under another policy either.
  const isRefused = obstacles.some(({ code, outcome }) => code === 'vault-default' && outcome === 'denied');
  return { leg, notConsidered: isRefused ? nothing : documentsOfDestination(subject, destination) };
}

/** Volumes of one instance may share a key. */
function withoutRepeats<Item>(items: readonly Item[]): readonly Item[] {
  return items.length < 3 ? items : [...new Set(items)];
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
    why: "AWS Backup's advanced features for DynamoDB are off",
    source: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html',
  };
}

/** Recovery points of fully managed types leave the account under the source vault's key. */
function unknownSourceVault({ subject, source }: BackupJob, destination: Destination): Obstacle | undefined {
  if (subject.fullyManaged === false || !isCrossAccount(subject.account, destination)) return undefined;
  if (source.vault !== undefined && source.vault.encryption.kind !== 'unknown') return undefined;
  return {
    code: 'vault-unknown',
    outcome: 'unknown',
    why: `the recovery point is encrypted with the key of ${source.name}, which is not known`,
    document: `encryption key of ${source.name}`,
  };
}

/** Documents that would tell more of the destination. Without those that leave the leg open: they are its obstacles. */
function documentsOfDestination(subject: BackupSubject, destination: Destination): readonly string[] {
  const { vault, name } = destination;
  if (vault === undefined || destination.assumed) return [];
  const { encryption } = vault;
  const { role } = subject;
  const documents: string[] = [];
  if (isCrossAccount(subject.account, destination)) {
    if (vault.accessPolicy === undefined) documents.push(`access policy of ${name}`);
    // Across accounts the role's own policies have to let it copy, too.
    if (role !== undefined && !showsPolicies(role)) documents.push(`policies of ${role.arn}`);
  }
  if (encryption.kind === 'unknown') documents.push(`encryption key of ${name}`);
  if (encryption.kind === 'key' && !isJudgeable(vault)) documents.push(`key policy of ${encryption.key.subject}`);
  return documents;
}

function showsPolicies({ role }: BackupPrincipal): boolean {
  return role !== undefined && (role.identityPoliciesComplete || role.identityPolicies.length > 0);
}
