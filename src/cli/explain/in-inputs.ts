/** Where the cause of a failure lies in the user's own inputs: what the rules that predict it find there. */
import { settingOf } from '../../engine/settings.ts';
import { accountOf, parseAccountId, partitionOf } from '../../estate/arn.ts';
import { count } from '../../report/count.ts';
import type { Report, ReportFinding, ReportPath } from '../../report/model.ts';
import { findingLines } from '../../report/pretty.ts';
import { printable } from '../../report/printable.ts';
import { wrap } from '../../report/wrap.ts';
import type { JudgedInputs, KnownFacts } from '../judge-inputs.ts';
import type { Page } from './failure-block.ts';
import type { Failure } from './failures.ts';
import type { Job } from './jobs.ts';

/** What the jobs tell of the deployment; where they differ, nothing. */
export function knownFrom(jobs: readonly Job[]): KnownFacts {
  const centralAccount = only(jobs.map(({ from, to = '' }) => (from === undefined ? undefined : accountOf(to))));
  const account = only(jobs.map((job) => sourceAccount(job)));
  const backupRole = only(jobs.map(({ role }) => role));
  const arn = only(jobs.map(({ to }) => to && partitionOf(to)));
  return {
    ...(centralAccount === undefined || centralAccount === account ? {} : { centralAccount }),
    ...(account === undefined ? {} : { workloadAccounts: [account] }),
    ...(backupRole === undefined ? {} : { backupRole }),
    ...(arn === undefined || arn === '' ? {} : { partition: arn }),
  };
}

function sourceAccount({ account = '', from = '', to = '' }: Job): ReturnType<typeof parseAccountId> {
  return accountOf(from) ?? parseAccountId(account) ?? accountOf(to);
}

function only<T>(facts: readonly (T | undefined)[]): T | undefined {
  const distinct = new Set(facts.filter((fact) => fact !== undefined));
  return distinct.size === 1 ? [...distinct][0] : undefined;
}

export interface Pointed {
  readonly lines: readonly string[];
  readonly hasFound: boolean;
}

/** Of an unknown message, every error may be the cause. */
export function causeInInputs(
  failure: Failure,
  { judged, setup }: JudgedInputs,
  page: Page,
  verbose: boolean,
): Pointed {
  const { report } = judged;
  const ids = failure.recognised?.causes.flatMap(({ rules }) => rules);
  if (ids?.length === 0) return { lines: [], hasFound: false };
  const scope = scopeOf(failure.jobs, report);
  const isPredicting = ({ rule, severity }: ReportFinding): boolean =>
    ids === undefined ? severity === 'error' : ids.includes(rule);
  const found = report.findings.filter((finding) => isPredicting(finding) && scope.has(finding));
  const show = (findings: readonly ReportFinding[]): string[] =>
    findingLines(
      partOf(report, findings),
      { ...page, source: judged.sourceText, color: false, verbose, quiet: false },
      page.paint,
    );
  const heading = (text: string): string[] => ['', ...wrap(text, page.width, '  '), ''];
  if (found.length > 0) {
    return { lines: [...heading(`In your inputs${scope.words}:`), ...show(found)], hasFound: true };
  }
  const doubts = report.findings.filter((finding) => isDoubt(finding) && scope.has(finding));
  const off = (ids ?? []).filter((id) => settingOf(setup.settings, id) === 'off');
  const nothing = ids === undefined ? 'there is no error' : 'none of the rules that predict it finds anything';
  return {
    lines: [
      ...heading(`In your inputs${scope.words} ${nothing}. What else to look at:`).slice(0, -1),
      ...elsewhere(failure, report, off).flatMap((line) => wrap(printable(line), page.width, '  - ')),
      ...(doubts.length === 0 ? [] : [...heading('What could not be decided, and may be it:'), ...show(doubts)]),
    ],
    hasFound: false,
  };
}

function isDoubt({ rule }: ReportFinding): boolean {
  return rule === 'kms/undecided' || rule === 'backup/undecided';
}

/** What the report says with these findings alone. */
function partOf(report: Report, findings: readonly ReportFinding[]): Report {
  const ids = new Set(findings.flatMap(({ paths }) => paths));
  return { ...report, findings, paths: report.paths.filter(({ id }) => ids.has(id)) };
}

function elsewhere({ jobs }: Failure, { summary, paths }: Report, off: readonly string[]): string[] {
  const resources = new Set(jobs.flatMap(({ resource }) => resource ?? []));
  const unseen = [...resources].filter((arn) => !paths.some(({ resource }) => resource === arn));
  const [arn] = unseen;
  return [
    ...off.map((id) => `${id} is switched off by your config or command line`),
    ...(summary.suppressed === 0
      ? []
      : [`${count(summary.suppressed, 'finding')} held back by overrides, comments or a baseline`]),
    ...(arn === undefined
      ? []
      : [`no path of the inputs is about ${arn}: give the policy of its key, its plan and its vaults`]),
    'whether what is deployed is what the files say: --live looks at it',
    'whether the key, the role and both vaults are those of the job',
    'service and resource control policies of both accounts, and permissions boundaries, where they are not among the inputs',
    'CloudTrail in both accounts, for the call that failed at the time of the job',
  ];
}

interface Scope {
  readonly has: (finding: ReportFinding) => boolean;
  /** What to say of it. */
  readonly words: string;
}

/** The paths that the jobs took, as far as the inputs show them; else all. */
function scopeOf(jobs: readonly Job[], { paths }: Report): Scope {
  const everything = { has: () => true };
  if (jobs.length === 0) return { ...everything, words: '' };
  const ofResources = paths.filter((path) => jobs.some((job) => isOfResource(path, job)));
  if (ofResources.length === 0) return { ...everything, words: ', none of which is about these resources,' };
  const ofVaults = ofResources.filter((path) => jobs.some((job) => isOfResource(path, job) && reaches(path, job)));
  const ids = new Set((ofVaults.length > 0 ? ofVaults : ofResources).map(({ id }) => id));
  return { has: (finding) => finding.paths.length === 0 || finding.paths.some((id) => ids.has(id)), words: '' };
}

/** A path of a type, or of a key of which only the policy is known, may be the resource's. */
function isOfResource({ resource, resourceType }: ReportPath, job: Job): boolean {
  if (resource.startsWith('arn:')) return resource === job.resource;
  return (
    resource === '*' ||
    job.resourceType === undefined ||
    resourceType === job.resourceType ||
    resource === job.resourceType
  );
}

function reaches({ legs }: ReportPath, { to }: Job): boolean {
  return to !== undefined && legs.some((leg) => leg.to === to);
}
