/** The tables of `docs/config.md`, made from the config's zod model; the prose around them is written by hand. */
import { z } from 'zod';
import { configSchema } from '../src/config/schema.ts';
import { between } from './between.ts';
import { markdownTable } from './markdown-table.ts';

/** What is used here of a JSON Schema. */
interface Schema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly additionalProperties?: Schema | boolean;
}

export function configPage(page: string): string {
  const schema = z.toJSONSchema(configSchema, { io: 'input' }) as Schema;
  return [...objects('config', schema)].reduce((text, [name, object]) => between(text, name, table(object)), page);
}

/** Every object of the config by where it stands: `config`, `deployments`, `deployments.organization` … */
function* objects(name: string, schema: Schema): Generator<readonly [string, Schema]> {
  yield [name, schema];
  for (const [key, value] of Object.entries(schema.properties ?? {})) {
    const inner = value.items ?? value;
    if (inner.properties !== undefined) yield* objects(name === 'config' ? key : `${name}.${key}`, inner);
  }
}

function table({ properties = {}, required = [] }: Schema): string {
  const rows = Object.entries(properties).map(([key, value]) => [
    `\`${key}\``,
    kindOf(value),
    required.includes(key) ? 'yes' : '',
    meaning(key, value),
  ]);
  return markdownTable(['key', 'value', 'needed', 'meaning'], rows);
}

function meaning(key: string, { description }: Schema): string {
  if (description === undefined) throw new Error(`${key} of the config has no description`);
  return description.replaceAll('|', '\\|');
}

function kindOf({ type, enum: values, items, additionalProperties }: Schema): string {
  if (values !== undefined) return values.map((value) => `\`${value}\``).join(', ');
  if (items !== undefined) return `list of ${plurals[items.type ?? ''] ?? kindOf(items)}`;
  if (typeof additionalProperties === 'object') return `map to ${kindOf(additionalProperties)}`;
  return type === 'object' ? 'object' : 'text';
}

const plurals: Readonly<Record<string, string>> = { object: 'objects', string: 'texts' };
