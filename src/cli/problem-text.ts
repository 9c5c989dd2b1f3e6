import type { Problem } from '../load/types.ts';
import { printable } from '../report/printable.ts';

/** `policies/rds.json:3:7: is not valid JSON: …`, with what to do on a line of its own. */
export function problemText({ file, line, column, message, help }: Problem): string {
  const place = [file, line, column].filter((part) => part !== undefined).join(':');
  return [`${place}: ${message}`, ...(help === undefined ? [] : [`  ${help}`])].map(printable).join('\n');
}

export function problemsText(problems: readonly Problem[]): string {
  return problems.map((problem) => `backuplint: ${problemText(problem)}\n`).join('');
}
