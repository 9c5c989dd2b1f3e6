/** Regions to try where a key's own is not known. */
import type { Partition } from '../estate/deployment.ts';
import { matchesGlob } from './glob.ts';

/** https://docs.aws.amazon.com/global-infrastructure/latest/regions/aws-regions.html */
const regionsOfPartition: Readonly<Record<Partition, readonly string[]>> = {
  aws: [
    'us-east-1 us-east-2 us-west-1 us-west-2 ca-central-1 ca-west-1 mx-central-1 sa-east-1',
    'eu-central-1 eu-central-2 eu-north-1 eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3',
    'ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2',
    'ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7',
    'af-south-1 il-central-1 me-central-1 me-south-1',
  ].flatMap((line) => line.split(' ')),
  'aws-cn': ['cn-north-1', 'cn-northwest-1'],
  'aws-us-gov': ['us-gov-east-1', 'us-gov-west-1'],
};

/**
 * The Regions to try: one for each way in which the patterns tell Regions apart, so that trying them all is exact.
 * A Region that a pattern names is tried even if it is newer than the list.
 */
export function regionsToTry(partition: Partition, patterns: readonly string[]): readonly string[] {
  const named = patterns.filter((pattern) => /^[a-z]{2}(-[a-z]+)+-\d$/.test(pattern));
  const representatives = new Map<string, string>();
  for (const region of [...regionsOfPartition[partition], ...named]) {
    const signature = patterns.map((pattern) => (matchesGlob(pattern, region) ? '1' : '0')).join('');
    if (!representatives.has(signature)) representatives.set(signature, region);
  }
  return [...representatives.values()];
}

/** Every Region of a partition. */
export function allRegions(partition: Partition): readonly string[] {
  return regionsOfPartition[partition];
}

/**
 * Regions that an account has to enable; some types cannot be copied from them.
 * https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
 */
export const optInRegions: ReadonlySet<string> = new Set(
  [
    'af-south-1 ap-east-1 ap-east-2 ap-south-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6',
    'ap-southeast-7 ca-west-1 eu-central-2 eu-south-1 eu-south-2 il-central-1 me-central-1 me-south-1 mx-central-1',
  ].flatMap((line) => line.split(' ')),
);
