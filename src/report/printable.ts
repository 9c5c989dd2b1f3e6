/**
 * What a terminal would act on or hide: control characters (escape sequences start with one), direction marks,
 * zero-width characters, line separators, tags, and halves of surrogate pairs.
 */
export const unprintable = new RegExp(
  [
    String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}]`,
    // Combining marks upon a mark: piled up, they run over the lines around.
    String.raw`(?<=\p{M}{4})\p{M}`,
  ].join('|'),
  'gu',
);

/** Text from outside as one line that is safe to print: anything else than visible characters is spelled out. */
export function printable(text: string): string {
  return text.replace(unprintable, spelledOut);
}

const shortEscapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

function spelledOut(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return shortEscapes[character] ?? `\\u{${code.toString(16)}}`;
}

/** Characters that take two columns in a terminal: East Asian scripts, their full-width forms, and most emoji. */
const wide =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60\uffe0-\uffe6]/gu;
const narrowest = /\p{M}/gu;

/** Columns that a printable text takes. */
export function columnsOf(text: string): number {
  // oxlint-disable-next-line no-control-regex
  if (/^[\x20-\x7e]*$/.test(text)) return text.length;
  return Array.from(text).length + countOf(text, wide) - countOf(text, narrowest);
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0;
}
