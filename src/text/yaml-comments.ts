/** Comments of a YAML text. Importing this module loads the `yaml` package, so callers do it with `await import()`. */
import { Lexer } from 'yaml';
import type { Span } from './span.ts';

/** Marks that the lexer puts between tokens; they stand for no text. */
const documentStart = '\u0002';
const flowError = '\u0018';
const scalarStart = '\u001F';

/** Without what only looks like one: `#` inside quotes, block texts and plain scalars. */
export function yamlComments(text: string): Span[] {
  const comments: Span[] = [];
  let offset = 0;
  let before = '';
  for (const token of new Lexer().lex(text)) {
    if (token === documentStart || token === flowError || token === scalarStart) {
      before = token;
      continue;
    }
    if (token.startsWith('#') && before !== scalarStart) comments.push({ start: offset, end: offset + token.length });
    offset += token.length;
    before = token;
  }
  return comments;
}
