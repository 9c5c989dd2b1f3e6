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
    yield* Array.isArray(value) && value.length > 0 ? items(value) : [insideOne(value)];
    separator = ',';
  }
  yield '\n}\n';
}

function* items(values: readonly unknown[]): Iterable<string> {
  let separator = '[';
  for (const value of values) {
    yield `${separator}\n    ${insideTwo(value)}`;
    separator = ',';
  }
  yield '\n  ]';
}

/** As it stands in an array, or an object. */
function insideOne(value: unknown): string {
  return JSON.stringify([value], null, 2).slice('[\n  '.length, -'\n]'.length);
}

/** As it stands in an array of an array. */
function insideTwo(value: unknown): string {
  return JSON.stringify([[value]], null, 2).slice('[\n  [\n    '.length, -'\n  ]\n]'.length);
}
