/** `explain`: a rule, a status message, or the jobs that failed. */
import { recognise } from '../../../rules/failure-causes.ts';
import { rules } from '../../../rules/index.ts';
import { UsageError } from '../../config/usage-error.ts';
import { loadPaint } from '../../report/paint.ts';
import { didYouMean } from '../../text/did-you-mean.ts';
import type { CheckOptions } from '../check-options.ts';
import { exitCode, type ExitCode } from '../exit-code.ts';
import { wantsColor, widthOf, type Io } from '../io.ts';
import { failureBlock, hints, type Page } from './failure-block.ts';
import { ruleList, rulePage } from './rule-page.ts';

/** Without words, the list of rules. */
export async function explain(words: readonly string[], options: CheckOptions, io: Io): Promise<ExitCode> {
  const page: Page = {
    paint: await loadPaint(wantsColor(io.stdout, io.env, options.color)),
    width: widthOf(io.stdout, io.env),
  };
  const [first] = words;
  if (first === undefined) return told(ruleList(page.paint, page.width), io);
  const rule = words.length === 1 ? rules.find(({ id }) => id === first) : undefined;
  if (rule !== undefined) return told(rulePage(rule, page.paint, page.width), io);
  return explainMessage(words.join(' '), page, io);
}

function explainMessage(message: string, page: Page, io: Io): ExitCode {
  const recognised = recognise(message);
  if (recognised === undefined && !/\s/.test(message.trim())) throw noSuchRule(message);
  const block = failureBlock({ message }, recognised, page);
  told(recognised === undefined ? block : [...block, ...hints(recognised, page)], io);
  return recognised === undefined ? exitCode.usage : exitCode.ok;
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
