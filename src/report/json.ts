import type { Report } from './model.ts';
import type { Reporter } from './reporter.ts';

/** The report itself, two spaces deep, ending in a newline: what `schema/report.json` describes. */
export const json: Reporter = (report) => [...jsonPieces(report)].join('');

/** The same text in pieces, one for each finding and path: a large report is written without ever being one text. */
export function* jsonPieces(report: Report): Iterable<string> {
  let separator = '{';
  for (const [name, value] of Object.entries(report)) {
    if (value === undefined) continue;
    yield `${separator}\n  ${JSON.stringify(name)}: `;
    yield* Array.isArray(value) && value.length > 0 ? items(value) : [indented(value, '  ')];
    separator = ',';
  }
  yield '\n}\n';
}

function* items(values: readonly unknown[]): Iterable<string> {
  let separator = '[';
  for (const value of values) {
    yield `${separator}\n    ${indented(value, '    ')}`;
    separator = ',';
  }
  yield '\n  ]';
}

/** Line ends inside texts are escaped, so each one left is one of the layout. */
function indented(value: unknown, indent: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${indent}`);
}
