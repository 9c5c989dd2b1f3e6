import { printable } from '../report/printable.ts';

/** For what is our fault: what happened, where to report it, and the stack, which alone keeps its lines. */
export function bugText(what: string, error: unknown): string {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return [
    `backuplint: ${printable(what)}`,
    '  This is a bug of backuplint, not of your input. Please report it (`npm bugs backuplint`) with these lines:',
    ...stack.split('\n').map((line) => `  ${printable(line)}`),
    '',
  ].join('\n');
}
