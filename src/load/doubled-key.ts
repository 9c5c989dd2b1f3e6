import type { DuplicateKey } from '../text/json-scan.ts';
import { indexLines } from '../text/line-index.ts';
import type { Problem, SourceText } from './types.ts';

/** A key that stands twice in one object, where nobody can report it as a finding. */
export function doubledKey({ file, text }: SourceText, { pointer, span }: DuplicateKey): Problem {
  return {
    file,
    ...indexLines(text).positionAt(span.start),
    message: `has a key twice in one object: ${pointer}`,
    help: 'Of two values with one key, only the last is read. Remove one.',
  };
}
