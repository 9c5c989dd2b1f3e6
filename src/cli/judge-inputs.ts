import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { rules as allRules } from '../../rules/index.ts';
import { UsageError } from '../config/usage-error.ts';
import type { RunnableRule } from '../engine/rule.ts';
import { untimed, type Time } from '../engine/time.ts';
import type { Deployment } from '../estate/deployment.ts';
import { deploymentFacts, type DeploymentFacts } from '../load/cloudformation/deployment-facts.ts';
import { loadFiles, type LoadedInputs } from '../load/load-files.ts';
import type { Loaded, Problem } from '../load/types.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import type { CheckOptions } from './check-options.ts';
import type { Io } from './io.ts';
import { judge, type Judged } from '../judge.ts';
import { askForMissing } from './missing-facts.ts';
import { commandNames } from './plain-arguments.ts';
import { noProgress, progressOn } from './progress.ts';
import { releaseMemory } from './release-memory.ts';
import { setUp, type Setup } from './setup.ts';

/** From paths and options to what is judged of them, as `check` and whoever else asks for it need it. */
export async function judgeInputs(
  paths: readonly string[],
  options: CheckOptions,
  io: Io,
  { rules = allRules, time, known = {} }: Judging = {},
): Promise<Loaded<JudgedInputs>> {
  const timed = time ?? untimed;
  const today = new Date().toISOString().slice(0, 10);
  const surroundings = { cwd: io.cwd(), today, rules, io };
  const told = await timed('phase', 'set up', () => setUp(options, surroundings));
  if (!told.ok) return told;
  const setup = { ...told.value, deployments: withKnown(told.value.deployments, known) };
  const facts = await templateFacts(setup, options, io);
  if (!facts.ok) return facts;
  const loadSetup = { ...setup, templates: facts.value };
  const inputs = await timed('phase', 'load', () => load(paths, options, loadSetup, io));
  const [problem, ...problems] = inputs.problems.map((problem) => withCommand(problem, io.cwd()));
  if (problem !== undefined) return { ok: false, problems: [problem, ...problems] };
  if (inputs.recognised === 0) throw nothingRecognised(inputs);
  const isLarge = (inputs.textLength ?? 0) > large;
  const judging = { ...setup, ...(isLarge && { release: releaseMemory }), ...(time === undefined ? {} : { time }) };
  const judged = await judge(inputs, judging, options.verbose === true);
  if (!judged.ok) return judged;
  // What was refused may be what lacks, as the report says.
  if (judged.value.completed) askForMissing(judged.value.result.derived.missing);
  return { ok: true, value: { judged: judged.value, setup } };
}

/** UTF-16 units of inputs that are worth a collection of garbage. */
const large = 16_000_000;

export interface JudgedInputs {
  readonly judged: Judged;
  readonly setup: Setup;
}

export type KnownFacts = Partial<Omit<Deployment, 'name'>>;

interface Judging {
  readonly rules?: readonly RunnableRule[];
  readonly time?: Time;
  /** Holds where config and command line leave it open. */
  readonly known?: KnownFacts;
}

/** Of several deployments it cannot tell which is meant. That one has a partition does not show that anybody named it. */
function withKnown(deployments: readonly Deployment[], known: KnownFacts): readonly Deployment[] {
  const [deployment, ...others] = deployments;
  if (deployment === undefined || others.length > 0) return deployments;
  return [{ ...known, ...deployment, partition: known.partition ?? deployment.partition }];
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

/** A misspelt command reads as a path; `help` means `--help`. */
function withCommand(problem: Problem, cwd: string): Problem {
  const isWord = /^[a-z]+$/.test(problem.file) && !existsSync(resolve(cwd, problem.file));
  const meant = isWord ? didYouMean(problem.file, [...commandNames, '--help']) : undefined;
  return meant === undefined ? problem : { ...problem, help: `did you mean \`backuplint ${meant}\`?` };
}

function nothingRecognised({ skipped }: LoadedInputs): UsageError {
  const files = skipped.length === 1 ? '1 file is' : `${skipped.length} files are`;
  return new UsageError(`nothing to check was found${skipped.length === 0 ? '' : `: ${files} no known input`}`, [
    'give a key policy, as a file or as `aws kms get-key-policy` prints it, a CloudFormation template,',
    'what `terraform show -json` prints, or a folder of these and of what the AWS CLI prints of plans,',
    'selections, vaults and roles; `-` reads standard input, `--live` looks at an account',
  ]);
}
