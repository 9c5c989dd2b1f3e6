/**
 * Writes the JSON Schemas of report and config from their zod models; with `--check` it only says whether the committed
 * ones are fresh. `npm run generate` runs it.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { baselineSchema } from '../src/cli/baseline/schema.ts';
import { configSchema } from '../src/config/schema.ts';
import { snapshotSchema } from '../src/load/snapshot/schema.ts';
import { reportSchema } from '../src/report/schema.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const schemas: readonly { readonly file: string; readonly title: string; readonly model: z.ZodType }[] = [
  { file: 'schema/report.schema.json', title: 'backuplint report', model: reportSchema },
  { file: 'schema/config.schema.json', title: 'backuplint config', model: configSchema },
  { file: 'schema/snapshot.schema.json', title: 'backuplint snapshot', model: snapshotSchema },
  { file: 'schema/baseline.schema.json', title: 'backuplint baseline', model: baselineSchema },
];

/** What a newer version adds to a report is allowed; a config must hold only what is known. */
function jsonSchema(title: string, model: z.ZodType): string {
  const { $schema, ...schema } = z.toJSONSchema(model, {
    io: 'input',
    override: ({ jsonSchema: part }) => {
      // It says how programs hold the value, nothing about the JSON.
      delete part.readOnly;
    },
  });
  return `${JSON.stringify({ $schema, title, ...schema }, null, 2)}\n`;
}

function isFresh(file: string, text: string): boolean {
  try {
    return readFileSync(join(root, file), 'utf8') === text;
  } catch {
    return false; // Not written yet.
  }
}

function write(file: string, text: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), text);
}

const wanted = schemas.map(({ file, title, model }) => ({ file, text: jsonSchema(title, model) }));
const stale = wanted.filter(({ file, text }) => !isFresh(file, text));
if (process.argv.includes('--check')) {
  for (const { file } of stale) console.error(`${file} is stale: run npm run generate`);
  process.exitCode = stale.length === 0 ? 0 : 1;
} else {
  for (const { file, text } of stale) write(file, text);
}
