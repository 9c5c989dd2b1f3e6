import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkNames } from '../../src/config/check-names.ts';
import { keyHints } from '../../src/config/key-hints.ts';
import { configPlace } from '../../src/config/lookup.ts';
import { readOverrides } from '../../src/config/overrides.ts';
import { readConfig, type ReadConfig } from '../../src/config/read.ts';

const key = 'arn:aws:kms:eu-west-2:111122223333:key/1234abcd';

/** The config lies in `team/`, the working folder is above it. */
async function read(text: string): Promise<{ readonly config: ReadConfig; readonly cwd: string }> {
  const cwd = mkdtempSync(join(tmpdir(), 'backuplint-overrides-'));
  mkdirSync(join(cwd, 'team'));
  const path = join(cwd, 'team', 'backuplint.config.yaml');
  writeFileSync(path, text);
  const config = await readConfig(configPlace(path), cwd);
  if (!config.ok) throw new Error(JSON.stringify(config.problems));
  return { config: config.value, cwd };
}

const override = (members: string): string => `overrides: [{ ${members}, rules: { kms/lockout: off }, reason: x }]`;

test.for([
  ["files are globs from the config's folder", 'files: ["legacy/**"]', 'team/legacy/a/rds.json', key, true],
  ['other files do not match', 'files: ["legacy/**"]', 'legacy/rds.json', key, false],
  ['hidden files match', 'files: ["legacy/**"]', 'team/legacy/.rds.json', key, true],
  ['a finding without a file does not match files', 'files: ["**"]', undefined, key, false],
  ['subjects: * is any text', 'subjects: ["arn:aws:kms:*:*:key/1234*"]', undefined, key, true],
  ['subjects: the whole text counts', 'subjects: ["key/1234*"]', undefined, key, false],
  ['subjects with brackets are no globs', 'subjects: ["module.a[\\"x\\"].*"]', undefined, 'module.a["x"].key', true],
  ['files and subjects must both match', `files: ["**"], subjects: ["${key}"]`, 'team/a.json', key, true],
  ['files match, subjects do not', 'files: ["**"], subjects: ["other"]', 'team/a.json', key, false],
] as const)('%s', async ([, members, file, subject, expected]) => {
  const { config, cwd } = await read(override(members));
  const { current } = await readOverrides(config, cwd, '2026-11-24');
  expect(current.map((one) => one.matches(file, subject))).toEqual([expected]);
});

test.for([
  ['2027-03-30', 1],
  ['2027-03-31', 1],
  ['2027-04-01', 0],
] as const)('an override until 2027-03-31 on %s: %i apply', async ([today, count]) => {
  const { config, cwd } = await read(override('files: ["**"], until: 2027-03-31'));
  const { current, expired } = await readOverrides(config, cwd, today);
  expect(current).toHaveLength(count);
  expect(expired).toHaveLength(1 - count);
});

test('an expired override says where it stands and what it was for', async () => {
  const { config, cwd } = await read(`failOn: error\n${override('files: ["**"], until: 2020-01-01')}`);
  const { expired } = await readOverrides(config, cwd, '2026-11-24');
  expect(expired).toEqual([
    {
      origin: { kind: 'file', file: 'team/backuplint.config.yaml', pointer: '/overrides/0' },
      until: '2020-01-01',
      reason: 'x',
      rules: ['kms/lockout'],
    },
  ]);
});

test("keys' policies are named as reports name files", async () => {
  const { config, cwd } = await read('keys: [{ policy: ../rds.json, alias: alias/rds }, { policy: "a.json#/1" }]');
  const origin = (index: number) => ({ kind: 'file', file: 'team/backuplint.config.yaml', pointer: `/keys/${index}` });
  expect(keyHints(config, cwd)).toEqual([
    { policy: 'rds.json', alias: 'alias/rds', origin: origin(0) },
    { policy: 'team/a.json#/1', origin: origin(1) },
  ]);
});

const known = { rules: ['kms/lockout', 'backup/lifecycle'], resourceTypes: ['RDS', 'Aurora'] };

test.for([
  ['a known rule', 'rules: { kms/lockout: off }', []],
  ['all rules of a subject', 'rules: { "backup/*": off }', []],
  ['a misspelt rule', 'rules: { kms/lokout: off }', ['1:10 there is no rule "kms/lokout" did you mean "kms/lockout"?']],
  [
    'a misspelt rule of an override',
    'overrides: [{files: [a], reason: x, rules: {kms/lokout: off}}]',
    ['1:45 there is no rule "kms/lokout" did you mean "kms/lockout"?'],
  ],
  [
    'a misspelt resource type',
    'keys: [{policy: a, resourceTypes: [RDS, Arora]}]',
    ['1:41 there is no resource type "Arora" did you mean "Aurora"?'],
  ],
  ['a subject that is none', 'rules: { "s3/*": off }', ['1:10 there is no rule "s3/*" undefined']],
] as const)('names: %s', async ([, text, expected]) => {
  const { config } = await read(text);
  const problems = checkNames(config, known);
  expect(problems.map(({ line, column, message, help }) => `${line}:${column} ${message} ${help}`)).toEqual(expected);
});
