import type { ReportFinding, ReportLocation } from './model.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { withShortRoles } from './short-name.ts';
import { wrap } from './wrap.ts';

interface BlockOptions {
  readonly paint: Paint;
  readonly width: number;
  readonly frame: readonly string[];
  /** Lines of the explanation before the rest is only counted. */
  readonly mostLines: number;
}

/** Labels stand right-aligned in front of this column. */
const margin = 9;
const blank = ' '.repeat(margin);

/** One finding: what, where, the lines concerned, why, and what to do. Of one that is mended, what and where is enough. */
export function findingBlock(finding: ReportFinding, options: BlockOptions): string[] {
  const { paint, width } = options;
  const { severity, message, fixed } = finding;
  const { faint, good, strong } = paint;
  return [
    ...labelled(severity, paint[severity], strong, message, width),
    ...wrap(printable(placeOf(finding)), width, blank).map(faint),
    ...(fixed ? labelled('fixed', good, faint, 'by the corrected policy', width) : unmended(finding, options)),
  ];
}

function unmended(finding: ReportFinding, { paint, width, frame, mostLines }: BlockOptions): string[] {
  const explanation = folded(finding.explanation.map(withShortRoles), mostLines);
  return [
    ...frame.map((line) => `${blank} ${line}`.trimEnd()),
    ...explanation.flatMap((line, index) => explained(index === 0 ? 'why' : '', line, paint, width)),
    ...labelled('fix', paint.good, (line) => line, remedy(finding), width),
  ];
}

function folded(lines: readonly string[], most: number): string[] {
  const hidden = lines.length - most;
  return hidden < 2 ? [...lines] : [...lines.slice(0, most), `and ${hidden} more reasons (--verbose shows all)`];
}

function labelled(
  label: string,
  paintLabel: (text: string) => string,
  paintText: (text: string) => string,
  text: string,
  width: number,
): string[] {
  return wrap(printable(text), width - margin).map(
    (line, index) =>
      (index === 0 ? `${' '.repeat(margin - 2 - label.length)}${paintLabel(label)}  ` : blank) + paintText(line),
  );
}

/** Lines of an explanation keep their indentation; what of a line does not fit stands further in. */
function explained(label: string, line: string, paint: Paint, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const wrapped = wrap(printable(line.slice(indent.length)), width - margin - indent.length - 2);
  return wrapped.map((part, index) => {
    const lead =
      index === 0 && label !== '' ? `${' '.repeat(margin - 2 - label.length)}${paint.strong(label)}  ` : blank;
    return `${lead}${indent}${index === 0 ? '' : '  '}${part}`;
  });
}

function placeOf({ location, rule }: ReportFinding): string {
  return [whereOf(location), rule].filter((part) => part !== '').join('  ');
}

/** `policies/rds.json:12:5`: editors and terminals open it. */
export function whereOf({ file, start }: ReportLocation): string {
  if (file === undefined) return '';
  return start === undefined ? file : `${file}:${start.line}:${start.column}`;
}

function remedy({ fix, help }: ReportFinding): string {
  if (fix === 'none' || help.includes('--fix')) return help;
  return `${help} ${fix === 'safe' ? '--fix' : '--fix --unsafe-fixes'} can mend this.`;
}
