import { rules } from '../../rules/index.ts';
import { UsageError } from '../config/usage-error.ts';
import type { Rule, RuleExample } from '../engine/rule.ts';
import { loadPaint, type Paint } from '../report/paint.ts';
import { wrap } from '../report/wrap.ts';
import { didYouMean } from '../text/did-you-mean.ts';
import { exitCode, type ExitCode } from './exit-code.ts';
import { wantsColor, widthOf, type Io } from './io.ts';

/** A rule's documentation; without an id, the list of rules. */
export async function explain(id: string | undefined, io: Io): Promise<ExitCode> {
  const paint = await loadPaint(wantsColor(io.stdout, io.env, undefined));
  const width = widthOf(io.stdout, io.env);
  const lines = id === undefined ? ruleList(paint, width) : rulePage(ruleOf(id), paint, width);
  io.stdout.write(`${lines.join('\n')}\n`);
  return exitCode.ok;
}

function ruleOf(id: string): Rule {
  const rule = rules.find((known) => known.id === id);
  if (rule !== undefined) return rule;
  const meant = didYouMean(
    id,
    rules.map((known) => known.id),
  );
  throw new UsageError(`there is no rule "${id}"`, [
    meant === undefined ? 'backuplint explain lists all rules' : `did you mean ${meant}?`,
  ]);
}

function ruleList(paint: Paint, width: number): string[] {
  const indent = ' '.repeat(4);
  return rules.flatMap(({ id, severity, docs }) => [
    `${paint.strong(id)}  ${paint[severity](severity)}`,
    ...wrap(docs.what, width, indent),
  ]);
}

function rulePage({ id, severity, docs }: Rule, paint: Paint, width: number): string[] {
  return [
    `${paint.strong(id)}  ${paint[severity](severity)}`,
    '',
    ...prose(docs.what, width),
    ...section('Why it matters', prose(docs.why, width), paint),
    ...section('What to do', prose(docs.remedy, width), paint),
    ...(docs.notes === undefined ? [] : section('Notes', prose(docs.notes, width), paint)),
    ...section('Reported', example(docs.firing, width), paint),
    ...section('Not reported', example(docs.silent, width), paint),
    ...(docs.sources.length === 0 ? [] : section('Sources', [...docs.sources], paint)),
  ];
}

function section(title: string, lines: readonly string[], paint: Paint): string[] {
  return ['', paint.strong(title), '', ...lines];
}

/** Paragraphs are broken anew; lists and other lines that start with a mark stay lines. */
function prose(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => wrap(line, width));
}

function example({ title, files, config }: RuleExample, width: number): string[] {
  const shown = config === undefined ? files : { ...files, 'backuplint.config.yaml': config };
  return [
    ...wrap(`${title}.`, width),
    ...Object.entries(shown).flatMap(([name, text]) => [
      '',
      `  ${name}`,
      '',
      ...text
        .trimEnd()
        .split('\n')
        .map((line) => `    ${line}`.trimEnd()),
    ]),
  ];
}
