/** GitLab Code Quality. https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format */
import type { Severity } from '../engine/finding.ts';
import type { ReportFinding, ReportPosition } from './model.ts';
import type { Reporter } from './reporter.ts';

export const gitlab: Reporter = ({ findings }) => `${JSON.stringify(findings.map(issue), null, 2)}\n`;

const severities = { error: 'critical', warning: 'minor', info: 'info' } as const satisfies Record<Severity, string>;

/** A path and a line are required: what came from a live account is listed under its own name. */
function issue({ rule, severity, message, help, location, subject, fingerprint }: ReportFinding) {
  const { file = subject, start, end } = location;
  return {
    description: `${message}. ${help}`.trim(),
    check_name: rule,
    fingerprint,
    severity: severities[severity],
    location: {
      path: file.replace(/^(?:\.\/)+/, ''),
      lines: { begin: start?.line ?? 1, ...(end === undefined ? {} : { end: lastLine(end) }) },
    },
  };
}

/** An exclusive end at the start of a line ends the line before. */
function lastLine({ line, column }: ReportPosition): number {
  return column === 1 && line > 1 ? line - 1 : line;
}
