/**
 * YAML as our inputs use it: 1.2 core schema, CloudFormation's short tags, account ids as text. Importing this module
 * loads the `yaml` package, so callers do it with `await import()`.
 */
import { isMap, isScalar, isSeq, parseAllDocuments, type Document, type ParseOptions, type Tags } from 'yaml';
import type { DocumentOptions, Pair, SchemaOptions, YAMLMap } from 'yaml';
import { pointerOf } from '../estate/origin.ts';
import { cloudFormationTags } from './yaml-tags.ts';
import type { DuplicateKey } from './json-scan.ts';
import type { Span } from './span.ts';

interface YamlError {
  readonly offset: number;
  readonly message: string;
}

export interface YamlText {
  /** Of several documents: an array of them. */
  readonly value: unknown;
  readonly isStream: boolean;
  /** Keys that stand twice; as in `JSON.parse`, the last counts. */
  readonly duplicates: readonly DuplicateKey[];
  readonly error?: YamlError;
}

/** An alias may be used this often before the text counts as an attack on memory. */
const maxAliases = 100;

const options: ParseOptions & DocumentOptions & SchemaOptions = {
  // Said outright, since a `%YAML 1.1` line would bring dates and binary data otherwise.
  schema: 'core',
  resolveKnownTags: false,
  merge: true,
  stringKeys: true,
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
  customTags: (tags) => [accountId, ...cloudFormationTags, ...tags],
};

/** Twelve digits are an account, whose leading zeros matter, not a number. */
const accountId: Exclude<Tags[number], string> = {
  tag: 'tag:yaml.org,2002:str',
  default: true,
  test: /^\d{12}$/,
  resolve: (text: string) => text,
};

/** The documents of a stream; empty ones, as after a last `---`, are none. */
export function parseYamlDocuments(text: string): Document.Parsed[] {
  const parsed = parseAllDocuments(text, options);
  return parsed.filter(
    (document) => (document.contents !== null && !isEmptyScalar(document)) || document.errors.length > 0,
  );
}

function isEmptyScalar({ contents }: Document.Parsed): boolean {
  return isScalar(contents) && contents.value === null && contents.source === '';
}

export function readYaml(text: string): YamlText {
  const documents = parseYamlDocuments(text);
  const error = documents.flatMap(({ errors }) => errors)[0];
  if (error !== undefined) {
    return {
      value: undefined,
      isStream: false,
      duplicates: [],
      error: { offset: error.pos[0], message: wording(error) },
    };
  }
  return { ...toValue(documents), isStream: documents.length > 1, duplicates: duplicateKeys(documents) };
}

function wording({ code, message }: { code: string; message: string }): string {
  return code === 'RESOURCE_EXHAUSTION' ? 'nested too deeply' : message;
}

function toValue(documents: readonly Document.Parsed[]): Pick<YamlText, 'value' | 'error'> {
  try {
    const values: unknown[] = documents.map((document) => document.toJS({ maxAliasCount: maxAliases }));
    if (values.some(hasCycle)) return failed('an anchor that contains its own alias');
    return { value: values.length > 1 ? values : values[0] };
  } catch (cause) {
    // Aliases that lead nowhere or multiply beyond measure, merge keys without a map: the package throws each its own way.
    return failed(cause instanceof Error ? cause.message : String(cause));
  }
}

function failed(message: string): Pick<YamlText, 'value' | 'error'> {
  return { value: undefined, error: { offset: 0, message } };
}

/** Depth first, with the way down in mind. */
function hasCycle(root: unknown): boolean {
  const state = new Map<object, 'open' | 'done'>();
  const stack: object[] = isObject(root) ? [root] : [];
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    if (state.has(top)) {
      state.set(top, 'done');
      stack.pop();
      continue;
    }
    state.set(top, 'open');
    for (const part of Object.values(top)) {
      if (!isObject(part) || state.get(part) === 'done') continue;
      if (state.get(part) === 'open') return true;
      stack.push(part);
    }
  }
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

/** A node on the way, and its pointer. */
interface Place {
  readonly node: unknown;
  readonly pointer: string;
}

function duplicateKeys(documents: readonly Document.Parsed[]): DuplicateKey[] {
  const duplicates: DuplicateKey[] = [];
  const isStream = documents.length > 1;
  const open: Place[] = documents.map(({ contents }, index) => ({
    node: contents,
    pointer: isStream ? pointerOf([index]) : '',
  }));
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    for (const part of partsOf(place)) open.push(part);
    for (const { key, ...span } of isMap(place.node) ? doubledPairs(place.node) : []) {
      duplicates.push({ pointer: place.pointer + pointerOf([key]), span });
    }
  }
  return duplicates;
}

function partsOf({ node, pointer }: Place): Place[] {
  if (isSeq(node)) return node.items.map((item, index) => ({ node: item, pointer: pointer + pointerOf([index]) }));
  if (!isMap(node)) return [];
  return node.items.map((pair) => ({ node: pair.value, pointer: pointer + pointerOf([keyOf(pair)]) }));
}

function doubledPairs(map: YAMLMap): (Span & { readonly key: string })[] {
  const keys = new Set<string>();
  return map.items.flatMap((pair) => {
    const key = keyOf(pair);
    const size = keys.size;
    return key === '<<' || keys.add(key).size > size ? [] : [{ key, ...spanOf(pair.key) }];
  });
}

export function keyOf({ key }: Pair): string {
  return isScalar(key) ? String(key.value) : String(key);
}

/** Where a node stands, without the comments and line ends behind it. */
export function spanOf(node: unknown): Span {
  const range = (node as { readonly range?: readonly [number, number, number] | null } | null)?.range;
  return { start: range?.[0] ?? 0, end: range?.[1] ?? 0 };
}
