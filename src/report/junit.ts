/**
 * JUnit XML as CI systems read it: https://github.com/testmoapp/junitxml. A test case for each backup path and for
 * each subject, so that a clean run shows what passed; the outcome `unknown` is neither passed nor failed: skipped.
 */
import type { Severity } from '../engine/finding.ts';
import { count } from './count.ts';
import { escapeXml, escapeXmlText } from './escape-xml.ts';
import { whereOf } from './finding-block.ts';
import { groupBy } from '../estate/group-by.ts';
import { pathCauses } from './leg-causes.ts';
import type { Report, ReportFinding, ReportLocation, ReportPath, ReportSummary } from './model.ts';
import { resourceName } from './short-name.ts';
import type { Reporter, ReportOptions } from './reporter.ts';

export const junit: Reporter = (report, options) => {
  const suites = suitesOf(report, options).filter(({ cases }) => cases.length > 0);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites${attributes({ name: 'backuplint', ...totals(suites.flatMap(({ cases }) => cases)) })}>`,
    ...suites.flatMap(suiteLines),
    '</testsuites>',
    '',
  ].join('\n');
};

interface Suite {
  readonly name: string;
  readonly cases: readonly Case[];
}

interface Case {
  readonly name: string;
  readonly location?: ReportLocation;
  /** Absent: passed. */
  readonly result?: { readonly kind: 'failure' | 'skipped' | 'error'; readonly type: string; readonly message: string };
  /** Lines; of a passed case, what was found that does not fail it. */
  readonly text: readonly string[];
}

function suitesOf(report: Report, { failOn = 'error' }: ReportOptions): Suite[] {
  return [
    { name: 'Backup paths', cases: report.paths.map(pathCase) },
    { name: 'Keys, vaults and plans', cases: subjectCases(report, failOn) },
    { name: 'Looked at', cases: report.summary.incomplete.map(incompleteCase) },
  ];
}

const pathResults = {
  allowed: undefined,
  denied: { kind: 'failure', type: 'denied' },
  unknown: { kind: 'skipped', type: 'unknown' },
} as const;

function pathCase(path: ReportPath): Case {
  const result = pathResults[path.outcome];
  const causes = pathCauses(path);
  return {
    name: pathTitle(path),
    ...(result === undefined ? {} : { result: { ...result, message: causes[0] ?? path.outcome } }),
    text: [...causes, ...path.notConsidered.map((what) => `not considered: ${what}`)],
  };
}

/** Without the path's number, so that a CI system recognises it in the next run. */
function pathTitle({ deployment, resource, resourceType, plan, rule }: ReportPath): string {
  const isKnown = resource !== resourceType;
  const named = isKnown ? `${resourceType} ${resource}` : resourceName(resource, resourceType);
  const parts = [deployment, named, plan === undefined ? '' : `plan ${plan}`, rule === undefined ? '' : `rule ${rule}`];
  return parts.filter((part) => part !== '').join(', ');
}

/** Every key on a path, and whatever a finding is about. */
function subjectCases({ paths, findings }: Report, failOn: Severity | 'never'): Case[] {
  const bySubject = groupBy(findings, ({ subject }) => subject);
  const keys = paths.flatMap(({ key }) => key?.split(', ') ?? []);
  return [...new Set([...keys, ...bySubject.keys()])].map((subject) =>
    subjectCase(subject, bySubject.get(subject) ?? [], failOn),
  );
}

const severities: readonly Severity[] = ['error', 'warning', 'info'];

function subjectCase(name: string, findings: readonly ReportFinding[], failOn: Severity | 'never'): Case {
  // With `never` the run passes whatever is found, but an error stays a failed test.
  const failing = severities.slice(0, severities.indexOf(failOn === 'never' ? 'error' : failOn) + 1);
  const [worst] = findings
    .filter(({ severity }) => failing.includes(severity))
    .sort((left, right) => failing.indexOf(left.severity) - failing.indexOf(right.severity));
  return {
    name,
    ...(worst === undefined
      ? {}
      : {
          location: worst.location,
          result: { kind: 'failure', type: worst.rule, message: moreThan(worst.message, findings.length - 1) },
        }),
    text: findings.flatMap((finding, index) => [...(index === 0 ? [] : ['']), ...findingLines(finding)]),
  };
}

function moreThan(message: string, others: number): string {
  return others === 0 ? message : `${message} (and ${count(others, 'other finding')})`;
}

function findingLines({ rule, severity, message, location, explanation, help }: ReportFinding): string[] {
  return [`${severity} ${rule}: ${message}`, whereOf(location), ...explanation, help].filter((line) => line !== '');
}

function incompleteCase({ what, why }: ReportSummary['incomplete'][number]): Case {
  return { name: what, result: { kind: 'error', type: 'incomplete', message: why }, text: [] };
}

function totals(cases: readonly Case[]) {
  const of = (wanted: 'failure' | 'skipped' | 'error') => cases.filter(({ result }) => result?.kind === wanted).length;
  return { tests: cases.length, failures: of('failure'), errors: of('error'), skipped: of('skipped'), time: 0 };
}

function suiteLines({ name, cases }: Suite): string[] {
  return [
    `  <testsuite${attributes({ name, ...totals(cases) })}>`,
    ...cases.flatMap((each) => caseLines(name, each)),
    '  </testsuite>',
  ];
}

function caseLines(suite: string, { name, location, result, text }: Case): string[] {
  const place = location?.file === undefined ? {} : { file: location.file, line: location.start?.line ?? 1 };
  const open = `    <testcase${attributes({ classname: `backuplint.${suite}`, name, ...place, time: 0 })}`;
  const body = escapeXmlText(text.join('\n'));
  if (result !== undefined) return [`${open}>`, resultLine(result, body), '    </testcase>'];
  return body === '' ? [`${open}/>`] : [`${open}>`, `      <system-out>${body}</system-out>`, '    </testcase>'];
}

/** `skipped` takes no type: several schemas forbid it. */
function resultLine({ kind, type, message }: NonNullable<Case['result']>, body: string): string {
  return `      <${kind}${attributes(kind === 'skipped' ? { message } : { message, type })}>${body}</${kind}>`;
}

function attributes(values: Readonly<Record<string, string | number>>): string {
  return Object.entries(values)
    .map(([name, value]) => ` ${name}="${escapeXml(String(value))}"`)
    .join('');
}
