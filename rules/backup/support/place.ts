import { accountOf, regionOf } from '../../../src/estate/arn.ts';
import type { BackupPath } from '../../../src/paths/types.ts';

export interface Place {
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/** Where a path takes its backup: the resource's own place, else the plan's. */
export function placeOf({ resource, plan }: BackupPath): Place {
  return { account: accountOf(resource) ?? plan?.account, region: regionOf(resource) ?? plan?.region };
}

/** ` in account 111122223333, eu-west-2`, as far as it is known. */
export function inPlace({ account, region }: Partial<Place>): string {
  const parts = [...(account === undefined ? [] : [`account ${account}`]), ...(region === undefined ? [] : [region])];
  return parts.length === 0 ? '' : ` in ${parts.join(', ')}`;
}
