import { expect, test } from 'vitest';
import { compilePolicy } from '../../src/iam/compile.ts';
import { defaultKeyPolicy } from '../../src/iam/default-policy.ts';
import type { PolicyKind } from '../../src/iam/types.ts';
import { allow, C, deny, policy, role, rootOf, slr, W } from './cast.ts';

/** Severity, code, pointer and message of every problem. */
function problemsOf(document: unknown, kind: PolicyKind = 'key-policy'): string[] {
  return compilePolicy(document, kind).problems.map(
    ({ severity, code, pointer, message }) => `${severity} ${code} ${pointer}: ${message}`,
  );
}

const withCondition = (Condition: unknown) => policy(allow({ Condition }));

const sound: readonly (readonly [name: string, document: unknown, kind?: PolicyKind])[] = [
  ['the default key policy', defaultKeyPolicy(W)],
  ['an account id as principal', policy(allow({ Principal: { AWS: C } }))],
  ['"*" as principal', policy(deny({}))],
  ['roles with a path, users, sessions', policy(allow({ Principal: { AWS: [slr, `arn:aws:iam::${W}:user/a/b`] } }))],
  ['a session', policy(allow({ Principal: { AWS: `arn:aws:sts::${W}:assumed-role/x/y` } }))],
  ['a service', policy(allow({ Principal: { Service: 'backup.amazonaws.com' } }))],
  ['NotPrincipal under Deny', policy(deny({ Principal: undefined, NotPrincipal: { AWS: [rootOf(W), role] } }))],
  ['a single statement without its array', { Version: '2012-10-17', Statement: allow({}) }],
  ['no Version', { Statement: [allow({})] }],
  ['spaces in a Sid', policy(allow({ Sid: 'Allow use of the key' }))],
  ['a key ARN as resource', policy(allow({ Resource: `arn:aws:kms:eu-west-2:${W}:key/*` }))],
  ['numbers and booleans as condition values', withCondition({ Bool: { 'kms:GrantIsForAWSResource': true } })],
  [
    'the unique id of a deleted role: another rule tells',
    policy(allow({ Principal: { AWS: 'AROAEXAMPLEID1234567' } })),
  ],
  ['a placeholder: another rule tells', policy(allow({ Principal: { AWS: 'arn:aws:iam::${Workload}:root' } }))],
  ['an identity policy', policy({ Effect: 'Allow', Action: 's3:*', Resource: 'arn:aws:s3:::*' }), 'identity-policy'],
  [
    'a trust policy',
    policy({ Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }),
    'trust-policy',
  ],
];

test.for(sound)('no problem: %s', ([, document, kind]) => {
  expect(problemsOf(document, kind)).toEqual([]);
});

const broken: readonly (readonly [name: string, document: unknown, expected: readonly string[], kind?: PolicyKind])[] =
  [
    ['no document', undefined, ['error not-an-object : The policy is nothing, not an object']],
    ['a list', [], ['error not-an-object : The policy is a list, not an object']],
    ['a text', 'x', ['error not-an-object : The policy is "x", not an object']],
    ['no Statement', { Version: '2012-10-17' }, ['error missing-element : The policy has no Statement']],
    [
      'a misspelled Statement',
      { Version: '2012-10-17', Statements: [] },
      [
        'error unknown-element /Statements: The element "Statements" of the policy is unknown',
        'error missing-element : The policy has no Statement',
      ],
    ],
    ['an empty Statement', policy(), ['error bad-value /Statement: The policy has no statement']],
    [
      'a text as Statement',
      { Statement: 'x' },
      ['error wrong-type /Statement: Statement is "x", not an array of statements'],
    ],
    [
      'a statement that is none',
      { Statement: [null] },
      ['error wrong-type /Statement/0: A statement is null, not an object'],
    ],
    [
      'a date as Version',
      { Version: '2012-10-18', Statement: [allow({})] },
      ['error bad-value /Version: Version is "2012-10-18", which is no version of the policy language'],
    ],
    ['a number as Id', { Id: 5, Statement: [allow({})] }, ['error wrong-type /Id: Id is 5, not a text']],
    [
      'a lower-case Effect',
      policy(allow({ Effect: 'allow' })),
      ['error bad-value /Statement/0/Effect: Effect is "allow", neither "Allow" nor "Deny"'],
    ],
    [
      'no Effect',
      policy(allow({ Effect: undefined })),
      ['error missing-element /Statement/0: The statement has no Effect'],
    ],
    [
      'a misspelled element',
      policy({ ...allow({}), Conditions: {} }),
      ['error unknown-element /Statement/0/Conditions: The element "Conditions" of the statement is unknown'],
    ],
    [
      'a slash in an unknown element',
      policy({ ...allow({}), 'a/b~c': 1 }),
      ['error unknown-element /Statement/0/a~1b~0c: The element "a/b~c" of the statement is unknown'],
    ],
    [
      'no Principal',
      policy(allow({ Principal: undefined })),
      ['error missing-element /Statement/0: The statement has no Principal'],
    ],
    [
      'both Principal and NotPrincipal',
      policy(deny({ NotPrincipal: { AWS: role } })),
      ['error both-elements /Statement/0/NotPrincipal: The statement has both Principal and NotPrincipal'],
    ],
    [
      'NotPrincipal under Allow',
      policy(allow({ Principal: undefined, NotPrincipal: { AWS: role } })),
      [
        'error bad-value /Statement/0/NotPrincipal: NotPrincipal stands in an Allow statement, and works with Deny only',
      ],
    ],
    [
      'an ARN as Principal itself',
      policy(allow({ Principal: rootOf(W) })),
      [`error wrong-type /Statement/0/Principal: The principal is "${rootOf(W)}", neither "*" nor an object`],
    ],
    [
      'a lower-case principal type',
      policy(allow({ Principal: { aws: W } })),
      ['error bad-principal /Statement/0/Principal/aws: "aws" is no type of principal'],
    ],
    [
      'an account id as number',
      policy(allow({ Principal: { AWS: 111122223333 } })),
      ['error wrong-type /Statement/0/Principal/AWS: The principal is 111122223333, not a text'],
    ],
    [
      'an account id of eleven digits',
      policy(allow({ Principal: { AWS: ['11112222333'] } })),
      [
        'error bad-principal /Statement/0/Principal/AWS/0: The principal "11112222333" is neither an account id nor an ARN',
      ],
    ],
    [
      'a wildcard in a principal ARN',
      policy(allow({ Principal: { AWS: `arn:aws:iam::${W}:role/*` } })),
      [
        `error bad-principal /Statement/0/Principal/AWS: The principal "arn:aws:iam::${W}:role/*" has a wildcard, which KMS refuses`,
      ],
    ],
    [
      'a group',
      policy(allow({ Principal: { AWS: `arn:aws:iam::${W}:group/admins` } })),
      [
        `error bad-principal /Statement/0/Principal/AWS: The principal "arn:aws:iam::${W}:group/admins" is a group, which cannot be a principal`,
      ],
    ],
    [
      'an ARN of something else',
      policy(allow({ Principal: { AWS: `arn:aws:iam::${W}:policy/x` } })),
      [
        `error bad-principal /Statement/0/Principal/AWS: The principal "arn:aws:iam::${W}:policy/x" is not the ARN of a principal`,
      ],
    ],
    [
      'a canonical user',
      policy(allow({ Principal: { CanonicalUser: 'abc' } })),
      ['error bad-principal /Statement/0/Principal/CanonicalUser: KMS knows no principals of type CanonicalUser'],
    ],
    [
      'a service without its domain',
      policy(allow({ Principal: { Service: 'backup' } })),
      [
        'error bad-principal /Statement/0/Principal/Service: The service principal "backup" is not of the form service.amazonaws.com',
      ],
    ],
    [
      'nobody',
      policy(allow({ Principal: {} })),
      ['error bad-principal /Statement/0/Principal: The principal names nobody'],
    ],
    [
      'no Action: KMS ignores the statement',
      policy(allow({ Action: undefined })),
      ['warning inert-statement /Statement/0: The statement has no Action: KMS accepts and ignores it'],
    ],
    [
      'no Resource: KMS ignores the statement',
      policy(allow({ Resource: undefined })),
      ['warning inert-statement /Statement/0: The statement has no Resource: KMS accepts and ignores it'],
    ],
    [
      'no Resource in an identity policy',
      policy({ Effect: 'Allow', Action: 'kms:*' }),
      ['error missing-element /Statement/0: The statement has no Resource'],
      'identity-policy',
    ],
    [
      'both Action and NotAction',
      policy(allow({ NotAction: 'kms:Decrypt' })),
      ['error both-elements /Statement/0/NotAction: The statement has both Action and NotAction'],
    ],
    [
      'an object as Action',
      policy(allow({ Action: {} })),
      ['error wrong-type /Statement/0/Action: Action is an object, not a text or list of texts'],
    ],
    [
      'a number among the actions',
      policy(allow({ Action: ['kms:Decrypt', 5] })),
      ['error wrong-type /Statement/0/Action/1: Action holds 5, not a text'],
    ],
    [
      'an empty list of actions',
      policy(allow({ Action: [] })),
      ['error bad-value /Statement/0/Action: Action is an empty list'],
    ],
    [
      'a wildcard action in a vault policy',
      policy(allow({ Action: 'backup:*' })),
      [
        'error bad-value /Statement/0/Action: The action "backup:*" has a wildcard, which a vault access policy does not allow',
      ],
      'vault-policy',
    ],
    [
      'an alias as resource',
      policy(allow({ Resource: `arn:aws:kms:eu-west-2:${W}:alias/app` })),
      [
        `error unusable-resource /Statement/0/Resource: The resource "arn:aws:kms:eu-west-2:${W}:alias/app" is an alias, which names no key in a key policy`,
      ],
    ],
    [
      'a bare key id as resource',
      policy(allow({ Resource: ['1234abcd-12ab-34cd-56ef-1234567890ab'] })),
      [
        'error unusable-resource /Statement/0/Resource/0: The resource "1234abcd-12ab-34cd-56ef-1234567890ab" is a bare key id, which names no key',
      ],
    ],
    [
      'a bucket as resource of a key policy',
      policy(allow({ Resource: 'arn:aws:s3:::data' })),
      [
        'error unusable-resource /Statement/0/Resource: The resource "arn:aws:s3:::data" is the ARN of something else than a key',
      ],
    ],
    [
      'a list as Condition',
      withCondition([]),
      ['error wrong-type /Statement/0/Condition: Condition is a list, not an object'],
    ],
    [
      'a misspelled operator',
      withCondition({ StringEqual: { 'kms:CallerAccount': W } }),
      ['error unknown-operator /Statement/0/Condition/StringEqual: "StringEqual" is no condition operator'],
    ],
    [
      'Null has no IfExists form',
      withCondition({ NullIfExists: { 'kms:ViaService': 'true' } }),
      ['error unknown-operator /Statement/0/Condition/NullIfExists: "NullIfExists" is no condition operator'],
    ],
    [
      'an operator in another letter case',
      withCondition({ stringequals: { 'kms:CallerAccount': W } }),
      [
        "warning unknown-operator /Statement/0/Condition/stringequals: The operator stringequals is not in AWS's letter case",
      ],
    ],
    [
      'a text under an operator',
      withCondition({ Bool: 'true' }),
      ['error wrong-type /Statement/0/Condition/Bool: The operator Bool holds "true", not an object'],
    ],
    [
      'an object as condition value',
      withCondition({ StringEquals: { 'aws:PrincipalTag/a/b': {} } }),
      [
        'error wrong-type /Statement/0/Condition/StringEquals/aws:PrincipalTag~1a~1b: The condition on aws:PrincipalTag/a/b compares with an object, which is no text or list of texts',
      ],
    ],
    [
      'an empty list of condition values',
      withCondition({ StringEquals: { 'kms:CallerAccount': [] } }),
      [
        'warning bad-value /Statement/0/Condition/StringEquals/kms:CallerAccount: The condition on kms:CallerAccount compares with an empty list',
      ],
    ],
    [
      'ForAllValues on an encryption context',
      withCondition({ 'ForAllValues:StringEquals': { 'kms:EncryptionContext:App': 'a' } }),
      [
        'error overly-permissive-set-operator /Statement/0/Condition/ForAllValues:StringEquals/kms:EncryptionContext:App: ForAllValues on kms:EncryptionContext:App also holds when the key is absent: KMS refuses it as overly permissive',
      ],
    ],
    [
      'ForAllValues in an Allow',
      withCondition({ 'ForAllValues:StringLike': { 'aws:PrincipalOrgPaths': 'o-1/*' } }),
      [
        'warning overly-permissive-set-operator /Statement/0/Condition/ForAllValues:StringLike/aws:PrincipalOrgPaths: ForAllValues:StringLike on aws:PrincipalOrgPaths also holds when the key is absent',
      ],
    ],
    [
      'a key with several values without a set operator',
      withCondition({ StringLike: { 'aws:PrincipalOrgPaths': 'o-1/*' } }),
      [
        'warning bad-value /Statement/0/Condition/StringLike/aws:PrincipalOrgPaths: aws:PrincipalOrgPaths may hold several values, which StringLike alone does not compare',
      ],
    ],
    [
      'a variable without the newer version',
      { Statement: [allow({ Condition: { StringEquals: { 'aws:PrincipalTag/a': '${aws:RequestedRegion}' } } })] },
      [
        'warning bad-value /Statement/0/Condition: The policy has no Version, so that the variables in this condition are plain text',
      ],
    ],
    [
      'equal Sids',
      policy(allow({ Sid: 'Use' }), allow({ Sid: 'Use' })),
      ['warning duplicate-sid /Statement/1/Sid: The Sid "Use" is used by more than one statement'],
    ],
    [
      'a typographic dash',
      policy(allow({ Sid: 'Allow – use' })),
      [
        'error bad-character /Statement/0/Sid: The text "Allow – use" holds the character U+2013, which KMS does not accept',
      ],
    ],
    [
      'a space in the Sid of an identity policy',
      policy({ Sid: 'Allow use', Effect: 'Allow', Action: 'kms:*', Resource: '*' }),
      ['error bad-value /Statement/0/Sid: The Sid "Allow use" has characters that an identity policy does not allow'],
      'identity-policy',
    ],
    [
      'a Principal in an identity policy',
      policy(allow({})),
      [
        'error unknown-element /Statement/0/Principal: The statement has Principal, which a policy of this kind (identity-policy) does not have',
      ],
      'identity-policy',
    ],
  ];

test.for(broken)('a problem: %s', ([, document, expected, kind]) => {
  expect(problemsOf(document, kind)).toEqual(expected);
});

test('help names what was probably meant', () => {
  const [problem] = compilePolicy(policy({ ...allow({}), Conditions: {} }), 'key-policy').problems;
  expect(problem?.help).toBe('Did you mean Condition?');
});
