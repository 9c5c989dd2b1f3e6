/**
 * Where the blocks of a `.tf` file stand: enough to find `resource "aws_kms_key" "main"`, without reading what is in it.
 * https://developer.hashicorp.com/terraform/language/syntax/configuration
 */
import type { Span } from './span.ts';

export interface HclBlock {
  /** `resource aws_kms_key main`: what stands in front of the brace, without quotes. */
  readonly name: string;
  /** Of that, up to and with the brace. */
  readonly span: Span;
}

/** The blocks at the top of the file, in order; a broken file gives those before the mistake. */
export function hclBlocks(text: string): readonly HclBlock[] {
  return new Scanner(text).blocks();
}

const word = /[A-Za-z_][\w-]*/y;
const heredoc = /<<-?([A-Za-z_][\w-]*)[^\S\n]*\r?\n/y;

class Scanner {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  blocks(): HclBlock[] {
    const found: HclBlock[] = [];
    /** The words and labels since the last line that ended, and where they start. */
    let header: string[] = [];
    let start = 0;
    let depth = 0;
    while (this.#at < this.#text.length) {
      const at = this.#at;
      const c = this.#text.charAt(at);
      if (this.#skipComment() || this.#skipHeredoc()) continue;
      const label = c === '"' ? this.#string() : depth === 0 ? this.#word() : undefined;
      if (label !== undefined) {
        if (header.length === 0) start = at;
        header.push(label);
        continue;
      }
      this.#at++;
      if (c === '{' && depth === 0 && header.length > 0) {
        found.push({ name: header.join(' '), span: { start, end: this.#at } });
      }
      if (c === '{' || c === '[' || c === '(') depth++;
      if (c === '}' || c === ']' || c === ')') depth = Math.max(0, depth - 1);
      if (depth > 0 || c === '\n' || c === '=' || c === '}') header = [];
    }
    return found;
  }

  #word(): string | undefined {
    word.lastIndex = this.#at;
    const [found] = word.exec(this.#text) ?? [];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #skipComment(): boolean {
    const rest = this.#text.slice(this.#at, this.#at + 2);
    if (rest.startsWith('#') || rest === '//') this.#at = this.#after('\n', this.#at, 0);
    else if (rest === '/*') this.#at = this.#after('*/', this.#at + 2, 2);
    else return false;
    return true;
  }

  #after(end: string, from: number, length: number): number {
    const found = this.#text.indexOf(end, from);
    return found < 0 ? this.#text.length : found + length;
  }

  #skipHeredoc(): boolean {
    if (this.#text.charAt(this.#at) !== '<') return false;
    heredoc.lastIndex = this.#at;
    const [opening, name] = heredoc.exec(this.#text) ?? [];
    if (opening === undefined || name === undefined) return false;
    const end = new RegExp(`^[^\\S\\n]*${name}[^\\S\\n]*\\r?$`, 'gm');
    end.lastIndex = this.#at + opening.length;
    const found = end.exec(this.#text);
    this.#at = found === null ? this.#text.length : found.index + found[0].length;
    return true;
  }

  /** With what is in it: `"${lookup({ a = "}" }, "a")}"` is one string. */
  #string(): string {
    const start = this.#at;
    /** Quotes and braces that are open: `"`, `${` and `{` inside it. */
    const open: ('"' | '{')[] = [];
    do {
      const c = this.#text.charAt(this.#at);
      const isText = open.at(-1) === '"';
      if (isText && c === '\\') this.#at++;
      else if (isText && this.#isEscapedTemplate()) this.#at += 2;
      else if (c === '"') {
        if (isText) open.pop();
        else open.push('"');
      } else if (isText ? this.#isTemplate() : c === '{') {
        if (isText) this.#at++;
        open.push('{');
      } else if (!isText && c === '}') open.pop();
      this.#at++;
    } while (open.length > 0 && this.#at < this.#text.length);
    return this.#text.slice(start + 1, this.#at - 1);
  }

  #isTemplate(): boolean {
    const c = this.#text.charAt(this.#at);
    return (c === '$' || c === '%') && this.#text.charAt(this.#at + 1) === '{';
  }

  /** `$${` is a dollar and a brace. */
  #isEscapedTemplate(): boolean {
    const c = this.#text.charAt(this.#at);
    return (c === '$' || c === '%') && this.#text.startsWith(`${c}${c}{`, this.#at);
  }
}
