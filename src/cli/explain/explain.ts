/** `explain`: a rule, a status message, or the jobs that failed. */
import { recognise } from '../../../rules/failure-causes.ts';
import { rules } from '../../../rules/index.ts';
import { UsageError } from '../../config/usage-error.ts';
import { count } from '../../report/count.ts';
import { loadPaint } from '../../report/paint.ts';
import { printable } from '../../report/printable.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { CheckOptions } from '../check-options.ts';
import { checkCombinations } from '../combinations.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import { wantsColor, widthOf, type Io } from '../io.ts';
import { judgeInputs, type JudgedInputs } from '../judge-inputs.ts';
import { problemsText } from '../problem-text.ts';
import { failureBlock, hints, type Page } from './failure-block.ts';
import { failuresIn, type Failure } from './failures.ts';
import { causeInInputs, knownFrom } from './in-inputs.ts';
import { ruleList, rulePage } from './rule-page.ts';
import { subjectOf, type Subject } from './subject.ts';

/** Without words, the list of rules. */
export async function explain(words: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
  checkCombinations(options);
  const page: Page = {
    paint: await loadPaint(wantsColor(io.stdout, io.env, options.color)),
    width: widthOf(io.stdout, io.env),
  };
  const [first, ...others] = words;
  if (first === undefined) return told(ruleList(page.paint, page.width), io);
  const rule = rules.find(({ id }) => id === first);
  if (rule !== undefined && others.length === 0) return told(rulePage(rule, page.paint, page.width), io);
  const subject = await subjectOf(first, others, io);
  if (!subject.ok) {
    io.stderr.write(problemsText(subject.problems));
    return exitCode.usage;
  }
  return explainSubject(subject.value, options, page, io);
}

async function explainSubject(subject: Subject, options: CheckOptions, page: Page, io: Io): Promise<ExitCode> {
  const failures = failuresOf(subject);
  if (subject.kind === 'jobs' && subject.continues) {
    io.stderr.write(`backuplint: ${printable(subject.file)}: the list goes on after its last job (NextToken)\n`);
  }
  if (failures.length === 0) return told([noFailure(subject)], io);
  const isChecked = subject.paths.length > 0 || options.live?.isWanted === true;
  if (!isChecked) return tellCauses(failures, page, io);
  const known = subject.kind === 'jobs' ? knownFrom(failures.flatMap(({ jobs }) => jobs)) : {};
  const inputs = await judgeInputs(subject.paths, options, io, { known });
  if (!inputs.ok) {
    io.stderr.write(problemsText(inputs.problems));
    return exitCode.usage;
  }
  return tellPlaces(
    failures,
    inputs.value,
    { page: { ...page, isBrief: true }, verbose: options.verbose === true },
    io,
  );
}

function failuresOf(subject: Subject): readonly Failure[] {
  if (subject.kind === 'jobs') return failuresIn(subject.jobs);
  const { message, paths } = subject;
  const recognised = recognise(message);
  if (recognised === undefined && paths.length === 0 && !/\s/.test(message.trim())) throw noSuchRule(message);
  return [{ message, recognised, jobs: [] }];
}

function noFailure(subject: Subject): string {
  return subject.kind === 'jobs'
    ? `${subject.file}: ${count(subject.jobs.length, 'job')}, and none of them failed`
    : '';
}

function tellCauses(failures: readonly Failure[], page: Page, io: Io): ExitCode {
  const blocks = failures.map((failure) => [
    ...failureBlock(failure, page),
    ...(failure.recognised === undefined ? [] : hints(failure.recognised, page)),
  ]);
  told(spaced(blocks), io);
  return failures.some(({ recognised }) => recognised !== undefined) ? exitCode.ok : exitCode.usage;
}

interface Telling {
  readonly page: Page;
  readonly verbose: boolean;
}

function tellPlaces(failures: readonly Failure[], inputs: JudgedInputs, { page, verbose }: Telling, io: Io): ExitCode {
  const pointed = failures.map((failure) => ({ failure, places: causeInInputs(failure, inputs, page, verbose) }));
  told(spaced(pointed.map(({ failure, places }) => [...failureBlock(failure, page), ...places.lines])), io);
  const { completed, report } = inputs.judged;
  for (const { what, why } of report.summary.incomplete) {
    io.stderr.write(`backuplint: not looked at: ${printable(`${what}: ${why}`)}\n`);
  }
  if (!completed) return exitCode.incomplete;
  const isExplained = pointed.some(({ failure, places }) => failure.recognised !== undefined || places.hasFound);
  return isExplained ? exitCode.ok : exitCode.usage;
}

function spaced(blocks: readonly (readonly string[])[]): string[] {
  return blocks.flatMap((block, index) => (index === 0 ? block : ['', '', ...block]));
}

function noSuchRule(id: string): UsageError {
  const meant = didYouMean(
    id,
    rules.map((known) => known.id),
  );
  return new UsageError(`there is no rule "${id}"`, [
    meant === undefined ? 'backuplint explain lists all rules' : `did you mean ${meant}?`,
  ]);
}

function told(lines: readonly string[], io: Io): ExitCode {
  io.stdout.write(`${lines.join('\n')}\n`);
  return exitCode.ok;
}
