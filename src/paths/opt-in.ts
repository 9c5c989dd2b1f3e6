/** Whether the Region settings leave a selected type out. */
import { alwaysNeedsOptIn } from './named-types.ts';
import type { Scope } from './scope.ts';
import type { Stage } from './stages.ts';
import type { BackupSubject } from './subject.ts';
import type { Obstacle } from './types.ts';

/**
 * Naming a type overrides its opt-in, but for types with a shared ARN form; tags and services obey it. For plans from
 * backup policies the management account's opt-in decides.
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html
 */
export function optInDoubts(
  { settings }: Scope,
  named: boolean,
  { rows, resourceType, account, region }: BackupSubject,
  { plan }: Stage,
): readonly Obstacle[] {
  const obeys = !plan.fromOrganization && (!named || rows.some(alwaysNeedsOptIn));
  if (!obeys || settings.optedIn(resourceType, account, region) !== false) return [];
  return [
    {
      code: 'resource-type-opt-in',
      outcome: 'warning',
      why: `the resource type ${resourceType} is not opted in, so the selection does not back it up`,
      source: 'https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html',
    },
  ];
}
