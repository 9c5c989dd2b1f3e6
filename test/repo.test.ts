/** What the repository promises about itself. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Command } from 'commander';
import { describe, expect, test } from 'vitest';
import { failureCauses } from '../rules/failure-causes.ts';
import { rules } from '../rules/index.ts';
import { stalePages } from '../scripts/generate.ts';
import { scaffold } from '../scripts/new-rule.ts';
import { checkOptions } from '../src/cli/check-options.ts';
import { addSimulateOptions } from '../src/cli/simulate/options.ts';
import { reporters, type Format } from '../src/report/index.ts';
import { full, options } from './report/full.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

function namesIn(folder: string): readonly string[] {
  if (!existsSync(`${root}${folder}`)) return [];
  return readdirSync(`${root}${folder}`, { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
    .map(({ name }) => name.slice(0, -'.ts'.length));
}

const ruleFiles = ['kms', 'backup', 'config'].flatMap((subject) =>
  namesIn(`rules/${subject}`).map((name) => `${subject}/${name}`),
);

describe('rules', () => {
  test('are listed once each, by the path of their file', () => {
    expect(rules.map(({ id }) => id).toSorted()).toEqual(ruleFiles.toSorted());
  });

  test.for(rules.map((rule) => [rule.id, rule] as const))('%s has a check, both examples, and a source', ([, rule]) => {
    expect(rule.checkKey ?? rule.checkEstate ?? rule.checkSuppressions).toBeTypeOf('function');
    for (const example of [rule.docs.firing, rule.docs.silent]) {
      expect(Object.keys(example.files)).not.toEqual([]);
      expect(example.title).toMatch(/^\S.*[^.]$/);
    }
    // What a config says is no fact of AWS.
    if (!rule.id.startsWith('config/')) expect(rule.docs.sources).not.toEqual([]);
    for (const source of rule.docs.sources) expect(source).toMatch(/^https:\/\/\S+$/);
    for (const text of [rule.docs.what, rule.docs.why, rule.docs.remedy]) expect(text).toMatch(/\.$/);
  });

  test('have fresh pages (npm run generate)', () => {
    expect(stalePages()).toEqual([]);
  });
});

test('messages and pages are written with the apostrophe that can be typed and searched for', () => {
  const texts = ['src', 'rules', 'docs'].flatMap((folder) =>
    readdirSync(`${root}${folder}`, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(ts|md)$/.test(path))
      .map((path) => `${folder}/${path}`),
  );
  // phrase.ts reads what AWS and people write.
  const typographic = texts.filter((path) => readFileSync(`${root}${path}`, 'utf8').includes('\u2019'));
  expect(typographic.map((path) => path.replaceAll('\\', '/'))).toEqual(['src/text/phrase.ts']);
});

test('the table of failure causes names rules that exist', () => {
  const ids = new Set(rules.map(({ id }) => id));
  expect(failureCauses.flatMap((cause) => cause.rules).filter((id) => !ids.has(id))).toEqual([]);
});

test.for(Object.keys(reporters) as Format[])('%s renders the report that has every feature', async (format) => {
  const render = await reporters[format](options);
  const text = render(full, options);
  for (const { rule } of full.findings) expect(text).toContain(rule);
  expect(render(full, options)).toBe(text);
});

describe('the page of options', () => {
  const page = readFileSync(`${root}docs/options.md`, 'utf8');
  const simulate = new Command();
  addSimulateOptions(simulate);
  const flags = [
    ...checkOptions.flatMap((group) => group.options.map(({ long }) => `--${long}`)),
    ...simulate.options.flatMap(({ long }) => long ?? []),
  ];

  test.for([...new Set(flags)])('tells of %s', (flag) => {
    expect(page).toMatch(new RegExp(`${flag}(?![\\w-])`));
  });
});

describe('npm run new-rule', () => {
  const index = `import type { Rule } from '../src/engine/rule.ts';
import { keyState } from './kms/key-state.ts';

export const rules: readonly Rule[] = [
  keyState,
];
`;

  test('writes a rule, its test and a fixture, and lists the rule', () => {
    const { files, index: listed } = scaffold('kms/too-many-grants', index);
    expect([...files.keys()]).toEqual([
      'rules/kms/too-many-grants.ts',
      'test/rules/kms/too-many-grants.test.ts',
      'fixtures/deployments/kms-too-many-grants/policy.json',
      'fixtures/deployments/kms-too-many-grants/backuplint.config.yaml',
    ]);
    expect(files.get('rules/kms/too-many-grants.ts')).toContain(
      "export const tooManyGrants: Rule = {\n  id: 'kms/too-many-grants',",
    );
    expect(listed).toBe(`import type { Rule } from '../src/engine/rule.ts';
import { keyState } from './kms/key-state.ts';
import { tooManyGrants } from './kms/too-many-grants.ts';

export const rules: readonly Rule[] = [
  keyState,
  tooManyGrants,
];
`);
  });

  test.for(['kms', 'kms/', 'Kms/Key', 'iam/role', 'kms/../escape', 'kms/a_b'])('refuses the id %j', (id) => {
    expect(() => scaffold(id, index)).toThrow('is no rule id');
  });
});
