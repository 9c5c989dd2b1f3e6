/** One of `count` even parts of the work; `index` counts from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** The part that a shard judges: neighbours, so that what belongs together stays together; parts differ by one at most. */
export function shareOf<T>(items: readonly T[], shard: Shard | undefined): readonly T[] {
  if (shard === undefined) return items;
  const end = (part: number): number => Math.round((items.length * part) / shard.count);
  return items.slice(end(shard.index - 1), end(shard.index));
}
