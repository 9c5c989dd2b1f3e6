/** `init`: writes a config after a few questions. */
import { resolve } from 'node:path';
import { findConfigs } from '../../config/lookup.ts';
import { shownPath } from '../../config/shown-path.ts';
import { UsageError } from '../../config/usage-error.ts';
import { buildEstate } from '../../estate/build.ts';
import { writeWhole } from '../../fix/write.ts';
import { deploymentFacts } from '../../load/cloudformation/deployment-facts.ts';
import { loadFiles } from '../../load/load-files.ts';
import type { CheckOptions } from '../check-options.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import type { Io } from '../io.ts';
import { problemsText } from '../problem-text.ts';
import { progressOn } from '../progress.ts';
import { Interrupted, askAll } from './ask.ts';
import { candidatesIn, type Candidates } from './candidates.ts';
import { configText } from './config-text.ts';
import { defaultAnswer, questionsFor, type Answers, type Question } from './questions.ts';

export interface InitOptions {
  readonly yes?: boolean;
  readonly force?: boolean;
}

const configName = 'backuplint.config.yaml';

/** Nothing is written before all is answered. */
export async function init(
  paths: readonly string[],
  { yes = false, force = false }: InitOptions,
  options: CheckOptions,
  io: Io,
): Promise<ExitCode> {
  refuseOthers(force, io);
  if (!yes && !isTerminal(io)) {
    throw new UsageError('init asks questions, and there is no terminal to ask them on', [
      '--yes takes the defaults and what the given files show',
    ]);
  }
  const candidates = await candidatesOf(paths, io);
  if (candidates === undefined) return exitCode.usage;
  const questions = questionsFor(candidates, options);
  const answers = yes ? (Object.assign({}, ...questions.map(defaultAnswer)) as Answers) : await asked(questions, io);
  if (answers === undefined) return exitCode.incomplete;
  const told = { ...answers, ...options.deployment };
  const partition = options.deployment.partition ?? candidates.partition;
  await write(configText(told, partition, seenIn(questions)), io);
  io.stdout.write(
    `${[`wrote ${configName}`, ...unknownLines(told), 'backuplint uses it from now on, in this folder and below'].join('\n')}\n`,
  );
  return exitCode.ok;
}

/** Two configs in a folder are refused by every run, so another one is never put beside. */
function refuseOthers(force: boolean, io: Io): void {
  const own = resolve(io.cwd(), configName);
  const here = findConfigs(io.cwd()).filter(({ path }) => resolve(path, '..') === io.cwd());
  const other = here.find(({ path }) => path !== own);
  if (other !== undefined) {
    throw new UsageError(`there is a config already: ${shownPath(other.path, io.cwd())}`, [
      'two would contradict each other: change it, or remove it first',
    ]);
  }
  if (here.length > 0 && !force) {
    throw new UsageError(`${configName} is there already, and stays as it is`, ['--force writes it anew']);
  }
}

function isTerminal({ stdin, stdout }: Io): boolean {
  return stdin.isTTY === true && stdout.isTTY === true;
}

/** What of a folder cannot be read is told, and shows nothing; a path that was named has to be readable. */
async function candidatesOf(paths: readonly string[], io: Io): Promise<Candidates | undefined> {
  const progress = progressOn(io);
  const named = paths.length === 0 ? ['.'] : paths;
  const inputs = await loadFiles(named, {
    workingFolder: io.cwd(),
    ownFiles: [resolve(io.cwd(), configName)],
    templates: deploymentFacts([]),
    onFile: progress.onFile,
  });
  progress.done();
  io.stderr.write(problemsText(inputs.problems));
  if (inputs.problems.length > 0 && paths.length > 0) return undefined;
  return candidatesIn(buildEstate(inputs.fragments).estate);
}

async function asked(questions: readonly Question[], io: Io): Promise<Answers | undefined> {
  try {
    return await askAll(questions, io);
  } catch (error) {
    if (!(error instanceof Interrupted)) throw error;
    io.stderr.write('\nbackuplint: stopped; nothing was written\n');
    return undefined;
  }
}

function seenIn(questions: readonly Question[]): Partial<Record<keyof Answers, readonly string[]>> {
  return Object.fromEntries(questions.map(({ asks, seen }) => [asks, seen]));
}

async function write(text: string, io: Io): Promise<void> {
  try {
    await writeWhole(resolve(io.cwd(), configName), text);
  } catch (error) {
    throw new UsageError(`${configName} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

const names: Readonly<Partial<Record<keyof Answers, string>>> = {
  centralAccount: 'the central account',
  backupRole: 'the backup role',
};

/** What `check` will ask for. */
function unknownLines(answers: Answers): readonly string[] {
  const missing = Object.entries(names).flatMap(([key, name]) =>
    answers[key as keyof Answers] === undefined ? [name] : [],
  );
  return missing.length === 0
    ? []
    : [`not known yet: ${missing.join(' and ')}; fill it in there, or give it as an option`];
}
