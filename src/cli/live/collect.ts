import { resolve } from 'node:path';
import { Readable } from 'node:stream';
import { rules } from '../../../rules/index.ts';
import { writeWhole } from '../../fix/write.ts';
import type { Snapshot } from '../../load/snapshot/schema.ts';
import { snapshotText } from '../../load/snapshot/text.ts';
import { printable } from '../../report/printable.ts';
import { count } from '../../report/count.ts';
import { chunks } from '../chunks.ts';
import type { CheckOptions } from '../check-options.ts';
import { checkCombinations } from '../combinations.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { problemsText } from '../problem-text.ts';
import { setUp } from '../setup.ts';
import { collectSnapshot } from './load-live.ts';
import { checkSnapshotFile, unwritable } from './snapshot-file.ts';

/** `backuplint collect`: what `check --live` would look at, as a file; without one it goes to standard output. */
export async function collect(output: string | undefined, given: CheckOptions, io: Io): Promise<ExitCode> {
  const options = { ...given, live: { ...given.live, isWanted: true } };
  checkCombinations(options);
  const file = output === '-' ? undefined : output;
  if (file !== undefined) await checkSnapshotFile(file, io.cwd());
  const today = new Date().toISOString().slice(0, 10);
  const setup = await setUp(options, { cwd: io.cwd(), today, io, rules });
  if (!setup.ok) {
    io.stderr.write(problemsText(setup.problems));
    return exitCode.usage;
  }
  const snapshot = await collectSnapshot(undefined, options, setup.value, io);
  // One from before tells more than an empty one.
  if (file === undefined || snapshot.answers.length > 0) await write(snapshot, file, io);
  if (options.quiet !== true) tell(snapshot, file, io);
  return snapshot.incomplete.some(({ required }) => required) ? exitCode.incomplete : exitCode.ok;
}

async function write(snapshot: Snapshot, file: string | undefined, io: Io): Promise<void> {
  if (file === undefined) {
    for (const piece of chunks(snapshotText(snapshot))) io.stdout.write(piece);
    return;
  }
  try {
    const text = chunks(snapshotText(snapshot));
    await writeWhole(resolve(io.cwd(), file), file.endsWith('.gz') ? await packed(text) : text);
  } catch (error) {
    throw unwritable(file, error instanceof Error ? error.message : String(error));
  }
}

async function packed(text: Iterable<string>): Promise<AsyncIterable<Uint8Array>> {
  const { createGzip } = await import('node:zlib');
  return Readable.from(text, { objectMode: false }).pipe(createGzip());
}

function tell({ answers, incomplete }: Snapshot, file: string | undefined, { stderr }: Io): void {
  for (const { what, why } of incomplete) stderr.write(`backuplint: not collected: ${printable(`${what}: ${why}`)}\n`);
  const accounts = new Set(answers.map(({ account }) => account)).size;
  const found = `${count(answers.length, 'answer')} about ${count(accounts, 'account')}`;
  const told = answers.length === 0 ? 'nothing was collected, so nothing is written to it' : found;
  stderr.write(`backuplint: ${file === undefined ? found : `${printable(file)}: ${told}`}\n`);
}
