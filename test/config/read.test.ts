import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { configPlace, findConfigs } from '../../src/config/lookup.ts';
import { readConfig } from '../../src/config/read.ts';

function folder(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'backuplint-config-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

async function problems(name: string, text: string): Promise<string[]> {
  const root = folder({ [name]: text });
  const read = await readConfig(configPlace(join(root, name)), root);
  return read.ok
    ? []
    : read.problems.map(
        ({ file, line, column, message, help }) =>
          `${file}:${line}:${column} ${message}${help === undefined ? '' : ` (${help})`}`,
      );
}

const full = `
requirements: minimal
failOn: warning
deployments:
  - name: website
    workloadAccounts: ["111122223333"]
    centralAccount: "444455556666"
    backupRole: orgdeploy-website-backup-service-role
    partition: aws
    regions: [eu-west-2]
    organization:
      id: o-a1b2c3d4e5
      paths:
        "111122223333": o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/
        "444455556666": o-a1b2c3d4e5/r-ab12/
keys:
  - policy: policies/rds.json
    arn: arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab
    alias: alias/rds
    resourceTypes: [RDS, Aurora]
rules: { kms/undecided: error, "backup/*": warning }
overrides:
  - files: ["legacy/**"]
    subjects: ["arn:aws:kms:*:*:key/1234*"]
    rules: { kms/lockout: off }
    reason: the old accounts are closed in spring
    until: 2027-03-31
`;

describe('a config', () => {
  test('may say all that the contract lists', async () => {
    const root = folder({ 'backuplint.config.yaml': full });
    const read = await readConfig(configPlace(join(root, 'backuplint.config.yaml')), root);
    expect(read).toMatchObject({
      ok: true,
      value: {
        config: {
          requirements: 'minimal',
          deployments: [{ name: 'website', organization: { paths: { '444455556666': 'o-a1b2c3d4e5/r-ab12/' } } }],
          overrides: [{ until: '2027-03-31' }],
        },
      },
    });
  });

  test.for([
    ['an empty file', 'backuplint.config.yaml', ''],
    ['comments alone', 'backuplint.config.yaml', '# nothing yet\n'],
    ['JSON', 'backuplint.config.json', '{"$schema": "./schema.json", "failOn": "never"}'],
    ['JSON with a byte order mark and CRLF', 'backuplint.config.json', '\ufeff{\r\n"failOn": "never"}\r\n'],
    [
      'an account id without quotes, taken as it is written',
      'backuplint.config.yaml',
      'deployments: [{name: a, centralAccount: 012345678901}]',
    ],
  ] as const)('may be %s', async ([, name, text]) => {
    expect(await problems(name, text)).toEqual([]);
  });

  test('keeps the leading zero of an account id', async () => {
    const root = folder({ 'c.yaml': 'deployments: [{name: a, centralAccount: 012345678901}]' });
    const read = await readConfig(configPlace(join(root, 'c.yaml')), root);
    expect(read.ok && read.value.config.deployments?.[0]?.centralAccount).toBe('012345678901');
  });
});

test.for([
  ['an unknown key', 'failon: error', ['c.yaml:1:1 unknown key "failon" (did you mean "failOn"?)']],
  [
    'an unknown key further in, with nothing like it',
    'deployments:\n  - name: a\n    vault: x',
    [
      'c.yaml:3:5 unknown key "vault" in deployments[0] (known keys are name, workloadAccounts, centralAccount, backupRole, partition, regions, organization)',
    ],
  ],
  [
    'a misspelt value',
    'requirements: guidence',
    ['c.yaml:1:15 requirements must be one of guidance, minimal, not "guidence" (did you mean "guidance"?)'],
  ],
  [
    'a misspelt severity',
    'rules:\n  kms/lockout: warn',
    ['c.yaml:2:16 rules.kms/lockout must be one of off, info, warning, error, not "warn"'],
  ],
  [
    'a number for text',
    'deployments:\n  - name: 7',
    ['c.yaml:2:11 deployments[0].name must be text, not a number (write it in quotes: "7")'],
  ],
  [
    'a short account id',
    'deployments: [{name: a, centralAccount: 4444555566}]',
    ['c.yaml:1:41 deployments[0].centralAccount must be text, not a number (write it in quotes: "4444555566")'],
  ],
  [
    'an account id that is none',
    'deployments: [{name: a, centralAccount: "44445555666x"}]',
    ['c.yaml:1:41 deployments[0].centralAccount must be an account id: twelve digits'],
  ],
  ['one thing for a list', 'deployments: website', ['c.yaml:1:14 deployments must be a list, not text']],
  [
    'a missing key',
    'overrides:\n  - files: [a]\n    rules: {kms/lockout: off}',
    ['c.yaml:2:5 overrides[0].reason is missing'],
  ],
  [
    'an empty reason',
    'overrides: [{files: [a], rules: {a: off}, reason: " "}]',
    ['c.yaml:1:51 overrides[0].reason must say why'],
  ],
  [
    'an override for everything',
    'overrides: [{rules: {a: off}, reason: x}]',
    ['c.yaml:1:13 overrides[0] must have files or subjects; what holds everywhere belongs to rules'],
  ],
  [
    'a key that is not named',
    'keys: [{resourceTypes: [RDS]}]',
    ['c.yaml:1:8 keys[0] must have policy, arn or alias, to say which key is meant'],
  ],
  [
    'an override of no rule',
    'overrides: [{files: [a], rules: {}, reason: x}]',
    ['c.yaml:1:33 overrides[0].rules must name a rule'],
  ],
  [
    'a date that is none',
    'overrides: [{files: [a], rules: {a: off}, reason: x, until: 2027-02-30}]',
    ['c.yaml:1:61 overrides[0].until must be a date: 2027-03-31'],
  ],
  [
    'an account in organization.paths that is none',
    'deployments: [{name: a, organization: {id: o-a1b2c3d4e5, paths: {x: o-a1b2c3d4e5/r-ab12/}}}]',
    ['c.yaml:1:66 the key deployments[0].organization.paths.x must be an account id: twelve digits'],
  ],
  ['a list', '- a', ['c.yaml:1:1 the config must be a mapping, not a list']],
  [
    'several mistakes, each told',
    'a: 1\nfailOn: x',
    [
      'c.yaml:1:1 unknown key "a" (known keys are requirements, failOn, deployments, keys, rules, overrides, plugins)',
      'c.yaml:2:9 failOn must be one of error, warning, info, never, not "x"',
    ],
  ],
  ['a key twice', 'failOn: error\nfailOn: never', ['c.yaml:2:1 the key /failOn stands here a second time']],
] as const)('is refused: %s', async ([, text, expected]) => {
  expect(await problems('c.yaml', text)).toEqual(expected);
});

test.for([
  ['broken YAML', 'c.yaml', 'a: [1, 2', /^c\.yaml:1:9 /],
  ['broken JSON', 'c.json', '{"failOn": "error",}', /^c\.json:1:20 found `}`, expected a key in double quotes/],
  [
    'a JSON number for an account id',
    'c.json',
    '{"deployments": [{"name": "a", "centralAccount": 444455556666}]}',
    /^c\.json:1:50 .*write it in quotes: "444455556666"/,
  ],
  ['two JSON documents', 'c.json', '{} {}', /^c\.json:1:4 a second document starts here$/],
  [
    'aliases that multiply beyond measure',
    'c.yaml',
    `a: &a [x, x]\n${Array.from({ length: 40 }, (_, i) => `b${i}: &b${i} [*${i === 0 ? 'a' : `b${i - 1}`}, *${i === 0 ? 'a' : `b${i - 1}`}]`).join('\n')}`,
    /^c\.yaml:/,
  ],
  [
    'a package.json without a config',
    'package.json',
    '{"name": "backuplint"}',
    /^package\.json:1:1 has no key "backuplint"/,
  ],
] as const)('is refused with its place: %s', async ([, name, text, expected]) => {
  const [first, ...others] = await problems(name, text);
  expect(first).toMatch(expected);
  expect(others).toEqual([]);
});

test('a file that cannot be read is told', async () => {
  const root = folder({});
  const read = await readConfig(configPlace(join(root, 'nowhere.yaml')), root);
  expect(read).toMatchObject({
    ok: false,
    problems: [{ file: 'nowhere.yaml', message: expect.stringContaining('ENOENT') }],
  });
});

describe('lookup', () => {
  const found = (files: Readonly<Record<string, string>>, from = ''): string[] => {
    const root = folder({ ...files, 'a/b/x': '' });
    return findConfigs(join(root, from)).map(({ path }) => path.slice(root.length + 1).replaceAll('\\', '/'));
  };

  test.for([
    ['in the folder itself', { 'backuplint.config.yml': '' }, '', ['backuplint.config.yml']],
    ['upwards', { 'backuplint.config.json': '{}' }, 'a/b', ['backuplint.config.json']],
    [
      'the nearest wins',
      { 'backuplint.config.yaml': '', 'a/backuplint.config.yaml': '' },
      'a/b',
      ['a/backuplint.config.yaml'],
    ],
    ['in package.json', { 'package.json': '{"backuplint": {}}' }, 'a', ['package.json']],
    ['not in the package.json of backuplint itself', { 'package.json': '{"name": "backuplint"}' }, '', []],
    ['not in a dependency', { 'package.json': '{"devDependencies": {"backuplint": "1"}}' }, '', []],
    [
      'two in one folder are both found',
      { 'backuplint.config.yaml': '', 'package.json': '{"backuplint": {}}' },
      '',
      ['backuplint.config.yaml', 'package.json'],
    ],
    ['a folder of that name is none', { 'backuplint.config.yaml/x': '' }, '', []],
  ] as const)('%s', ([, files, from, expected]) => {
    expect(found(files, from)).toEqual(expected);
  });
});
