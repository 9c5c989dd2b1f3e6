/** A snapshot as text, a line for each answer, so that two of them can be compared. */
import type { Snapshot } from './schema.ts';

/** Piece by piece: that of a large organization is larger than a string can be. */
export function* snapshotText({ backuplintSnapshot, answers, incomplete }: Snapshot): Iterable<string> {
  yield `{\n  "backuplintSnapshot": ${backuplintSnapshot},\n  "answers": [`;
  yield* lines(answers);
  yield '],\n  "incomplete": [';
  yield* lines(incomplete);
  yield ']\n}\n';
}

function* lines(values: readonly unknown[]): Iterable<string> {
  for (const [index, value] of values.entries()) yield `${index === 0 ? '' : ','}\n    ${JSON.stringify(value)}`;
  if (values.length > 0) yield '\n  ';
}
