/** Lets equal statements of different policies be one object, which saves memory, and work (see src/estate/repeated.ts). */
import { isSameJson } from '../estate/linking/merge.ts';
import { markRepeated } from '../estate/repeated.ts';

export class RepeatedStatements {
  readonly #byHash = new Map<number, object>();

  /** Puts the first of equal statements in the place of this policy's; of others, the first of their equal elements. */
  unify(document: unknown): void {
    const statements = statementsOf(document);
    for (const [index, statement] of statements.entries()) {
      if (!isObject(statement)) continue;
      const first = this.#first(statement);
      if (first === statement) this.#unifyElements(statement);
      else statements[index] = first;
    }
  }

  #unifyElements(statement: Record<string, unknown>): void {
    for (const element of elements) {
      const value = statement[element];
      if (isObject(value)) statement[element] = this.#first(value);
    }
  }

  #first(value: object): object {
    const hash = hashOf(value, fnvBasis, deepest);
    if (hash === undefined) return value;
    const first = this.#byHash.get(hash);
    if (first === undefined) this.#byHash.set(hash, value);
    if (first === undefined || first === value || !isSameJson(first, value)) return value;
    markRepeated(first);
    return first;
  }
}

/** Those that hold lists. */
const elements = ['Principal', 'Action', 'Condition'] as const;

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function statementsOf(document: unknown): unknown[] {
  const statements = isObject(document) ? document['Statement'] : undefined;
  return Array.isArray(statements) ? statements : [];
}

// FNV-1a, 32 bits.
const fnvBasis = 0x811c9dc5;
const fnvPrime = 0x01000193;

/** No statement that AWS accepts is nested deeper. */
const deepest = 6;

/** `undefined` for what is nested deeper than `levels`. Equal values of other order may differ. */
function hashOf(value: unknown, start: number, levels: number): number | undefined {
  if (typeof value !== 'object' || value === null) return hashOfText(String(value), start);
  if (levels === 0) return undefined;
  let hash: number | undefined = start;
  for (const [key, part] of Object.entries(value)) {
    hash = hashOf(part, hashOfText(key, hash), levels - 1);
    if (hash === undefined) return undefined;
  }
  return hash;
}

function hashOfText(text: string, start: number): number {
  let hash = start;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), fnvPrime);
  return Math.imul(hash ^ 0xff, fnvPrime);
}
