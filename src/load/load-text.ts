/** One text to fragments: parse it, recognise each document in it, and let its loader read it. */
import type { Fragment } from '../estate/fragment.ts';
import { pointerOf, type FileOrigin } from '../estate/origin.ts';
import { indexLines, type Position } from '../text/line-index.ts';
import { parseText, type DuplicateKey, type Format, type ParsedText } from './documents.ts';
import { loadQuotedKeyPolicy } from './kinds/key-policy.ts';
import { isObject, unknownKind, type DocumentContext, type LoadedDocument, type Misfit } from './kinds/kind.ts';
import { kinds } from './kinds/table.ts';
import type { PolicyStore } from './policy-store.ts';
import { locateInText } from './positions.ts';
import type { Problem, SourceText } from './types.ts';

export interface LoadedText {
  readonly outcome: 'loaded';
  readonly format: Format;
  readonly fragments: readonly Fragment[];
  readonly problems: readonly Problem[];
  /** How many of its documents are of a known kind. */
  readonly recognised: number;
  /** Documents among them that are of none. */
  readonly foreign: readonly ForeignDocument[];
  readonly pages: readonly Page[];
}

/** Where it stands, and what it is instead. */
export interface ForeignDocument extends Pick<Problem, 'line' | 'column'> {
  readonly subject: string;
  readonly why: string;
}

/** Of a list: whether it says that more follow. */
export interface Page {
  readonly kind: string;
  readonly continues: boolean;
}

export type TextOutcome =
  | LoadedText
  /** It parses, but nothing in it is of a known kind. */
  | { readonly outcome: 'foreign'; readonly why: string }
  | { readonly outcome: 'unparsable'; readonly problems: readonly Problem[] };

export async function loadText(source: SourceText, policies: PolicyStore): Promise<TextOutcome> {
  const parsed = await parseText(source);
  if (!parsed.ok) return { outcome: 'unparsable', problems: parsed.problems };
  return new TextLoader(source, parsed.value, policies).load();
}

/** A value in the text, with its pointer. */
interface Part {
  readonly value: unknown;
  readonly pointer: string;
}

class TextLoader {
  readonly #source: SourceText;
  readonly #parsed: ParsedText;
  readonly #policies: PolicyStore;
  /** Pointers of policies: keys that stand twice in them are findings, not problems. */
  readonly #policyPointers: string[] = [];

  constructor(source: SourceText, parsed: ParsedText, policies: PolicyStore) {
    this.#source = source;
    this.#parsed = parsed;
    this.#policies = policies;
  }

  async load(): Promise<TextOutcome> {
    const parts = this.#parsed.documents.flatMap(elementsOf);
    const fragments: Fragment[] = [];
    const misfits: Misfit[] = [];
    const foreign: (Part & { readonly why: string })[] = [];
    const pages: Page[] = [];
    for (const part of parts) {
      const { loaded, page } = await loadPart(part.value, this.#contextOf(part.pointer, parts.length === 1));
      for (const fragment of loaded.fragments) fragments.push(fragment);
      for (const misfit of loaded.misfits ?? []) misfits.push(misfit);
      if (loaded.foreign !== undefined) foreign.push({ ...part, why: loaded.foreign });
      if (page !== undefined) pages.push(page);
    }
    const recognised = parts.length - foreign.length;
    if (recognised === 0) return { outcome: 'foreign', why: foreign[0]?.why ?? unknownKind };
    const outside = this.#parsed.duplicates.filter(({ pointer }) => !this.#isInPolicy(pointer));
    const placeOf = await this.#places([...misfits, ...foreign].map(({ pointer }) => pointer));
    return {
      outcome: 'loaded',
      format: this.#parsed.format,
      fragments,
      problems: [
        ...outside.map((duplicate) => this.#doubledKey(duplicate)),
        ...misfits.map(({ pointer, ...complaint }) => ({ file: this.#source.file, ...placeOf(pointer), ...complaint })),
      ],
      recognised,
      foreign: foreign.map(({ pointer, why }) => ({ subject: this.#subject(pointer), why, ...placeOf(pointer) })),
      pages,
    };
  }

  #contextOf(base: string, isOnly: boolean): DocumentContext {
    const { file } = this.#source;
    const at = (...steps: readonly (string | number)[]): FileOrigin => ({
      kind: 'file',
      file,
      pointer: base + pointerOf(steps),
    });
    return {
      file,
      subject: isOnly ? file : this.#subject(base),
      at,
      policy: (value, ...steps) => this.#policy(value, at(...steps)),
    };
  }

  #subject(pointer: string): string {
    return `${this.#source.file}#${pointer}`;
  }

  #policy(value: unknown, origin: FileOrigin): ReturnType<DocumentContext['policy']> {
    if (typeof value === 'string') return { source: this.#policies.fromText(value), origin };
    this.#policyPointers.push(origin.pointer);
    const duplicates = this.#parsed.duplicates.filter(({ pointer }) => pointer.startsWith(`${origin.pointer}/`));
    const relative = duplicates.map(({ pointer }) => pointer.slice(origin.pointer.length));
    const isWholeFile = origin.pointer === '' && this.#parsed.format === 'json';
    const source = isWholeFile
      ? this.#policies.fromFile(this.#source.text, value, relative)
      : this.#policies.fromValue(value, relative);
    return { source, origin };
  }

  /** Where values start; nothing is looked up where nothing is asked. */
  async #places(pointers: readonly string[]): Promise<(pointer: string) => Partial<Position>> {
    if (pointers.length === 0) return () => ({});
    const { text } = this.#source;
    const lines = indexLines(text);
    const spans = await locateInText(text, this.#parsed.format, pointers);
    return (pointer) => {
      const span = spans.get(pointer);
      return span === undefined ? {} : lines.positionAt(span.start);
    };
  }

  #doubledKey({ pointer, span }: DuplicateKey): Problem {
    const { file, text } = this.#source;
    return {
      file,
      ...indexLines(text).positionAt(span.start),
      message: `has a key twice in one object: ${pointer}`,
      help: 'Of two values with one key, only the last is read. Remove one.',
    };
  }

  #isInPolicy(pointer: string): boolean {
    return this.#policyPointers.some((policy) => pointer.startsWith(`${policy}/`));
  }
}

/** The documents of a list, or the one that it is. */
function elementsOf({ value, pointer }: Part): readonly Part[] {
  if (!Array.isArray(value) || value.length === 0) return [{ value, pointer }];
  return value.map((element: unknown, index) => ({ value: element, pointer: pointer + pointerOf([index]) }));
}

async function loadPart(
  value: unknown,
  context: DocumentContext,
): Promise<{ readonly loaded: LoadedDocument; readonly page?: Page }> {
  if (typeof value === 'string') return { loaded: loadQuotedKeyPolicy(value, context) };
  const kind = isObject(value) ? kinds.find(({ isKind }) => isKind(value)) : undefined;
  if (kind === undefined || !isObject(value)) return { loaded: { fragments: [], foreign: unknownKind } };
  const load = await kind.loader();
  const more = value['NextToken'] ?? value['NextMarker'] ?? value['Marker'];
  return { loaded: load(value, context), page: { kind: kind.name, continues: typeof more === 'string' } };
}
