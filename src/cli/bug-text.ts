import { printable } from '../report/printable.ts';

/** For what is our fault: what happened, where to report it, and the stack, which alone keeps its lines. */
export function bugText(what: string, error: unknown): string {
  return [
    `backuplint: ${printable(what)}`,
    '  This is a bug of backuplint, not of your input. Please report it (`npm bugs backuplint`) with these lines:',
    ...stackLines(error),
    '',
  ].join('\n');
}

/** The stack, which alone keeps its lines. */
export function stackLines(error: unknown): string[] {
  const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return stack.split('\n').map((line) => `  ${printable(line)}`);
}
