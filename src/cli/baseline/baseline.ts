/** The file of findings that are known: read before a run, written after one. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { readConfigText } from '../../config/document.ts';
import { problemsOf } from '../../config/problems.ts';
import { UsageError } from '../../config/usage-error.ts';
import { baselineOf, type Baseline } from '../../engine/baseline.ts';
import type { Judged } from '../../judge.ts';
import { writeWhole } from '../../fix/write.ts';
import { readSource } from '../../load/read.ts';
import type { Loaded } from '../../load/types.ts';
import { count } from '../../report/count.ts';
import type { Report, ReportGone } from '../../report/model.ts';
import { printable } from '../../report/printable.ts';
import type { Io } from '../io.ts';
import { baselineSchema } from './schema.ts';

export interface BaselineFile {
  /** As it was given. */
  readonly file: string;
  readonly entries: Baseline;
}

/** One that is to be written need not be there; one that is there must be a baseline, so that nothing else is overwritten. */
export async function readBaseline(file: string, isUpdated: boolean, cwd: string): Promise<Loaded<BaselineFile>> {
  const path = resolve(cwd, file);
  if (!existsSync(path)) return isUpdated ? { ok: true, value: { file, entries: [] } } : missing(file);
  const read = readSource(path, file);
  if (!read.ok) return read;
  const document = await readConfigText(file, read.value.text, 'json');
  if (!document.ok) return document;
  const checked = baselineSchema.safeParse(document.value.value);
  if (checked.success) return { ok: true, value: { file, entries: checked.data.findings } };
  const context = { schema: baselineSchema, document: document.value, base: [], name: 'the baseline' };
  const [problem, ...problems] = problemsOf(checked.error.issues, context);
  if (problem === undefined) throw new Error('A baseline was refused without a reason', { cause: checked.error });
  return { ok: false, problems: [problem, ...problems] };
}

function missing(file: string): Loaded<never> {
  return {
    ok: false,
    problems: [{ file, message: 'the baseline does not exist', help: '--update-baseline writes it' }],
  };
}

/**
 * Writes what was found, says what that changes, and returns what holds from now on. What was not looked at, or a rule
 * that failed, might have found more, so then the file is left alone.
 */
export async function updateBaseline(
  before: BaselineFile,
  { findings, completed }: Pick<Judged, 'findings' | 'completed'>,
  io: Io,
): Promise<Baseline> {
  if (!completed) {
    io.stderr.write(`backuplint: ${printable(before.file)} is not written: the run could not be completed\n`);
    return before.entries;
  }
  const entries = baselineOf(findings);
  const text = `${JSON.stringify({ version: 1, findings: entries }, null, 2)}\n`;
  try {
    await writeWhole(resolve(io.cwd(), before.file), text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`${before.file} cannot be written: ${why}`);
  }
  io.stderr.write(`backuplint: ${printable(`${before.file}: ${changeText(before.entries, entries)}`)}\n`);
  return entries;
}

function changeText(before: Baseline, after: Baseline): string {
  const added = without(after, before).length;
  const dropped = without(before, after).length;
  const changes = [...(added === 0 ? [] : [`${added} new`]), ...(dropped === 0 ? [] : [`${dropped} dropped`])];
  return `${count(after.length, 'finding')} in the baseline${changes.length === 0 ? '' : ` (${changes.join(', ')})`}`;
}

function without(entries: Baseline, others: Baseline): Baseline {
  const known = new Set(others.map(({ fingerprint }) => fingerprint));
  return entries.filter(({ fingerprint }) => !known.has(fingerprint));
}

const mostNamed = 5;

/** Entries whose findings no longer occur: they were mended, or what they speak of is no longer among the inputs. */
export function tellGone(file: string, { summary }: Report, isVerbose: boolean, io: Io): void {
  const gone = summary.baseline?.gone ?? [];
  if (gone.length > 0) io.stderr.write(goneText(file, gone, isVerbose));
}

function goneText(file: string, gone: readonly ReportGone[], isVerbose: boolean): string {
  const named = isVerbose ? gone : gone.slice(0, mostNamed);
  const more = gone.length - named.length;
  const lines = [
    `backuplint: ${file}: ${count(gone.length, 'finding')} of the baseline no longer ${gone.length === 1 ? 'occurs' : 'occur'} (--update-baseline drops ${gone.length === 1 ? 'it' : 'them'}):`,
    ...named.map(({ rule, subject }) => `  ${rule}  ${subject}`),
    ...(more === 0 ? [] : [`  and ${more} more (--verbose shows all)`]),
  ];
  return `${lines.map(printable).join('\n')}\n`;
}
