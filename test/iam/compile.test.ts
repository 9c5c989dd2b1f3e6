import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { compilePolicy } from '../../src/iam/compile.ts';
import { contextOf } from '../../src/iam/context.ts';
import { decide, explain } from '../../src/iam/evaluate.ts';
import { explanationLines, nearestStatements } from '../../src/iam/nearest.ts';
import type { PolicyKind } from '../../src/iam/types.ts';
import { allow, deny, key, policy, role, W } from './cast.ts';

const kinds: readonly PolicyKind[] = ['key-policy', 'vault-policy', 'trust-policy', 'identity-policy'];
const request = {
  principal: role,
  action: 'kms:Decrypt',
  resource: key,
  resourceAccount: W,
  context: contextOf([]),
};

/** Everything that can be asked of a compiled policy. */
function useFully(document: unknown): string {
  for (const kind of kinds) {
    const compiled = compilePolicy(document, kind);
    void compiled.statements;
    void compiled.problems;
    compiled.reads('aws:PrincipalArn');
  }
  const keyPolicy = compilePolicy(document, 'key-policy');
  const decision = explain(request, { keyPolicy, identityPolicies: [] });
  nearestStatements(decision);
  explanationLines(decision);
  expect(decide(request, { keyPolicy, identityPolicies: [] }).outcome).toBe(decision.outcome);
  return decision.outcome;
}

function nested(depth: number): unknown {
  let value: unknown = 'x';
  for (let level = 0; level < depth; level++) value = level % 2 === 0 ? [value] : { Statement: value };
  return value;
}

const unreadable: readonly (readonly [name: string, document: unknown])[] = [
  ['undefined', undefined],
  ['null', null],
  ['a number', 5],
  ['a text', 'Statement'],
  ['a list', [allow({})]],
  ['an empty object', {}],
  ['a Statement that is a text', { Statement: 'Allow' }],
  ['a statement that is null', { Statement: [null] }],
  ['a statement that is a list', { Statement: [[allow({})]] }],
  ['10,000 levels', nested(10_000)],
  ['10,000 levels inside a statement', policy(allow({ Condition: nested(10_000) }))],
  ['a __proto__ key as document', JSON.parse('{"__proto__": {"Statement": []}}')],
];

test.for(unreadable)('whatever it is, it may hide a statement: %s', ([, document]) => {
  expect(useFully(document)).toBe('unknown');
});

test('a __proto__ key inside a statement is an unknown element, not a prototype', () => {
  const text = '{"Statement": [{"__proto__": {"Effect": "Allow"}, "Effect": "Allow", "Action": "*", "Resource": "*"}]}';
  expect(useFully(JSON.parse(text))).toBe('unknown');
  const [problem] = compilePolicy(JSON.parse(text), 'key-policy').problems;
  expect(problem).toMatchObject({ code: 'unknown-element', pointer: '/Statement/0/__proto__' });
});

test('a value that holds itself ends', () => {
  const own: Record<string, unknown> = { Effect: 'Allow' };
  own['Condition'] = own;
  own['Statement'] = [own, own, own];
  useFully(own);
});

test('no value makes it throw', () => {
  const element = fc.oneof(
    fc.constantFrom('Allow', 'Deny', '*', role, W, 'kms:Decrypt', 'kms:*', 'true', '${aws:username}', '${x', '${}'),
    fc.anything(),
  );
  const condition = fc.dictionary(
    fc.constantFrom('StringEquals', 'StringLike', 'Bool', 'ForAnyValue:ArnLike', 'Null', 'IpAddress', 'x'),
    fc.oneof(fc.dictionary(fc.constantFrom('aws:PrincipalArn', 'kms:ViaService', ''), element), element),
  );
  const statement = fc.record(
    {
      Sid: element,
      Effect: element,
      Principal: fc.oneof(element, fc.dictionary(fc.constantFrom('AWS', 'Service', 'x'), element)),
      NotPrincipal: element,
      Action: element,
      NotAction: element,
      Resource: element,
      Condition: fc.oneof(condition, element),
    },
    { requiredKeys: [] },
  );
  const document = fc.oneof(
    fc.anything(),
    fc.record({ Version: element, Statement: fc.oneof(fc.array(statement), statement, element) }),
  );
  fc.assert(
    fc.property(document, (value) => {
      useFully(value);
    }),
    { numRuns: 700 },
  );
});

test('a view takes a statement apart', () => {
  const document = policy(
    allow({
      Sid: 'Use',
      Principal: { AWS: [role, 5], Service: 'backup.amazonaws.com' },
      Action: 'kms:Decrypt',
      Condition: { StringEquals: { 'aws:PrincipalTag/a~b': ['x', 'y'], 'kms:CallerAccount': 111122223333 } },
    }),
    deny({ Resource: undefined }),
  );
  const [first, second] = document.Statement;
  expect(compilePolicy(document, 'key-policy').statements).toEqual([
    {
      index: 0,
      raw: first,
      notes: [],
      pointer: '/Statement/0',
      sid: 'Use',
      effect: 'Allow',
      principals: [
        { type: 'AWS', value: role, pointer: '/Statement/0/Principal/AWS/0' },
        { type: 'Service', value: 'backup.amazonaws.com', pointer: '/Statement/0/Principal/Service' },
      ],
      actions: ['kms:Decrypt'],
      resources: ['*'],
      conditions: [
        {
          operator: 'StringEquals',
          key: 'aws:PrincipalTag/a~b',
          values: ['x', 'y'],
          pointer: '/Statement/0/Condition/StringEquals/aws:PrincipalTag~1a~0b',
        },
        {
          operator: 'StringEquals',
          key: 'kms:CallerAccount',
          values: ['111122223333'],
          pointer: '/Statement/0/Condition/StringEquals/kms:CallerAccount',
        },
      ],
      malformed: true,
      inert: false,
    },
    {
      index: 1,
      raw: second,
      notes: [],
      pointer: '/Statement/1',
      effect: 'Deny',
      principals: [{ type: '*', value: '*', pointer: '/Statement/1/Principal' }],
      actions: ['kms:*'],
      conditions: [],
      malformed: false,
      inert: true,
    },
  ]);
});

test('a single statement has no index in its pointer', () => {
  const { statements } = compilePolicy({ Statement: allow({}) }, 'key-policy');
  expect(statements.map(({ pointer }) => pointer)).toEqual(['/Statement']);
});

test.for([
  ['a condition, in any letter case', { Condition: { Bool: { 'KMS:grantisforawsresource': 'true' } } }, true],
  ['a variable in a value', { Condition: { StringEquals: { 'aws:userid': '${kms:GrantIsForAWSResource}' } } }, true],
  ['a variable in a resource', { Resource: 'arn:aws:kms:*:*:key/${kms:GrantIsForAWSResource}' }, true],
  ['something else', { Condition: { Bool: { 'aws:SecureTransport': 'true' } } }, false],
] as const)('reads a key: %s', ([, statement, expected]) => {
  const compiled = compilePolicy(policy(allow(statement)), 'key-policy');
  expect(compiled.reads('kms:GrantIsForAWSResource')).toBe(expected);
});
