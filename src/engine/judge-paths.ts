import type { Key } from '../estate/model.ts';
import { isUsableKey } from '../estate/usable-key.ts';
import type { Outcome } from '../iam/types.ts';
import type { BackupPath, Leg, Obstacle, ObstacleCode, VaultUse } from '../paths/types.ts';
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
    ...legObstacles(leg).map(obstacleOutcome),
    ...(leg.vaultUse === undefined ? [] : [vaultOutcome(vaults.get(leg.vaultUse))]),
  ]);
}

/** What stops a leg beside policies: what the derivation met, and keys that are of no use to anybody. */
export function legObstacles({ obstacles, keyUses }: Leg): readonly LegObstacle[] {
  const unusable = new Set(keyUses.map(({ key }) => key).filter((key) => !isUsableKey(key)));
  return [...obstacles, ...[...unusable].map(unusableKey)];
}

export type LegObstacle = Pick<Obstacle, 'outcome' | 'why'> & { readonly code: ObstacleCode | 'key-unusable' };

function unusableKey({ subject, state = 'Enabled', spec, usage }: Key): LegObstacle {
  const facts = [`key state ${state}`, spec, usage].filter((fact) => fact !== undefined).join(', ');
  const why = `KMS does not encrypt and decrypt with the key ${subject} (${facts})`;
  return { code: 'key-unusable', outcome: 'denied', why };
}

function obstacleOutcome({ outcome }: LegObstacle): Outcome {
  return outcome === 'warning' ? 'allowed' : outcome;
}

function vaultOutcome(judged: JudgedVaultUse | undefined): Outcome {
  return judged?.verdict.outcome ?? 'unknown';
}
