/** Lets equal statements of different policies be one object, which saves memory, and work (see src/estate/repeated.ts). */
import { markRepeated } from '../estate/repeated.ts';

export class RepeatedStatements {
  readonly #byHash = new Map<number, object>();

  /**
   * Puts the first of equal statements in the place of this policy's; of others, the first of their equal elements. Gives
   * a hash of the statements.
   */
  unify(document: unknown): number {
    const statements = statementsOf(document);
    let hash = fnvBasis;
    for (const [index, statement] of statements.entries()) {
      if (!isObject(statement)) continue;
      const parts = elements.map((element) => hashOf(statement[element], fnvBasis, deepest));
      const own = hashOfStatement(statement, parts);
      const first = this.#first(statement, own);
      if (first === statement) this.#unifyElements(statement, parts);
      else statements[index] = first;
      hash = Math.imul(hash ^ (own ?? 0), fnvPrime);
    }
    return hash;
  }

  #unifyElements(statement: Record<string, unknown>, hashes: readonly (number | undefined)[]): void {
    for (const [index, element] of elements.entries()) {
      const value = statement[element];
      if (isObject(value)) statement[element] = this.#first(value, hashes[index]);
    }
  }

  #first(value: object, hash: number | undefined): object {
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

/** Equality looks at all; these tell nearly all statements apart. */
const otherElements = ['Sid', 'Effect', 'Resource'] as const;

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

/** `parts`: the hashes of the elements that hold lists. */
function hashOfStatement(
  statement: Record<string, unknown>,
  parts: readonly (number | undefined)[],
): number | undefined {
  let hash: number | undefined = hashOfText(Object.keys(statement).join(' '), fnvBasis);
  for (const part of parts) {
    if (part === undefined) return undefined;
    hash = Math.imul(hash ^ part, fnvPrime);
  }
  for (const element of otherElements) {
    if (hash !== undefined) hash = hashOf(statement[element], hash, deepest);
  }
  return hash;
}

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

/** Whether two documents whose statements were unified say the same. */
export function isSameDocument(left: unknown, right: unknown): boolean {
  return isEqual(left, right, deepest + 2);
}

/** Also in the order of keys. What is nested deeper than `levels` equals nothing. */
function isEqual(left: unknown, right: unknown, levels = deepest): boolean {
  if (left === right) return true;
  if (!isObject(left) || !isObject(right) || levels === 0) return false;
  const keys = Object.keys(left);
  const others = Object.keys(right);
  if (keys.length !== others.length || Array.isArray(left) !== Array.isArray(right)) return false;
  for (let index = 0; index < keys.length; index++) {
    const key = keys[index] ?? '';
    if (key !== others[index] || !isEqual(left[key], right[key], levels - 1)) return false;
  }
  return true;
}
