/** Renders `docs/failure-causes.md` from the table of causes. */
import { type FailureCause, failureCauses } from '../rules/failure-causes.ts';

const head = `# Why backups and copies fail, and what predicts it

<!-- Made by \`npm run generate\` from rules/failure-causes.ts. -->

AWS Backup tells at night, one job at a time, why a job failed. The table lists the causes, the status messages that
they show (\`…\` stands for what differs from job to job), and the rules that find them before the deploy.

`;

export function failureCausesPage(causes: readonly FailureCause[] = failureCauses): string {
  const rows = causes.map((cause) =>
    row([String(cause.number), cause.cause, shown(cause), predicted(cause), sources(cause)]),
  );
  return `${head}${row(['#', 'Cause', 'What AWS shows', 'Predicted by', 'Sources'])}${row(Array(5).fill('---'))}${rows.join('')}`;
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}

function shown({ messages, symptom }: FailureCause): string {
  const quoted = messages.map((parts) => `\`${parts.join(' … ')}\``);
  return [...quoted, ...(symptom === undefined ? [] : [symptom])].join('<br>');
}

function predicted({ rules, note }: FailureCause): string {
  const links = rules.map((rule) => `[\`${rule}\`](rules/${rule}.md)`).join(', ');
  const foreseen = links === '' ? 'None.' : note === undefined ? links : `${links}.`;
  return [foreseen, ...(note === undefined ? [] : [note])].join(' ');
}

function sources(cause: FailureCause): string {
  return cause.sources.map((url, index) => `[${index + 1}](${url})`).join(' ');
}
