import type { Outcome } from '../iam/types.ts';
import type { BackupPath, Leg, Obstacle, VaultUse } from '../paths/types.ts';
import { worstOf } from './outcome.ts';
import type { UseResults } from './results.ts';
import type { JudgedLeg, JudgedPath, JudgedVaultUse } from './rule.ts';

export type VaultResults = ReadonlyMap<VaultUse, JudgedVaultUse>;

/** A path is as good as its worst leg, and a leg as its worst request or obstacle. */
export function judgePath(path: BackupPath, uses: UseResults, vaults: VaultResults): JudgedPath {
  const legs = path.legs.map((leg): JudgedLeg => ({ leg, outcome: legOutcome(leg, uses, vaults) }));
  return { path, legs, outcome: worstOf(legs.map(({ outcome }) => outcome)) };
}

function legOutcome(leg: Leg, uses: UseResults, vaults: VaultResults): Outcome {
  return worstOf([
    ...leg.keyUses.map((use) => uses.get(use)?.outcome ?? 'unknown'),
    ...leg.obstacles.map(obstacleOutcome),
    ...(leg.vaultUse === undefined ? [] : [vaultOutcome(vaults.get(leg.vaultUse))]),
  ]);
}

function obstacleOutcome({ outcome }: Obstacle): Outcome {
  return outcome === 'warning' ? 'allowed' : outcome;
}

function vaultOutcome(judged: JudgedVaultUse | undefined): Outcome {
  return judged?.verdict.outcome ?? 'unknown';
}
