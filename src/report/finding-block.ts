import type { ReportFinding, ReportLocation } from './model.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import { wrap } from './wrap.ts';

interface BlockOptions {
  readonly paint: Paint;
  readonly width: number;
  readonly frame: readonly string[];
}

/** Labels stand right-aligned in front of this column. */
const margin = 9;
const blank = ' '.repeat(margin);

/** One finding: what, where, the lines concerned, why, and what to do. */
export function findingBlock(finding: ReportFinding, { paint, width, frame }: BlockOptions): string[] {
  const { severity, message, explanation } = finding;
  return [
    ...labelled(severity, paint[severity], paint.strong, message, width),
    ...wrap(printable(placeOf(finding)), width, blank).map(paint.faint),
    ...frame.map((line) => `${blank} ${line}`.trimEnd()),
    ...explanation.flatMap((line, index) => explained(index === 0 ? 'why' : '', line, paint, width)),
    ...labelled(finding.fixed ? 'fixed' : 'fix', paint.good, (line) => line, remedy(finding), width),
  ];
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

/** Lines of an explanation keep their indentation. */
function explained(label: string, line: string, paint: Paint, width: number): string[] {
  const indent = /^ */.exec(line)?.[0] ?? '';
  const wrapped = wrap(printable(line.slice(indent.length)), width - margin - indent.length);
  return wrapped.map((part, index) => {
    const lead =
      index === 0 && label !== '' ? `${' '.repeat(margin - 2 - label.length)}${paint.strong(label)}  ` : blank;
    return `${lead}${indent}${part}`;
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

function remedy({ fix, fixed, help }: ReportFinding): string {
  if (fixed || fix === 'none' || help.includes('--fix')) return help;
  return `${help} ${fix === 'safe' ? '--fix' : '--fix --unsafe-fixes'} can mend this.`;
}
