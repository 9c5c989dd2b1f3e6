import type { TextEdit } from './text-edit.ts';

/** The JSON string literal at `offset` in an outer text, taken apart so that edits of its value can be made through its escapes. */
export interface EmbeddedText {
  readonly value: string;
  /** Turns an edit of the value into one of the outer text. */
  readonly outward: (edit: TextEdit) => TextEdit;
}

const escapeSequence = /\\(?:u[\da-fA-F]{4}|.)/y;

export function openJsonString(outer: string, offset: number, length: number): EmbeddedText {
  const literal = outer.slice(offset, offset + length);
  return {
    value: JSON.parse(literal) as string,
    outward(edit) {
      const { starts, written } = readEscapes(literal);
      const at = (index: number) => offset + (starts[index] ?? length - 1);
      const start = at(edit.offset);
      return { offset: start, length: at(edit.offset + edit.length) - start, text: escapeLike(edit.text, written) };
    },
  };
}

/** Where each UTF-16 unit of the value starts in the literal, and how the literal writes the units that it escapes. */
function readEscapes(literal: string): { starts: readonly number[]; written: ReadonlyMap<string, string> } {
  const starts: number[] = [];
  const written = new Map<string, string>();
  const plain = new Set<string>();
  for (let index = 1; index < literal.length - 1;) {
    starts.push(index);
    escapeSequence.lastIndex = index;
    const sequence = escapeSequence.exec(literal)?.[0];
    if (sequence === undefined) plain.add(literal.charAt(index));
    else written.set(JSON.parse(`"${sequence}"`) as string, sequence);
    index += sequence?.length ?? 1;
  }
  for (const unit of plain) written.delete(unit);
  return { starts, written };
}

/** Escapes as the literal around it does (`\/`, `\u003c`), and as JSON demands where it gives no example. */
function escapeLike(text: string, written: ReadonlyMap<string, string>): string {
  return Array.from({ length: text.length }, (_, index) => text.charAt(index))
    .map((unit) => written.get(unit) ?? JSON.stringify(unit).slice(1, -1))
    .join('');
}
