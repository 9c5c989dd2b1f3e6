/** Rules as people read them in the terminal. */
import { rules } from '../../../rules/index.ts';
import type { Rule, RuleExample } from '../../engine/rule.ts';
import type { Paint } from '../../report/paint.ts';
import { wrap } from '../../report/wrap.ts';

export function ruleList(paint: Paint, width: number): string[] {
  const indent = ' '.repeat(4);
  return rules.flatMap(({ id, severity, docs }) => [
    `${paint.strong(id)}  ${paint[severity](severity)}`,
    ...wrap(docs.what, width, indent),
  ]);
}

export function rulePage({ id, severity, docs }: Rule, paint: Paint, width: number): string[] {
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
