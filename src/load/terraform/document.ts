/**
 * What `terraform show -json` prints of a plan or a state, as a list of resources: what is there once the plan is applied.
 * https://developer.hashicorp.com/terraform/internals/json-format
 */
import { isObject, type JsonObject } from '../kinds/kind.ts';

export interface TerraformResource {
  /** `module.net["a"].aws_kms_key.main[0]`. */
  readonly address: string;
  /** Of the module that it is in; empty for the root module. */
  readonly module: string;
  readonly mode: 'managed' | 'data';
  readonly type: string;
  readonly name: string;
  /** Of `count` or `for_each`. */
  readonly index: string | number | undefined;
  readonly values: JsonObject;
  /** Mirrors `values`: `true` where a value is only known after apply. */
  readonly unknown: JsonObject;
  /** The plan makes it, or makes it anew. */
  readonly isNew: boolean;
  /** The way to it in the document. */
  readonly steps: readonly (string | number)[];
}

type Steps = readonly (string | number)[];

interface Change {
  readonly unknown: JsonObject;
  readonly actions: readonly unknown[];
}

const nothing: JsonObject = {};

/** Managed resources as planned, or as they are in a state; data sources also as they were read for the plan. */
export function resourcesOf(document: JsonObject): readonly TerraformResource[] {
  const changes = changesOf(document['resource_changes']);
  const isPlan = isObject(document['planned_values']);
  const found = isPlan
    ? inValues(document['planned_values'], ['planned_values'], changes)
    : inValues(document['values'], ['values'], changes);
  const prior = isObject(document['prior_state']) ? document['prior_state']['values'] : undefined;
  const known = new Set(found.map(({ address }) => address));
  const read = inValues(prior, ['prior_state', 'values'], new Map());
  return [...found, ...read.filter(({ mode, address }) => mode === 'data' && !known.has(address))];
}

/** By address; what is left of an object that was to be replaced (`deposed`) is no resource of its own. */
function changesOf(value: unknown): ReadonlyMap<string, Change> {
  const changes = new Map<string, Change>();
  for (const entry of listOf(value)) {
    if (!isObject(entry) || entry['deposed'] !== undefined) continue;
    const { address, change } = entry;
    if (typeof address !== 'string' || !isObject(change)) continue;
    const unknown = change['after_unknown'];
    changes.set(address, { unknown: isObject(unknown) ? unknown : nothing, actions: listOf(change['actions']) });
  }
  return changes;
}

function inValues(values: unknown, steps: Steps, changes: ReadonlyMap<string, Change>): TerraformResource[] {
  const found: TerraformResource[] = [];
  const root = isObject(values) ? values['root_module'] : undefined;
  const open: { readonly module: unknown; readonly at: Steps }[] = [{ module: root, at: [...steps, 'root_module'] }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { module, at } = next;
    if (!isObject(module)) continue;
    const address = textOf(module['address']) ?? '';
    for (const [index, value] of listOf(module['resources']).entries()) {
      const resource = toResource(value, address, [...at, 'resources', index], changes);
      if (resource !== undefined) found.push(resource);
    }
    const children = listOf(module['child_modules']);
    for (let index = children.length - 1; index >= 0; index--) {
      open.push({ module: children[index], at: [...at, 'child_modules', index] });
    }
  }
  return found;
}

function toResource(
  value: unknown,
  module: string,
  steps: Steps,
  changes: ReadonlyMap<string, Change>,
): TerraformResource | undefined {
  if (!isObject(value)) return undefined;
  const { address, mode, type, name, index, values } = value;
  if (typeof address !== 'string' || typeof type !== 'string' || typeof name !== 'string') return undefined;
  const change = changes.get(address);
  return {
    address,
    module,
    mode: mode === 'data' ? 'data' : 'managed',
    type,
    name,
    index: typeof index === 'string' || typeof index === 'number' ? index : undefined,
    values: isObject(values) ? values : nothing,
    unknown: change?.unknown ?? nothing,
    isNew: change?.actions.includes('create') ?? false,
    steps,
  };
}

/** Without the index: as the configuration calls it. */
export function blockName({ mode, type, name }: Pick<TerraformResource, 'mode' | 'type' | 'name'>): string {
  return mode === 'data' ? `data.${type}.${name}` : `${type}.${name}`;
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

export function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : nothing;
}
