import { readFileSync } from 'node:fs';
import { Ajv2020, type AnySchema } from 'ajv/dist/2020.js';
import { describe, expect, test } from 'vitest';
import { sample } from './sample.ts';

// The formats are described by patterns as well.
const ajv = new Ajv2020({ allErrors: true, validateFormats: false });
const schema = (name: string): AnySchema => JSON.parse(readFileSync(`schema/${name}.schema.json`, 'utf8')) as AnySchema;

describe('the published schema of the report', () => {
  const validate = ajv.compile(schema('report'));

  test('accepts a report that has everything', () => {
    expect(validate(sample), ajv.errorsText(validate.errors)).toBe(true);
  });

  test('accepts members that a newer version adds', () => {
    expect(validate({ ...sample, summary: { ...sample.summary, duration: 1 } })).toBe(true);
  });

  test('refuses a report without its summary', () => {
    expect(validate({ ...sample, summary: undefined })).toBe(false);
  });
});

describe('the published schema of the config', () => {
  const validate = ajv.compile(schema('config'));

  test.for([
    ['an empty config', {}, true],
    ['a deployment', { $schema: 'x', deployments: [{ name: 'a', centralAccount: '444455556666' }] }, true],
    [
      'an override that expires',
      { overrides: [{ files: ['a'], rules: { 'kms/lockout': 'off' }, reason: 'x', until: '2027-03-31' }] },
      true,
    ],
    ['an unknown key', { deployment: [] }, false],
    ['an account id as number', { deployments: [{ name: 'a', centralAccount: 444455556666 }] }, false],
    [
      'a date that is none',
      { overrides: [{ files: ['a'], rules: { 'kms/lockout': 'off' }, reason: 'x', until: '31.3.2027' }] },
      false,
    ],
  ] as const)('%s', ([, config, isValid]) => {
    expect(validate(config)).toBe(isValid);
  });
});
