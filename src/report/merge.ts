/** The reports of all parts of a run to the report that the whole run would have made. */
import { byPlace, compare, countSeverities } from './assemble.ts';
import type { Report, ReportFinding, ReportGone, ReportShard, ReportSummary } from './model.ts';

export interface NamedReport {
  readonly file: string;
  readonly report: Report;
}

export interface MergeProblem {
  readonly file: string;
  readonly message: string;
  readonly help?: string;
}

/** A report of a part. */
interface Part extends NamedReport {
  readonly shard: ReportShard;
}

/** Why the reports are not all the parts of one run, each part once; none: they can be merged. */
export function mergeProblems(reports: readonly NamedReport[]): readonly MergeProblem[] {
  const [first, ...others] = distinct(reports);
  if (first === undefined || (others.length === 0 && first.report.summary.shard === undefined)) return [];
  const wholes = [first, ...others].filter(({ report }) => report.summary.shard === undefined);
  if (wholes.length > 0) return wholes.map(({ file }) => ({ file, ...isNoPart }));
  const parts = partsOf([first, ...others]);
  const unfit = parts.slice(1).flatMap((part) => mismatch(part, parts[0] ?? part) ?? []);
  return unfit.length > 0 ? unfit : [...doubled(parts), ...missing(parts)];
}

const isNoPart = {
  message: 'is a whole report, no part of one',
  help: 'merge takes the JSON reports of runs with --shard.',
} as const;

/** Equal reports are told once. */
function distinct(reports: readonly NamedReport[]): NamedReport[] {
  const texts = new Map(reports.map((each) => [JSON.stringify(each.report), each]));
  return [...texts.values()];
}

function partsOf(reports: readonly NamedReport[]): Part[] {
  const parts = reports.flatMap(({ file, report }): Part[] => {
    const { shard } = report.summary;
    return shard === undefined ? [] : [{ file, report, shard }];
  });
  return parts.sort((left, right) => left.shard.index - right.shard.index);
}

function mismatch({ file, report, shard }: Part, first: Part): MergeProblem | undefined {
  const told = (what: string, here: string, there: string): MergeProblem => ({
    file,
    message: `${what} ${here}, but ${first.file} ${there}`,
    help: 'Merge the parts of one run.',
  });
  const { version } = first.report.tool;
  if (report.tool.version !== version) return told('was made by backuplint', report.tool.version, `by ${version}`);
  if (shard.count !== first.shard.count) {
    return told('is one of', `${shard.count} parts`, `one of ${first.shard.count}`);
  }
  return sameWhole(report) === sameWhole(first.report)
    ? undefined
    : told('was made of', 'other inputs', 'shows a different estate');
}

/** What every part says of the whole. */
function sameWhole({ summary: { inputs, notJudged, skipped } }: Report): string {
  return JSON.stringify([inputs, notJudged, skipped]);
}

function doubled(parts: readonly Part[]): MergeProblem[] {
  return parts.flatMap(({ file, shard }, index) => {
    const before = parts[index - 1];
    if (before?.shard.index !== shard.index) return [];
    return [{ file, message: `is part ${shard.index} of ${shard.count}, and so is ${before.file}, but they differ` }];
  });
}

function missing(parts: readonly Part[]): MergeProblem[] {
  const [first] = parts;
  if (first === undefined) return [];
  const { count } = first.shard;
  const given = new Set(parts.map(({ shard }) => shard.index));
  const absent = Array.from({ length: count }, (_, index) => index + 1).filter((index) => !given.has(index));
  if (absent.length === 0) return [];
  const named = absent.length === 1 ? `part ${absent[0]} is` : `parts ${listed(absent)} are`;
  return [{ file: first.file, message: `of ${count} parts, ${named} missing` }];
}

const mostNamed = 10;

function listed(numbers: readonly number[]): string {
  const more = numbers.length - mostNamed;
  return `${numbers.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}

/** Whether every part was judged to its end. */
export function isCompleted(reports: readonly NamedReport[]): boolean {
  return reports.every(({ report }) => report.summary.shard?.completed !== false);
}

/** Of reports that `mergeProblems` finds nothing wrong with. */
export function mergeReports(reports: readonly NamedReport[]): Report | undefined {
  const given = distinct(reports);
  const parts = partsOf(given);
  const [first] = parts;
  if (first === undefined) return given[0]?.report;
  const findings = [...parts.flatMap(({ report }) => report.findings), ...agreed(parts)].sort(byPlace);
  return {
    schemaVersion: first.report.schemaVersion,
    tool: first.report.tool,
    summary: summary(
      parts.map(({ report }) => report.summary),
      first.report.summary,
      findings,
    ),
    findings,
    paths: parts.flatMap(({ report }) => report.paths),
  };
}

/** What all parts would report. */
function agreed(parts: readonly Part[]): ReportFinding[] {
  const [first, ...others] = parts.map(({ shard }) => shard.ifAllAgree);
  const known = others.map((findings) => new Set(findings.map(({ fingerprint }) => fingerprint)));
  return (first ?? []).filter(({ fingerprint }) => known.every((set) => set.has(fingerprint)));
}

function summary(
  all: readonly ReportSummary[],
  first: ReportSummary,
  findings: readonly ReportFinding[],
): ReportSummary {
  const sum = (of: (each: ReportSummary) => number): number => all.reduce((total, each) => total + of(each), 0);
  const { inputs, notJudged, skipped } = first;
  return {
    findings: countSeverities(findings),
    suppressed: sum(({ suppressed }) => suppressed),
    ...baseline(all, sum),
    inputs,
    paths: {
      total: sum(({ paths }) => paths.total),
      allowed: sum(({ paths }) => paths.allowed),
      denied: sum(({ paths }) => paths.denied),
      unknown: sum(({ paths }) => paths.unknown),
    },
    incomplete: incomplete(all),
    ...(notJudged === undefined ? {} : { notJudged }),
    ...(skipped === undefined ? {} : { skipped }),
  };
}

function baseline(
  all: readonly ReportSummary[],
  sum: (of: (each: ReportSummary) => number) => number,
): Pick<ReportSummary, 'baseline'> {
  const [first, ...others] = all.map((each) => each.baseline?.gone);
  if (first === undefined) return {};
  const goneToo = others.map((gone = []) => new Set(gone.map(({ fingerprint }) => fingerprint)));
  const isGone = ({ fingerprint }: ReportGone): boolean => goneToo.every((gone) => gone.has(fingerprint));
  return { baseline: { known: sum((each) => each.baseline?.known ?? 0), gone: first.filter(isGone) } };
}

function incomplete(all: readonly ReportSummary[]): ReportSummary['incomplete'] {
  const entries = new Map(all.flatMap((each) => each.incomplete).map((entry) => [JSON.stringify(entry), entry]));
  return [...entries.values()].sort((left, right) => compare(left.what, right.what) || compare(left.why, right.why));
}
