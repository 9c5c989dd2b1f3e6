import type { JudgedKey } from '../../../src/engine/rule.ts';
import { partitionOf } from '../../../src/estate/arn.ts';

/** The account that owns the key, as far as it is known or assumed. */
export function ownerOf({ key, uses }: JudgedKey): string | undefined {
  return key.account ?? uses[0]?.keyAccount;
}

export function keyPartition({ key, uses }: JudgedKey): string {
  return key.arn === undefined ? (uses[0]?.deployment.partition ?? 'aws') : partitionOf(key.arn);
}
