/**
 * Where in a YAML text the values stand that pointers name; the counterpart of `locateJson`, through strings that hold JSON
 * documents as well. Importing this module loads the `yaml` package, so callers do it with `await import()`.
 */
import { isAlias, isMap, isScalar, isSeq, type Document, type Node, type Pair, type Scalar, type YAMLMap } from 'yaml';
import { pointerOf, pointerSteps } from '../estate/origin.ts';
import { locateJson, locateJsonKeys } from './locate.ts';
import { alignScalar } from './yaml-scalar.ts';
import { keyOf, parseYamlDocuments, spanOf } from './yaml-document.ts';
import type { Span } from './span.ts';

export function locateYaml(text: string, pointers: Iterable<string>): Map<string, Span> {
  return locate(text, pointers, ({ node }) => spanOf(node), locateJson);
}

/** Spans of the members' keys. */
export function locateYamlKeys(text: string, pointers: Iterable<string>): Map<string, Span> {
  return locate(text, pointers, ({ key }) => (key === undefined ? undefined : spanOf(key)), locateJsonKeys);
}

/** A node, and the key in front of it. */
interface Place {
  readonly node: unknown;
  readonly key?: unknown;
}

function locate(
  text: string,
  pointers: Iterable<string>,
  spanAt: (place: Place) => Span | undefined,
  inJson: typeof locateJson,
): Map<string, Span> {
  const way = new Way(parseYamlDocuments(text));
  const found = new Map<string, Span>();
  for (const pointer of pointers) {
    const { place, rest } = way.follow(pointerSteps(pointer));
    const span = place && (rest.length === 0 ? spanAt(place) : spanInScalar(text, place.node, pointerOf(rest), inJson));
    if (span !== undefined) found.set(pointer, span);
  }
  return found;
}

function spanInScalar(text: string, node: unknown, pointer: string, inJson: typeof locateJson): Span | undefined {
  const value = isScalar(node) ? writtenIn(node) : undefined;
  if (!isScalar(node) || value === undefined) return undefined;
  const span = inJson(value, [pointer]).get(pointer);
  const units = span && alignScalar(text, node, value);
  if (span === undefined || units === undefined) return span && spanOf(node);
  return { start: units.starts[span.start] ?? 0, end: units.ends[span.end - 1] ?? 0 };
}

/** A text; of a short form (`!Sub |`) the one that it is given. */
function writtenIn({ value }: Scalar): string | undefined {
  if (typeof value !== 'object' || value === null) return typeof value === 'string' ? value : undefined;
  const [given, ...others]: unknown[] = Object.values(value);
  return typeof given === 'string' && others.length === 0 ? given : undefined;
}

/** Follows pointers from the top; remembers the pairs of the maps it has passed. */
class Way {
  readonly #documents: readonly Document.Parsed[];
  readonly #pairs = new Map<YAMLMap, Map<string, Pair>>();

  constructor(documents: readonly Document.Parsed[]) {
    this.#documents = documents;
  }

  /** As far as nodes lead: `rest` may go on inside a string. */
  follow(steps: readonly string[]): { readonly place?: Place; readonly rest: readonly string[] } {
    const isStream = this.#documents.length > 1;
    const document = this.#documents[isStream ? Number(steps[0] ?? -1) : 0];
    if (document === undefined) return { rest: steps };
    let place: Place = { node: document.contents };
    for (let at = isStream ? 1 : 0; at < steps.length; at++) {
      const next = this.#step(document, place.node, steps[at] ?? '');
      if (next === undefined) return { place, rest: steps.slice(at) };
      place = { ...next, node: resolved(document, next.node) };
    }
    return { place, rest: [] };
  }

  #step(document: Document.Parsed, from: unknown, step: string): Place | undefined {
    const node = resolved(document, from);
    if (isMap(node)) return this.#member(document, node, step);
    if (isSeq(node)) return elementOf(node.items, step);
    return isShortForm(node, step) ? { node } : undefined;
  }

  #member(document: Document.Parsed, map: YAMLMap, step: string): Place | undefined {
    const pair = this.#pairsOf(map).get(step);
    if (pair !== undefined) return { node: pair.value, key: pair.key };
    const merged = this.#pairsOf(map).get('<<');
    return merged && this.#step(document, merged.value, step);
  }

  #pairsOf(map: YAMLMap): Map<string, Pair> {
    const known = this.#pairs.get(map);
    if (known !== undefined) return known;
    const pairs = new Map(map.items.map((pair) => [keyOf(pair), pair] as const));
    this.#pairs.set(map, pairs);
    return pairs;
  }
}

function elementOf(items: readonly unknown[], step: string): Place | undefined {
  return /^\d+$/.test(step) && Number(step) < items.length ? { node: items[Number(step)] } : undefined;
}

function resolved(document: Document.Parsed, node: unknown): Node | undefined {
  return isAlias(node) ? node.resolve(document) : (node as Node | undefined);
}

/** `!Sub x` holds what `/Fn::Sub` points at, and so on inside it: all of it is that one scalar. */
function isShortForm(node: unknown, step: string): boolean {
  return isScalar(node) && typeof node.value === 'object' && node.value !== null && Object.hasOwn(node.value, step);
}
