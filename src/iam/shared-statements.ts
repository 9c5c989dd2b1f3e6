/** Statements that several policies share, compiled, viewed and looked at by rules once. */
import { isRepeated } from '../estate/repeated.ts';
import type { ConditionSetting } from './condition/test.ts';
import { compileStatement, isForAnyResource } from './statement.ts';
import type { Statement } from './statement.ts';

let serials = 0;

/** For documents that nobody changes after they were compiled. */
export class SharedStatements {
  readonly #known = new WeakMap<object, Statement[]>();

  /** What stands alike at the same place. */
  compile(value: unknown, index: number, pointer: string, setting: ConditionSetting): Statement {
    if (!isRepeated(value)) return compileStatement(value, index, pointer, setting);
    const places = this.#known.get(value) ?? [];
    this.#known.set(value, places);
    const isThis = ({ kind, variables, pointer: at }: Statement): boolean =>
      at === pointer && kind === setting.kind && variables === setting.variables;
    const known = places.find(isThis);
    if (known !== undefined) return known;
    const statement = compileStatement(value, index, pointer, setting);
    if (isForAnyResource(statement)) statement.serial = serials++;
    places.push(statement);
    return statement;
  }
}
