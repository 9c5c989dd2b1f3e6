/** The configs on the pages are what backuplint and editors accept. */
import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { configSchema } from '../../src/config/schema.ts';
import { pack } from '../support/installed.ts';
import { fencedBlocks } from '../support/fenced-blocks.ts';

const schemaFile = 'schema/config.schema.json';
// Formats (dates) are the tool's own check; editors bring theirs.
const validate = new Ajv2020({ strict: false, validateFormats: false }).compile(
  JSON.parse(readFileSync(schemaFile, 'utf8')) as object,
);

const topLevel = new RegExp(
  `^\\s*(?:# yaml-language-server|\\{ "\\$schema"|(?:${Object.keys(configSchema.shape).join('|')}):)`,
);
const configs = ['docs/config.md', 'docs/plugins.md', 'docs/guides/from-a-failed-copy-job.md'].flatMap((file) =>
  fencedBlocks(readFileSync(file, 'utf8'))
    .filter(({ language, text }) => ['yaml', 'json'].includes(language) && topLevel.test(text))
    .map(({ text, line }) => [`${file}:${line}`, text] as const),
);

test('there are some', () => {
  expect(configs.length).toBeGreaterThanOrEqual(3);
});

describe.for(configs)('the config of %s', ([, text]) => {
  test('is accepted by backuplint', () => {
    expect(configSchema.safeParse(parse(text)).error).toBeUndefined();
  });

  test('is accepted by the schema that editors use', () => {
    validate(parse(text));
    expect(validate.errors ?? []).toEqual([]);
  });
});

test('editors find the schema where the pages say, once the package is installed', () => {
  const named = configs.flatMap(([, text]) =>
    [...text.matchAll(/\$schema(?:=|": ")([^\s"]+)/g)].map(([, path = '']) => path),
  );
  expect(named.length).toBeGreaterThanOrEqual(2);
  for (const path of named) {
    expect(path).toMatch(/^\.\/node_modules\/backuplint\//);
    expect(pack().files.map((file) => file.path)).toContain(path.replace('./node_modules/backuplint/', ''));
  }
});

test('a mistake is one to editors as well', () => {
  expect(validate({ failOn: 'sometimes' })).toBe(false);
  expect(validate({ deployments: [{ name: 'website', centralAccount: 444455556666 }] })).toBe(false);
  expect(validate({ overide: [] })).toBe(false);
});
