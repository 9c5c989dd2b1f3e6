/** Replaces `length` UTF-16 units at `offset` by `text`. */
export interface TextEdit {
  readonly offset: number;
  readonly length: number;
  readonly text: string;
}

/** Edits refer to the given text and do not overlap; what none of them covers is kept as it is. */
export function applyTextEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let kept = 0;
  for (const edit of inOrder(edits)) {
    if (edit.offset < kept) throw new RangeError(`text edits overlap at offset ${edit.offset}`);
    result += text.slice(kept, edit.offset) + edit.text;
    kept = edit.offset + edit.length;
  }
  return result + text.slice(kept);
}

/** The sort is stable: insertions at one offset keep the order in which they were made. */
function inOrder(edits: readonly TextEdit[]): TextEdit[] {
  return [...edits].sort((a, b) => a.offset - b.offset);
}

export function insertion(offset: number, text: string): TextEdit {
  return { offset, length: 0, text };
}
