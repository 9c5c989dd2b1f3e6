import { expect, test } from 'vitest';
import type { PolicyEdit } from '../../src/fix/policy-edit.ts';
import { jsonSites } from '../../src/fix/site.ts';
import { applyTextEdits } from '../../src/fix/text-edit.ts';

interface Row {
  readonly name: string;
  readonly text: string;
  readonly pointer?: string;
  readonly edits: readonly PolicyEdit[];
  readonly expected: string;
}

const append = (pointer: string, ...values: readonly string[]): PolicyEdit => ({
  kind: 'append',
  pointer,
  values,
});
const statement: PolicyEdit = {
  kind: 'append',
  pointer: '/Statement',
  values: [{ Sid: 'new', Action: ['a', 'b'] }],
};

const rows: readonly Row[] = [
  {
    name: 'a list over several lines gets one more line',
    text: '{\n  "Action": [\n    "a",\n    "b"\n  ]\n}\n',
    edits: [append('/Action', 'c', 'd')],
    expected: '{\n  "Action": [\n    "a",\n    "b",\n    "c",\n    "d"\n  ]\n}\n',
  },
  {
    name: 'a list of one over several lines gets one more line',
    text: '{\n\t"Action": [\n\t\t"a"\n\t]\n}',
    edits: [append('/Action', 'c')],
    expected: '{\n\t"Action": [\n\t\t"a",\n\t\t"c"\n\t]\n}',
  },
  {
    name: 'a list on one line stays on it',
    text: '{ "Action": ["a", "b"] }',
    edits: [append('/Action', 'c')],
    expected: '{ "Action": ["a", "b", "c"] }',
  },
  {
    name: 'a list of one on one line copies the gap of its neighbours',
    text: '{"Action":["a"],"Other":["x","y"]}',
    edits: [append('/Action', 'c')],
    expected: '{"Action":["a","c"],"Other":["x","y"]}',
  },
  {
    name: 'an empty list is filled in the manner of the others',
    text: '{\n  "Action": [],\n  "Other": [\n    "x"\n  ]\n}',
    edits: [append('/Action', 'c')],
    expected: '{\n  "Action": [\n    "c"\n  ],\n  "Other": [\n    "x"\n  ]\n}',
  },
  {
    name: 'an empty list in a minified text stays minified',
    text: '{"Action":[]}',
    edits: [append('/Action', 'c')],
    expected: '{"Action":["c"]}',
  },
  {
    name: 'a bare value becomes a list over several lines',
    text: '{\r\n    "Action": "a",\r\n    "x": 1\r\n}\r\n',
    edits: [append('/Action', 'c')],
    expected: '{\r\n    "Action": [\r\n        "a",\r\n        "c"\r\n    ],\r\n    "x": 1\r\n}\r\n',
  },
  {
    name: 'a bare value becomes a list on one line where lists are so written',
    text: '{\n  "Action": "a",\n  "Other": [ "x", "y" ]\n}',
    edits: [append('/Action', 'c')],
    expected: '{\n  "Action": [ "a", "c" ],\n  "Other": [ "x", "y" ]\n}',
  },
  {
    name: 'a statement is added as the statements are laid out',
    text: '{\n  "Statement": [\n    {\n      "Sid": "old",\n      "Action": [\n        "x"\n      ]\n    }\n  ]\n}\n',
    edits: [statement],
    expected:
      '{\n  "Statement": [\n    {\n      "Sid": "old",\n      "Action": [\n        "x"\n      ]\n    },\n    {\n      "Sid": "new",\n      "Action": [\n        "a",\n        "b"\n      ]\n    }\n  ]\n}\n',
  },
  {
    name: "a statement is added in the manner of AWS's own answers",
    text: '{\n  "Statement" : [ {\n    "Sid" : "old",\n    "Action" : [ "x", "y" ]\n  } ]\n}',
    edits: [statement],
    expected:
      '{\n  "Statement" : [ {\n    "Sid" : "old",\n    "Action" : [ "x", "y" ]\n  }, {\n    "Sid" : "new",\n    "Action" : [ "a", "b" ]\n  } ]\n}',
  },
  {
    name: 'a statement is added to a minified text',
    text: '{"Statement":[{"Sid":"old","Action":"x"}]}',
    edits: [statement],
    expected: '{"Statement":[{"Sid":"old","Action":"x"},{"Sid":"new","Action":["a","b"]}]}',
  },
  {
    name: 'a single statement gets brackets, and keeps its lines as they are',
    text: '{\n  "Statement": {\n    "Sid": "old"\n  }\n}',
    edits: [statement],
    expected:
      '{\n  "Statement": [{\n    "Sid": "old"\n  }, {\n    "Sid": "new",\n    "Action": [\n      "a",\n      "b"\n    ]\n  }]\n}',
  },
  {
    name: 'a single statement can be extended and joined by another at once',
    text: '{"Statement":{"Action":"x"}}',
    edits: [statement, append('/Statement/Action', 'c')],
    expected: '{"Statement":[{"Action":["x","c"]},{"Sid":"new","Action":["a","b"]}]}',
  },
  {
    name: 'a member is added after the last one',
    text: '{\n  "Statement": [\n    {\n      "Effect": "Deny"\n    }\n  ]\n}',
    edits: [
      {
        kind: 'member',
        pointer: '/Statement/0',
        name: 'Condition',
        value: { Bool: { k: 'true' } },
      },
    ],
    expected:
      '{\n  "Statement": [\n    {\n      "Effect": "Deny",\n      "Condition": {\n        "Bool": {\n          "k": "true"\n        }\n      }\n    }\n  ]\n}',
  },
  {
    name: 'a member is added to an empty object',
    text: '{\n  "Condition": {}\n}',
    edits: [{ kind: 'member', pointer: '/Condition', name: 'k', value: 'v' }],
    expected: '{\n  "Condition": {\n    "k": "v"\n  }\n}',
  },
  {
    name: 'statements that have a line each get another line',
    text: '{\n  "Statement": [\n    { "Sid": "x", "Action": ["k"] }\n  ],\n  "Other": [\n    "y"\n  ]\n}',
    edits: [statement, append('/Statement/0/Sid', 'z'), append('/Other', 'z')],
    expected:
      '{\n  "Statement": [\n    { "Sid": ["x", "z"], "Action": ["k"] },\n    { "Sid": "new", "Action": ["a", "b"] }\n  ],\n  "Other": [\n    "y",\n    "z"\n  ]\n}',
  },
  {
    name: 'a member goes onto the line of its object',
    text: '{\n  "Condition": {"Bool": {"k": "true"}},\n  "Other": {\n    "x": 1\n  }\n}',
    edits: [{ kind: 'member', pointer: '/Condition', name: 'Null', value: { j: ['1', '2'] } }],
    expected: '{\n  "Condition": {"Bool": {"k": "true"}, "Null": {"j": ["1", "2"]}},\n  "Other": {\n    "x": 1\n  }\n}',
  },
  {
    name: 'a byte order mark, blank lines around and a missing newline at the end stay',
    text: '\uFEFF\n{"Action":"x"}\n\n',
    edits: [append('/Action', 'c')],
    expected: '\uFEFF\n{"Action":["x","c"]}\n\n',
  },
  {
    name: 'a policy inside a file follows the indentation around it',
    text: '{\n  "keys": [\n    {\n      "Action": "x"\n    }\n  ]\n}\n',
    pointer: '/keys/0',
    edits: [append('/Action', 'c')],
    expected: '{\n  "keys": [\n    {\n      "Action": [\n        "x",\n        "c"\n      ]\n    }\n  ]\n}\n',
  },
  {
    name: 'a policy in a string is edited through its escapes',
    text: String.raw`{"Policy": "{\n  \"Action\": [\n    \"x\"\n  ]\n}"}`,
    pointer: '/Policy',
    edits: [append('/Action', 'c')],
    expected: String.raw`{"Policy": "{\n  \"Action\": [\n    \"x\",\n    \"c\"\n  ]\n}"}`,
  },
  {
    name: 'escapes are written as the string writes them',
    text: String.raw`{"Policy":"{\u0022Action\u0022:\u0022a\/b\u0022}"}`,
    pointer: '/Policy',
    edits: [append('/Action', 'c/d')],
    expected: String.raw`{"Policy":"{\u0022Action\u0022:[\u0022a\/b\u0022,\u0022c\/d\u0022]}"}`,
  },
  {
    name: 'a policy in a string of a document in a string is edited through both',
    text: JSON.stringify({ outer: JSON.stringify({ Policy: JSON.stringify({ Action: 'x' }) }) }),
    pointer: '/outer/Policy',
    edits: [append('/Action', 'c')],
    expected: JSON.stringify({
      outer: JSON.stringify({ Policy: JSON.stringify({ Action: ['x', 'c'] }) }),
    }),
  },
  {
    name: 'an object inside a policy in a string can be the policy',
    text: JSON.stringify({ Policy: JSON.stringify({ k: { Action: 'x' } }) }),
    pointer: '/Policy/k',
    edits: [append('/Action', 'c')],
    expected: JSON.stringify({ Policy: JSON.stringify({ k: { Action: ['x', 'c'] } }) }),
  },
];

test.for(rows)('$name', ({ text, pointer = '', edits, expected }) => {
  const rewritten = jsonSites(text, [pointer]).get(pointer)?.rewrite(edits);
  expect(rewritten && applyTextEdits(text, rewritten.fileEdits)).toBe(expected);
});

test.for(rows)('no edits leave every byte: $name', ({ text, pointer = '' }) => {
  expect(jsonSites(text, [pointer]).get(pointer)?.rewrite([])?.fileEdits).toEqual([]);
});

test.for([
  { name: 'a place that is not there', text: '{}', pointer: '/Policy' },
  { name: 'a step into a number', text: '{"Policy":1}', pointer: '/Policy/x' },
])('there is no site at $name', ({ text, pointer }) => {
  expect(jsonSites(text, [pointer]).size).toBe(0);
});

test('a string that is no JSON is printed as it is, and not edited', () => {
  const site = jsonSites(String.raw`{"Policy":"{\"Action\":"}`, ['/Policy']).get('/Policy');
  expect(site).toMatchObject({ text: '{"Action":', document: undefined });
  expect(site?.rewrite([append('/Action', 'c')])).toBeUndefined();
});

test('a text that holds the edited name twice is not rewritten', () => {
  const site = jsonSites('{"Action":"a","Action":"b"}', ['']).get('');
  expect(site?.rewrite([append('/Action', 'c')])).toBeUndefined();
});
