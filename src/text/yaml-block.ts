/** First and last line of a part of a text, counted from 1. */
export interface Lines {
  readonly first: number;
  readonly last: number;
}

/** The first line after `line` that holds more than a comment; `undefined` at the end of the text. */
export function nextContentLine(lines: readonly string[], line: number): number | undefined {
  const index = lines.findIndex((text, at) => at >= line && !isBlank(text));
  return index < 0 ? undefined : index + 1;
}

/**
 * The block that starts at a line: it and what is indented further. The items of a list may stand right below the key
 * that holds it, and belong to it.
 */
export function blockAt(lines: readonly string[], first: number): Lines {
  const start = lines[first - 1] ?? '';
  const indent = indentOf(start);
  const holdsList = !isItem(start);
  let last = first;
  for (const [index, text] of lines.entries()) {
    if (index < first || isBlank(text)) continue;
    const isInside = indentOf(text) > indent || (holdsList && indentOf(text) === indent && isItem(text));
    if (!isInside) break;
    last = index + 1;
  }
  return { first, last };
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length;
}

function isItem(line: string): boolean {
  return /^\s*-(?:\s|$)/.test(line);
}

function isBlank(line: string): boolean {
  return /^\s*(?:#.*)?$/.test(line);
}
