import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadFiles, type LoadedInputs } from '../../src/load/load-files.ts';
import { folderWith } from './folder.ts';
import { keyPolicy } from './load.ts';

const policy = JSON.stringify(keyPolicy, null, 2);
type Files = Parameters<typeof folderWith>[0];

async function loadAll(files: Files, paths: readonly string[] = ['.']): Promise<LoadedInputs> {
  return loadFiles(paths, { workingFolder: folderWith(files) });
}

const subjects = ({ fragments }: LoadedInputs): string[] =>
  fragments.map((fragment) => ('subject' in fragment ? fragment.subject : fragment.kind));
const problems = (inputs: LoadedInputs): string[] =>
  inputs.problems.map(({ file, line, column, message }) => `${file}${line ? `:${line}:${column}` : ''} ${message}`);

describe('which files', () => {
  test('folders are walked in the order of names, whatever the order of paths', async () => {
    const files = { 'b/z.json': policy, 'b/a.yaml': policy, 'a.json': policy, 'c.yml': policy, 'B.template': policy };
    const expected = ['B.template', 'a.json', 'b/a.yaml', 'b/z.json', 'c.yml'];
    expect(subjects(await loadAll(files))).toEqual(expected);
    expect(subjects(await loadAll(files, ['c.yml', 'b', 'a.json', 'B.template']))).toEqual(expected);
  });

  test('each is loaded once', async () => {
    const inputs = await loadAll({ 'k/a.json': policy }, ['k', 'k/a.json', './k/../k/a.json', '.']);
    expect(subjects(inputs)).toEqual(['k/a.json']);
  });

  test('files outside the working folder are named from it', async () => {
    const folder = folderWith({ 'in/x': '', 'out/a.json': policy });
    expect(subjects(await loadFiles(['../out'], { workingFolder: join(folder, 'in') }))).toEqual(['../out/a.json']);
  });

  test('a named file may have any name', async () => {
    expect(subjects(await loadAll({ 'key.policy': policy, 'other.policy': policy }, ['key.policy']))).toEqual([
      'key.policy',
    ]);
  });

  test('what is no JSON or YAML by name is skipped and counted in a folder', async () => {
    const inputs = await loadAll({ 'a.json': policy, 'README.md': 'kms: yes', 'x.png': 'x' });
    expect(inputs.skipped).toEqual([
      { file: 'README.md', why: 'not a JSON or YAML file' },
      { file: 'x.png', why: 'not a JSON or YAML file' },
    ]);
  });

  test('node_modules and .git are not entered', async () => {
    const inputs = await loadAll({
      'a.json': policy,
      'node_modules/x/b.json': policy,
      '.git/c.json': policy,
      'd/node_modules/e.json': policy,
    });
    expect(subjects(inputs)).toEqual(['a.json']);
    expect(inputs.skipped).toEqual([]);
  });

  test('a folder named on the command line is walked, whatever its name', async () => {
    expect(subjects(await loadAll({ 'node_modules/b.json': policy }, ['node_modules']))).toEqual([
      'node_modules/b.json',
    ]);
  });

  test('a missing file is a problem, and the others are loaded', async () => {
    const inputs = await loadAll({ 'a.json': policy }, ['a.json', 'b.json', 'a.json/c.json']);
    expect(subjects(inputs)).toEqual(['a.json']);
    expect(problems(inputs)).toEqual(['a.json/c.json does not exist', 'b.json does not exist']);
  });
});

test('an empty path is a problem, not the working folder', async () => {
  const inputs = await loadAll({ 'a.json': policy }, ['']);
  expect(subjects(inputs)).toEqual([]);
  expect(problems(inputs)).toEqual(['"" is no path']);
});

describe('.gitignore', () => {
  test.for([
    ['a file', { '.gitignore': 'b.json\n' }, ['a.json', 'd/a.json']],
    ['a folder', { '.gitignore': 'd/\n' }, ['a.json', 'b.json']],
    ['a pattern with an exception', { '.gitignore': '*.json\n!a.json\n' }, ['a.json', 'd/a.json']],
    ['a rule of an inner folder', { 'd/.gitignore': 'a.json' }, ['a.json', 'b.json', 'd/b.json']],
    [
      'an exception in an inner folder',
      { '.gitignore': 'b.json', 'd/.gitignore': '!b.json' },
      ['a.json', 'd/a.json', 'd/b.json'],
    ],
    ['nothing to except in an ignored folder', { '.gitignore': 'd', 'd/.gitignore': '!b.json' }, ['a.json', 'b.json']],
    ['a rule bound to its folder', { '.gitignore': '/b.json' }, ['a.json', 'd/a.json', 'd/b.json']],
    ['no rules', { '.gitignore': '# nothing\n\n' }, ['a.json', 'b.json', 'd/a.json', 'd/b.json']],
    ['a .gitignore that is a folder', { '.gitignore/x': '' }, ['a.json', 'b.json', 'd/a.json', 'd/b.json']],
  ] as const)('is respected: %s', async ([, rules, loaded]) => {
    const files = { 'a.json': policy, 'b.json': policy, 'd/a.json': policy, 'd/b.json': policy };
    expect(subjects(await loadAll({ ...files, ...rules }))).toEqual(loaded);
  });

  const repository = {
    '.git/HEAD': 'x',
    '.gitignore': 'out/\nsecret.json\n',
    'out/a.json': policy,
    'src/secret.json': policy,
    'src/b.json': policy,
  };

  test("rules of the folders around hold up to the repository's root", async () => {
    expect(subjects(await loadAll(repository, ['src']))).toEqual(['src/b.json']);
  });

  test('what is named is looked at, even where git ignores it', async () => {
    expect(subjects(await loadAll(repository, ['out']))).toEqual(['out/a.json']);
    expect(subjects(await loadAll(repository, ['src/secret.json']))).toEqual(['src/secret.json']);
  });

  test('a repository around the repository has no say', async () => {
    const inputs = await loadAll(
      { '.git/HEAD': '', '.gitignore': '*.json', 'inner/.git/HEAD': '', 'inner/k/a.json': policy },
      ['inner/k'],
    );
    expect(subjects(inputs)).toEqual(['inner/k/a.json']);
  });
});

describe('symbolic links', () => {
  test('in a circle end', async () => {
    const inputs = await loadAll({ 'a.json': policy, 'd/up': '-> ..', 'd/self': '-> .', 'd/e/loop': '-> ../../d' });
    expect(subjects(inputs)).toEqual(['a.json']);
    expect(inputs.skipped.map(({ why }) => why)).toEqual(Array(3).fill('a symbolic link into the same folder'));
  });

  test('to a folder around it end', async () => {
    const folder = folderWith({ 'top/b.json': policy, 'top/in/a.json': policy, 'top/in/up': '-> ../../top' });
    const inputs = await loadFiles(['in'], { workingFolder: join(folder, 'top') });
    expect(subjects(inputs)).toEqual(['in/a.json']);
    expect(inputs.skipped).toEqual([{ file: 'in/up', why: 'a symbolic link to a folder around it' }]);
  });

  test('that lead nowhere or only to themselves are named', async () => {
    const inputs = await loadAll({ 'a.json': policy, 'b.json': '-> nowhere', 'c.json': '-> c.json' });
    expect(inputs.skipped).toEqual([
      { file: 'b.json', why: 'a symbolic link whose target does not exist' },
      { file: 'c.json', why: 'a symbolic link whose target is a symbolic link that leads in a circle' },
    ]);
    expect(problems(await loadAll({ 'c.json': '-> c.json' }, ['c.json']))).toEqual([
      'c.json is a symbolic link that leads in a circle',
    ]);
  });

  test('out of the folder are followed, once', async () => {
    const folder = folderWith({
      'out/a.json': policy,
      'out/d/b.json': policy,
      'in/l.json': '-> ../out/a.json',
      'in/m.json': '-> ../out/a.json',
      'in/n': '-> ../out/d',
    });
    const inputs = await loadFiles(['.'], { workingFolder: join(folder, 'in') });
    expect(subjects(inputs)).toEqual(['l.json', 'n/b.json']);
    expect(inputs.skipped).toEqual([{ file: 'm.json', why: 'a second symbolic link to the same file' }]);
  });

  test('to a file without a telling name are followed', async () => {
    expect(subjects(await loadAll({ 'current.json': '-> versions/key.v2', 'versions/key.v2': policy }))).toEqual([
      'current.json',
    ]);
  });
});

describe('what text', () => {
  test.for([
    ['a byte order mark', `\uFEFF${policy}`],
    ['CRLF', policy.replaceAll('\n', '\r\n')],
    ['white space around', `\n\t ${policy} \r\n`],
    ['a long line', JSON.stringify(keyPolicy)],
  ] as const)('%s is fine', async ([, text]) => {
    const inputs = await loadAll({ 'a.json': text });
    expect(inputs.fragments).toMatchObject([{ policy: { source: { document: keyPolicy } } }]);
    expect(inputs.sourceText('a.json')).toBe(text);
    expect(inputs.formatOf('a.json')).toBe('json');
  });

  const utf16 = (bytes: Buffer): Buffer => Buffer.concat([Buffer.from([0xff, 0xfe]), bytes]);
  test.for([
    ['empty', '', 'a.json is empty'],
    ['blank', ' \n\t', 'a.json is empty'],
    ['only a byte order mark', '\uFEFF', 'a.json is empty'],
    ['UTF-16, as PowerShell writes it', utf16(Buffer.from(policy, 'utf16le')), 'a.json is encoded as UTF-16'],
    ['UTF-16, the other way round', utf16(Buffer.from(policy, 'utf16le')).swap16(), 'a.json is encoded as UTF-16'],
    ['Latin-1', Buffer.from(policy.replace('Root', 'R\u00e9'), 'latin1'), 'a.json:5:16 is not valid UTF-8'],
    [
      'a real replacement character before a bad byte',
      Buffer.concat([Buffer.from('{"\uFFFD": "'), Buffer.from([0xc3])]),
      'a.json:1:8 is not valid UTF-8',
    ],
    ['a zip', Buffer.from('PK\u0003\u0004\u0000\u0000kms:'), 'a.json is a zip archive, as Terraform saves its plans'],
    ['NUL', `{"a": "\u0000"}`, 'a.json is a binary file'],
    [
      'NUL far behind',
      `{"a": "${'x'.repeat(9000)}\u0000"}`,
      'a.json:1:9008 is not valid JSON: expected an escape such as \\n, or a closing quote, found U+0000',
    ],
    [
      'cut off',
      policy.slice(0, policy.indexOf('ot"')),
      'a.json:5:17 is not valid JSON: expected a closing quote, found the end of the text',
    ],
    [
      'a trailing comma',
      '{"Statement": [],\n}',
      'a.json:2:1 is not valid JSON: expected a key in double quotes, found `}`',
    ],
    ['a comment at the top', '// key\n{"Statement": []}', 'a.json:1:1 is not valid JSON: expected a value, found `/`'],
    ['prose', 'hello', 'a.json:1:1 is not valid JSON: expected a value, found `h`'],
  ] as const)('%s is a problem where it is named', async ([, content, problem]) => {
    const inputs = await loadAll({ 'a.json': content }, ['a.json']);
    expect(problems(inputs)).toEqual([problem]);
    expect(inputs.fragments).toEqual([]);
  });

  test.for([
    [
      'bad YAML',
      'Statement: a: b',
      'a.yaml:1:12 is not valid YAML: Nested mappings are not allowed in compact mappings',
    ],
    [
      'bad YAML that looks like JSON',
      '{"Statement": [}',
      'a.yaml:1:16 is not valid YAML: Flow sequence in block collection must be sufficiently indented and end with a ]',
    ],
    ['YAML that nobody writes', `a: "${'x'.repeat(8_000_000)}"`, 'a.yaml is too long for YAML'],
    ['prose', 'hello', 'a.yaml is no known kind of input'],
    ['only comments', '# hello\n', 'a.yaml is no known kind of input'],
  ] as const)('%s', async ([, content, problem]) => {
    expect(problems(await loadAll({ 'a.yaml': content }, ['a.yaml']))).toEqual([problem]);
  });

  test('YAML in a file with another ending, JSON in YAML', async () => {
    const yaml = 'Statement:\n- {Principal: "*", Action: "kms:*"}\n';
    expect(
      subjects(await loadAll({ 'a.json': yaml, 'b.txt': yaml, 'c.yaml': policy }, ['a.json', 'b.txt', 'c.yaml'])),
    ).toEqual(['a.json', 'b.txt', 'c.yaml']);
  });

  test('YAML flow style in a YAML file', async () => {
    const inputs = await loadAll({ 'a.yaml': '{"Statement": [{"Principal": "*", "Action": "kms:*"},]}' });
    expect(subjects(inputs)).toEqual(['a.yaml']);
    expect(inputs.formatOf('a.yaml')).toBe('yaml');
  });

  test('ten thousand levels of nesting', async () => {
    const deep = `${'['.repeat(10_000)}${']'.repeat(10_000)}`;
    const inputs = await loadAll(
      {
        'a.json': `{"Statement": [{"Principal": "*", "Action": "kms:*", "Condition": ${deep}}]}`,
        'b.json': deep,
        'c.yaml': `Statement: ${deep}`,
      },
      ['a.json', 'b.json', 'c.yaml'],
    );
    expect(subjects(inputs)).toEqual(['a.json']);
    expect(problems(inputs)).toEqual([
      'b.json is no known kind of input',
      expect.stringMatching(/^c\.yaml:1:\d+ is not valid YAML: nested too deeply$/),
    ]);
  });
});

describe('in a folder', () => {
  test.for([
    ['unknown JSON', '{"name": "x", "name": "y"}', 'no known kind of input'],
    ['unknown JSON with a telling key', '{"Policy": 1}', 'no known kind of input'],
    ['broken JSON without one', '{"x": "Policy",}', 'no known kind of input'],
    ['broken JSON that does not matter', '{"Policy": }', 'is not valid JSON: expected a value, found `}`'],
    ['an empty file', '', 'no known kind of input'],
    ['a binary file', 'kms:\u0000', 'is a binary file'],
    ['another encoding that does not matter', Buffer.from('"\u00e9"', 'latin1'), 'is not valid UTF-8'],
    [
      'some other policy',
      '{"Statement": []}',
      'some other policy: it looks like an identity policy, a service control policy or the like: it has no principals',
    ],
  ] as const)('%s is skipped and named', async ([, content, why]) => {
    const inputs = await loadAll({ 'a.json': content, 'k.json': policy });
    expect(inputs.problems).toEqual([]);
    expect(inputs.skipped).toEqual([{ file: 'a.json', why }]);
    expect(inputs.recognised).toBe(1);
  });

  test.for([
    '"kms:*"',
    '"AWS::KMS::Key"',
    '"AWS::Backup::BackupPlan"',
    '"BackupPlan"',
    '"aws_kms_key"',
    '"aws_backup_vault"',
  ])('what does not parse but speaks of %s is a problem', async (word) => {
    expect(problems(await loadAll({ 'a.json': `{"x": ${word},}` }))).toHaveLength(1);
    expect(problems(await loadAll({ 'a.json': Buffer.from(`\uFEFF{"x": ${word}}`, 'utf16le') }))).toEqual([
      'a.json is encoded as UTF-16',
    ]);
  });

  test('what does not fit its kind is a problem all the same', async () => {
    expect(problems(await loadAll({ 'a.json': '{"BackupVaultList": 1}' }))).toEqual([
      'a.json:1:21 BackupVaultList is a number: expected a list',
    ]);
  });
});

test.for([
  ['in JSON', policy],
  ['in YAML', 'Statement :\n  Principal: "*"\n  Action: "*"\n'],
  ['in YAML with quotes', "'Statement':\n  Principal: '*'\n  Action: '*'\n"],
  ['in a string', JSON.stringify(JSON.stringify(keyPolicy))],
  ['in strings by alias', JSON.stringify({ 'alias/rds': JSON.stringify(keyPolicy) })],
] as const)('a policy is found in a folder %s', async ([, content]) => {
  expect((await loadAll({ 'a.yaml': content })).recognised).toBe(1);
});

test.for([
  ['no known kind', '{"name": "x"}', 'a.json is no known kind of input'],
  [
    'some other policy',
    '{"Statement": {"Principal": "*", "Action": "sts:AssumeRole"}}',
    "a.json is no input, but some other policy: it looks like a role's trust policy",
  ],
  ['a list of which one is unknown', `[${policy}, {}]`, 'a.json:14:4 is no known kind of input'],
] as const)('a named file of %s is a problem', async ([, content, problem]) => {
  const inputs = await loadAll({ 'a.json': content }, ['a.json']);
  expect(problems(inputs)).toEqual([problem]);
  expect(inputs.problems[0]?.help).toMatch(/^Expected: a key policy/);
});

describe('standard input', () => {
  async function* chunks(...parts: readonly (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
    for (const part of parts) yield Buffer.from(part as string);
  }

  test('is read to its end', async () => {
    const bytes = Buffer.from(policy.replace('Root', 'R\u00e9'));
    const middle = bytes.indexOf(0xc3) + 1;
    const inputs = await loadFiles(['-'], { stdin: chunks(bytes.subarray(0, middle), bytes.subarray(middle)) });
    expect(subjects(inputs)).toEqual(['<stdin>']);
    expect(inputs.sourceText('<stdin>')).toContain('R\u00e9');
  });

  test('is named as such in problems', async () => {
    expect(problems(await loadFiles(['-'], { stdin: chunks('') }))).toEqual(['<stdin> is empty']);
    expect(problems(await loadFiles(['-'], { stdin: chunks('{') }))).toEqual([
      '<stdin>:1:2 is not valid JSON: expected a key in double quotes or `}`, found the end of the text',
    ]);
  });

  test('is not read unless asked for', async () => {
    async function* never(): AsyncGenerator<Uint8Array> {
      expect.unreachable();
      yield new Uint8Array();
    }
    expect((await loadFiles([], { stdin: never() })).recognised).toBe(0);
  });
});

describe('lists in pages', () => {
  const page = (NextToken?: string): string => JSON.stringify({ Results: [], NextToken });
  const unseen = (inputs: LoadedInputs): unknown => inputs.fragments.filter(({ kind }) => kind === 'not-looked-at');

  test('whose last page is missing are named', async () => {
    expect(unseen(await loadAll({ 'a.json': page('x') }))).toEqual([
      {
        kind: 'not-looked-at',
        what: 'a.json: the rest of the output of aws backup list-protected-resources',
        why: 'its last page ends with a token for the next one',
      },
    ]);
  });

  test('that are whole are not, in one file or several', async () => {
    expect(unseen(await loadAll({ 'a.json': `${page('x')}\n${page()}` }))).toEqual([]);
    expect(unseen(await loadAll({ 'a.json': page('x'), 'b.json': page() }))).toEqual([]);
  });
});

test('fifty megabytes of policies', async () => {
  const one = JSON.stringify({ Policy: JSON.stringify(keyPolicy), PolicyName: 'default' });
  const count = Math.ceil(50_000_000 / (one.length + 2));
  const inputs = await loadAll({ 'a.json': `[${Array(count).fill(one).join(',\n')}]` }, ['a.json']);
  expect(inputs.recognised).toBe(count);
  expect(inputs.problems).toEqual([]);
});

test('fifty megabytes of something else', async () => {
  const inputs = await loadAll(
    { 'a.txt': 'key: value of no interest\n'.repeat(2_000_000), 'b.json': `{"x": "${'kms:'.repeat(12_500_000)}"` },
    ['a.txt', 'b.json'],
  );
  expect(problems(inputs)).toEqual([
    'a.txt is too long for YAML',
    expect.stringMatching(/^b\.json:1:\d+ is not valid JSON/),
  ]);
});

test('an empty folder holds nothing', async () => {
  const folder = folderWith({ x: '' });
  mkdirSync(join(folder, 'empty'));
  expect(await loadFiles(['empty'], { workingFolder: folder })).toMatchObject({
    fragments: [],
    problems: [],
    skipped: [],
    recognised: 0,
  });
});
