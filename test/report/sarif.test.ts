import { existsSync, readFileSync } from 'node:fs';
import { Ajv, type AnySchemaObject } from 'ajv';
import type { Log, Result } from 'sarif';
import { describe, expect, test } from 'vitest';
import type { Report } from '../../src/report/model.ts';
import { sarif } from '../../src/report/sarif.ts';
import { clean, empty, full, hostile, options } from './full.ts';
import { sample } from './sample.ts';

const schemaFile = new URL('../../../shared/schemas/sarif-schema-2.1.0.json', import.meta.url);

function log(report: Report): Log {
  return JSON.parse(sarif(report, options)) as Log;
}

function runOf(report: Report) {
  const [run] = log(report).runs;
  if (run === undefined) throw new Error('the log has no run');
  return run;
}

function resultOf(report: Report, rule: string): Result {
  const found = runOf(report).results?.find(({ ruleId }) => ruleId === rule);
  if (found === undefined) throw new Error(`no result of ${rule}`);
  return found;
}

/** Draft 4 differs from what ajv knows in `id` alone, as far as this schema goes. */
function validator() {
  const { id: _, $schema: __, ...schema } = JSON.parse(readFileSync(schemaFile, 'utf8')) as AnySchemaObject;
  return new Ajv({
    strict: false,
    formats: { uri: isAbsoluteUri, 'uri-reference': isUriReference, 'date-time': true },
  }).compile(schema);
}

function isAbsoluteUri(text: string): boolean {
  return /^[a-z][a-z0-9+.-]*:/i.test(text) && isUriReference(text);
}

/** RFC 3986: these characters and percent-encoded ones; no colon in the first segment of a relative reference. */
function isUriReference(text: string): boolean {
  return /^(?:[\w\-.~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})*$/i.test(text) && URL.canParse(text, 'file:///folder/');
}

describe.skipIf(!existsSync(schemaFile))('the official schema (skipped where ../shared/schemas is absent)', () => {
  test.for([
    ['a report with every feature', full],
    ['the sample', sample],
    ['a clean report', clean],
    ['a report without paths', empty],
  ] as const)('takes %s', ([, report]) => {
    const validate = validator();
    expect(validate(log(report)), JSON.stringify(validate.errors)).toBe(true);
  });

  test('refuses what is no log: the check above can fail', () => {
    expect(validator()({ version: '2.1.0', runs: [{ tool: {}, results: [{ level: 'fatal' }] }] })).toBe(false);
  });
});

test('rules carry help, a page and their default level', () => {
  const { rules = [] } = runOf(sample).tool.driver;
  expect(rules[0]).toMatchObject({
    id: 'kms/grant-access',
    shortDescription: { text: 'The backup service role or the service-linked role may not manage grants on a key.' },
    help: {
      text: expect.stringContaining('What to do: Let both principals'),
      markdown: expect.stringContaining('**What to do:** Let both principals'),
    },
    helpUri: 'https://unpkg.com/backuplint@0.1.0/docs/rules/kms/grant-access.md',
    defaultConfiguration: { level: 'error' },
    properties: { tags: ['aws-backup', 'kms'] },
  });
});

test('every result points at its rule, also where only the finding names it', () => {
  const run = runOf(full);
  const named = run.results?.map(({ ruleIndex = -1 }) => run.tool.driver.rules?.[ruleIndex]?.id);
  expect(named).toEqual(full.findings.map(({ rule }) => rule));
});

test('without documentation of rules, the rules that found something are listed', () => {
  const { rules: _, ...bare } = options;
  const [run] = (JSON.parse(sarif(sample, bare)) as Log).runs;
  expect(run?.tool.driver.rules?.map(({ id }) => id)).toEqual([
    'backup/undecided',
    'kms/grant-access',
    'kms/service-linked-role-arn',
    'kms/undecided',
  ]);
});

test.for([
  ['error', 'kms/grant-access', 'error'],
  ['warning', 'kms/undecided', 'warning'],
  ['info', 'backup/undecided', 'note'],
] as const)('severity %s is level %3$s', ([, rule, level]) => {
  expect(resultOf(sample, rule).level).toBe(level);
});

test('a finding in a file has its region in UTF-16 units and a relative URI', () => {
  expect(runOf(sample).columnKind).toBe('utf16CodeUnits');
  expect(resultOf(sample, 'kms/grant-access').locations?.[0]?.physicalLocation).toEqual({
    artifactLocation: { uri: 'policies/rds.json', uriBaseId: '%SRCROOT%' },
    region: { startLine: 12, startColumn: 5, endLine: 22, endColumn: 6 },
  });
});

test('a finding from a live account names its resource, in place of a file too: code scanning demands one', () => {
  expect(resultOf(full, 'kms/explicit-deny').locations).toEqual([
    {
      physicalLocation: {
        artifactLocation: {
          uri: 'arn%3Aaws%3Akms%3Aeu-west-2%3A111122223333%3Akey/mrk-0a1b2c3d4e5f60718293a4b5c6d7e8f9',
          uriBaseId: '%SRCROOT%',
        },
        region: { startLine: 1 },
      },
      logicalLocations: [
        {
          fullyQualifiedName: 'arn:aws:kms:eu-west-2:111122223333:key/mrk-0a1b2c3d4e5f60718293a4b5c6d7e8f9',
          kind: 'resource',
        },
      ],
    },
  ]);
});

test('the statements that came near are related locations', () => {
  expect(resultOf(sample, 'kms/grant-access').relatedLocations).toMatchObject([
    { id: 1, message: { text: 'statement 2 "Grants" comes nearest' }, physicalLocation: { region: { startLine: 12 } } },
  ]);
});

test('fingerprints are those of the report', () => {
  expect(resultOf(sample, 'kms/grant-access').partialFingerprints).toEqual({ 'backuplint/v1': '0f3a4c1b7d2e8f90' });
});

test('the fix of a policy stands at each finding that it mends, and at no other', () => {
  expect(resultOf(sample, 'kms/service-linked-role-arn').fixes).toBeUndefined();
  expect(resultOf(sample, 'kms/grant-access').fixes).toEqual([
    {
      description: { text: 'Add what the key policy lacks' },
      artifactChanges: [
        {
          artifactLocation: { uri: 'policies/rds.json', uriBaseId: '%SRCROOT%' },
          replacements: [
            {
              deletedRegion: { startLine: 17, startColumn: 12, endLine: 17, endColumn: 66 },
              insertedContent: {
                text: 'arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup',
              },
            },
          ],
        },
      ],
    },
  ]);
});

test('what could not be looked at is a notification, and the run not a complete one', () => {
  expect(runOf(sample).invocations).toMatchObject([
    {
      executionSuccessful: false,
      toolExecutionNotifications: [{ message: { text: expect.stringContaining('AccessDeniedException') } }],
    },
  ]);
  expect(runOf(clean).invocations).toEqual([{ executionSuccessful: true }]);
});

test('text of a policy makes no link and no placeholder in a message', () => {
  expect(hostile).toContain('](');
  const { text = '' } = resultOf(full, 'kms/placeholder').message;
  expect(text).not.toContain('](');
  expect(text).not.toMatch(/(?<!\{)\{\d+\}/);
});
