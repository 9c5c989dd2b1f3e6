/** What a template leaves open in a policy: unknown as far as it reaches, and no farther. */
import { describe, expect, test } from 'vitest';
import { branchKey, hole } from '../../src/estate/hole.ts';
import { compilePolicy } from '../../src/iam/compile.ts';
import { allow, ask, deny, everything, key, policy, role, rootOf, verdict, W, X } from './cast.ts';

const open = hole('AWS::AccountId');

test.for<readonly [string, object, string]>([
  ['a principal of which nothing is known', { Principal: { AWS: open } }, 'unknown'],
  ['a Principal element of which nothing is known', { Principal: open }, 'unknown'],
  ['the role in an account that is not known', { Principal: { AWS: role.replace(W, open) } }, 'unknown'],
  ['another role in an account that is not known', { Principal: { AWS: `arn:aws:iam::${open}:role/other` } }, 'denied'],
  ['a user in an account that is not known', { Principal: { AWS: `arn:aws:iam::${open}:user/alice` } }, 'denied'],
  [
    'a role of the account whose name is not known',
    { Principal: { AWS: `arn:aws:iam::${W}:role/${open}` } },
    'unknown',
  ],
  ['a role of another account', { Principal: { AWS: `arn:aws:iam::${X}:role/${open}` } }, 'denied'],
  ['the role beside what is not known', { Principal: { AWS: [role, open] } }, 'allowed'],
  ['a service that is not known', { Principal: { Service: `${open}.amazonaws.com` } }, 'denied'],
  ['an action that is not known', { Action: open }, 'unknown'],
  ['an action that is not known beside the one', { Action: [open, 'kms:Decrypt'] }, 'allowed'],
  ['a resource that is not known', { Resource: open }, 'unknown'],
  ['a key in an account that is not known', { Resource: key.replace(W, open) }, 'unknown'],
  ['an alias in an account that is not known', { Resource: `arn:aws:kms:eu-west-2:${open}:alias/x` }, 'denied'],
  ['an Effect that is not known', { Effect: open }, 'unknown'],
  ['a Condition that is not known', { Condition: open }, 'unknown'],
  ['an operator whose block is not known', { Condition: { StringEquals: open } }, 'unknown'],
  ['a condition key that is not known', { Condition: { StringEquals: { [`${open}:aud`]: 'a' } } }, 'unknown'],
  ['a value that is not known', { Condition: { StringEquals: { 'aws:PrincipalAccount': open } } }, 'unknown'],
  ['a value that cannot be', { Condition: { StringEquals: { 'aws:PrincipalAccount': `9${open}` } } }, 'denied'],
  ['a value that is there besides', { Condition: { StringEquals: { 'aws:PrincipalAccount': [open, W] } } }, 'allowed'],
  [
    'a pattern that may fit',
    { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${open}:role/*` } } },
    'unknown',
  ],
  [
    'a pattern that cannot fit',
    { Condition: { ArnLike: { 'aws:PrincipalArn': `arn:aws:iam::${open}:user/*` } } },
    'denied',
  ],
  ['a star under StringEquals', { Condition: { StringEquals: { 'aws:PrincipalArn': `arn:*${open}` } } }, 'denied'],
  ['a negated value', { Condition: { StringNotEquals: { 'aws:PrincipalAccount': open } } }, 'unknown'],
  ['a Null value', { Condition: { Null: { 'aws:PrincipalAccount': open } } }, 'unknown'],
])('%s', ([, statement, expected]) => {
  expect(verdict({ keyPolicy: policy(allow(statement)) })).toBe(expected);
});

const newKey = `${key.slice(0, key.indexOf('/'))}/${hole('Key')}`;

test.for<readonly [string, string, string]>([
  ['its own', newKey, 'allowed'],
  ['every key of the account', `arn:aws:kms:*:${W}:key/*`, 'allowed'],
  ['a key that it may turn out to be', key, 'unknown'],
  ['keys of which it may be one', `${key.slice(0, -4)}*`, 'unknown'],
  ['a key of another account', key.replace(W, X), 'denied'],
  ['an alias', `arn:aws:kms:eu-west-2:${W}:alias/app`, 'denied'],
])('a key without an id yet is asked for where the Resource is %s', ([, Resource, expected]) => {
  expect(verdict({ resource: newKey, keyPolicy: policy(allow({ Resource })) })).toBe(expected);
});

test.for<readonly [string, unknown, string]>([
  ['a whole policy', open, 'unknown'],
  ['all statements', { Version: '2012-10-17', Statement: open }, 'unknown'],
  ['a statement beside one that allows', policy(allow({})).Statement.concat(open as never), 'unknown'],
])('not known is %s', ([, document, expected]) => {
  const keyPolicy = Array.isArray(document) ? { Version: '2012-10-17', Statement: document } : document;
  expect(verdict({ keyPolicy: keyPolicy as never })).toBe(expected);
});

test('a Deny for whom is not known leaves open what another statement allows', () => {
  const keyPolicy = policy(allow({}), deny({ Principal: { AWS: `arn:aws:iam::${open}:role/${hole('name')}` } }));
  expect(verdict({ keyPolicy })).toBe('unknown');
});

test('a role that is named is admitted, whatever the account of a delegation', () => {
  const keyPolicy = policy(allow({ Principal: { AWS: rootOf(W).replace(W, open) } }), allow({}));
  expect(verdict({ keyPolicy })).toBe('allowed');
});

test('an account that is not known leaves the delegation open', () => {
  const keyPolicy = policy(allow({ Principal: { AWS: rootOf(W).replace(W, open) } }));
  expect(verdict({ keyPolicy, identityPolicies: [everything] })).toBe('unknown');
  expect(verdict({ keyPolicy, identityPolicies: [] })).toBe('denied');
});

describe('branches', () => {
  const inBranch = (value: string, overrides: object = {}) =>
    allow({ Condition: { Bool: { [branchKey('IsProd')]: value } }, ...overrides });

  test('a statement in one branch is open, and the condition is named', () => {
    const { outcome, unknownKeys } = ask({ keyPolicy: policy(inBranch('true')) });
    expect([outcome, unknownKeys]).toEqual(['unknown', ['template-condition:IsProd']]);
  });

  test('what both branches allow is allowed', () => {
    const second = { Principal: { AWS: [rootOf(W), role] } };
    expect(verdict({ keyPolicy: policy(inBranch('true'), inBranch('false', second)) })).toBe('allowed');
  });

  test('no syntax problem is found in them', () => {
    expect(compilePolicy(policy(inBranch('true')), 'key-policy').problems).toEqual([]);
  });
});

test('nothing is told to be wrong with what is not known, and the rest still is', () => {
  const statement = allow({ Principal: { AWS: open }, Action: [open], Resource: open, Condition: open });
  expect(compilePolicy(policy(statement, open as never), 'key-policy').problems).toEqual([]);
  const broken = allow({ Principal: { AWS: [open, 'nobody'] } });
  expect(compilePolicy(policy(broken), 'key-policy').problems).toHaveLength(1);
});

test('the trace names what is not known', () => {
  const { statements } = ask({ keyPolicy: policy(allow({ Principal: { AWS: role.replace(W, open) } })) });
  expect(statements[0]?.elements).toEqual([
    {
      element: 'Principal',
      matched: 'unknown',
      message: 'Principal is arn:aws:iam::⟨AWS::AccountId⟩:role/acme-backup-service-role, of which part is not known',
      pointer: '/Statement/0/Principal',
      open: ['AWS::AccountId'],
    },
  ]);
});
