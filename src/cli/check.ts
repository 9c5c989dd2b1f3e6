import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { rules as allRules } from '../../rules/index.ts';
import { UsageError } from '../config/usage-error.ts';
import { untimed } from '../engine/time.ts';
import type { RunnableRule } from '../engine/rule.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { loadFiles, type LoadedInputs } from '../load/load-files.ts';
import { deploymentFacts, type DeploymentFacts } from '../load/cloudformation/deployment-facts.ts';
import type { Loaded, Problem } from '../load/types.ts';
import type { CheckOptions } from './check-options.ts';
import { checkCombinations } from './combinations.ts';
import { crashText } from './crash-text.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import { fails } from './fail-on.ts';
import type { Io } from './io.ts';
import { judge, type Judged } from '../judge.ts';
import { askForMissing } from './missing-facts.ts';
import { upcomingRuns } from './next-runs.ts';
import { problemsText } from './problem-text.ts';
import { commandNames } from './plain-arguments.ts';
import { noProgress, progressOn } from './progress.ts';
import { setUp, type Setup } from './setup.ts';
import type { Stats } from './stats.ts';
import { isStdout, stderrName, writeReports } from './write-reports.ts';
import type { ReportTarget } from './report-target.ts';
import type { Report } from '../report/model.ts';

/** Loads, judges, reports; the exit code says how it went. */
export async function check(
  paths: readonly string[],
  options: CheckOptions,
  io: Io,
  rules: readonly RunnableRule[] = allRules,
): Promise<ExitCode> {
  checkCombinations(options);
  const stats = options.stats === true ? new (await import('./stats.ts')).Stats() : undefined;
  const time = stats?.time ?? untimed;
  const today = new Date().toISOString().slice(0, 10);
  const surroundings = { cwd: io.cwd(), today, rules, io };
  const setup = await time('phase', 'set up', () => setUp(options, surroundings));
  if (!setup.ok) return refuse(setup.problems, io);
  const facts = await templateFacts(setup.value, options, io);
  if (!facts.ok) return refuse(facts.problems, io);
  const loadSetup = { ...setup.value, templates: facts.value };
  const inputs = await time('phase', 'load', () => load(paths, options, loadSetup, io));
  const problems = inputs.problems.map((problem) => withCommand(problem, io.cwd()));
  if (problems.length > 0) return refuse(problems, io);
  if (inputs.recognised === 0) throw nothingRecognised(inputs);
  const timed = stats === undefined ? setup.value : { ...setup.value, time };
  const judged = await judge(inputs, timed, options.verbose === true);
  if (!judged.ok) return refuse(judged.problems, io);
  // What was refused may be what lacks, as the report says.
  if (judged.value.completed) askForMissing(judged.value.result.derived.missing);
  return conclude(judged.value, setup.value, options, io, stats);
}

interface LoadSetup extends Setup {
  readonly templates: DeploymentFacts;
}

/** Files, the live account, or both: what files plan goes before what is deployed. */
async function load(paths: readonly string[], options: CheckOptions, setup: LoadSetup, io: Io): Promise<LoadedInputs> {
  if (options.live?.isWanted !== true) return loadPaths(paths, options, setup, io);
  const files = paths.length === 0 ? undefined : await loadPaths(paths, options, setup, io);
  if (files !== undefined && files.problems.length > 0) return files;
  const { loadLive } = await import('./live/load-live.ts');
  return loadLive(files, options, setup, io);
}

async function loadPaths(
  paths: readonly string[],
  { quiet, source }: CheckOptions,
  { ownFiles, templates }: LoadSetup,
  io: Io,
): Promise<LoadedInputs> {
  const progress = quiet === true ? noProgress : progressOn(io);
  const named = paths.length === 0 ? ['.'] : paths;
  const stdin = named.includes('-') ? { stdin: io.stdin } : {};
  if (source !== undefined) checkFolder(source, io.cwd());
  const given = { workingFolder: io.cwd(), ownFiles, templates, sourceFolder: source, ...stdin };
  const inputs = await loadFiles(named, { ...given, onFile: progress.onFile });
  progress.done();
  return inputs;
}

function checkFolder(source: string, cwd: string): void {
  if (statSync(resolve(cwd, source), { throwIfNoEntry: false })?.isDirectory() === true) return;
  throw new UsageError(`--source ${source} is no folder`, ['give the folder of the root module, with its .tf files']);
}

async function templateFacts(
  { deployments }: Setup,
  { parameters }: CheckOptions,
  io: Io,
): Promise<Loaded<DeploymentFacts>> {
  if (parameters === undefined) return { ok: true, value: deploymentFacts(deployments) };
  const { readParameterFile } = await import('../load/cloudformation/parameter-file.ts');
  const read = await readParameterFile(parameters, io.cwd());
  return read.ok ? { ok: true, value: deploymentFacts(deployments, read.value) } : read;
}

function refuse(problems: readonly Problem[], io: Io): ExitCode {
  io.stderr.write(problemsText(problems));
  return exitCode.usage;
}

/** A misspelt command reads as a path; `help` means `--help`. */
function withCommand(problem: Problem, cwd: string): Problem {
  const isWord = /^[a-z]+$/.test(problem.file) && !existsSync(resolve(cwd, problem.file));
  const meant = isWord ? didYouMean(problem.file, [...commandNames, '--help']) : undefined;
  return meant === undefined ? problem : { ...problem, help: `did you mean \`backuplint ${meant}\`?` };
}

function nothingRecognised({ skipped }: LoadedInputs): UsageError {
  const files = skipped.length === 1 ? '1 file is' : `${skipped.length} files are`;
  return new UsageError(`nothing to check was found${skipped.length === 0 ? '' : `: ${files} no known input`}`, [
    'give a key policy, as a file or as `aws kms get-key-policy` prints it, or a folder of them,',
    'and what the AWS CLI prints of plans, selections, vaults and roles; `-` reads standard input',
  ]);
}

async function conclude(
  judged: Judged,
  setup: Setup,
  options: CheckOptions,
  io: Io,
  stats: Stats | undefined,
): Promise<ExitCode> {
  const { estate, result, sourceText } = judged;
  for (const crash of result.crashes) io.stderr.write(crashText(crash));
  const { report, output } = await mended(await known(judged, setup, options, io), setup, options, io);
  const targets = targetsOf(options);
  if (output !== undefined && !targets.some(isStdout)) io.stdout.write(output);
  const nextRuns = options.verbose === true ? upcomingRuns(estate.plans, Date.now()) : [];
  const writing = { targets, source: sourceText, failOn: setup.failOn, nextRuns, options, rules: setup.rules };
  await (stats?.time ?? untimed)('phase', 'write', () => writeReports(report, writing, io));
  if (stats !== undefined) await tellStats(stats, report, io);
  if (!judged.completed) return exitCode.incomplete;
  if (options.updateBaseline === true) return exitCode.ok;
  return fails(report, setup.failOn) ? exitCode.findings : exitCode.ok;
}

async function tellStats(stats: Stats, report: Report, io: Io): Promise<void> {
  const { peakMemory } = await import('./stats.ts');
  io.stderr.write(`${stats.lines(report, peakMemory()).join('\n')}\n`);
}

/** With the baseline told about: written anew where asked to, else compared with. */
async function known(judged: Judged, { baselineFile }: Setup, options: CheckOptions, io: Io): Promise<Judged> {
  if (baselineFile === undefined) return judged;
  const { tellGone, updateBaseline } = await import('./baseline/baseline.ts');
  if (options.updateBaseline !== true) {
    // Of the other parts nothing is known here.
    const isWhole = options.shard === undefined;
    if (isWhole && options.quiet !== true) tellGone(baselineFile.file, judged.report, options.verbose === true, io);
    return judged;
  }
  return { ...judged, report: judged.reportAgainst(await updateBaseline(baselineFile, judged, io)) };
}

async function mended(
  judged: Judged,
  setup: Setup,
  options: CheckOptions,
  io: Io,
): Promise<{ readonly report: Report; readonly output?: string | undefined }> {
  if (options.fix !== true) return { report: judged.report };
  const { fix } = await import('./fix/fix.ts');
  return fix(judged, setup, options, io);
}

/** The report for people, unless others are asked for; a corrected policy takes its place on standard output. */
function targetsOf({ reports, fix, write }: CheckOptions): readonly ReportTarget[] {
  if (reports.length > 0) return reports;
  return [{ format: 'pretty', ...(fix === true && write !== true ? { file: stderrName } : {}) }];
}
