/**
 * The tokens of JSON text (RFC 8259), as offsets. Each `endOf…` takes the offset where its token starts and gives the
 * offset after it, or, where the text breaks off or goes wrong, `~offset` of the first unit that does not fit.
 */
export const code = {
  quote: 0x22,
  comma: 0x2c,
  minus: 0x2d,
  slash: 0x2f,
  zero: 0x30,
  nine: 0x39,
  colon: 0x3a,
  openBracket: 0x5b,
  backslash: 0x5c,
  closeBracket: 0x5d,
  openBrace: 0x7b,
  closeBrace: 0x7d,
  byteOrderMark: 0xfeff,
} as const;

/** Where the text proper starts: after a byte order mark, which editors on Windows like to write. */
export function startOfText(text: string): number {
  return text.charCodeAt(0) === code.byteOrderMark ? 1 : 0;
}

/** The next offset that holds no JSON white space. */
export function skipSpace(text: string, at: number): number {
  let i = at;
  for (;;) {
    const c = text.charCodeAt(i);
    if (c !== 0x20 && c !== 0x0a && c !== 0x0d && c !== 0x09) return i;
    i++;
  }
}

/** `at` is on the opening quote. */
export function endOfString(text: string, at: number): number {
  let i = at + 1;
  for (;;) {
    const c = text.charCodeAt(i);
    if (c === code.quote) return i + 1;
    if (c === code.backslash) {
      i = endOfEscape(text, i);
      if (i < 0) return i;
    } else if (c >= 0x20) {
      i++;
    } else {
      return ~i; // a control character, or (NaN) the end of the text
    }
  }
}

/**
 * The same for a text that is known to be JSON: it leaps from quote to quote. In a broken text it may run too far, but
 * never past the end.
 */
export function endOfValidString(text: string, at: number): number {
  let quote = at;
  do quote = text.indexOf('"', quote + 1);
  while (quote > 0 && isEscaped(text, quote));
  return quote < 0 ? text.length : quote + 1;
}

/** An odd number of backslashes stands before it. */
function isEscaped(text: string, at: number): boolean {
  let i = at;
  while (text.charCodeAt(i - 1) === code.backslash) i--;
  return (at - i) % 2 === 1;
}

/** `at` is on the backslash. */
export function endOfEscape(text: string, at: number): number {
  const c = text[at + 1];
  if (c === 'u') return endOfHex(text, at + 2);
  return c !== undefined && '"\\/bfnrt'.includes(c) ? at + 2 : ~(at + 1);
}

function endOfHex(text: string, at: number): number {
  for (let i = at; i < at + 4; i++) {
    if (!isHexDigit(text.charCodeAt(i))) return ~i;
  }
  return at + 4;
}

function isHexDigit(c: number): boolean {
  return isDigit(c) || (c >= 0x41 && c <= 0x46) || (c >= 0x61 && c <= 0x66);
}

function isDigit(c: number): boolean {
  return c >= code.zero && c <= code.nine;
}

/** `at` is on the minus or the first digit. */
function endOfNumber(text: string, at: number): number {
  let i = at;
  if (text.charCodeAt(i) === code.minus) i++;
  if (text.charCodeAt(i) === code.zero) i++;
  else i = endOfDigits(text, i);
  if (i >= 0 && text[i] === '.') i = endOfDigits(text, i + 1);
  if (i >= 0 && (text[i] === 'e' || text[i] === 'E')) i = endOfExponent(text, i + 1);
  return i;
}

function endOfExponent(text: string, at: number): number {
  return endOfDigits(text, text[at] === '+' || text[at] === '-' ? at + 1 : at);
}

function endOfDigits(text: string, at: number): number {
  if (!isDigit(text.charCodeAt(at))) return ~at;
  let i = at + 1;
  while (isDigit(text.charCodeAt(i))) i++;
  return i;
}

/** `true`, `false` or `null`. */
function endOfWord(text: string, at: number): number {
  for (const word of ['true', 'false', 'null']) {
    if (word[0] === text[at]) return text.startsWith(word, at) ? at + word.length : ~firstDifference(text, at, word);
  }
  return ~at;
}

function firstDifference(text: string, at: number, word: string): number {
  let i = 0;
  while (text[at + i] === word[i]) i++;
  return at + i;
}

/** The end of a value that is neither object nor array. */
export function endOfScalar(text: string, at: number): number {
  const c = text.charCodeAt(at);
  if (c === code.quote) return endOfString(text, at);
  return c === code.minus || isDigit(c) ? endOfNumber(text, at) : endOfWord(text, at);
}

/** What a string token, quotes included, stands for. */
export function decodeString(token: string): string {
  return token.includes('\\') ? (JSON.parse(token) as string) : token.slice(1, -1);
}
