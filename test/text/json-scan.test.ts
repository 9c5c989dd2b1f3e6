import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hasDuplicateKeys } from '../../src/text/duplicate-keys.ts';
import { maxDuplicates, scanJson } from '../../src/text/json-scan.ts';
import { jsonText, mutatedJson, parses } from './json-values.ts';

describe('a syntax error says where, what was found and what was expected', () => {
  test.for([
    ['an empty text', '', 0, 'the end of the text', 'a value'],
    ['only white space', ' \n ', 3, 'the end of the text', 'a value'],
    ['only a byte order mark', '\uFEFF', 1, 'the end of the text', 'a value'],
    ['a missing comma between members', '{"a":1 "b":2}', 7, '`"`', '`,` or `}`'],
    ['a missing comma between elements', '[1 2]', 3, '`2`', '`,` or `]`'],
    ['a trailing comma in an object', '{"a":1,}', 7, '`}`', 'a key in double quotes'],
    ['a trailing comma in an array', '[1,]', 3, '`]`', 'a value'],
    ['a key in single quotes', "{'a':1}", 1, "`'`", 'a key in double quotes or `}`'],
    ['a key without quotes', '{a:1}', 1, '`a`', 'a key in double quotes or `}`'],
    ['a missing colon', '{"a" 1}', 5, '`1`', '`:`'],
    ['a missing value', '{"a":}', 5, '`}`', 'a value'],
    ['a comment', '[1, // two\n2]', 4, '`/`', 'a value'],
    ['an open object', '{"a":[1', 7, 'the end of the text', '`,` or `]`'],
    ['an open array', '[', 1, 'the end of the text', 'a value or `]`'],
    ['the wrong bracket', '[1}', 2, '`}`', '`,` or `]`'],
    ['a bracket too many', '{}}', 2, '`}`', 'the end of the text'],
    ['a second scalar', '1 2', 2, '`2`', 'the end of the text'],
    ['an open string', '"abc', 4, 'the end of the text', 'a closing quote'],
    ['a line break in a string', '"a\nb"', 2, 'U+000A', 'an escape such as \\n, or a closing quote'],
    ['a line break in a key', '{"a\n":1}', 3, 'U+000A', 'an escape such as \\n, or a closing quote'],
    ['an escape that JSON does not have', '"\\x41"', 2, '`x`', 'a JSON escape'],
    ['a short Unicode escape', '"\\u12"', 5, '`"`', 'a JSON escape'],
    ['a leading zero', '[01]', 2, '`1`', '`,` or `]`'],
    ['a leading plus', '+1', 0, '`+`', 'a value'],
    ['a point without digits', '[1.]', 3, '`]`', 'a digit'],
    ['an exponent without digits', '1e', 2, 'the end of the text', 'a digit'],
    ['a misspelt word', '[ture]', 2, '`u`', 'true, false or null'],
    ['NaN', '[1,NaN]', 3, '`N`', 'a value'],
    ['a NUL', '{"a":\u0000}', 5, 'U+0000', 'a value'],
    ['a no-break space', '{\u00a0}', 1, 'U+00A0', 'a key in double quotes or `}`'],
    ['an error in the second of two documents', '{"a":1}\n{"b":}', 13, '`}`', 'a value'],
  ] as const)('%s', ([, text, offset, found, expected]) => {
    expect(scanJson(text).error).toEqual({ offset, found, expected });
  });
});

describe('doubled keys', () => {
  test.for([
    ['in the document itself', '{"a":1,"a":2}', ['/a']],
    ['three times', '{"a":1,"a":2,"a":3}', ['/a', '/a']],
    ['spelled differently', '{"a":1,"\\u0061":2}', ['/a']],
    ['with quotes and backslashes in them', '{"\\"\\\\":1,"\\u0022\\u005c":2}', ['/"\\']],
    ['inside arrays and objects', '{"x":[{},{"b":{"c":1,"c":2}}]}', ['/x/1/b/c']],
    ['with a slash and a tilde', '{"a/b~":{"a":1,"a":1}}', ['/a~1b~0/a']],
    ['empty', '{"":1,"":2}', ['/']],
    ['that are prototype names', '{"__proto__":1,"__proto__":2,"constructor":3}', ['/__proto__']],
    ['in an object with many keys', `{${[...Array(40).keys(), 20, 39].map((k) => `"${k}":0`).join()}}`, ['/20', '/39']],
    ['in a stream of documents', '{"a":1} {"b":1,"b":2}', ['/1/b']],
    ['in the first document of a stream', '{"b":1,"b":2}\n{}', ['/0/b']],
    ['not in neighbours', '[{"a":1},{"a":1}]', []],
    ['not in parent and child', '{"a":{"a":{"a":1}},"b":{"a":1}}', []],
    ['not where letter case differs', '{"a":1,"A":2}', []],
    ['not inside strings', '["{\\"a\\":1,\\"a\\":2}"]', []],
  ] as const)('%s', ([, text, pointers]) => {
    expect(scanJson(text).duplicates.map(({ pointer }) => pointer)).toEqual(pointers);
  });

  test('carry the place of the later key', () => {
    expect(scanJson('{"a":1, "a":2}').duplicates[0]?.span).toEqual({ start: 8, end: 11 });
  });

  test('are counted up to a limit, so that a hostile file costs no more', () => {
    const text = `{${'"a":0,'.repeat(100_000)}"a":0}`;
    expect(scanJson(text).duplicates).toHaveLength(maxDuplicates);
  });
});

test.for([
  ['one document', ' {"a":1} ', [{ start: 1, end: 8 }]],
  [
    'pages one after the other',
    '{}\n[]{}',
    [
      { start: 0, end: 2 },
      { start: 3, end: 5 },
      { start: 5, end: 7 },
    ],
  ],
  ['a scalar', '\uFEFF 12', [{ start: 2, end: 4 }]],
] as const)('documents: %s', ([, text, documents]) => {
  expect(scanJson(text)).toEqual({ documents, duplicates: [] });
});

test('a hundred thousand levels of nesting are no danger', () => {
  const depth = 100_000;
  expect(scanJson('['.repeat(depth) + ']'.repeat(depth)).error).toBeUndefined();
  expect(scanJson('{"a":'.repeat(depth)).error?.expected).toBe('a value');
});

describe('laws', () => {
  const accepts = (text: string): boolean => {
    const { error, documents } = scanJson(text);
    return error === undefined && documents.length === 1;
  };

  test('accepts what JSON.parse accepts', () => {
    fc.assert(fc.property(jsonText, accepts));
  });

  test('accepts nothing else', () => {
    fc.assert(
      fc.property(fc.oneof(mutatedJson, fc.string({ unit: 'binary' })), (text) => accepts(text) === parses(text)),
      { numRuns: 2000 },
    );
  });

  test('what stands before an error could still become JSON', () => {
    fc.assert(
      fc.property(mutatedJson, (text) => {
        const { error } = scanJson(text);
        fc.pre(error !== undefined);
        const before = text.slice(0, error?.offset);
        const errorBefore = scanJson(before).error;
        expect(errorBefore === undefined || errorBefore.found === 'the end of the text').toBe(true);
      }),
    );
  });

  test('counting members and comparing keys agree on whether a key is doubled', () => {
    fc.assert(
      fc.property(jsonText, (text) => {
        expect(hasDuplicateKeys(text, JSON.parse(text))).toBe(scanJson(text).duplicates.length > 0);
      }),
      { numRuns: 1000 },
    );
  });
});
