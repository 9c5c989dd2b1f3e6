/** Makes the subject of a path: from a resource, from a type that a selection names, or from a bare key. */
import type { Deployment } from '../estate/deployment.ts';
import type { Encryption, Key, Resource } from '../estate/model.ts';
import { assumedFamily, assumedMinimalFamily, resourceFamily, vaultFamily } from './callers.ts';
import { partitionOf } from './deployments.ts';
import type { ResourceTypeRow } from './resource-type-row.ts';
import { abilityOf, assumedRows, rowsFor } from './resource-types.ts';
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
  const rows = rowsAt(scope, rowsFor(resource), place);
  if (rows.length === 0) return undefined;
  return {
    ...subjectOfRows(rows, resource.resourceType, place, resource.arn),
    family: resourceFamily(rows),
    name: resource.arn ?? resource.subject,
    encryption: encryptionOf(resource, rows),
    resource,
  };
}

/** A type of which no resource is in sight, protected by one key or by one that is not known. */
export function subjectOfType(
  scope: Scope,
  { name, rows: candidates }: { readonly name: string; readonly rows: readonly ResourceTypeRow[] },
  encryption: Encryption,
  place: Place,
): BackupSubject | undefined {
  const rows = rowsAt(scope, candidates, place);
  const [first] = rows;
  if (first === undefined) return undefined;
  return {
    ...subjectOfRows(rows, first.resourceType, place, name),
    family: resourceFamily(rows),
    name,
    encryption: hasNoKey(rows) ? [] : [encryption],
  };
}

/** A key of which only the policy is known: it protects something that keeps its key. */
export function subjectOfBareKey(scope: Scope, key: Key, encryption: Encryption, place: Place): BackupSubject {
  return {
    ...subjectOfRows(assumedRows, '*', place, key.arn),
    family: scope.profile === 'minimal' ? assumedMinimalFamily : assumedFamily,
    name: '*',
    encryption: [encryption],
  };
}

/** Whatever a selection takes, where it names no types and no resource is in sight. */
export function subjectOfAnything(place: Place): BackupSubject {
  return {
    ...subjectOfRows([], '*', place, undefined),
    family: vaultFamily,
    name: '*',
    encryption: [{ kind: 'unknown', why: 'no resource that the selection takes is among the inputs' }],
  };
}

type SubjectBase = Omit<BackupSubject, 'name' | 'encryption' | 'family' | 'resource'>;

function subjectOfRows(
  rows: readonly ResourceTypeRow[],
  resourceType: string,
  place: Place,
  arn: string | undefined,
): SubjectBase {
  return {
    ...place,
    partition: partitionOf(arn, place.deployment),
    resourceType,
    rows,
    fullyManaged: abilityOf(rows, 'fullyManaged'),
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
  const optedIn = rows.filter((row) => scope.settings.optedIn(row.resourceType, account, region) !== false);
  return optedIn.length > 0 ? optedIn : rows;
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
