import { count } from './count.ts';
import type { Report, ReportLeg, ReportPath } from './model.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { principalName, resourceName, shortName } from './short-name.ts';
import { legNames } from './words.ts';
import { wrap } from './wrap.ts';

/** With `--verbose`: every path, leg by leg, with each request and the statements that decided it. */
export function allPaths({ paths }: Report, paint: Paint, width: number): string[][] {
  if (paths.length === 0) return [];
  return [[paint.strong(count(paths.length, 'backup path'))], ...paths.map((path) => pathBlock(path, paint, width))];
}

function pathBlock(path: ReportPath, paint: Paint, width: number): string[] {
  const title = [
    `${path.id}  ${resourceName(path.resource, path.resourceType)}`,
    path.plan === undefined ? '' : `plan ${path.plan}`,
    path.rule === undefined ? '' : `rule ${path.rule}`,
  ].filter((part) => part !== '');
  return [
    ...wrap(printable(title.join(', ')), width - 2),
    ...path.notConsidered.flatMap((what) => wrap(printable(`not considered: ${what}`), width - 4, '  ')),
    ...path.legs.flatMap((leg) => legLines(leg, paint, width)),
  ].map((line) => `  ${line}`);
}

const outcomePaint = { allowed: 'good', denied: 'error', unknown: 'warning' } as const;

function legLines({ kind, from, to, outcome, requests }: ReportLeg, paint: Paint, width: number): string[] {
  const [first = '', ...rest] = wrap(
    printable(`${legNames[kind]} ${shortName(from)} --> ${shortName(to)}`),
    width - 4,
    `  ${outcome} `,
  );
  return [
    first.replace(outcome, paint[outcomePaint[outcome]]),
    ...rest,
    ...requests.flatMap(({ principal, action, outcome: result, reason, statements }) =>
      wrap(
        printable(
          [result, action, 'for', principalName(principal), `(${[reason, ...statements].join(' ')})`].join(' '),
        ),
        width - 4,
        '    ',
      ),
    ),
  ];
}
