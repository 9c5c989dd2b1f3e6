/** Annotations by GitHub's workflow commands. https://docs.github.com/actions/reference/workflow-commands-for-github-actions */
import type { Severity } from '../engine/finding.ts';
import { escapeData, escapeProperty } from './escape-command.ts';
import type { ReportFinding, ReportSummary } from './model.ts';
import { printable } from './printable.ts';
import type { Reporter } from './reporter.ts';
import { checkedInputs, findingCounts, verdict } from './words.ts';

/** A line per finding, and what the run came to as plain text for the log. */
export const github: Reporter = ({ findings, summary }) =>
  [...findings.map(annotation), ...summary.incomplete.map(notLookedAt), closing(summary)]
    .map((line) => `${line}\n`)
    .join('');

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const satisfies Record<Severity, string>;

function annotation({ rule, severity, message, explanation, help, location, subject }: ReportFinding): string {
  const subjectLine = location.file === undefined ? [subject] : [];
  const text = [...subjectLine, message, ...explanation, help].filter((line) => line !== '').join('\n');
  return command(commands[severity], { ...place(location), title: rule }, text);
}

/** The runner drops the column when an end on another line is given too, so the start says it all. */
function place({ file, start }: ReportFinding['location']): Properties {
  if (file === undefined) return {};
  return { file, ...(start === undefined ? {} : { line: start.line, col: start.column }) };
}

function notLookedAt({ what, why }: ReportSummary['incomplete'][number]): string {
  return command('warning', { title: 'Not looked at' }, `${what}: ${why}`);
}

function closing(summary: ReportSummary): string {
  return `${verdict(summary)}: ${findingCounts(summary)} (${checkedInputs(summary)})`;
}

type Properties = Readonly<Record<string, string | number>>;

function command(name: string, properties: Properties, text: string): string {
  const list = Object.entries(properties).map(
    ([property, value]) => `${property}=${escapeProperty(printable(String(value)))}`,
  );
  const shown = text.split('\n').map(printable).join('\n');
  return `::${name} ${list.join(',')}::${escapeData(shown)}`;
}
