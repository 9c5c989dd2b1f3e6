/** Where resources lie whose ARNs do not tell it: buckets. */
import { accountOf, regionOf } from '../../estate/arn.ts';
import { isObject } from '../kinds/kind.ts';
import type { SnapshotEntry } from './schema.ts';

interface EntryPlace {
  readonly account: string;
  readonly region: string;
}

export type BucketPlaces = (arn: string) => EntryPlace | undefined;

/**
 * AWS Backup lists a bucket wherever a backup of it is, so also where copies went, in other accounts too: there the
 * latest recovery point says that it came from elsewhere.
 */
export function bucketPlaces(answers: readonly SnapshotEntry[]): BucketPlaces {
  const copied = new Set(answers.flatMap(copiedBucket));
  const own = new Map<string, EntryPlace[]>();
  for (const { arn, ...place } of answers.flatMap(listedBuckets)) {
    if (!copied.has(sightingOf(arn, place))) own.set(arn, [...(own.get(arn) ?? []), place]);
  }
  return (arn) => {
    const [place, ...others] = own.get(arn) ?? [];
    return others.length === 0 ? place : undefined;
  };
}

function listedBuckets({ call, account, region, answer }: SnapshotEntry): (EntryPlace & { readonly arn: string })[] {
  const list: unknown = answer?.['Results'];
  if (call !== 'backup:ListProtectedResources' || region === undefined || !Array.isArray(list)) return [];
  return list.filter(isObject).flatMap(({ ResourceArn: arn }) => (isPlaceless(arn) ? [{ arn, account, region }] : []));
}

function copiedBucket({ call, account, region, answer }: SnapshotEntry): readonly string[] {
  if (call !== 'backup:DescribeRecoveryPoint' || region === undefined || answer === null) return [];
  const { ResourceArn: arn, SourceBackupVaultArn: source } = answer;
  if (!isPlaceless(arn) || typeof source !== 'string') return [];
  return accountOf(source) === account && regionOf(source) === region ? [] : [sightingOf(arn, { account, region })];
}

function isPlaceless(arn: unknown): arn is string {
  return typeof arn === 'string' && accountOf(arn) === undefined;
}

function sightingOf(arn: string, { account, region }: EntryPlace): string {
  return `${account} ${region} ${arn}`;
}
