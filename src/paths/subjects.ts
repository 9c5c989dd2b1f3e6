/** Makes the subject of a path: from a resource, from a type that a selection names, or from a bare key. */
import type { Deployment } from '../estate/deployment.ts';
import type { Encryption, Key, Resource } from '../estate/model.ts';
import { assumedFamily, assumedMinimalFamily, resourceFamily, vaultFamily } from './callers.ts';
import { partitionOf } from './deployments.ts';
import { memoize } from '../estate/memoize.ts';
import type { ResourceTypeRow } from './resource-type-row.ts';
import { abilityOf, assumedRows, rowsFor, sameRows } from './resource-types.ts';
import type { Scope } from './scope.ts';
import type { BackupSubject } from './subject.ts';
import type { BackupPrincipal } from './types.ts';

/** Where a backup is taken and as whom. */
export interface Place {
  readonly deployment: Deployment;
  readonly account: string | undefined;
  readonly region: string | undefined;
  readonly role: BackupPrincipal | undefined;
}

/** `undefined`: AWS Backup does not support such a resource. */
export function subjectOfResource(scope: Scope, resource: Resource, place: Place): BackupSubject | undefined {
  const candidates = memoize(rowsOfResources, resource, () => rowsFor(resource));
  const rows = rowsAt(scope, candidates, place);
  if (rows.length === 0) return undefined;
  return subject(place, {
    rows,
    resourceType: resource.resourceType,
    family: resourceFamily(rows),
    name: resource.subject,
    arn: resource.arn,
    encryption: encryptionOf(resource, rows),
    resource,
  });
}

/** A resource may be on many paths. */
const rowsOfResources = new WeakMap<Resource, readonly ResourceTypeRow[]>();

/** A type as a selection or the config names it: its ARN, pattern or `ResourceType`, and the rows that it may be. */
export interface NamedRows {
  readonly name: string;
  readonly rows: readonly ResourceTypeRow[];
}

/** A type of which no resource is in sight, protected by one key or by one that is not known. */
export function subjectOfType(
  scope: Scope,
  { name, rows: candidates }: NamedRows,
  encryption: Encryption,
  place: Place,
): BackupSubject | undefined {
  const rows = rowsAt(scope, candidates, place);
  const [first] = rows;
  if (first === undefined) return undefined;
  return subject(place, {
    rows,
    resourceType: first.resourceType,
    family: resourceFamily(rows),
    name,
    arn: encryption.kind === 'key' ? (encryption.key.arn ?? name) : name,
    encryption: hasNoKey(rows) ? [] : [encryption],
  });
}

/** A key of which only the policy is known: it protects something that keeps its key. */
export function subjectOfBareKey(scope: Scope, key: Key, encryption: Encryption, place: Place): BackupSubject {
  return subject(place, {
    rows: assumedRows,
    resourceType: '*',
    family: scope.profile === 'minimal' ? assumedMinimalFamily : assumedFamily,
    name: '*',
    arn: key.arn,
    encryption: [encryption],
  });
}

/** Whatever a selection takes, where it names no types and no resource is in sight. */
export function subjectOfAnything(place: Place): BackupSubject {
  const why = 'no resource that the selection takes is among the inputs';
  return subject(place, {
    rows: [],
    resourceType: '*',
    family: vaultFamily,
    name: '*',
    arn: undefined,
    encryption: [{ kind: 'unknown', why }],
  });
}

interface SubjectParts extends Pick<BackupSubject, 'rows' | 'resourceType' | 'family' | 'name' | 'encryption'> {
  /** Shows the partition. */
  readonly arn: string | undefined;
  readonly resource?: Resource;
}

/** Written out member by member: there are as many of these as paths. */
function subject({ deployment, account, region, role }: Place, parts: SubjectParts): BackupSubject {
  return {
    deployment,
    account,
    region,
    role,
    partition: partitionOf(parts.arn, deployment),
    rows: parts.rows,
    resourceType: parts.resourceType,
    fullyManaged: abilityOf(parts.rows, 'fullyManaged'),
    family: parts.family,
    name: parts.name,
    encryption: parts.encryption,
    resource: parts.resource,
  };
}

/** Region settings tell DynamoDB's two rows apart, and which of several types with one ARN form are on. */
function rowsAt(
  scope: Scope,
  rows: readonly ResourceTypeRow[],
  { account, region }: Place,
): readonly ResourceTypeRow[] {
  if (rows.some((row) => row.resourceType === 'DynamoDB')) {
    const advanced = scope.settings.dynamoDbAdvanced(account, region);
    return advanced === undefined ? rows : rowsFor({ variant: advanced ? 'dynamodb-advanced' : 'dynamodb-basic' });
  }
  if (rows.length === 1) return rows;
  const optedIn = rows.filter((row) => scope.settings.optedIn(row.resourceType, account, region) !== false);
  return optedIn.length > 0 ? sameRows(optedIn) : rows;
}

function hasNoKey(rows: readonly ResourceTypeRow[]): boolean {
  return rows.every((row) => row.viaServices.length === 0);
}

const notShown: readonly Encryption[] = [
  { kind: 'unknown', why: 'the inputs do not show what the resource is encrypted with' },
];

function encryptionOf(resource: Resource, rows: readonly ResourceTypeRow[]): readonly Encryption[] {
  if (hasNoKey(rows)) return [];
  return resource.encryption.length > 0 ? resource.encryption : notShown;
}
