import { rules as allRules } from '../../rules/index.ts';
import { untimed } from '../engine/time.ts';
import type { RunnableRule } from '../engine/rule.ts';
import type { Problem } from '../load/types.ts';
import type { CheckOptions } from './check-options.ts';
import { checkCombinations } from './combinations.ts';
import { crashText } from './crash-text.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import { fails } from './fail-on.ts';
import type { Io } from './io.ts';
import type { Judged } from '../judge.ts';
import { judgeInputs } from './judge-inputs.ts';
import { upcomingRuns } from './next-runs.ts';
import { problemsText } from './problem-text.ts';
import type { Setup } from './setup.ts';
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
  const judging = stats === undefined ? { rules } : { rules, time: stats.time };
  const inputs = await judgeInputs(paths, options, io, judging);
  if (!inputs.ok) return refuse(inputs.problems, io);
  return conclude(inputs.value.judged, inputs.value.setup, options, io, stats);
}

function refuse(problems: readonly Problem[], io: Io): ExitCode {
  io.stderr.write(problemsText(problems));
  return exitCode.usage;
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
