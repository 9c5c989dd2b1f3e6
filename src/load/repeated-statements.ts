/** Lets equal statements of different policies be one object, which saves memory, and work (see src/estate/repeated.ts). */
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
    if (first === undefined || first === value || !isEqual(first, value)) return value;
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

/** `undefined` for what is nested deeper than `levels`. */
function hashOf(value: unknown, start: number, levels: number): number | undefined {
  if (typeof value === 'string') return hashOfText(value, start);
  if (typeof value !== 'object' || value === null) return hashOfText(String(value), start);
  if (levels === 0) return undefined;
  let hash: number | undefined = start;
  if (Array.isArray(value)) {
    for (const part of value) if (hash !== undefined) hash = hashOf(part, hash, levels - 1);
    return hash;
  }
  for (const key of Object.keys(value)) {
    if (hash !== undefined) hash = hashOf(Reflect.get(value, key), hashOfText(key, hash), levels - 1);
  }
  return hash;
}

/** Texts of policies differ in their ends, or their lengths; two of one hash only stay apart. */
const lastUnits = 24;

function hashOfText(text: string, start: number): number {
  let hash = Math.imul(start ^ text.length, fnvPrime);
  for (let index = Math.max(0, text.length - lastUnits); index < text.length; index++) {
    hash = Math.imul(hash ^ text.charCodeAt(index), fnvPrime);
  }
  return hash;
}

/** Also in the order of keys. No deeper than what has a hash. */
function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    return left.every((part, index) => isEqual(part, right[index]));
  }
  if (Array.isArray(right)) return false;
  const keys = Object.keys(left);
  const others = Object.keys(right);
  return (
    keys.length === others.length &&
    keys.every((key, index) => key === others[index] && isEqual(Reflect.get(left, key), Reflect.get(right, key)))
  );
}
