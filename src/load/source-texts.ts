/** The texts of the inputs, for looking up places: kept while they are few, else read again when asked for. */
import type { Format } from './documents.ts';
import { readSource } from './read.ts';
import type { SourceText } from './types.ts';

/** UTF-16 units; beyond it memory matters more than a second reading. */
const mostKept = 8_000_000;

interface Entry {
  readonly format: Format;
  readonly path: string | undefined;
  readonly text: string | undefined;
}

export class SourceTexts {
  /** Of files whose comments may silence findings. */
  readonly #commented: string[] = [];
  readonly #entries = new Map<string, Entry>();
  #kept = 0;
  #read = 0;

  /** Without a path (standard input) there is no second reading. */
  keep({ file, text }: SourceText, format: Format, path: string | undefined): void {
    this.#read += text.length;
    const isKept = path === undefined || this.#kept + text.length <= mostKept;
    if (isKept) this.#kept += text.length;
    if (format === 'yaml' && text.includes('backuplint-')) this.#commented.push(file);
    this.#entries.set(file, { format, path, text: isKept ? text : undefined });
  }

  textOf(file: string): string | undefined {
    const entry = this.#entries.get(file);
    if (entry?.text !== undefined || entry?.path === undefined) return entry?.text;
    const again = readSource(entry.path, file);
    return again.ok ? again.value.text : undefined;
  }

  /** UTF-16 units of all texts. */
  get length(): number {
    return this.#read;
  }

  get commented(): readonly string[] {
    return this.#commented;
  }

  formatOf(file: string): Format | undefined {
    return this.#entries.get(file)?.format;
  }
}
