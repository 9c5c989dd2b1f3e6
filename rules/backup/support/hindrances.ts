import type { RuleContext } from '../../../src/engine/rule.ts';
import type { Origin } from '../../../src/estate/origin.ts';
import type { BackupPath, Leg, Obstacle, ObstacleCode } from '../../../src/paths/types.ts';
import { listed } from '../../kms/support/wording.ts';

/** An obstacle on one leg of one path. */
export interface Hindrance {
  readonly path: BackupPath;
  readonly leg: Leg;
  readonly obstacle: Obstacle;
}

export function* hindrances({ derived }: RuleContext, ...codes: readonly ObstacleCode[]): Iterable<Hindrance> {
  for (const path of derived.paths) {
    for (const leg of path.legs) {
      for (const obstacle of leg.obstacles) {
        if (codes.includes(obstacle.code)) yield { path, leg, obstacle };
      }
    }
  }
}

/** Ids of their paths, each once, in order. */
export function pathIdsOf(items: readonly { readonly path: BackupPath }[]): string[] {
  return [...new Set(items.map(({ path }) => path.id))];
}

/** The copy action, or what else asks for the leg: for a path that no plan makes, the resource or its key. */
export function legOrigin({ path, leg }: Pick<Hindrance, 'path' | 'leg'>): Origin {
  const origin = leg.copyAction?.origin ?? path.rule?.origin ?? path.plan?.origin ?? path.resourceRef?.origin;
  return origin ?? keyOrigin(path) ?? { kind: 'live', arn: path.resource };
}

function keyOrigin({ encryption }: BackupPath): Origin | undefined {
  return encryption.flatMap((each) => ('key' in each && each.key !== undefined ? [each.key.origin] : []))[0];
}

const mostShown = 3;

/** What cannot be copied somewhere, or may not arrive there, and why. */
export function refusalShown(items: readonly [Hindrance, ...Hindrance[]], where: string): string {
  const [{ obstacle }] = items;
  const what = resourcesShown(items);
  return obstacle.outcome === 'denied'
    ? `${what} cannot be copied ${where}: ${obstacle.why}`
    : `Copies of ${what} ${where} may fail: ${obstacle.why}`;
}

/** Up to three of the resources by name, or their type. */
function resourcesShown(items: readonly { readonly path: BackupPath }[]): string {
  const names = [...new Set(items.map(({ path }) => path.resource))];
  if (names.length <= mostShown) return listed(names);
  return `${names.slice(0, mostShown).join(', ')} and ${names.length - mostShown} more`;
}
