import { describe, expect, test } from 'vitest';
import { compilePolicy } from '../../src/iam/compile.ts';
import { defaultKeyPolicy } from '../../src/iam/default-policy.ts';
import { evaluate, EvaluateInputError } from '../../src/iam/library.ts';
import type { EvaluateInput } from '../../src/iam/library.ts';
import { allow, ask, delegation, everything, key, policy, role, session, slr, stranger, user, W } from './cast.ts';

describe('questions without an answer', () => {
  const rows: readonly (readonly [title: string, input: object, message: string])[] = [
    [
      'no principal',
      { principal: undefined },
      'principal: expected the ARN of a role, user, assumed-role session or account root, found undefined',
    ],
    [
      'an account id',
      { principal: W },
      `principal: expected the ARN of a role, user, assumed-role session or account root, found "${W}"`,
    ],
    ['a pattern as principal', { principal: `arn:aws:iam::${W}:role/*` }, `found "arn:aws:iam::${W}:role/*"`],
    ['a group', { principal: `arn:aws:iam::${W}:group/x` }, 'principal: expected'],
    ['a session without a name', { principal: `arn:aws:sts::${W}:assumed-role/x` }, 'principal: expected'],
    [
      'an action without its service',
      { action: 'Decrypt' },
      'action: expected service:Name, without wildcards, found "Decrypt"',
    ],
    ['a pattern as action', { action: 'kms:*' }, 'action: expected service:Name'],
    [
      'an action that KMS does not have',
      { action: 'kms:ReEncrypt' },
      'action: kms:ReEncrypt is no KMS action; did you mean kms:ReEncryptFrom?',
    ],
    ['an action like none', { action: 'kms:Abracadabra' }, 'action: kms:Abracadabra is no KMS action'],
    [
      'a key id as resource',
      { resource: '1234abcd' },
      'resource: expected the ARN of a key or vault, or *, found "1234abcd"',
    ],
    ['a list as context', { context: [] }, 'context: expected an object of context keys, found a value of type object'],
    [
      'a number as context value',
      { context: { a: 5 } },
      'context a: expected a list of texts, found a value of type number',
    ],
    ['a text as unknown', { unknown: 'aws:x' }, 'unknown: expected a list of texts, found "aws:x"'],
    [
      'a grant without operations',
      { grants: [{ GranteePrincipal: role }] },
      'grants 0: expected a list of Operations, found undefined',
    ],
    ['a grant to nobody', { grants: [null] }, 'grants 0: expected a GranteePrincipal, found undefined'],
    [
      'one policy for the list',
      { identityPolicies: everything },
      'identityPolicies: expected an array, found a value of type object',
    ],
    [
      'SCPs without levels',
      { serviceControlPolicies: [everything] },
      'serviceControlPolicies: expected one list of policies per level, root to account',
    ],
  ];

  test.for(rows)('%s', ([, input, message]) => {
    const question = { principal: role, action: 'kms:Decrypt', resource: key, ...input } as EvaluateInput;
    expect(() => evaluate(question)).toThrow(EvaluateInputError);
    expect(() => evaluate(question)).toThrow(message);
  });
});

/** Each key in a condition that only the derived value meets. */
describe('context keys that follow from principal and resource', () => {
  test.for([
    ['aws:PrincipalArn', role, role],
    ['aws:PrincipalAccount', role, W],
    ['aws:PrincipalType', role, 'AssumedRole'],
    ['aws:PrincipalType', session, 'AssumedRole'],
    ['aws:PrincipalType', user, 'User'],
    ['aws:PrincipalType', `arn:aws:iam::${W}:root`, 'Account'],
    ['aws:PrincipalIsAWSService', role, 'false'],
    ['kms:CallerAccount', role, W],
    ['aws:ResourceAccount', role, W],
  ] as const)('%s of %s', ([name, principal, value]) => {
    const keyPolicy = policy(allow({ Principal: '*', Condition: { StringEquals: { [name]: value } } }));
    expect(ask({ principal, keyPolicy }).outcome).toBe('allowed');
    expect(ask({ principal, keyPolicy, unknown: [name] }).outcome).toBe('unknown');
    expect(ask({ principal, keyPolicy, context: { [name]: 'other' } }).outcome).toBe('denied');
  });

  test('a session does not tell the path of its role', () => {
    const keyPolicy = (arn: string) =>
      policy(allow({ Principal: '*', Condition: { ArnEquals: { 'aws:PrincipalArn': arn } } }));
    expect(ask({ principal: session, keyPolicy: keyPolicy(role) }).outcome).toBe('unknown');
    expect(ask({ principal: session, keyPolicy: keyPolicy(role.replace('role/', 'role/a/')) }).outcome).toBe('unknown');
    expect(ask({ principal: session, keyPolicy: keyPolicy(slr) }).outcome).toBe('denied');
    expect(ask({ principal: session, keyPolicy: keyPolicy(`arn:aws:iam::${W}:role/*`) }).outcome).toBe('allowed');
  });

  test('what is given wins over what is named unknown', () => {
    const keyPolicy = policy(allow({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'x' } } }));
    expect(ask({ keyPolicy, unknown: ['aws:PrincipalTag/*'] }).outcome).toBe('unknown');
    expect(ask({ keyPolicy, unknown: ['aws:principaltag/*'], context: { 'AWS:PrincipalTag/A': 'x' } }).outcome).toBe(
      'allowed',
    );
    expect(ask({ keyPolicy }).outcome).toBe('denied');
  });
});

test('compiled policies are used as they are', () => {
  const keyPolicy = compilePolicy(policy(allow({})), 'key-policy');
  const identity = compilePolicy(everything, 'identity-policy');
  expect(ask({ keyPolicy }).reason).toBe('allowed-by-key-policy');
  expect(ask({ keyPolicy: policy(delegation), identityPolicies: [identity] }).reason).toBe(
    'allowed-by-identity-policy',
  );
});

test('a policy that was compiled as another kind is read as what it is used for', () => {
  const keyPolicy = compilePolicy(policy(allow({})), 'vault-policy');
  expect(ask({ keyPolicy }).outcome).toBe('allowed');
});

test('the default key policy delegates to the account and admits no one else', () => {
  const keyPolicy = defaultKeyPolicy(W);
  expect(ask({ keyPolicy, identityPolicies: [everything] }).reason).toBe('allowed-by-identity-policy');
  expect(ask({ keyPolicy, principal: stranger, identityPolicies: [everything] }).outcome).toBe('denied');
  expect(JSON.stringify(defaultKeyPolicy(W, 'aws-cn'))).toContain('arn:aws-cn:iam::111122223333:root');
});

test('nothing is kept of what was asked: the same question has the same answer', () => {
  const keyPolicy = policy(allow({ Condition: { StringEquals: { 'aws:PrincipalTag/a': 'x' } } }));
  const answers = Array.from(
    { length: 3 },
    (_, index) => ask({ keyPolicy, ...(index === 1 && { context: { 'aws:PrincipalTag/a': 'x' } }) }).outcome,
  );
  expect(answers).toEqual(['denied', 'allowed', 'denied']);
});
