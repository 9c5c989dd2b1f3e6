/** `backuplint merge`: the JSON reports of all parts of a run to one report, with one exit code. */
import { resolve } from 'node:path';
import { rules as builtIn } from '../../rules/index.ts';
import { readConfigText } from '../config/document.ts';
import { problemsOf } from '../config/problems.ts';
import { UsageError } from '../config/usage-error.ts';
import { readSource } from '../load/read.ts';
import type { Loaded, Problem } from '../load/types.ts';
import { isCompleted, mergeProblems, mergeReports, type NamedReport } from '../report/merge.ts';
import type { Report } from '../report/model.ts';
import { reportSchema } from '../report/schema.ts';
import type { CheckOptions } from './check-options.ts';
import { checkCombinations } from './combinations.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import { fails } from './fail-on.ts';
import type { Io } from './io.ts';
import { problemsText } from './problem-text.ts';
import { setUp } from './setup.ts';
import { writeReports } from './write-reports.ts';

export async function merge(files: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
  checkCombinations(options);
  const setup = await setUp(options, {
    cwd: io.cwd(),
    today: new Date().toISOString().slice(0, 10),
    rules: builtIn,
    io,
  });
  if (!setup.ok) return refuse(setup.problems, io);
  const { failOn, rules } = setup.value;
  if (files.length === 0) throw new UsageError('merge needs the JSON reports of the parts of a run');
  const reports: NamedReport[] = [];
  const problems: Problem[] = [];
  for (const file of files) {
    const read = await readReport(file, io.cwd());
    if (read.ok) reports.push({ file, report: read.value });
    else problems.push(...read.problems);
  }
  if (problems.length === 0) problems.push(...mergeProblems(reports));
  const report = problems.length === 0 ? mergeReports(reports) : undefined;
  if (report === undefined) return refuse(problems, io);
  const targets = options.reports.length > 0 ? options.reports : [{ format: 'pretty' as const }];
  await writeReports(report, { targets, source: () => undefined, failOn, nextRuns: [], options, rules }, io);
  if (!isCompleted(reports)) return exitCode.incomplete;
  return fails(report, failOn) ? exitCode.findings : exitCode.ok;
}

function refuse(problems: readonly Problem[], io: Io): ExitCode {
  io.stderr.write(problemsText(problems));
  return exitCode.usage;
}

async function readReport(file: string, cwd: string): Promise<Loaded<Report>> {
  const read = readSource(resolve(cwd, file), file);
  if (!read.ok) return read;
  const document = await readConfigText(file, read.value.text, 'json');
  if (!document.ok) return document;
  const { value, rangeOf } = document.value;
  const schemaVersion =
    typeof value === 'object' && value !== null && 'schemaVersion' in value ? value.schemaVersion : undefined;
  if (schemaVersion !== 1) {
    const place = { file, ...rangeOf(schemaVersion === undefined ? [] : ['schemaVersion'])?.start };
    return { ok: false, problems: [{ ...place, ...versionProblem(schemaVersion) }] };
  }
  const checked = reportSchema.safeParse(value);
  // What was read, not what the schema makes of it: a member that this version does not know is kept.
  if (checked.success) return { ok: true, value: value as Report };
  const context = { schema: reportSchema, document: document.value, base: [], name: 'the report' };
  const [first, ...others] = problemsOf(checked.error.issues, context);
  if (first === undefined) throw new Error('A report was refused without a reason', { cause: checked.error });
  return { ok: false, problems: [first, ...others] };
}

function versionProblem(version: unknown): Pick<Problem, 'message' | 'help'> {
  if (version === undefined) {
    return { message: 'is no report of backuplint', help: 'merge reads what --format json writes.' };
  }
  return {
    message: `is a report of schema version ${JSON.stringify(version)}; this backuplint merges version 1`,
    help: 'Make and merge the reports of a run with the same version of backuplint.',
  };
}
