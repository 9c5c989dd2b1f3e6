import type { CompiledPolicy, StatementView } from '../../../src/iam/types.ts';

/** Remembers what was computed for an object, as long as the object lives: many keys share one policy. */
export function oncePer<Subject extends object, Result>(
  compute: (subject: Subject) => Result,
): (subject: Subject) => Result {
  const known = new WeakMap<Subject, { readonly result: Result }>();
  return (subject) => {
    const entry = known.get(subject);
    if (entry !== undefined) return entry.result;
    const result = compute(subject);
    known.set(subject, { result });
    return result;
  };
}

let slots = 0;

/** Remembers what was computed for a statement, with the statement: many policies share some. */
export function oncePerStatement<Result extends object>(
  compute: (statement: StatementView) => Result,
): (statement: StatementView) => Result {
  const slot = slots++;
  return (statement) => {
    const known = statement.notes[slot] as Result | undefined;
    if (known !== undefined) return known;
    const result = compute(statement);
    statement.notes[slot] = result;
    return result;
  };
}

/** What was found in any of the policy's statements; most have nothing. */
export function foundIn<Found>(
  { statements }: CompiledPolicy,
  find: (statement: StatementView) => readonly Found[],
): readonly Found[] {
  const found = statements.filter((statement) => find(statement).length > 0);
  return found.length === 0 ? [] : found.flatMap(find);
}

/** Texts that are remembered at a time; estates repeat few of them. */
const mostTexts = 4096;

/** Remembers what was computed for a text: the same actions stand in nearly every policy. */
export function oncePerText<Result>(compute: (text: string) => Result): (text: string) => Result {
  const memo = textMemo<Result>();
  return (text) => memo(text, compute);
}

/** The same, where the text alone does not show what to compute. */
export function textMemo<Result>(): (text: string, compute: (text: string) => Result) => Result {
  const known = new Map<string, { readonly result: Result }>();
  return (text, compute) => {
    const entry = known.get(text);
    if (entry !== undefined) return entry.result;
    if (known.size >= mostTexts) known.clear();
    const result = compute(text);
    known.set(text, { result });
    return result;
  };
}
