import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { version } from '../version.ts';
import { checkOptions, noOptions, type CheckOptions, type OptionSpec } from './check-options.ts';
import { check } from './check.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import { InvalidValue } from './invalid-value.ts';
import type { InitOptions } from './init/init.ts';
import type { Io } from './io.ts';
import { isCollectOption } from './live/collect-options.ts';
import { liveOptions } from './live-options.ts';
import { addSimulateOptions, type SimulateOptions } from './simulate/options.ts';

const afterHelp = `
Exit codes: 0 nothing to complain of, 1 findings, 2 wrong usage or an input that
cannot be read, 3 the run could not be completed.
`;

/** Parses the arguments, runs the command they name, and tells mistakes and help to people. */
export async function runProgram(argv: readonly string[], io: Io): Promise<ExitCode> {
  let code: ExitCode = exitCode.ok;
  const program = createProgram(io, (result) => {
    code = result;
  });
  try {
    await program.parseAsync(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? exitCode.ok : exitCode.usage;
  }
  return code;
}

function createProgram(io: Io, done: Done): Command {
  const program = new Command('backuplint')
    .description(
      'Will the backups be taken, and will their copies arrive? Checks KMS key policies and AWS Backup plans.',
    )
    .version(version, '--version', 'the version')
    .helpOption('-h, --help', 'this help')
    .argument('[paths...]', 'files, folders, or - for standard input')
    .enablePositionalOptions()
    .helpCommand(false)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout.write(text),
      writeErr: (text) => io.stderr.write(text),
      outputError: (text, write) => write(text.replace(/^error: /, 'backuplint: ')),
    })
    .addHelpText('after', afterHelp);
  const given = new GivenOptions();
  addCheck(program, given, io, done);
  addCollect(program, given, io, done);
  addExplain(program, given, io, done);
  addInit(program, given, io, done);
  addMerge(program, given, io, done);
  addSimulate(program, io, done);
  return program;
}

type Done = (code: ExitCode) => void;

/** Options in front of the word `check` or `merge` count as well, so these commands add to the same. */
class GivenOptions {
  value = noOptions;

  readonly change = (apply: (before: CheckOptions) => CheckOptions): void => {
    this.value = apply(this.value);
  };
}

function addCheck(program: Command, given: GivenOptions, io: Io, done: Done): void {
  const named = program.command('check [paths...]').description('the default command; same as without its name');
  for (const command of [program, named]) {
    addOptions(command, given.change);
    command.action(async (paths: string[]) => done(await check(paths, given.value, io)));
  }
}

/** What `check --live` would look at: of its options those that say where to look, and whose backups it is about. */
function addCollect(program: Command, given: GivenOptions, io: Io, done: Done): void {
  let file: string | undefined;
  const command = program
    .command('collect')
    .description('save the live inventory as a snapshot that check reads offline');
  command.addOption(
    new Option('-o, --output <file>', 'snapshot file, .json or .json.gz; otherwise standard output').argParser(
      (text) => {
        file = text;
      },
    ),
  );
  addOptions(command, given.change, isCollectOption);
  command.action(async () => done(await (await import('./live/collect.ts')).collect(file, given.value, io)));
}

function addOptions(
  command: Command,
  change: (apply: (before: CheckOptions) => CheckOptions) => void,
  isWanted: (spec: OptionSpec) => boolean = () => true,
): void {
  for (const { heading, options } of checkOptions) {
    const wanted = options.filter(isWanted);
    if (wanted.length > 0) command.optionsGroup(heading);
    for (const spec of wanted) {
      command.addOption(optionOf(spec, (text) => change((before) => spec.apply(before, text))));
      if (spec.value === undefined) command.on(`option:${spec.long}`, () => change((before) => spec.apply(before, '')));
    }
  }
}

function optionOf({ long, short, value, help }: OptionSpec, take: (text: string) => void): Option {
  const flags = `${short === undefined ? '' : `-${short}, `}--${long}`;
  if (value === undefined) return new Option(flags, help);
  return new Option(`${flags} <${value}>`, help).argParser((text) => worded(() => take(text)));
}

/** commander puts the option and its value in front of what is wrong. */
function worded(take: () => void): void {
  try {
    take();
  } catch (error) {
    throw error instanceof InvalidValue ? new InvalidArgumentError(error.message) : error;
  }
}

/** Of the options of `check`, those that say what is looked at, and how it is shown. */
const explainOptions: ReadonlySet<string> = new Set([
  'workload-account',
  'central-account',
  'backup-role',
  'partition',
  'organization',
  'parameters',
  'config',
  'source',
  'rule',
  'allow-plugins',
  'verbose',
  'color',
  'no-color',
  ...liveOptions.options.map(({ long }) => long),
]);

const explainHelp = `
With paths or --live, it checks them and points at the cause in them. Examples:
  backuplint explain kms/use-access
  backuplint explain "Given key ID is not accessible" policies/ plan.json
  aws backup list-copy-jobs --by-state FAILED | backuplint explain - policies/

Exit codes: 0 explained, or no job failed; 2 nothing is known of it, wrong usage,
or an input that cannot be read; 3 not everything could be looked at.
`;

function addExplain(program: Command, given: GivenOptions, io: Io, done: Done): void {
  const command = program
    .command('explain [what] [paths...]')
    .description('a rule, a status message of AWS Backup or a failed job (file, -): what it means; alone, all rules')
    .addHelpText('after', explainHelp);
  addOptions(command, given.change, ({ long }) => explainOptions.has(long));
  command.action(async (what: string | undefined, paths: string[]) => {
    const words = what === undefined ? [] : [what, ...paths];
    done(await (await import('./explain/explain.ts')).explain(words, given.value, io));
  });
}

/** Of the options of `check`, those whose answers are not asked for. */
const initOptions: ReadonlySet<string> = new Set([
  'workload-account',
  'central-account',
  'backup-role',
  'partition',
  'organization',
]);

function addInit(program: Command, given: GivenOptions, io: Io, done: Done): void {
  const command = program
    .command('init [paths...]')
    .description('write a commented config after a few questions; what files and folders show is offered')
    .option('-y, --yes', 'ask nothing: what the files show and leave no choice in holds')
    .option('-f, --force', 'write backuplint.config.yaml anew where it is there already');
  addOptions(command, given.change, ({ long }) => initOptions.has(long));
  command.action(async (paths: string[]) =>
    done(await (await import('./init/init.ts')).init(paths, command.opts<InitOptions>(), given.value, io)),
  );
}

/** Of the options of `check`, those about the report. */
const mergeOptions: ReadonlySet<string> = new Set([
  'config',
  'allow-plugins',
  'format',
  'output',
  'fail-on',
  'quiet',
  'verbose',
  'color',
  'no-color',
]);

function addMerge(program: Command, given: GivenOptions, io: Io, done: Done): void {
  const command = program
    .command('merge [reports...]')
    .description('one report, with one exit code, from the JSON reports of runs with --shard');
  addOptions(command, given.change, ({ long }) => mergeOptions.has(long));
  command.action(async (files: string[]) => done(await (await import('./merge.ts')).merge(files, given.value, io)));
}

function addSimulate(program: Command, io: Io, done: Done): void {
  const command = addSimulateOptions(program.command('simulate'));
  command.action(async () =>
    done(await (await import('./simulate/simulate.ts')).simulate(command.opts<SimulateOptions>(), io)),
  );
}
