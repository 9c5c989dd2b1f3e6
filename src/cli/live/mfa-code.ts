import { createInterface, type Interface } from 'node:readline';
import { Writable } from 'node:stream';
import { printable } from '../../report/printable.ts';
import type { Io } from '../io.ts';

/** Asks for the code of an MFA device where somebody is there to answer, as the AWS CLI does; what is typed is not shown. */
export function mfaCodePrompt({ stdin, stderr }: Pick<Io, 'stdin' | 'stderr'>, signal: AbortSignal) {
  if (stdin.isTTY !== true) return undefined;
  return async (device: string): Promise<string> => {
    // Before the prompt: the terminal itself would show what is typed at once.
    const lines = createInterface({
      // On a terminal it is a whole stream; `Io` names only what everything else needs.
      input: stdin as unknown as NodeJS.ReadableStream,
      output: new Writable({ write: (_chunk, _encoding, done) => done() }),
      terminal: true,
      historySize: 0,
      signal,
    });
    stderr.write(`MFA code for ${printable(device)}: `);
    try {
      return await firstLine(lines);
    } finally {
      lines.close();
      stderr.write('\n');
    }
  };
}

async function firstLine(lines: Interface): Promise<string> {
  return new Promise((resolve, reject) => {
    lines.once('line', (line) => resolve(line.trim()));
    lines.once('SIGINT', () => lines.close());
    // Ctrl-C, Ctrl-D, or a terminal that has gone; after a line it means nothing any more.
    lines.once('close', () => reject(new Error('no MFA code was given')));
  });
}
