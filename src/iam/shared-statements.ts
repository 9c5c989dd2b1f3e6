/**
 * Statements that several policies share. Estates repeat few of them (the account's delegation, the guidance's two, a Deny
 * without TLS): what stands alike at the same place is compiled, viewed and looked at by rules once.
 */
import type { ConditionSetting } from './condition/test.ts';
import { compileStatement } from './statement.ts';
import type { Statement } from './statement.ts';

/** A bound for estates without end: then the memory starts afresh. */
const most = 2000;

/** A power of two. */
const tally = 1 << 14;

/** For documents that nobody changes after they were compiled. */
export class SharedStatements {
  readonly #known = new Map<string, Statement>();
  /** Hashes of what was met once: what never comes again is not kept, so that memory does not grow with it. */
  readonly #met = new Int32Array(tally);

  compile(value: unknown, index: number, pointer: string, setting: ConditionSetting): Statement {
    const text = textOf(value);
    if (text === undefined) return compileStatement(value, index, pointer, setting);
    const name = `${setting.kind} ${setting.variables} ${pointer} ${text}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const statement = compileStatement(value, index, pointer, setting);
    if (this.#isMetAgain(name)) this.#keep(name, statement);
    return statement;
  }

  #isMetAgain(name: string): boolean {
    const hash = hashOf(name);
    const slot = hash & (tally - 1);
    const known = this.#met[slot] === hash;
    this.#met[slot] = hash;
    return known;
  }

  #keep(name: string, statement: Statement): void {
    if (this.#known.size >= most) this.#known.clear();
    this.#known.set(name, statement);
  }
}

/** FNV-1a over the code units. Two texts of one hash only keep a statement too many. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

/** `undefined` for what is nested too deeply. */
function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
