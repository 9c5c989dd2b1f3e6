/** Findings that comments in the inputs silence, and comments that silence nothing. */
import type { FileOrigin } from '../estate/origin.ts';
import type { Suppression } from '../text/suppressions.ts';
import type { Finding } from './finding.ts';
import { unknownRule, type UnknownName } from './rule-names.ts';
import { settingOf, type Settings } from './settings.ts';

/** A comment that silences nothing, or not all that it names. */
export interface IdleSuppression {
  /** Of the file; `comment` says where in it. */
  readonly origin: FileOrigin;
  readonly comment: Suppression;
  /** How many equal comments stand before it in the file. */
  readonly equalBefore: number;
  readonly problem: IdleProblem;
}

export type IdleProblem =
  | { readonly kind: 'unknown-verb' }
  | { readonly kind: 'no-rule' }
  | { readonly kind: 'no-reason' }
  | { readonly kind: 'unknown-rule'; readonly unknown: UnknownName }
  | { readonly kind: 'unused'; readonly rule: string };

export interface Silenced {
  readonly left: readonly Finding[];
  readonly silenced: number;
  readonly idle: readonly IdleSuppression[];
}

interface Known {
  readonly rules: readonly string[];
  readonly settings: Settings;
}

/** `lineOf`: where a finding starts in its file. */
export function silence(
  findings: readonly Finding[],
  suppressions: ReadonlyMap<string, readonly Suppression[]>,
  lineOf: (finding: Finding) => number | undefined,
  known: Known,
): Silenced {
  const used = new Map<Suppression, Set<string>>();
  const left = findings.filter((finding) => {
    const answering = answeringTo(finding, lineOf(finding), suppressions);
    for (const [comment, name] of answering) used.set(comment, (used.get(comment) ?? new Set()).add(name));
    return answering.length === 0;
  });
  const idle = [...suppressions].flatMap(([file, comments]) =>
    comments.flatMap((comment, index) => {
      const equalBefore = comments.slice(0, index).filter(({ text }) => text === comment.text).length;
      return problemsOf(comment, used.get(comment) ?? new Set(), known).map((problem) => ({
        origin: { kind: 'file' as const, file, pointer: '' },
        comment,
        equalBefore,
        problem,
      }));
    }),
  );
  return { left, silenced: findings.length - left.length, idle };
}

/** The comments that silence a finding, each with the name under which it does. */
function answeringTo(
  { origin, rule }: Finding,
  line: number | undefined,
  suppressions: ReadonlyMap<string, readonly Suppression[]>,
): [Suppression, string][] {
  const comments = origin.kind === 'file' ? (suppressions.get(origin.file) ?? []) : [];
  return comments.filter(isValid).flatMap((comment): [Suppression, string][] => {
    const isThere = line !== undefined && comment.lines !== undefined && isWithin(line, comment.lines);
    const name = isThere ? comment.rules.find((each) => each === rule || each === groupOf(rule)) : undefined;
    return name === undefined ? [] : [[comment, name]];
  });
}

function isWithin(line: number, { first, last }: NonNullable<Suppression['lines']>): boolean {
  return line >= first && line <= last;
}

function groupOf(rule: string): string {
  return `${rule.slice(0, rule.indexOf('/'))}/*`;
}

const verbs: readonly string[] = ['disable-next-line', 'disable-line'];

function isValid({ verb, rules, reason }: Suppression): boolean {
  return verbs.includes(verb) && rules.length > 0 && reason !== '';
}

function problemsOf(comment: Suppression, used: ReadonlySet<string>, { rules, settings }: Known): IdleProblem[] {
  if (!verbs.includes(comment.verb)) return [{ kind: 'unknown-verb' }];
  if (comment.rules.length === 0) return [{ kind: 'no-rule' }];
  if (comment.reason === '') return [{ kind: 'no-reason' }];
  const unknown = comment.rules.flatMap((name) => unknownRule(name, rules) ?? []);
  // What a rule that is switched off would find is not known.
  const unused = comment.rules.filter(
    (name) => !used.has(name) && unknownRule(name, rules) === undefined && !isOff(name, rules, settings),
  );
  return [
    ...unknown.map((each): IdleProblem => ({ kind: 'unknown-rule', unknown: each })),
    ...unused.map((rule): IdleProblem => ({ kind: 'unused', rule })),
  ];
}

function isOff(name: string, rules: readonly string[], settings: Settings): boolean {
  const meant = rules.filter((rule) => rule === name || groupOf(rule) === name);
  return meant.every((rule) => settingOf(settings, rule) === 'off');
}
