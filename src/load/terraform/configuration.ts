/** The `configuration` part of a plan: what each argument refers to, whatever its value will be. */
import { isObject, type JsonObject } from '../kinds/kind.ts';
import { modulePath } from './address.ts';
import { blockName, listOf, textOf, type TerraformResource } from './document.ts';

/** An argument, or the arguments of a block, as the configuration writes them. */
export type Expression = unknown;

interface ModuleConfiguration {
  readonly value: JsonObject;
  readonly blocks: ReadonlyMap<string, JsonObject>;
}

export class Configuration {
  readonly #configuration: JsonObject | undefined;
  readonly #variables: unknown;
  readonly #modules = new Map<string, ModuleConfiguration | undefined>();

  constructor(document: JsonObject) {
    const { configuration, variables } = document;
    this.#configuration = isObject(configuration) ? configuration : undefined;
    this.#variables = variables;
  }

  /** The block that a resource comes from; none in a state. */
  blockOf(resource: TerraformResource): JsonObject | undefined {
    return this.#module(resource.module)?.blocks.get(blockName(resource));
  }

  argument(resource: TerraformResource, name: string): Expression {
    const expressions = this.blockOf(resource)?.['expressions'];
    return isObject(expressions) ? member(expressions, name) : undefined;
  }

  /** The call of a module, in the module that calls it. */
  callOf(parent: string, name: string): JsonObject | undefined {
    const calls = this.#module(parent)?.value['module_calls'];
    const call = isObject(calls) ? member(calls, name) : undefined;
    return isObject(call) ? call : undefined;
  }

  outputOf(module: string, name: string): Expression {
    const outputs = this.#module(module)?.value['outputs'];
    const output = isObject(outputs) ? member(outputs, name) : undefined;
    return isObject(output) ? output['expression'] : undefined;
  }

  /** The root module's variables have their values before the plan is made. */
  hasVariable(name: string): boolean {
    return isObject(this.#variables) && Object.hasOwn(this.#variables, name);
  }

  variable(name: string): unknown {
    const variable = isObject(this.#variables) ? member(this.#variables, name) : undefined;
    return isObject(variable) ? variable['value'] : undefined;
  }

  provider(key: string): JsonObject | undefined {
    const providers = this.#configuration?.['provider_config'];
    if (!isObject(providers)) return undefined;
    const found = member(providers, key) ?? inherited(providers, key.slice(key.lastIndexOf(':') + 1));
    return isObject(found) ? found : undefined;
  }

  /** The folder of a local module, relative to the root module's; files of a module from elsewhere are nobody's to edit. */
  folderOf(module: string): string | undefined {
    let folder = '.';
    let path = '';
    for (const name of modulePath(module)) {
      const source = textOf(this.callOf(path, name)?.['source']);
      if (source === undefined || !/^\.\.?(?:\/|$)/.test(source)) return undefined;
      folder = `${folder}/${source}`;
      path = path === '' ? `module.${name}` : `${path}.module.${name}`;
    }
    return folder;
  }

  #module(address: string): ModuleConfiguration | undefined {
    if (!this.#modules.has(address)) this.#modules.set(address, this.#find(modulePath(address)));
    return this.#modules.get(address);
  }

  #find(path: readonly string[]): ModuleConfiguration | undefined {
    let module: unknown = this.#configuration?.['root_module'];
    for (const name of path) {
      const calls = isObject(module) ? module['module_calls'] : undefined;
      const call = isObject(calls) ? member(calls, name) : undefined;
      module = isObject(call) ? call['module'] : undefined;
    }
    if (!isObject(module)) return undefined;
    const blocks = listOf(module['resources']).filter(isObject);
    return { value: module, blocks: new Map(blocks.map((block) => [nameOf(block), block])) };
  }
}

/**
 * Where a module takes its provider from the root module, older versions write `module:aws`, whichever of several the call
 * hands on.
 */
function inherited(providers: JsonObject, name: string): unknown {
  const isAlone = !Object.keys(providers).some((other) => other.startsWith(`${name}.`));
  return isAlone ? member(providers, name) : undefined;
}

function nameOf({ mode, type, name }: JsonObject): string {
  return blockName({ mode: mode === 'data' ? 'data' : 'managed', type: String(type), name: String(name) });
}

function member(object: JsonObject, name: string): unknown {
  return Object.getOwnPropertyDescriptor(object, name)?.value;
}

/**
 * What an expression refers to, each in its longest form: `aws_kms_key.a.arn`, not `aws_kms_key.a` as well. Blocks refer
 * to what is in them.
 */
export function referencesIn(expression: Expression): readonly string[] {
  const found = new Set<string>();
  const open: unknown[] = [expression];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (Array.isArray(next)) open.push(...(next as unknown[]));
    else if (isObject(next)) {
      if (Array.isArray(next['references'])) for (const each of listOf(next['references'])) found.add(String(each));
      else if (!Object.hasOwn(next, 'constant_value')) open.push(...Object.values(next));
    }
  }
  const all = [...found];
  const isPart = (short: string): boolean =>
    all.some(
      (long) => long.length > short.length && long.startsWith(short) && '.['.includes(long.charAt(short.length)),
    );
  return all.filter((reference) => !isPart(reference));
}

export function constantOf(expression: Expression): unknown {
  return isObject(expression) ? expression['constant_value'] : undefined;
}

/** Whether the configuration sets the argument at all. */
export function isWritten(expression: Expression): boolean {
  if (Array.isArray(expression)) return expression.length > 0;
  return isObject(expression) && Object.keys(expression).length > 0;
}
