import type { Key } from '../estate/model.ts';
import { isUsableKey } from '../estate/usable-key.ts';
import type { Outcome } from '../iam/types.ts';
import type { BackupPath, Leg, Obstacle, VaultUse } from '../paths/types.ts';
import { worstOf } from './outcome.ts';
import type { UseResults } from './results.ts';
import type { JudgedLeg, JudgedPath, JudgedVaultUse } from './rule.ts';

export type VaultResults = ReadonlyMap<VaultUse, JudgedVaultUse>;

/** What a rule found that stops some legs of a path. */
export interface LegStop {
  readonly obstacle: LegObstacle;
  readonly legs: (leg: Leg, path: BackupPath) => boolean;
}

/** A path is as good as its worst leg, and a leg as its worst request or obstacle. */
export function judgePath(
  path: BackupPath,
  uses: UseResults,
  vaults: VaultResults,
  stops: readonly LegStop[] = [],
): JudgedPath {
  const legs = path.legs.map((leg): JudgedLeg => {
    const obstacles = legObstacles(leg, path, stops);
    return { leg, obstacles, outcome: legOutcome(leg, obstacles, uses, vaults) };
  });
  return { path, legs, outcome: worstOf(legs.map(({ outcome }) => outcome)) };
}

function legOutcome(leg: Leg, obstacles: readonly LegObstacle[], uses: UseResults, vaults: VaultResults): Outcome {
  return worstOf([
    ...leg.keyUses.map((use) => uses.get(use)?.outcome ?? 'unknown'),
    ...obstacles.map(obstacleOutcome),
    ...(leg.vaultUse === undefined ? [] : [vaultOutcome(vaults.get(leg.vaultUse))]),
  ]);
}

/** What stops a leg beside policies: what the derivation met, keys that are of no use to anybody, and what rules found. */
function legObstacles(leg: Leg, path: BackupPath, stops: readonly LegStop[]): readonly LegObstacle[] {
  const { obstacles, keyUses } = leg;
  const unusable = keyUses.map(({ key }) => key).filter((key) => !isUsableKey(key));
  if (unusable.length === 0 && stops.length === 0) return obstacles;
  const found = stops.filter(({ legs }) => legs(leg, path)).map(({ obstacle }) => obstacle);
  return [...obstacles, ...[...new Set(unusable)].map(unusableKey), ...found];
}

/** `code`: of a rule's finding, the rule. */
export type LegObstacle = Pick<Obstacle, 'outcome' | 'why'> & { readonly code: string };

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
