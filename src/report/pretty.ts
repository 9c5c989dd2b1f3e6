/** The report for people, at a terminal or in a CI log: what breaks comes first, what was checked comes last. */
import { groupBy } from '../estate/group-by.ts';
import { count } from './count.ts';
import { allPaths } from './all-paths.ts';
import { findingBlock } from './finding-block.ts';
import { codeFrame, framedText, type FramedText } from './frame.ts';
import type { Report, ReportFinding, ReportPath } from './model.ts';
import { nextRunsBlock } from './next-runs.ts';
import type { Paint } from './paint.ts';
import { legReasons, pathPicture } from './picture.ts';
import { printable } from './printable.ts';
import type { Reporter, ReportOptions } from './reporter.ts';
import { summaryLines } from './summary.ts';
import { wrap } from './wrap.ts';

/** What is shown before the rest is only counted; `--verbose` shows everything. */
const most = { subjects: 20, findings: 10, pictures: 3, reasons: 3 } as const;

export function prettyWith(paint: Paint): Reporter {
  return (report, options) => {
    const view = { report, options, paint, framed: framedTexts(options) };
    const everything = options.verbose
      ? [...allPaths(report, paint, options.width), ...nextRunsBlock(options.nextRuns ?? [], paint, options.width)]
      : [];
    const blocks = [...subjectBlocks(view), ...terraformBlocks(view), ...everything];
    const lines = [...blocks.flatMap((block) => [...block, '']), ...summaryLines(report, options, paint)];
    return lines.length === 0 ? '' : `${lines.join('\n')}\n`;
  };
}

/** The findings of a report alone, by subject, with frames and the paths that they break. */
export function findingLines(report: Report, options: ReportOptions, paint: Paint): string[] {
  const view = { report, options, paint, framed: framedTexts(options) };
  return subjectBlocks(view).flatMap((block, index) => (index === 0 ? block : ['', ...block]));
}

interface View {
  readonly report: Report;
  readonly options: ReportOptions;
  readonly paint: Paint;
  readonly framed: (file: string) => FramedText | undefined;
}

/** Each text is cut into lines once, when the first frame needs it. */
function framedTexts({ source }: ReportOptions): View['framed'] {
  const known = new Map<string, FramedText | undefined>();
  return (file) => {
    if (!known.has(file)) {
      const text = source(file);
      known.set(file, text === undefined ? undefined : framedText(text));
    }
    return known.get(file);
  };
}

interface Subject {
  readonly name: string;
  readonly findings: readonly ReportFinding[];
  /** Broken paths that are drawn with this subject. */
  readonly paths: readonly ReportPath[];
}

function subjectBlocks(view: View): string[][] {
  const subjects = worstFirst(subjectsOf(view));
  const shown = view.options.verbose ? subjects : subjects.slice(0, most.subjects);
  const hidden = subjects.slice(shown.length);
  return [
    ...shown.map((subject) => subjectBlock(subject, view)),
    ...(hidden.length === 0 ? [] : [folded(hidden, view)]),
  ];
}

/** A broken path is drawn once, with the first subject that breaks it; one that no finding names stands alone. */
function subjectsOf({ report, options }: View): Subject[] {
  const findings = report.findings.filter(({ severity }) => !options.quiet || severity === 'error');
  const broken = new Map(report.paths.filter(({ outcome }) => outcome !== 'allowed').map((path) => [path.id, path]));
  const take = (ids: Iterable<string>): ReportPath[] =>
    [...ids].flatMap((id) => {
      const path = broken.get(id);
      broken.delete(id);
      return path === undefined ? [] : [path];
    });
  const groups = [...groupBy(findings, ({ subject }) => subject)].map(([name, own]): Subject => {
    const ids = own.filter(({ severity }) => severity !== 'info').flatMap(({ paths }) => paths);
    return { name, findings: own, paths: take(new Set(ids)) };
  });
  if (options.quiet) return groups;
  const alone = groupBy(take([...broken.keys()]), nameOfAlone);
  return [...groups, ...[...alone].map(([name, paths]): Subject => ({ name, findings: [], paths }))];
}

/** Of a bare key policy only the key is known. */
function nameOfAlone({ resource, key }: ReportPath): string {
  return resource === '*' ? (key ?? 'any resource') : resource;
}

/** To be pasted: lines are not wrapped. */
function terraformBlocks({ report: { fixes = [] }, paint }: View): string[][] {
  return fixes.flatMap(({ subject, terraform }) =>
    terraform === undefined
      ? []
      : [
          [
            paint.strong(`in Terraform, the policy of ${printable(subject)} needs`),
            ...terraform
              .trimEnd()
              .split('\n')
              .map((line) => (line === '' ? '' : `  ${printable(line)}`)),
          ],
        ],
  );
}

const rank = { error: 0, warning: 1, info: 3 } as const;
/** A path that breaks without a finding is between warnings and mere information. */
const pathsAlone = 2;

function worstFirst(subjects: readonly Subject[]): Subject[] {
  const rankOf = ({ findings }: Subject): number =>
    findings.reduce<number>(
      (worst, { severity }) => Math.min(worst, rank[severity]),
      findings.length === 0 ? pathsAlone : 3,
    );
  return [...subjects].sort((left, right) => rankOf(left) - rankOf(right));
}

function subjectBlock(subject: Subject, view: View): string[] {
  const { paint, options } = view;
  const findings = [...subject.findings].sort((left, right) => rank[left.severity] - rank[right.severity]);
  const shown = options.verbose ? findings : findings.slice(0, most.findings);
  return [
    paint.strong(printable(subject.name)),
    ...pictures(subject.paths, view),
    ...shown.flatMap((finding, index) => [
      '',
      ...findingBlock(finding, {
        paint,
        width: options.width,
        frame: isSamePlace(finding, shown[index - 1]) ? [] : frameOf(finding, view),
        mostLines: options.verbose ? Infinity : most.reasons,
      }),
    ]),
    ...moreLine(findings.length - shown.length, 'finding'),
  ];
}

/** The lines right above need not be shown again. */
function isSamePlace({ location }: ReportFinding, before: ReportFinding | undefined): boolean {
  return location.file === before?.location.file && location.pointer === before?.location.pointer;
}

function frameOf(finding: ReportFinding, { framed, options }: View): string[] {
  const { file } = finding.location;
  const text = file === undefined ? undefined : framed(file);
  return text === undefined ? [] : codeFrame(text, finding.location, options.width - 10);
}

/** Paths that look alike are one picture. */
function pictures(paths: readonly ReportPath[], { paint, options }: View): string[] {
  const width = options.width - 2;
  const alike = groupBy(paths, (path) =>
    [...pathPicture(path, paint, width), ...legReasons(path, width - 2)].join('\n'),
  );
  const groups = [...alike.values()];
  const shown = options.verbose ? groups : groups.slice(0, most.pictures);
  const hidden = groups.slice(shown.length).reduce((sum, group) => sum + group.length, 0);
  return [...shown.flatMap((group) => picture(group, paint, width)), ...moreLine(hidden, 'broken path')];
}

function picture([path, ...others]: readonly ReportPath[], paint: Paint, width: number): string[] {
  if (path === undefined) return [];
  const plans = [
    path.plan === undefined ? '' : `plan ${path.plan}`,
    path.rule === undefined ? '' : `rule ${path.rule}`,
  ];
  const notes = [
    plans.filter((part) => part !== '').join(', '),
    others.length === 0 ? '' : `and ${count(others.length, 'path')} like it`,
  ].filter((note) => note !== '');
  return [
    ...pathPicture(path, paint, width),
    ...legReasons(path, width - 2).map((line) => `  ${line}`),
    ...notes.flatMap((note) => wrap(printable(note), width - 2).map((line) => `  ${paint.faint(line)}`)),
  ].map((line) => `  ${line}`);
}

function moreLine(hidden: number, noun: string): string[] {
  return hidden === 0 ? [] : ['', `  and ${count(hidden, `more ${noun}`)} (--verbose shows all)`];
}

function folded(hidden: readonly Subject[], { paint }: View): string[] {
  const byRule = groupBy(
    hidden.flatMap(({ findings }) => findings),
    ({ rule, severity }) => `${severity}  ${rule}`,
  );
  return [
    paint.strong(`and ${count(hidden.length, 'more subject')} (--verbose shows all)`),
    ...[...byRule].map(([name, findings]) => `  ${String(findings.length).padStart(7)}  ${name}`),
  ];
}
