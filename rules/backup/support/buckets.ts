import type { Plan, PlanRule } from '../../../src/estate/model.ts';
import { matchesGlob } from '../../../src/paths/glob.ts';
import { typesOfPattern } from '../../../src/paths/named-types.ts';
import type { ResourceTypeRow } from '../../../src/paths/resource-type-row.ts';
import type { BackupPath } from '../../../src/paths/types.ts';

export type BucketPath = BackupPath & { readonly plan: Plan; readonly rule: PlanRule };

/** A bucket, or what a selection says of buckets, with the paths that back it up. */
export interface Bucket {
  readonly continuous: readonly BucketPath[];
  readonly periodic: readonly BucketPath[];
}

export function bucketsOf(paths: readonly BackupPath[]): Bucket[] {
  const buckets = new Map<string, { continuous: BucketPath[]; periodic: BucketPath[] }>();
  for (const path of paths.filter(isPlannedBucket)) {
    const name = bucketName(path);
    const bucket = buckets.get(name) ?? { continuous: [], periodic: [] };
    buckets.set(name, bucket);
    (path.rule.continuous === true ? bucket.continuous : bucket.periodic).push(path);
  }
  return [...buckets.values()];
}

function isPlannedBucket(path: BackupPath): path is BucketPath {
  return path.resourceType === 'S3' && path.plan !== undefined && path.rule !== undefined;
}

/** Where buckets are not known one by one, selections that say the same select the same buckets. */
function bucketName({ resource, resourceRef, plan, selection }: BucketPath): string {
  if (resourceRef !== undefined || selection === undefined) return resource;
  const { resources, notResources, listOfTags, conditions } = selection;
  const patterns = [resources, notResources].map(bucketPatterns);
  return JSON.stringify([plan.account, plan.region, ...patterns, listOfTags, conditions]);
}

const everyBucket = 'arn:aws:s3:::*';

/** What a list says of buckets: it may name other types beside them. */
function bucketPatterns(patterns: readonly string[] = []): readonly string[] {
  const ofBuckets = patterns.filter((pattern) => typesOfPattern(pattern).rows.some(isBucket));
  return [...new Set(ofBuckets.map((pattern) => (matchesGlob(pattern, everyBucket) ? everyBucket : pattern)))].sort();
}

function isBucket({ resourceType }: ResourceTypeRow): boolean {
  return resourceType === 'S3';
}
