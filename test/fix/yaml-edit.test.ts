import { expect, test } from 'vitest';
import type { PolicyEdit } from '../../src/fix/policy-edit.ts';
import { applyTextEdits } from '../../src/fix/text-edit.ts';
import { yamlSites } from '../../src/fix/yaml-site.ts';

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
  values: [
    {
      Sid: 'the new one',
      Principal: { AWS: ['a', 'b'] },
      Resource: '*',
      Condition: { Bool: { 'kms:X': 'true' } },
    },
  ],
};

const rows: readonly Row[] = [
  {
    name: 'a list gets one more line, behind the comment of its last',
    text: 'Action:\n  - kms:a\n  - kms:b # last\n\n# about the resource\nResource: x\n',
    edits: [append('/Action', 'kms:ReEncrypt*')],
    expected: 'Action:\n  - kms:a\n  - kms:b # last\n  - kms:ReEncrypt*\n\n# about the resource\nResource: x\n',
  },
  {
    name: 'a list whose dashes stand below its key keeps them there',
    text: 'Action:\n- kms:a\nResource: x\n',
    edits: [append('/Action', 'kms:b')],
    expected: 'Action:\n- kms:a\n- kms:b\nResource: x\n',
  },
  {
    name: 'a list in brackets is continued in them',
    text: "Action: [ 'kms:a', 'kms:b' ]\n",
    edits: [append('/Action', 'kms:c')],
    expected: "Action: [ 'kms:a', 'kms:b', 'kms:c' ]\n",
  },
  {
    name: 'a list in brackets over several lines is continued on a line of its own',
    text: 'Action: [\n    "kms:a",\n    "kms:b"\n  ]\n',
    edits: [append('/Action', 'kms:c')],
    expected: 'Action: [\n    "kms:a",\n    "kms:b",\n    "kms:c"\n  ]\n',
  },
  {
    name: 'an empty list is filled',
    text: 'Action: []\n',
    edits: [append('/Action', 'kms:c', 'kms:d')],
    expected: 'Action: [kms:c, kms:d]\n',
  },
  {
    name: 'a bare value becomes a list under its key',
    text: 'Statement:\n  - Action: kms:* # all\n    Resource: "*"\n',
    edits: [append('/Statement/0/Action', 'kms:c')],
    expected: 'Statement:\n  - Action:\n      - kms:* # all\n      - kms:c\n    Resource: "*"\n',
  },
  {
    name: 'a bare value in braces becomes a list in brackets',
    text: 'Principal: { AWS: arn:aws:iam::111122223333:root }\n',
    edits: [append('/Principal/AWS', 'arn:x')],
    expected: 'Principal: { AWS: [arn:aws:iam::111122223333:root, arn:x] }\n',
  },
  {
    name: 'a statement is added as the statements are laid out',
    text: 'Statement:\n  - Sid: old\n    Principal:\n      AWS: x\n    Resource: "*"\n',
    edits: [statement],
    expected:
      'Statement:\n  - Sid: old\n    Principal:\n      AWS: x\n    Resource: "*"\n  - Sid: the new one\n    Principal:\n      AWS:\n        - a\n        - b\n    Resource: "*"\n    Condition:\n      Bool:\n        kms:X: "true"\n',
  },
  {
    name: 'a file without a newline at its end stays without, and carriage returns stay',
    text: 'Statement:\r\n- Sid: "old"\r\n  Principal:\r\n     AWS: "x"',
    edits: [statement],
    expected:
      'Statement:\r\n- Sid: "old"\r\n  Principal:\r\n     AWS: "x"\r\n- Sid: "the new one"\r\n  Principal:\r\n     AWS:\r\n     - "a"\r\n     - "b"\r\n  Resource: "*"\r\n  Condition:\r\n     Bool:\r\n        kms:X: "true"',
  },
  {
    name: 'a single statement moves in behind a dash',
    text: 'Statement:\n  Sid: old\n  # why\n  Action:\n    - kms:a\n\n  Resource: "*"\nOther: 1\n',
    edits: [append('/Statement/Action', 'kms:b'), { kind: 'append', pointer: '/Statement', values: [{ Sid: 'new' }] }],
    expected:
      'Statement:\n  - Sid: old\n    # why\n    Action:\n      - kms:a\n      - kms:b\n\n    Resource: "*"\n  - Sid: new\nOther: 1\n',
  },
  {
    name: 'a single statement in braces gets brackets',
    text: 'Statement: { Sid: old }\n',
    edits: [{ kind: 'append', pointer: '/Statement', values: [{ Sid: 'new' }] }],
    expected: 'Statement: [{ Sid: old }, { Sid: new }]\n',
  },
  {
    name: 'JSON written as YAML keeps its manner',
    text: '{\n  "Statement": [\n    { "Sid": "old" }\n  ]\n}\n',
    edits: [{ kind: 'append', pointer: '/Statement', values: [{ Sid: 'new' }] }],
    expected: '{\n  "Statement": [\n    { "Sid": "old" },\n    { "Sid": "new" }\n  ]\n}\n',
  },
  {
    name: 'a member is added at the end of its object',
    text: 'Statement:\n  - Effect: Deny\n    Condition:\n      Bool:\n        aws:X: "true"\n  - Effect: Allow\n',
    edits: [
      {
        kind: 'member',
        pointer: '/Statement/0/Condition',
        name: 'ArnNotEquals',
        value: { 'aws:PrincipalArn': 'arn:x' },
      },
      {
        kind: 'member',
        pointer: '/Statement/1',
        name: 'Condition',
        value: { Bool: { k: 'false' } },
      },
    ],
    expected:
      'Statement:\n  - Effect: Deny\n    Condition:\n      Bool:\n        aws:X: "true"\n      ArnNotEquals:\n        aws:PrincipalArn: arn:x\n  - Effect: Allow\n    Condition:\n      Bool:\n        k: "false"\n',
  },
  {
    name: 'a member is added in braces',
    text: 'Condition: { Bool: { k: "true" } }\nNone: {}\n',
    edits: [
      { kind: 'member', pointer: '/Condition/Bool', name: 'j', value: ['x', 'y'] },
      { kind: 'member', pointer: '/None', name: 'k', value: 'v' },
    ],
    expected: 'Condition: { Bool: { k: "true", j: [x, y] } }\nNone: {k: v}\n',
  },
  {
    name: 'the second document of a stream is edited in its place',
    text: '---\nAction: a\n---\nAction:\n- b\n...\n',
    pointer: '/1',
    edits: [append('/Action', 'c')],
    expected: '---\nAction: a\n---\nAction:\n- b\n- c\n...\n',
  },
  {
    name: 'a policy as JSON in double quotes is written again in them',
    text: 'Policy: "{\\"Action\\":\\\n  \\"a\\"}" # from AWS\nPolicyName: default\n',
    pointer: '/Policy',
    edits: [append('/Action', 'c')],
    expected: 'Policy: "{\\"Action\\":[\\"a\\",\\"c\\"]}" # from AWS\nPolicyName: default\n',
  },
  {
    name: 'a policy as JSON in single quotes is written again in double quotes',
    text: `Policy: '{"Action":"a"}'\n`,
    pointer: '/Policy',
    edits: [append('/Action', 'c')],
    expected: 'Policy: "{\\"Action\\":[\\"a\\",\\"c\\"]}"\n',
  },
  {
    name: 'a policy as JSON in a literal block stays there',
    text: 'Policy: |-\n    {\n      "Action": [\n        "a"\n      ]\n    }\n\nPolicyName: default\n',
    pointer: '/Policy',
    edits: [append('/Action', 'c')],
    expected:
      'Policy: |-\n    {\n      "Action": [\n        "a",\n        "c"\n      ]\n    }\n\nPolicyName: default\n',
  },
  {
    name: 'a byte order mark stays',
    text: '\uFEFFAction: a\n',
    edits: [append('/Action', 'c')],
    expected: '\uFEFFAction:\n  - a\n  - c\n',
  },
];

test.for(rows)('$name', ({ text, pointer = '', edits, expected }) => {
  const rewritten = yamlSites(text, [pointer]).get(pointer)?.rewrite(edits);
  expect(rewritten && applyTextEdits(text, rewritten.fileEdits)).toBe(expected);
});

test.for(rows)('no edits leave every byte: $name', ({ text, pointer = '' }) => {
  expect(yamlSites(text, [pointer]).get(pointer)?.rewrite([])?.fileEdits).toEqual([]);
});

test.for([
  { name: 'a list that an alias repeats', text: 'Action: &all\n  - a\nOther: *all\n' },
  { name: 'a list that is an alias', text: 'Other: &all\n  - a\nAction: *all\n' },
  {
    name: 'a list inside something that an alias repeats',
    text: 'x: &x\n  Action:\n    - a\ny: *x\n',
    pointer: '/x',
  },
  {
    name: 'a value that comes by a merge key',
    text: 'x: &x\n  Action: a\ny:\n  <<: *x\n',
    pointer: '/y',
  },
  { name: 'a value over several lines', text: 'Action: a\n  b\n' },
])('is not edited: $name', ({ text, pointer = '' }) => {
  expect(
    yamlSites(text, [pointer])
      .get(pointer)
      ?.rewrite([append('/Action', 'c')]),
  ).toBeUndefined();
});

test('prints the policy as JSON', () => {
  expect(yamlSites('Version: "2012-10-17"\nStatement:\n- Effect: Allow\n', ['']).get('')?.text).toBe(
    '{\n  "Version": "2012-10-17",\n  "Statement": [\n    {\n      "Effect": "Allow"\n    }\n  ]\n}\n',
  );
});
