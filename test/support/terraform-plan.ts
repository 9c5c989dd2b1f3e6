/** Builds what `terraform show -json` prints of a plan, from its resources and how the configuration writes them. */

type Value = unknown;
type Members = Readonly<Record<string, Value>>;

/** Stands in `values` for what is only known after apply. */
export const afterApply = Symbol('known after apply');

export interface PlannedResource {
  /** `module.a["x"].aws_kms_key.main[0]`, without the module where `module` says it. */
  readonly type: string;
  readonly name: string;
  readonly module?: string;
  readonly index?: string | number;
  /** A data source: read for the plan, unless something in its values is only known after apply. */
  readonly data?: true;
  readonly values?: Members;
  /** References by argument; what is not named here is a constant. Nested blocks as they are written. */
  readonly references?: Members;
  readonly provider?: string;
  /** Default: `create`. */
  readonly actions?: readonly string[];
}

export interface PlannedModule {
  readonly source: string;
  readonly inputs?: Readonly<Record<string, readonly string[]>>;
  readonly outputs?: Readonly<Record<string, readonly string[]>>;
}

export interface PlanParts {
  readonly resources: readonly PlannedResource[];
  /** Module calls by their names; in a module, `a.b`. */
  readonly modules?: Readonly<Record<string, PlannedModule>>;
  readonly variables?: Members;
  /** Arguments of each provider configuration. */
  readonly providers?: Readonly<Record<string, Members>>;
  readonly formatVersion?: string;
}

const providerName = 'registry.terraform.io/hashicorp/aws';

export function refs(...references: readonly string[]): { readonly references: readonly string[] } {
  return { references: references.flatMap((reference) => [reference, ...shorter(reference)]) };
}

/** Terraform lists `aws_kms_key.a` beside `aws_kms_key.a.arn`. */
function shorter(reference: string): string[] {
  const steps = reference.split('.');
  const whole = steps[0] === 'data' ? 3 : 2;
  return steps.length > whole && steps[0] !== 'each' ? [steps.slice(0, whole).join('.')] : [];
}

export function terraformPlan({
  resources,
  modules = {},
  variables = {},
  providers,
  formatVersion,
}: PlanParts): object {
  const planned = resources.filter((resource) => resource.data !== true || isDeferred(resource));
  const read = resources.filter((resource) => resource.data === true && !isDeferred(resource));
  return {
    format_version: formatVersion ?? '1.2',
    terraform_version: '1.9.8',
    variables: mapValues(variables, (value) => ({ value })),
    planned_values: { root_module: moduleValues('', planned) },
    resource_changes: planned.map(changeOf),
    prior_state: {
      format_version: '1.0',
      terraform_version: '1.9.8',
      values: { root_module: moduleValues('', read) },
    },
    configuration: {
      provider_config: mapValues(providers ?? { aws: { region: 'eu-west-2' } }, (args, key) => ({
        name: 'aws',
        full_name: providerName,
        ...(key.includes('.') ? { alias: key.slice(key.indexOf('.') + 1) } : {}),
        expressions: mapValues(args, constant),
      })),
      root_module: moduleConfiguration('', resources, modules),
    },
    timestamp: '2026-11-02T09:14:31Z',
    applyable: true,
    complete: true,
    errored: false,
  };
}

export function terraformState(resources: readonly PlannedResource[], formatVersion = '1.0'): object {
  const values = { root_module: moduleValues('', resources) };
  return { format_version: formatVersion, terraform_version: '1.9.8', values };
}

function isDeferred({ values = {} }: PlannedResource): boolean {
  return unknownIn(values) !== false;
}

function addressOf({ module = '', data, type, name, index }: PlannedResource): string {
  const block = `${data === true ? 'data.' : ''}${type}.${name}`;
  const key = index === undefined ? '' : `[${JSON.stringify(index)}]`;
  return `${module === '' ? '' : `${module}.`}${block}${key}`;
}

function head(resource: PlannedResource): Members {
  const { data, type, name, index } = resource;
  return {
    address: addressOf(resource),
    ...(resource.module === undefined ? {} : { module_address: resource.module }),
    mode: data === true ? 'data' : 'managed',
    type,
    name,
    ...(index === undefined ? {} : { index }),
    provider_name: providerName,
  };
}

function moduleValues(address: string, resources: readonly PlannedResource[]): Members {
  const own = resources.filter(({ module = '' }) => module === address);
  const below = resources.flatMap(({ module = '' }) => childOf(address, module));
  const children = [...new Set(below)].sort().map((child) => moduleValues(child, resources));
  return {
    ...(address === '' ? {} : { address }),
    ...(own.length === 0 ? {} : { resources: own.map(valuesOf) }),
    ...(children.length === 0 ? {} : { child_modules: children }),
  };
}

function childOf(address: string, module: string): string[] {
  const prefix = address === '' ? '' : `${address}.`;
  if (module === '' || !module.startsWith(prefix)) return [];
  const match = /^module\.[\w-]+(?:\[[^\]]*\])?/.exec(module.slice(prefix.length));
  return match === null ? [] : [prefix + match[0]];
}

function valuesOf(resource: PlannedResource): Members {
  const { module_address: _module, ...rest } = head(resource);
  return { ...rest, schema_version: 0, values: knownIn(resource.values ?? {}), sensitive_values: {} };
}

function changeOf(resource: PlannedResource): Members {
  const { values = {}, actions = resource.data === true ? ['read'] : ['create'] } = resource;
  const unknown = unknownIn(values);
  return {
    ...head(resource),
    change: {
      actions,
      before: null,
      after: knownIn(values),
      after_unknown: unknown === false ? {} : unknown,
      before_sensitive: false,
      after_sensitive: {},
    },
  };
}

/** Unknown members are left out; unknown elements of a list are `null`. */
function knownIn(value: Value): Value {
  if (value === afterApply) return null;
  if (Array.isArray(value)) return value.map(knownIn);
  if (!isMembers(value)) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]) => (part === afterApply ? [] : [[key, knownIn(part)]])),
  );
}

function unknownIn(value: Value): Value {
  if (value === afterApply) return true;
  if (Array.isArray(value)) {
    const parts = value.map(unknownIn);
    return parts.every((part) => part === false) ? false : parts.map((part, at) => part || emptyLike(value[at]));
  }
  if (!isMembers(value)) return false;
  const parts = Object.entries(value).map(([key, part]) => [key, unknownIn(part)] as const);
  const open = parts.filter(([, part]) => part !== false);
  return open.length === 0 ? false : Object.fromEntries(open);
}

function emptyLike(value: Value): Value {
  if (Array.isArray(value)) return [];
  return isMembers(value) ? {} : false;
}

function moduleConfiguration(
  address: string,
  resources: readonly PlannedResource[],
  modules: Readonly<Record<string, PlannedModule>>,
): Members {
  const own = resources.filter(({ module = '' }) => withoutIndices(module) === address);
  const blocks = new Map(
    own.map((resource) => [addressOf({ ...resource, module: '', index: undefined as never }), resource]),
  );
  const path = address.replaceAll('module.', '');
  const calls = Object.entries(modules).filter(([name]) => parentOf(name) === path);
  return {
    ...(blocks.size === 0 ? {} : { resources: [...blocks].map(([name, resource]) => blockOf(name, resource)) }),
    ...(calls.length === 0
      ? {}
      : {
          module_calls: Object.fromEntries(
            calls.map(([name, { source, inputs = {}, outputs = {} }]) => [
              name.slice(name.lastIndexOf('.') + 1),
              {
                source,
                expressions: mapValues(inputs, (references) => refs(...references)),
                module: {
                  outputs: mapValues(outputs, (references) => ({ expression: refs(...references) })),
                  ...moduleConfiguration(
                    `${address === '' ? '' : `${address}.`}module.${lastOf(name)}`,
                    resources,
                    modules,
                  ),
                  variables: mapValues(inputs, () => ({})),
                },
              },
            ]),
          ),
        }),
  };
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function parentOf(name: string): string {
  return name.includes('.') ? name.slice(0, name.lastIndexOf('.')) : '';
}

function withoutIndices(module: string): string {
  return module.replace(/\[[^\]]*\]/g, '');
}

function blockOf(address: string, resource: PlannedResource): Members {
  const { type, name, data, values = {}, references = {}, provider = 'aws' } = resource;
  const { for_each: forEach, ...written } = references;
  const constants = Object.entries(values).filter(([key, value]) => !(key in references) && value !== afterApply);
  return {
    address,
    mode: data === true ? 'data' : 'managed',
    type,
    name,
    provider_config_key: provider,
    expressions: { ...Object.fromEntries(constants.map(([key, value]) => [key, expression(value)])), ...written },
    schema_version: 0,
    ...(forEach === undefined ? {} : { for_each_expression: forEach }),
  };
}

/** Blocks are lists of objects. */
function expression(value: Value): Value {
  const isBlocks = Array.isArray(value) && value.length > 0 && value.every(isMembers);
  return isBlocks ? (value as readonly Members[]).map((block) => mapValues(block, expression)) : constant(value);
}

function constant(value: Value): Value {
  return { constant_value: knownIn(value) };
}

function isMembers(value: Value): value is Members {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapValues<T, U>(members: Readonly<Record<string, T>>, map: (value: T, key: string) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(members).map(([key, value]) => [key, map(value, key)]));
}
