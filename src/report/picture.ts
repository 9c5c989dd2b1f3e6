import { accountOf } from '../estate/arn.ts';
import { assertNever } from '../estate/assert-never.ts';
import type { Outcome } from '../iam/types.ts';
import { pathCauses } from './leg-causes.ts';
import type { ReportPath } from './model.ts';
import type { Paint } from './paint.ts';
import { columnsOf, printable } from './printable.ts';
import { keyName, resourceName, vaultName } from './short-name.ts';
import { wrap } from './wrap.ts';

/** A stop on the way, and how the leg into it fares. */
interface Stop {
  readonly name: string;
  readonly arrow: Outcome;
}

/** Resource, key, vault, central vault: one chain for each leg that does not arrive, marked where it breaks. */
export function pathPicture(path: ReportPath, paint: Paint, width: number): string[] {
  const [backup, ...copies] = path.legs;
  if (backup === undefined) return [];
  const home = accountOf(path.resource) ?? accountOf(backup.to) ?? accountOf(path.key ?? '');
  const resource = resourceName(path.resource, path.resourceType);
  const start: Stop[] = [
    ...(path.key === undefined ? [] : [{ name: keyName(path.key), arrow: 'allowed' as const }]),
    { name: vaultName(backup.to, home), arrow: backup.outcome },
  ];
  const broken = copies.filter(({ outcome }) => outcome !== 'allowed');
  const chains = broken.map((copy) => [...start, { name: vaultName(copy.to, home), arrow: copy.outcome }]);
  return (chains.length === 0 ? [start] : chains).flatMap((stops) => chain(resource, stops, paint, width));
}

function chain(resource: string, stops: readonly Stop[], paint: Paint, width: number): string[] {
  const lines: string[] = [];
  let line = printable(resource);
  let columns = columnsOf(line);
  for (const { name, arrow } of stops) {
    const stop = printable(name);
    const added = columnsOf(stop) + arrowText[arrow].length + 2;
    if (columns + added > width) {
      lines.push(line);
      line = ' ';
      columns = 1;
    }
    line += ` ${painted(arrow, paint)} ${stop}`;
    columns += added;
  }
  return [...lines, line];
}

const arrowText = { allowed: '-->', denied: '-X->', unknown: '-?->' } as const;

function painted(arrow: Outcome, paint: Paint): string {
  switch (arrow) {
    case 'allowed':
      return paint.good(arrowText.allowed);
    case 'denied':
      return paint.error(arrowText.denied);
    case 'unknown':
      return paint.warning(arrowText.unknown);
    default:
      return assertNever(arrow);
  }
}

const mostActions = 3;

/** For each leg that does not arrive: its kind, and who is refused what, or what else stands in the way. */
export function legReasons(path: ReportPath, width: number): string[] {
  return pathCauses(path, mostActions).flatMap((cause) => wrap(printable(cause), width));
}
