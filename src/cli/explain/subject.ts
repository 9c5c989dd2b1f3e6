/** What is to be explained: a rule, a message, or jobs from a file or standard input. */
import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../../config/usage-error.ts';
import { parseText } from '../../load/documents.ts';
import { stdinName } from '../../load/load-files.ts';
import { readSource, readStream } from '../../load/read.ts';
import type { Loaded, SourceText } from '../../load/types.ts';
import type { Io } from '../io.ts';
import { jobsIn, type Job } from './jobs.ts';

export type Subject =
  | { readonly kind: 'message'; readonly message: string; readonly paths: readonly string[] }
  | GivenJobs;

export interface GivenJobs {
  readonly kind: 'jobs';
  readonly file: string;
  readonly jobs: readonly Job[];
  /** The list is but its first pages. */
  readonly continues: boolean;
  readonly paths: readonly string[];
}

/** The first word is the message or the file with jobs; what follows are inputs, or the rest of a message without quotes. */
export async function subjectOf(first: string, others: readonly string[], io: Io): Promise<Loaded<Subject>> {
  if (first === '-' && others.includes('-')) throw new UsageError('standard input can be read but once');
  const stat = first === '-' ? undefined : statSync(resolve(io.cwd(), first), { throwIfNoEntry: false });
  if (stat?.isDirectory() === true) throw noMessage(first);
  if (first !== '-' && stat === undefined) return { ok: true, value: messageIn(first, others, io) };
  const read = first === '-' ? await readStream(io.stdin, stdinName) : readSource(resolve(io.cwd(), first), first);
  return read.ok ? inText(read.value, others) : read;
}

function noMessage(folder: string): UsageError {
  return new UsageError(`${folder} is a folder: what is to be explained?`, [
    `backuplint explain "the status message" ${folder}`,
  ]);
}

/** A message without quotes comes word by word. */
function messageIn(first: string, others: readonly string[], io: Io): Subject {
  const isQuoted = /\s/.test(first.trim()) || others.length === 0;
  if (isQuoted) return { kind: 'message', message: first, paths: others };
  const path = others.find((word) => statSync(resolve(io.cwd(), word), { throwIfNoEntry: false }) !== undefined);
  if (path !== undefined) {
    throw new UsageError(`"${path}" may be a word of the message or a path`, ['put the message in quotes']);
  }
  return { kind: 'message', message: [first, ...others].join(' '), paths: [] };
}

/** Jobs, or a message that somebody saved or pasted. */
async function inText(source: SourceText, paths: readonly string[]): Promise<Loaded<Subject>> {
  const { file, text } = source;
  const isJson = /^\s*[[{]/.test(text);
  const parsed = await parseText(source);
  const asMessage: Subject = { kind: 'message', message: text, paths };
  if (!parsed.ok) return isJson || text.trim() === '' ? parsed : { ok: true, value: asMessage };
  const jobs = parsed.value.documents.map(({ value }) => jobsIn(value));
  const continues = parsed.value.documents.some(({ value }) => isPage(value));
  if (jobs.every((list) => list !== undefined)) {
    return { ok: true, value: { kind: 'jobs', file, jobs: jobs.flat(), continues, paths } };
  }
  if (!isJson) return { ok: true, value: asMessage };
  const help =
    'Expected: what `aws backup describe-copy-job`, list-copy-jobs, describe-backup-job or list-backup-jobs print.';
  return { ok: false, problems: [{ file, message: 'holds no copy job and no backup job', help }] };
}

function isPage(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'NextToken' in value && typeof value.NextToken === 'string';
}
