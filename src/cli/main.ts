import type { ImportModule } from '../config/plugins.ts';
import { UsageError } from '../config/usage-error.ts';
import { bugText } from './bug-text.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import { guarded, type Io } from './io.ts';
import { printable } from '../report/printable.ts';
import { plainArguments } from './plain-arguments.ts';
import { check } from './check.ts';

/** The command line from its arguments to its exit code; never throws. */
export async function main(
  argv: readonly string[],
  streams: Omit<Io, 'importModule'>,
  importModule?: ImportModule,
): Promise<ExitCode> {
  const { io, failure } = guarded(streams, importModule);
  const code = await attempt(argv, io);
  const unwritten = await failure();
  if (unwritten === undefined) return code;
  io.stderr.write(`backuplint: the output cannot be written: ${printable(unwritten.message)}\n`);
  return exitCode.incomplete;
}

async function attempt(argv: readonly string[], io: Io): Promise<ExitCode> {
  try {
    return await runCommand(argv, io);
  } catch (error) {
    if (error instanceof UsageError) return tellUsage(error, io);
    io.stderr.write(bugText('it stopped half-way', error));
    return exitCode.incomplete;
  }
}

async function runCommand(argv: readonly string[], io: Io): Promise<ExitCode> {
  const plain = plainArguments(argv);
  if (plain !== undefined) return check(plain.paths, plain.options, io);
  const { runProgram } = await import('./program.ts');
  return runProgram(argv, io);
}

function tellUsage({ message, help }: UsageError, io: Io): ExitCode {
  io.stderr.write([`backuplint: ${printable(message)}`, ...help.map((line) => `  ${printable(line)}`), ''].join('\n'));
  return exitCode.usage;
}
