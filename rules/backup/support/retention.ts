import type { CopyAction, Lifecycle, PlanRule } from '../../../src/estate/model.ts';

/** In days; `undefined`: not known. */
export type Retention = number | 'forever' | undefined;

// Without DeleteAfterDays a recovery point is never deleted; -1 in the lifecycle's fields says the same.
// https://docs.aws.amazon.com/aws-backup/latest/devguide/API_Lifecycle.html
export function retentionOf(lifecycle: Lifecycle | null | undefined): Retention {
  if (lifecycle === undefined) return undefined;
  const days = lifecycle === null ? null : lifecycle.deleteAfterDays;
  return days === null || days === -1 ? 'forever' : days;
}

// A copy without a retention of its own, or one that is never to expire, keeps its source's.
// https://docs.aws.amazon.com/aws-backup/latest/devguide/recov-point-create-a-copy.html
export function copyRetention(copy: CopyAction, rule: PlanRule): Retention {
  const own = retentionOf(copy.lifecycle);
  return own === 'forever' ? retentionOf(rule.lifecycle) : own;
}

/** Days until the move to cold storage; `undefined`: none, or not known. */
export function coldAfter(lifecycle: Lifecycle | null | undefined): number | undefined {
  const days = lifecycle?.moveToColdStorageAfterDays;
  return days === null || days === -1 ? undefined : days;
}
