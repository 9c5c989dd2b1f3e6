/** The matrix of resource types, and how a resource finds its row. */
import { splitArn } from '../estate/arn.ts';
import { matchesGlob } from './glob.ts';
import { groupBy } from '../estate/group-by.ts';
import { memoize } from '../estate/memoize.ts';
import type { ResourceTypeRow } from './resource-type-row.ts';
import { databases } from './resource-types/databases.ts';
import { storage } from './resource-types/storage.ts';
import { workloads } from './resource-types/workloads.ts';

/** Where several rows fit, the first one speaks for them. */
export const resourceTypes: readonly ResourceTypeRow[] = [...storage, ...databases, ...workloads];

/**
 * What a `ResourceType` alone usually means: RDS Multi-AZ clusters and FSx for ONTAP volumes have ARNs that tell them
 * from their namesakes, and are named by those.
 */
const usualRows: ReadonlyMap<string, readonly string[]> = new Map([
  ['RDS', ['rds-instance']],
  ['FSx', ['fsx-lustre', 'fsx-windows', 'fsx-openzfs']],
]);

const byId = new Map(resourceTypes.map((row) => [row.id, row]));
const byResourceType = groupBy(resourceTypes, (row) => row.resourceType);
const byService = groupBy(resourceTypes, (row) => splitArn(row.arnPatterns[0] ?? '')?.service ?? '');

export function rowById(id: string): ResourceTypeRow | undefined {
  return byId.get(id);
}

/** Every row of an AWS Backup `ResourceType`: `FSx` has four. */
export function rowsOfResourceType(resourceType: string): readonly ResourceTypeRow[] {
  return byResourceType.get(resourceType) ?? [];
}

/** Every row that a resource with this ARN may belong to: `arn:aws:rds:…:cluster:…` fits four. */
export function rowsOfArn(arn: string): readonly ResourceTypeRow[] {
  const candidates = byService.get(splitArn(arn)?.service ?? '') ?? [];
  return candidates.filter((row) => row.arnPatterns.some((pattern) => matchesGlob(pattern, arn)));
}

/** What a key may protect of which only the policy is known: one row for each service that keeps the resource's key. */
export const assumedRows: readonly ResourceTypeRow[] = resourceTypes.filter(({ id }) =>
  ['ebs', 'rds-instance', 'fsx-windows', 'storage-gateway'].includes(id),
);

/** What is known of a resource's type. */
export interface TypeHints {
  readonly arn?: string | undefined;
  readonly resourceType?: string | undefined;
  /** A row's id. */
  readonly variant?: string | undefined;
}

/** The rows that fit, in one array for all that fit alike; empty when AWS Backup does not know such a resource. */
export function rowsFor(hints: TypeHints): readonly ResourceTypeRow[] {
  return sameRows(fittingRows(hints));
}

const rowLists = new Map<string, readonly ResourceTypeRow[]>();

/** One array per list of rows, so that its identity stands for the list. */
export function sameRows(rows: readonly ResourceTypeRow[]): readonly ResourceTypeRow[] {
  const ids = rows.length === 1 ? (rows[0]?.id ?? '') : rows.map(({ id }) => id).join(' ');
  return memoize(rowLists, ids, () => rows);
}

function fittingRows({ arn, resourceType, variant }: TypeHints): readonly ResourceTypeRow[] {
  const exact = variant === undefined ? undefined : rowById(variant);
  if (exact !== undefined) return [exact];
  const byArn = arn === undefined ? [] : rowsOfArn(arn);
  if (resourceType === undefined) return byArn;
  const both = byArn.filter((row) => row.resourceType === resourceType);
  return both.length > 0 ? both : rowsUsuallyMeant(resourceType);
}

function rowsUsuallyMeant(resourceType: string): readonly ResourceTypeRow[] {
  const rows = rowsOfResourceType(resourceType);
  const usual = usualRows.get(resourceType);
  return usual === undefined ? rows : rows.filter((row) => usual.includes(row.id));
}

type Ability =
  | 'fullyManaged'
  | 'crossAccountCopy'
  | 'crossRegionCopy'
  | 'oneActionCopy'
  | 'continuousBackup'
  | 'coldStorage'
  | 'airGappedVault';

/** What all the rows agree on; `undefined` where they differ, or where AWS does not say. */
export function abilityOf(rows: readonly ResourceTypeRow[], ability: Ability): boolean | undefined {
  const [first, ...others] = rows;
  if (first === undefined || others.length === 0) return first?.[ability];
  const known = memoize(abilities, rows, () => new Map<Ability, boolean | undefined>());
  if (!known.has(ability)) {
    known.set(ability, others.every((row) => row[ability] === first[ability]) ? first[ability] : undefined);
  }
  return known.get(ability);
}

const abilities = new WeakMap<readonly ResourceTypeRow[], Map<Ability, boolean | undefined>>();
