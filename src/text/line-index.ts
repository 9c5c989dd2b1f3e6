/** Offsets of a text as lines and columns, as editors count them: both from 1, columns in UTF-16 units. */
import { startOfText } from './json-tokens.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface LineIndex {
  readonly positionAt: (offset: number) => Position;
  /** `undefined` for a place that the text does not have. */
  readonly offsetAt: (position: Position) => number | undefined;
  readonly lineCount: number;
}

/** Lines end with LF, CRLF or a lone CR. A byte order mark is no column. */
export function indexLines(text: string): LineIndex {
  const starts = lineStarts(text);
  const startOf = (line: number): number | undefined => starts[line - 1];
  return {
    lineCount: starts.length,
    positionAt(offset) {
      const within = Math.min(Math.max(offset, startOfText(text)), text.length);
      const line = lastAtOrBefore(starts, within);
      return { line, column: within - (startOf(line) ?? 0) + 1 };
    },
    offsetAt({ line, column }) {
      const start = startOf(line);
      const next = startOf(line + 1) ?? text.length + 1;
      return start !== undefined && column >= 1 && start + column - 1 < next ? start + column - 1 : undefined;
    },
  };
}

function lineStarts(text: string): number[] {
  const starts = [startOfText(text)];
  let feed = text.indexOf('\n');
  let carriage = text.indexOf('\r');
  while (feed >= 0 || carriage >= 0) {
    const isFeed = carriage < 0 || (feed >= 0 && feed < carriage);
    const start = isFeed ? feed + 1 : feed === carriage + 1 ? carriage + 2 : carriage + 1;
    starts.push(start);
    if (feed >= 0 && feed < start) feed = text.indexOf('\n', start);
    if (carriage >= 0 && carriage < start) carriage = text.indexOf('\r', start);
  }
  return starts;
}

/** The number, from 1, of the last start that is not after `offset`. */
function lastAtOrBefore(starts: readonly number[], offset: number): number {
  let low = 0;
  let high = starts.length;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if ((starts[middle] ?? 0) <= offset) low = middle;
    else high = middle;
  }
  return low + 1;
}
