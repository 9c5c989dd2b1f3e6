import { count } from './count.ts';
import { groupBy } from '../estate/group-by.ts';
import type { Report, ReportSummary } from './model.ts';
import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import type { ReportOptions } from './reporter.ts';
import { findingCounts } from './words.ts';
import { wrap } from './wrap.ts';

/** What was checked and how it went, so that silence is never taken for success; with `quiet` only if something is wrong. */
export function summaryLines(report: Report, options: ReportOptions, paint: Paint): string[] {
  const { summary } = report;
  if (options.quiet && isClean(summary)) return [];
  return [
    ...notLookedAt(report, options, paint),
    ...paintedLines(partOf(summary), paint.strong, options.width),
    ...paintedLines(checked(summary), isClean(summary) ? paint.good : paint.strong, options.width),
    ...paintedLines(found(summary), (line) => line, options.width),
    ...paintedLines(mendable(report), (line) => line, options.width),
  ];
}

function isClean({ findings, paths, incomplete }: ReportSummary): boolean {
  return findings.error === 0 && findings.warning === 0 && paths.allowed === paths.total && incomplete.length === 0;
}

function paintedLines(text: string, paint: (text: string) => string, width: number): string[] {
  return text === '' ? [] : wrap(printable(text), width).map(paint);
}

function partOf({ shard }: ReportSummary): string {
  if (shard === undefined) return '';
  return `part ${shard.index} of ${shard.count}, with the paths and findings of this part only; \`backuplint merge\` puts the parts together`;
}

/** `12 keys, 3 plans, 48 paths: all arrive` */
function checked({ inputs, paths }: ReportSummary): string {
  const things = [
    count(inputs.keys, 'key'),
    inputs.plans === 0 ? '' : count(inputs.plans, 'plan'),
    inputs.resources === 0 ? '' : count(inputs.resources, 'resource'),
    paths.total === 0 ? '' : count(paths.total, 'path'),
  ].filter((part) => part !== '');
  return `${things.join(', ')}: ${outcomes(paths)}`;
}

function outcomes({ total, allowed, denied, unknown }: ReportSummary['paths']): string {
  if (total === 0) return 'nothing to judge, no backup path was found';
  if (allowed === total) return total === 1 ? 'arrives' : 'all arrive';
  return [
    allowed === 0 ? '' : `${allowed} ${allowed === 1 ? 'arrives' : 'arrive'}`,
    denied === 0 ? '' : `${denied} ${denied === 1 ? 'fails' : 'fail'}`,
    unknown === 0 ? '' : `${unknown} cannot be decided`,
  ]
    .filter((part) => part !== '')
    .join(', ');
}

function found(summary: ReportSummary): string {
  const { error, warning, info } = summary.findings;
  const parts = [
    error + warning + info === 0 ? '' : findingCounts(summary),
    summary.suppressed === 0 ? '' : `${summary.suppressed} suppressed`,
  ];
  return parts.filter((part) => part !== '').join(', ');
}

function mendable({ findings, fixes }: Report): string {
  const fixed = findings.filter((finding) => finding.fixed).length;
  if (fixes !== undefined) return fixed === 0 ? '' : `${count(fixed, 'finding')} mended in the corrected policy`;
  const safe = findings.filter(({ fix }) => fix === 'safe').length;
  return safe === 0 ? '' : `${count(safe, 'finding')} can be mended: run again with --fix --diff`;
}

/** What was taken for granted, each once, with how many paths rest on it. */
function assumptions(paths: Report['paths']): string[] {
  const assumed = groupBy(
    paths.filter(({ assumption }) => assumption !== undefined),
    ({ assumption }) => assumption ?? '',
  );
  return [...assumed].map(
    ([text, resting]) => `assumed${resting.length > 1 ? ` for ${count(resting.length, 'path')}` : ''}: ${text}`,
  );
}

const most = 10;

/** A long list is folded: its first lines, and how many more there are. */
function folded(lines: readonly string[], isWhole: boolean): string[] {
  const hidden = lines.length - most;
  if (isWhole || hidden < 2) return [...lines];
  return [...lines.slice(0, most), `and ${hidden} more like these (--verbose shows all)`];
}

function notLookedAt({ summary, paths }: Report, { quiet, verbose, width }: ReportOptions, paint: Paint): string[] {
  const { incomplete, notJudged = [], skipped = [], inputs } = summary;
  const told = (texts: readonly string[], painted: (line: string) => string): string[] =>
    folded(texts, verbose).flatMap((text) => paintedLines(text, painted, width));
  const lines = [
    ...(quiet ? [] : told(assumptions(paths), paint.faint)),
    ...told(
      incomplete.map(({ what, why }) => `not looked at: ${what}: ${why}`),
      paint.error,
    ),
    ...(quiet
      ? []
      : told(
          notJudged.map(({ why, keys }) => `${count(keys, 'key')} not judged: ${why}`),
          (line) => line,
        )),
    ...skipped.flatMap(({ file, why }) => wrap(printable(`skipped: ${file}: ${why}`), width)),
    ...(quiet || inputs.skippedFiles === 0 || skipped.length > 0
      ? []
      : [
          `${count(inputs.skippedFiles, 'file')} skipped that ${inputs.skippedFiles === 1 ? 'is' : 'are'} no known input (--verbose names them)`,
        ]),
  ];
  return lines.length === 0 ? [] : [...lines, ''];
}
