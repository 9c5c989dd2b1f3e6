/** One text to fragments: parse it, recognise each document in it, and let its loader read it. */
import type { Fragment } from '../estate/fragment.ts';
import { pointerOf, type FileOrigin } from '../estate/origin.ts';
import { NoArray } from '../text/json-elements.ts';
import { indexLines, type Position } from '../text/line-index.ts';
import type { Assembly } from './cloudformation/assembly.ts';
import type { Place } from './cloudformation/place.ts';
import type { Template } from './cloudformation/template.ts';
import { parseText, type Format, type ParsedPart, type ParsedText } from './documents.ts';
import { doubledKey } from './doubled-key.ts';
import { loadQuotedKeyPolicy } from './kinds/key-policy.ts';
import {
  isObject,
  unknownKind,
  type DocumentContext,
  type Kind,
  type LoadedDocument,
  type Loader,
  type Misfit,
  type SourceBlock,
} from './kinds/kind.ts';
import { kinds } from './kinds/table.ts';
import { isLongArray, partsOfLongArray } from './long-array.ts';
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
  /** Where else some of its parts are written: by their pointers. */
  readonly sources: ReadonlyMap<string, SourceBlock>;
  readonly templates: readonly Template[];
  readonly assemblies: readonly Assembly[];
}

/** Where it stands, and what it is instead. */
interface ForeignDocument extends Pick<Problem, 'line' | 'column'> {
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
  if (isLongArray(source.text)) {
    const outcome = await loadInPieces(source, policies);
    if (outcome !== undefined) return outcome;
  }
  const parsing = parseText(source);
  const parsed = parsing instanceof Promise ? await parsing : parsing;
  if (!parsed.ok) return { outcome: 'unparsable', problems: parsed.problems };
  const parts = parsed.value.documents.flatMap(elementsOf);
  return new TextLoader(source, parsed.value, policies).load(parts, parts.length === 1);
}

/** `undefined`: something is wrong with the text, which is told of it as a whole. */
async function loadInPieces(source: SourceText, policies: PolicyStore): Promise<TextOutcome | undefined> {
  try {
    return await new TextLoader(source, { format: 'json', duplicates: [] }, policies).load(
      partsOfLongArray(source.text),
      false,
    );
  } catch (error) {
    if (error instanceof NoArray) return undefined;
    throw error;
  }
}

class TextLoader {
  readonly #source: SourceText;
  readonly #parsed: Omit<ParsedText, 'documents'>;
  readonly #policies: PolicyStore;
  /** Pointers of policies: keys that stand twice in them are findings, not problems. */
  readonly #policyPointers: string[] = [];
  readonly #fragments: Fragment[] = [];
  readonly #misfits: Misfit[] = [];
  readonly #foreign: { readonly pointer: string; readonly why: string }[] = [];
  readonly #pages: Page[] = [];
  readonly #sources = new Map<string, SourceBlock>();
  readonly #templates: Template[] = [];
  readonly #assemblies: Assembly[] = [];

  constructor(source: SourceText, parsed: Omit<ParsedText, 'documents'>, policies: PolicyStore) {
    this.#source = source;
    this.#parsed = parsed;
    this.#policies = policies;
  }

  async load(parts: Iterable<ParsedPart>, isOnly: boolean): Promise<TextOutcome> {
    let met = 0;
    for (const part of parts) {
      met++;
      const kind = kindOf(part.value);
      // Waiting for a loader that is there already would add up over ten thousand documents.
      if (kind !== undefined && !loaders.has(kind)) loaders.set(kind, await kind.loader());
      this.#add(part, loadPart(part.value, kind, this.#contextOf(part.pointer, isOnly)));
      if (kind?.isList) this.#pages.push({ kind: kind.name, continues: continues(part.value) });
    }
    const recognised = met - this.#foreign.length;
    if (recognised === 0) return { outcome: 'foreign', why: this.#foreign[0]?.why ?? unknownKind };
    const placeOf = await this.#places();
    const { file } = this.#source;
    const outside = this.#parsed.duplicates.filter(({ pointer }) => !this.#isInPolicy(pointer));
    return {
      outcome: 'loaded',
      format: this.#parsed.format,
      fragments: this.#fragments,
      problems: [
        ...outside.map((duplicate) => doubledKey(this.#source, duplicate)),
        ...this.#misfits.map(({ pointer, ...complaint }) => ({ file, ...placeOf(pointer), ...complaint })),
      ],
      recognised,
      foreign: this.#foreign.map(({ pointer, why }) => ({ subject: this.#subject(pointer), why, ...placeOf(pointer) })),
      pages: this.#pages,
      sources: this.#sources,
      templates: this.#templates,
      assemblies: this.#assemblies,
    };
  }

  #add({ pointer }: ParsedPart, loaded: LoadedDocument): void {
    const { fragments, misfits = [], sources, foreign, template, assembly } = loaded;
    for (const fragment of fragments) this.#fragments.push(fragment);
    for (const misfit of misfits) this.#misfits.push(misfit);
    for (const [at, block] of sources ?? []) this.#sources.set(at, block);
    if (foreign !== undefined) this.#foreign.push({ pointer, why: foreign });
    if (template !== undefined) this.#templates.push(template);
    if (assembly !== undefined) this.#assemblies.push(assembly);
  }

  #contextOf(base: string, isOnly: boolean): DocumentContext {
    const { file } = this.#source;
    const pointer = (...steps: readonly (string | number)[]): string => base + pointerOf(steps);
    const at = (...steps: readonly (string | number)[]): FileOrigin => ({
      kind: 'file',
      file,
      pointer: pointer(...steps),
    });
    return {
      file,
      subject: isOnly ? file : this.#subject(base),
      at,
      pointer,
      policy: (value, ...steps) => this.#policy(value, at(...steps)),
      computed: (value, place) => this.#computed(value, place),
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

  /** Keys that stand twice are looked for where the policy is written. */
  #computed(value: unknown, { written, shown }: Place): ReturnType<DocumentContext['policy']> {
    const { file } = this.#source;
    const origin: FileOrigin = { kind: 'file', file, pointer: shown };
    if (typeof value === 'string') return { source: this.#policies.fromText(value), origin };
    const inside = this.#parsed.duplicates.filter(({ pointer }) => pointer.startsWith(`${written}/`));
    const source = this.#policies.fromTemplate(
      value,
      inside.map(({ pointer }) => pointer.slice(written.length)),
    );
    return { source, origin };
  }

  /** Where misfits and foreign documents start. */
  async #places(): Promise<(pointer: string) => Partial<Position>> {
    const pointers = [...this.#misfits, ...this.#foreign].map(({ pointer }) => pointer);
    if (pointers.length === 0) return () => ({});
    const { text } = this.#source;
    const lines = indexLines(text);
    const spans = await locateInText(text, this.#parsed.format, pointers);
    return (pointer) => {
      const span = spans.get(pointer);
      return span === undefined ? {} : lines.positionAt(span.start);
    };
  }

  #isInPolicy(pointer: string): boolean {
    return (
      this.#policyPointers.some((policy) => pointer.startsWith(`${policy}/`)) ||
      this.#templates.some(({ base }) => pointer.startsWith(`${base}/Resources/`) && policyInTemplate.test(pointer))
    );
  }
}

/** Inside a policy that a template holds. */
const policyInTemplate = /\/(?:KeyPolicy|PolicyDocument|AssumeRolePolicyDocument|AccessPolicy)\//;

/** The documents of a list, or the one that it is. */
function elementsOf({ value, pointer }: ParsedPart): readonly ParsedPart[] {
  if (!Array.isArray(value) || value.length === 0) return [{ value, pointer }];
  return value.map((element: unknown, index) => ({ value: element, pointer: pointer + pointerOf([index]) }));
}

function kindOf(value: unknown): Kind | undefined {
  return isObject(value) ? kinds.find(({ isKind }) => isKind(value)) : undefined;
}

const loaders = new Map<Kind, Loader>();

function loadPart(value: unknown, kind: Kind | undefined, context: DocumentContext): LoadedDocument {
  if (typeof value === 'string') return loadQuotedKeyPolicy(value, context);
  const load = kind && loaders.get(kind);
  return load !== undefined && isObject(value) ? load(value, context) : { fragments: [], foreign: unknownKind };
}

function continues(list: unknown): boolean {
  return isObject(list) && typeof (list['NextToken'] ?? list['NextMarker'] ?? list['Marker']) === 'string';
}
