import { indexLines, type LineIndex } from '../text/line-index.ts';
import type { ReportLocation, ReportPosition } from './model.ts';
import { columnsOf, printable } from './printable.ts';

/** The lines of one text, found once for all frames of it. */
export interface FramedText {
  readonly text: string;
  readonly lines: LineIndex;
}

export function framedText(text: string): FramedText {
  return { text, lines: indexLines(text) };
}

/** Lines that are shown whole; of a longer part, its head and its last line. */
const defaultLines = 7;
/** Beside the head: the line that counts what is left out, the last line, and one to spare. */
const besideHead = 3;

/** The lines of a text that a location spans, numbered, each at most `width` columns. */
export function codeFrame(
  framed: FramedText,
  { start, end }: ReportLocation,
  width: number,
  lines: number = defaultLines,
): string[] {
  if (start === undefined) return [];
  const last = lastLine(start, end);
  return start.line === last ? oneLine(framed, start, end, width) : severalLines(framed, start, last, { width, lines });
}

/** An exclusive end at the start of a line ends the line before. */
function lastLine(start: ReportPosition, end: ReportPosition | undefined): number {
  if (end === undefined || end.line <= start.line) return start.line;
  return end.column === 1 ? end.line - 1 : end.line;
}

interface Room {
  readonly width: number;
  readonly lines: number;
}

function severalLines(framed: FramedText, start: ReportPosition, last: number, { width, lines }: Room): string[] {
  const isLong = last - start.line >= lines;
  const headLines = lines - besideHead;
  const head = range(start.line, isLong ? start.line + headLines - 1 : last);
  const gutter = String(last).length;
  const numbered = (line: number): string => gutterLine(String(line).padStart(gutter), textOf(framed, line), width);
  return [
    ...head.map(numbered),
    ...(isLong ? [`${' '.repeat(gutter)} : (${last - start.line - headLines} more lines)`, numbered(last)] : []),
  ].map((line) => line.trimEnd());
}

/** The line with its neighbours, and carets under the part. */
function oneLine(framed: FramedText, start: ReportPosition, end: ReportPosition | undefined, width: number): string[] {
  const { line, column } = start;
  const to = end?.line === line ? end.column : column + 1;
  const text = textOf(framed, line);
  const gutter = String(line + 1).length;
  const room = Math.max(width - gutter - 3, 20);
  const cut = windowOf(text, column - 1, Math.max(to, column + 1) - 1, room);
  const neighbour = (other: number): string[] =>
    other < 1 || other > framed.lines.lineCount || textOf(framed, other).trim() === ''
      ? []
      : [gutterLine(String(other).padStart(gutter), textOf(framed, other), width)];
  return [
    ...neighbour(line - 1),
    `${String(line).padStart(gutter)} | ${cut.text}`,
    `${' '.repeat(gutter)} | ${' '.repeat(cut.before)}${'^'.repeat(cut.marked)}`,
    ...neighbour(line + 1),
  ].map((shown) => shown.trimEnd());
}

interface Window {
  readonly text: string;
  /** Columns in front of the marked part, and of the part itself. */
  readonly before: number;
  readonly marked: number;
}

const ellipsis = '...';

/** A line that fits, cut on the left where its marked part stands too far out, on the right where it is too long. */
function windowOf(text: string, from: number, to: number, room: number): Window {
  const left = columnsOf(shown(text.slice(0, from))) > room / 2 ? Math.max(from - Math.floor(room / 4), 0) : 0;
  const head = (left > 0 ? ellipsis : '') + shown(text.slice(left, from));
  // Nobody reads further than the window; a line of megabytes is not escaped as a whole.
  const marked = clip(shown(text.slice(from, Math.min(to, from + room))), room - columnsOf(head));
  const line = head + shown(text.slice(from, from + room));
  const isCut = columnsOf(line) > room || text.length > from + room;
  return {
    text: isCut ? clip(line, room - ellipsis.length) + ellipsis : line,
    before: columnsOf(head),
    marked: Math.max(columnsOf(marked), 1),
  };
}

function gutterLine(number: string, text: string, width: number): string {
  const room = Math.max(width - number.length - 3, 20);
  const line = shown(text.slice(0, room + 1));
  return `${number} | ${columnsOf(line) > room ? clip(line, room - ellipsis.length) + ellipsis : line}`;
}

function textOf({ text, lines }: FramedText, line: number): string {
  const start = lines.offsetAt({ line, column: 1 }) ?? text.length;
  const next = lines.offsetAt({ line: line + 1, column: 1 }) ?? text.length;
  return text.slice(start, next).replace(/[\r\n]+$/, '');
}

function shown(text: string): string {
  return printable(text.replaceAll('\t', '  '));
}

/** The first `room` columns. */
function clip(text: string, room: number): string {
  let taken = '';
  for (const character of text) {
    if (columnsOf(taken + character) > room) break;
    taken += character;
  }
  return taken;
}

function range(first: number, last: number): number[] {
  return Array.from({ length: last - first + 1 }, (_, index) => first + index);
}
