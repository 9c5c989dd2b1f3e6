/**
 * What a terminal would act on or hide: control characters (escape sequences start with one), direction marks,
 * zero-width characters, line separators, tags, and halves of surrogate pairs.
 */
export const unprintable = once(() =>
  [
    String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]`,
    // Combining marks upon a mark: piled up, they run over the lines around.
    String.raw`(?<=\p{M}{4})\p{M}`,
  ].join('|'),
);

/** Text from outside as one line that is safe to print: anything else than visible characters is spelled out. */
export function printable(text: string): string {
  return isPlain(text) ? text : text.replace(unprintable(), spelledOut);
}

function isPlain(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** Unicode classes are large, and a run that prints no text from outside does without them. */
function once(pattern: () => string): () => RegExp {
  let made: RegExp | undefined;
  return () => (made ??= new RegExp(pattern(), 'gu'));
}

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function spelledOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return shortEscapes[character] ?? `\\u{${code.toString(16)}}`;
}

/** Characters that take two columns in a terminal: East Asian scripts, their full-width forms, and most emoji. */
const wide = once(
  () =>
    String.raw`[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}` +
    String.raw`\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]`,
);
const mark = once(() => String.raw`\p{M}`);

/** Columns that a printable text takes. */
export function columnsOf(text: string): number {
  return isPlain(text) ? text.length : Array.from(text).length + countOf(text, wide()) - countOf(text, mark());
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
