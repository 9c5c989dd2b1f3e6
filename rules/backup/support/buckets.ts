import type { Plan, PlanRule } from '../../../src/estate/model.ts';
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
  return JSON.stringify([plan.account, plan.region, resources, notResources, listOfTags, conditions]);
}
