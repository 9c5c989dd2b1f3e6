/**
 * Statements that several policies share. Estates repeat few of them (the account's delegation, the guidance's two, a Deny
 * without TLS): what stands alike at the same place is compiled, viewed and looked at by rules once.
 */
import type { ConditionSetting } from './condition/test.ts';
import { compileStatement } from './statement.ts';
import type { Statement } from './statement.ts';

/** What is rare would only be in the way: then the memory starts afresh. */
const most = 2000;

/** For documents that nobody changes after they were compiled. */
export class SharedStatements {
  readonly #known = new Map<string, Statement>();

  compile(value: unknown, index: number, pointer: string, setting: ConditionSetting): Statement {
    const text = textOf(value);
    if (text === undefined) return compileStatement(value, index, pointer, setting);
    const name = `${setting.kind} ${setting.variables} ${pointer} ${text}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    if (this.#known.size >= most) this.#known.clear();
    const statement = compileStatement(value, index, pointer, setting);
    this.#known.set(name, statement);
    return statement;
  }
}

/** `undefined` for what is nested too deeply. */
function textOf(value: unknown): string | undefined {
  try {
    return JSON.stringify(value);
  } catch {
    return undefined;
  }
}
