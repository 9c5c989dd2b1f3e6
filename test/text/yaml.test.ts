import { isDeepStrictEqual } from 'node:util';
import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse, stringify } from 'yaml';
import { pointerOf } from '../../src/estate/origin.ts';
import { locateYaml, locateYamlKeys } from '../../src/text/locate-yaml.ts';
import { readYaml } from '../../src/text/yaml-document.ts';

describe('values', () => {
  test.for([
    ['an account id keeps its leading zeros', 'account: 012345678901', { account: '012345678901' }],
    ['other numbers are numbers', 'days: 35', { days: 35 }],
    ['a policy version is no date', 'Version: 2012-10-17', { Version: '2012-10-17' }],
    [
      'nor is it one under %YAML 1.1',
      '%YAML 1.1\n---\nVersion: 2012-10-17\nyes: no',
      { Version: '2012-10-17', yes: 'no' },
    ],
    ['keys are text', '111122223333: a\n1: b', { '111122223333': 'a', '1': 'b' }],
    ['merge keys', 'a: &a {p: 1}\nb:\n  <<: *a\n  q: 2', { a: { p: 1 }, b: { p: 1, q: 2 } }],
    ['the short form of an intrinsic', 'a: !Sub x\nb: !Ref y', { a: { 'Fn::Sub': 'x' }, b: { Ref: 'y' } }],
    ['an attribute', 'a: !GetAtt Key.Arn', { a: { 'Fn::GetAtt': ['Key', 'Arn'] } }],
    ['a list behind a tag', "a: !Join ['', [x, !Ref y]]", { a: { 'Fn::Join': ['', ['x', { Ref: 'y' }]] } }],
    ['a map behind a tag', 'a: !Transform {Name: x}', { a: { 'Fn::Transform': { Name: 'x' } } }],
    ['an unknown tag changes nothing', 'a: !reference [b]', { a: ['b'] }],
    ['binary data stays text', 'a: !!binary aGk=', { a: 'aGk=' }],
    ['several documents are an array', 'a: 1\n---\nb: 2', [{ a: 1 }, { b: 2 }]],
    ['an empty document is none', '---\na: 1\n---\n', { a: 1 }],
    ['an empty text has no value', '# nothing\n', undefined],
  ] as const)('%s', ([, text, value]) => {
    expect(readYaml(text)).toEqual({ value, isStream: Array.isArray(value), duplicates: [] });
  });

  test('a prototype name is plain data', () => {
    const { value } = readYaml('__proto__: {polluted: 1}\na: 1');
    expect(Object.keys(value as object)).toEqual(['__proto__', 'a']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

describe('errors', () => {
  test.for([
    ['bad indentation', 'a: b: c', 3, 'Nested mappings'],
    ['an open quote', 'a: "x\n', 6, 'Missing closing "quote'],
    ['a tab as indentation', 'a:\n\tb: 1', 3, 'Tabs are not allowed'],
    ['an alias without anchor', 'a: *nope', 0, 'nope'],
    ['a merge key without a map', '<<:', 0, 'Merge sources must be maps'],
    ['an anchor that contains itself', 'a: &a [*a]', 0, 'contains its own alias'],
    ['a key that is a list', '? [a]\n: 1', 2, 'keys must be strings'],
    ['nesting beyond reason', '['.repeat(20_000), undefined, 'nested too deeply'],
    [
      'aliases that multiply',
      `a: &a [x,x,x,x,x,x,x,x,x]\n${'bcdefgh'
        .split('')
        .map((c, i) => `${c}: &${c} [${`*${'abcdefg'.charAt(i)},`.repeat(9)}]`)
        .join('\n')}`,
      0,
      'Excessive alias count',
    ],
  ] as const)('%s', ([, text, offset, message]) => {
    const { error, value } = readYaml(text);
    expect(value).toBeUndefined();
    expect(error?.message).toContain(message);
    if (offset !== undefined) expect(error?.offset).toBe(offset);
  });
});

test.for([
  ['at the top', 'a: 1\nb: 2\na: 3', ['/a']],
  ['deeper', 'x:\n  - {b: 1, b: 2}', ['/x/0/b']],
  ['in the second document', 'a: 1\n---\na: 1\na: 1', ['/1/a']],
  ['not merge keys', 'a: &a {}\nb: &b {}\nc:\n  <<: *a\n  <<: *b', []],
] as const)('doubled keys: %s', ([, text, pointers]) => {
  expect(readYaml(text).duplicates.map(({ pointer }) => pointer)).toEqual(pointers);
});

function located(text: string, pointer: string): string | undefined {
  const span = locateYaml(text, [pointer]).get(pointer);
  return span && text.slice(span.start, span.end);
}

describe('places', () => {
  test.for([
    ['a member', 'a: 1\nb: two # why', '/b', 'two'],
    ['an element', 'a:\n  - x\n  - y: z\n', '/a/1/y', 'z'],
    ['a block', 'a:\n  b: 1\n  c: 2\n', '/a', 'b: 1\n  c: 2\n'],
    ['the last of two equal keys', 'a: 1\na: 2', '/a', '2'],
    ['in the second document', 'a: 1\n---\na: 2', '/1/a', '2'],
    ['behind an alias', 'a: &x {k: 1}\nb: *x', '/b/k', '1'],
    ['through a merge key', 'a: &x {k: 1}\nb:\n  <<: *x\n  l: 2', '/b/k', '1'],
    ['through a short form', 'a: !Sub "${X}-y"', '/a/Fn::Sub', '"${X}-y"'],
    ['in a list behind a tag', "a: !Join ['', [x, y]]", '/a/Fn::Join/1/1', 'y'],
    ['an attribute in a short form', 'a: !GetAtt Key.Arn', '/a/Fn::GetAtt', 'Key.Arn'],
    ['nothing where nothing is', 'a: 1', '/b', undefined],
    ['no element of a map', 'a: {b: 1}', '/a/0', undefined],
  ] as const)('%s', ([, text, pointer, value]) => {
    expect(located(text, pointer)).toBe(value);
  });

  test.for([
    ['in a literal block', 'Policy: |\n  {\n    "Statement": [\n      {"Sid": "a b"}\n    ]\n  }\n'],
    ['in a literal block with a header', 'Policy: |2- # it\n    {"Statement": [\n   {"Sid": "a b"}]}\n'],
    ['in a folded block', 'Policy: >\n  {"Statement":\n  [{"Sid": "a b"}]}\n'],
    ['in single quotes', `Policy: '{"Statement": [{"Sid": "a b"}], "x": "it''s"}'`],
    ['in single quotes over lines', `Policy: '{"x": "''",\n\n   "Statement":\n     [{"Sid": "a b"}]}'`],
    ['with CRLF', 'Policy: |\r\n  {\r\n  "Statement": [{"Sid": "a b"}]}\r\n'],
  ] as const)('a document as a string %s', ([, text]) => {
    expect(located(text, '/Policy/Statement/0/Sid')).toBe('"a b"');
    const key = locateYamlKeys(text, ['/Policy/Statement']).get('/Policy/Statement');
    expect(key && text.slice(key.start, key.end)).toBe('"Statement"');
  });

  test('a document as a string in double quotes', () => {
    const text = 'Policy: "{\\"Statement\\":\\x5B\\n  {\\"Sid\\": \\"a \\\n     b\\u00e9\\"}]}"';
    expect(located(text, '/Policy/Statement/0/Sid')).toBe('\\"a \\\n     b\\u00e9\\"');
    expect(located(text, '/Policy/Statement')).toMatch(/^\\x5B[^]*\]$/);
  });
});

const policyLike = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.string({
      unit: fc.constantFrom('a', ' ', '"', "'", '\\', '\n', 'é', '😀', ':', '#', '{', '-'),
    }),
    fc.integer({ min: -999, max: 999 }),
    fc.boolean(),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b/c', 'd~e', 'key one', '0', '#'), tie('value'), {
      maxKeys: 3,
    }),
  ),
})).value;

/** Not all that the package writes it reads back, or takes for YAML at all. */
function readsBack(text: string, value: unknown): boolean {
  try {
    return isDeepStrictEqual(parse(text), value);
  } catch {
    return false;
  }
}

function places(value: unknown, steps: readonly string[] = []): (readonly [readonly string[], unknown])[] {
  const below = typeof value === 'object' && value !== null ? Object.entries(value) : [];
  return [[steps, value], ...below.flatMap(([key, part]) => places(part, [...steps, key]))];
}

describe('laws', () => {
  const styles = fc.record({
    defaultStringType: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE', 'BLOCK_LITERAL', 'BLOCK_FOLDED'),
    collectionStyle: fc.constantFrom('block', 'flow'),
    lineWidth: fc.constantFrom(0, 20, 80),
  } as const);

  test('the scalar at a place is its value', () => {
    fc.assert(
      fc.property(policyLike, styles, (value, style) => {
        const text = stringify({ top: value }, style);
        fc.pre(readsBack(text, { top: value }));
        const scalars = places({ top: value }).filter(([, part]) => typeof part !== 'object');
        const spans = locateYaml(
          text,
          scalars.map(([steps]) => pointerOf(steps)),
        );
        for (const [steps, part] of scalars) {
          const span = spans.get(pointerOf(steps));
          const source = text.slice(span?.start, span?.end);
          if (!/^[|>]/.test(source)) expect(parse(`- ${source}`)).toEqual([part]);
        }
      }),
      { numRuns: 100 },
    );
  });

  test('a place inside a string in any style leads to its JSON', () => {
    fc.assert(
      fc.property(policyLike, styles, fc.constantFrom(0, 2), (value, style, indent) => {
        const Policy = JSON.stringify({ top: value }, null, indent);
        const text = stringify({ Policy }, style);
        fc.pre(readsBack(text, { Policy }));
        for (const [steps, part] of places({ top: value })) {
          if (steps.length === 0 || typeof part === 'object' || typeof part === 'string') continue;
          const place = located(text, pointerOf(['Policy', ...steps]));
          expect(place?.replace(/\\\n\s*/, '')).toBe(JSON.stringify(part)); // a folded line may end inside a word
        }
      }),
      { numRuns: 100 },
    );
  });

  test('no text makes it throw, and spans stay inside the text', () => {
    const pieces = fc.constantFrom(
      'a',
      ':',
      ' ',
      '\n',
      '-',
      '{',
      '}',
      '[',
      ']',
      '"',
      "'",
      '&a',
      '*a',
      '!Sub',
      '|',
      '>',
      '#',
      '\t',
      '%',
      '---',
      '<<',
      '\\',
      ',',
      '?',
      '\r\n',
    );
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: pieces, maxLength: 30 }), fc.string({ unit: 'binary' })), (text) => {
        if (readYaml(text).error !== undefined) return;
        for (const { start, end } of locateYaml(text, ['', '/a', '/0', '/a/0', '/0/a', '/a/Fn::Sub']).values()) {
          expect(0 <= start && start <= end && end <= text.length).toBe(true);
        }
      }),
      { numRuns: 400 },
    );
  });
});
