/** An unknown outcome names the keys that would settle it, and only those; more cases than are tried are marked. */
import { describe, expect, test } from 'vitest';
import { contextOf } from '../../src/iam/context.ts';
import { decide } from '../../src/iam/evaluate.ts';
import { policySet, type EvaluateInput } from '../../src/iam/library.ts';
import { allow, ask, delegation, deny, everything, key, org, policy, role, rootOf, slr, W } from './cast.ts';

const tag = (name: string) => `aws:PrincipalTag/${name}`;
const needs = (name: string, value = 'x') => ({ Condition: { StringEquals: { [tag(name)]: value } } });
const avoids = (name: string, value = 'x') => ({ Condition: { StringNotEquals: { [tag(name)]: value } } });
const unknown = ['aws:PrincipalTag/*'];

interface Row {
  readonly name: string;
  readonly statements: readonly object[];
  readonly input?: Partial<EvaluateInput>;
  readonly outcome: string;
  readonly keys: readonly string[];
}

const rows: readonly Row[] = [
  { name: 'one key', statements: [allow(needs('a'))], outcome: 'unknown', keys: [tag('a')] },
  { name: 'either value allows', statements: [allow(needs('a')), allow(avoids('a'))], outcome: 'allowed', keys: [] },
  {
    name: 'what allows in one case is denied in the same',
    statements: [allow(needs('a')), deny(needs('a'))],
    outcome: 'denied',
    keys: [],
  },
  {
    name: 'denied where it is absent, and not allowed where it is not',
    statements: [allow(avoids('a')), deny({ Condition: { Null: { [tag('a')]: 'true' } } }), deny(avoids('a'))],
    outcome: 'denied',
    keys: [],
  },
  {
    name: 'a key that no longer matters is not named',
    statements: [allow({}), allow(needs('a')), deny(needs('b'))],
    outcome: 'unknown',
    keys: [tag('b')],
  },
  {
    name: 'a key of a statement about someone else is not named',
    statements: [allow(needs('a')), deny({ Principal: { AWS: slr }, ...needs('b') })],
    outcome: 'unknown',
    keys: [tag('a')],
  },
  {
    name: 'a key of a statement about another action is not named',
    statements: [allow(needs('a')), deny({ Action: 'kms:Encrypt', ...needs('b') })],
    outcome: 'unknown',
    keys: [tag('a')],
  },
  {
    name: 'a key of a condition that fails anyway is not named',
    statements: [
      allow(needs('a')),
      allow({ Condition: { StringEquals: { [tag('b')]: 'x', 'aws:PrincipalAccount': '999999999999' } } }),
    ],
    outcome: 'unknown',
    keys: [tag('a')],
  },
  {
    name: 'two keys that must both hold',
    statements: [allow({ Condition: { StringEquals: { [tag('a')]: 'x', [tag('b')]: 'y' } } })],
    outcome: 'unknown',
    keys: [tag('a'), tag('b')],
  },
  {
    name: 'the key as the policy writes it',
    statements: [allow({ Condition: { StringEquals: { 'aws:principaltag/A': 'x' } } })],
    outcome: 'unknown',
    keys: ['aws:principaltag/A'],
  },
  {
    name: 'a variable is a key too',
    statements: [allow({ Condition: { StringEquals: { 'aws:PrincipalAccount': '${aws:PrincipalTag/a}' } } })],
    outcome: 'unknown',
    keys: [tag('a')],
  },
  {
    name: 'two unknown keys compared with each other',
    statements: [allow({ Condition: { StringEquals: { [tag('a')]: '${aws:PrincipalTag/b}' } } })],
    outcome: 'unknown',
    keys: [tag('b'), tag('a')],
  },
  {
    name: 'values that exclude each other',
    statements: [allow({ Condition: { StringEquals: { [tag('a')]: 'x' }, StringLike: { [tag('a')]: 'y*' } } })],
    outcome: 'denied',
    keys: [],
  },
  {
    name: 'a Deny by pattern covers the Allow',
    statements: [
      allow({ Condition: { StringLike: { [tag('a')]: 'web-prod-*' } } }),
      deny({ Condition: { StringLike: { [tag('a')]: 'web-*' } } }),
    ],
    outcome: 'denied',
    keys: [],
  },
  {
    name: 'a Deny by pattern covers part of the Allow',
    statements: [
      allow({ Condition: { StringLike: { [tag('a')]: 'web-*' } } }),
      deny({ Condition: { StringLike: { [tag('a')]: '*-prod' } } }),
    ],
    outcome: 'unknown',
    keys: [tag('a')],
  },
  {
    name: 'the same key in the policies of both sides',
    statements: [{ ...delegation, ...needs('a') }],
    input: { identityPolicies: [policy({ Effect: 'Allow', Action: 'kms:*', Resource: '*', ...avoids('a') })] },
    outcome: 'denied',
    keys: [],
  },
  {
    name: 'a key that a grant depends on',
    statements: [allow({ Principal: { AWS: slr } })],
    input: {
      unknown: ['kms:EncryptionContext:*'],
      grants: [
        {
          GranteePrincipal: role,
          Operations: ['Decrypt'],
          Constraints: { EncryptionContextSubset: { 'aws:ebs:id': 'vol-1' } },
        },
      ],
    },
    outcome: 'unknown',
    keys: ['kms:EncryptionContext:aws:ebs:id'],
  },
  {
    name: 'several values of one key',
    statements: [
      allow({ Condition: { 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'a' } } }),
      deny({ Condition: { 'ForAllValues:StringEquals': { 'kms:EncryptionContextKeys': ['a', 'b'] } } }),
    ],
    input: { unknown: ['kms:EncryptionContextKeys'] },
    outcome: 'unknown',
    keys: ['kms:EncryptionContextKeys'],
  },
  {
    name: 'several values of one key that exclude each other',
    statements: [
      allow({ Condition: { 'ForAnyValue:StringEquals': { 'kms:EncryptionContextKeys': 'a' } } }),
      deny({ Condition: { 'ForAnyValue:StringLike': { 'kms:EncryptionContextKeys': 'a*' } } }),
    ],
    input: { unknown: ['kms:EncryptionContextKeys'] },
    outcome: 'denied',
    keys: [],
  },
];

test.for(rows)('$name', ({ statements, input, outcome, keys }) => {
  const decision = ask({ keyPolicy: policy(...statements), unknown, ...input });
  expect([decision.outcome, decision.unknownKeys]).toEqual([outcome, keys]);
  expect(decision.approximate).toBeUndefined();
});

/** Every key in two statements, so that each has to be split. */
const manyKeys = (count: number) =>
  Array.from({ length: count }, (_, index) => [
    allow({ Condition: { StringEquals: { [tag(`t${index}`)]: 'x' } } }),
    allow({ Condition: { StringNotEquals: { [tag(`t${index}`)]: ['x', 'y'] } } }),
  ]).flat();

test("more cases than are tried are left to Kleene's logic, and marked", () => {
  expect(ask({ keyPolicy: policy(...manyKeys(7)), unknown }).approximate).toBeUndefined();
  const decision = ask({ keyPolicy: policy(...manyKeys(40)), unknown });
  expect(decision).toMatchObject({ outcome: 'unknown', reason: 'unknown-context', approximate: true });
  expect(decision.unknownKeys).toHaveLength(40);
});

test('many keys that each occur once need no cases', () => {
  const statements = Array.from({ length: 40 }, (_, index) =>
    deny({ Condition: { StringEquals: { [tag(`t${index}`)]: 'x' } } }),
  );
  expect(ask({ keyPolicy: policy(...statements), unknown })).toMatchObject({
    outcome: 'denied',
    reason: 'implicit-deny',
  });
  const decision = ask({ keyPolicy: policy(allow({}), ...statements), unknown });
  expect(decision.outcome).toBe('unknown');
  expect(decision.approximate).toBeUndefined();
});

/** Found by the laws: a repeated statement makes its key split, which must not change what is told. */
test.for([
  {
    name: 'what is in the way in every case',
    input: {
      principal: slr,
      unknown: ['kms:CallerAccount'],
      statements: [
        allow({ Principal: { AWS: slr }, Condition: { StringEquals: { 'kms:CallerAccount': '444455556666' } } }),
      ],
    },
    told: ['implicit-deny', 'identity-policy'],
  },
  {
    name: 'nothing allows, and a Deny strikes in some cases',
    input: { statements: [deny(needs('a'))] },
    told: ['implicit-deny', 'key-policy'],
  },
  {
    name: 'a Deny strikes in the cases that something allows',
    input: { statements: [allow(needs('a')), deny({ Condition: { StringLike: { [tag('a')]: 'x*' } } })] },
    told: ['explicit-deny', 'key-policy'],
  },
])('repeated: $name', ({ input: { statements, ...input }, told }) => {
  const once = ask({ keyPolicy: policy(...statements), unknown, ...input });
  const twice = ask({ keyPolicy: policy(...statements, ...statements), unknown, ...input });
  expect([once.reason, ...once.blockedBy]).toEqual(told);
  expect([twice.reason, ...twice.blockedBy]).toEqual(told);
});

describe('what all cases share does not depend on how often a key is asked for', () => {
  const byTag = { StringNotEquals: { 'aws:PrincipalTag/env': 'test' } };
  const inOrganization = (operator: string, id: string) => ({ [operator]: { 'aws:PrincipalOrgID': id } });
  const byAccount = (Condition: object) => allow({ Principal: { AWS: rootOf(W) }, Condition });

  test.for([
    {
      name: 'the way in',
      statements: [
        byAccount(inOrganization('StringEquals', org)),
        byAccount(inOrganization('StringNotEquals', org)),
        allow({ Principal: { AWS: role }, Condition: byTag }),
      ],
      others: { identityPolicies: [everything] },
      expected: { outcome: 'allowed', reason: 'allowed-by-identity-policy', blockedBy: [] },
    },
    {
      name: 'what is in the way',
      statements: [allow({ Principal: '*', Condition: byTag })],
      others: {
        serviceControlPolicies: [
          [policy({ ...everything.Statement[0], Condition: inOrganization('StringEquals', org) })],
          [policy({ ...everything.Statement[0], Condition: inOrganization('StringEquals', 'o-0ther00000') })],
        ],
      },
      expected: { outcome: 'denied', reason: 'implicit-deny', blockedBy: ['service-control-policy'] },
    },
  ])('$name', ({ statements, others, expected }) => {
    const unknown = ['aws:PrincipalOrgID', 'aws:PrincipalTag/env'];
    for (const keyPolicy of [policy(...statements), policy(...statements, ...statements)]) {
      expect(ask({ keyPolicy, unknown, ...others })).toMatchObject(expected);
    }
  });
});

test.for([
  { pattern: `${org}/*`, operator: 'ForAnyValue:StringLike', outcome: 'allowed' },
  { pattern: 'o-0ther00000/*', operator: 'ForAnyValue:StringLike', outcome: 'denied' },
  { pattern: `${org}/r-ab12/ou-ab12-11111111/*`, operator: 'ForAnyValue:StringLike', outcome: 'unknown' },
  { pattern: `${org}/r-*`, operator: 'ForAnyValue:StringLike', outcome: 'allowed' },
  { pattern: `${org}/`, operator: 'ForAnyValue:StringEquals', outcome: 'denied' },
  { pattern: 'o-0ther00000/*', operator: 'ForAllValues:StringNotLike', outcome: 'allowed' },
])('$operator $pattern is $outcome where only the organization is known', ({ pattern, operator, outcome }) => {
  const keyPolicy = policy(allow({ Principal: '*', Condition: { [operator]: { 'aws:PrincipalOrgPaths': pattern } } }));
  const context = contextOf([['aws:PrincipalOrgPaths', { state: 'present', organization: org }]]);
  const request = { principal: role, action: 'kms:Decrypt', resource: key, resourceAccount: W, context };
  expect(decide(request, policySet({ keyPolicy })).outcome).toBe(outcome);
});
