/** What a template leaves open in a policy: unknown as far as it reaches, and no farther. */
import { describe, expect, test } from 'vitest';
import { branchKey, hole, madeUpHole } from '../../src/estate/hole.ts';
import { compilePolicy } from '../../src/iam/compile.ts';
import { allow, ask, C, deny, everything, key, policy, role, rootOf, slr, user, verdict, W, X } from './cast.ts';

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

const given = `arn:aws:iam::${W}:role/${hole('RoleName')}`;
const madeUp = `arn:aws:iam::${W}:role/${madeUpHole('Role')}`;
const sessionOf = (name: string) => `arn:aws:sts::${W}:assumed-role/${name}/AWSBackup`;
const where = (operator: string, value: string) => ({
  Principal: '*',
  Condition: { [operator]: { 'aws:PrincipalArn': value } },
});

/** The outcome for a role whose name somebody gives, and for one whose name is made up. */
test.for<readonly [string, object, ofGiven: string, ofMadeUp: string]>([
  ['itself', { Principal: { AWS: [given, madeUp] } }, 'allowed', 'allowed'],
  ['a role of the account', { Principal: { AWS: role } }, 'unknown', 'denied'],
  ['roles that each may be it', { Principal: { AWS: [slr, role] } }, 'unknown', 'denied'],
  ['one of many roles', { Principal: { AWS: manyRoles(W) } }, 'unknown', 'denied'],
  ['many roles of another account', { Principal: { AWS: manyRoles(X) } }, 'denied', 'denied'],
  ['a role of another account', { Principal: { AWS: role.replace(W, X) } }, 'denied', 'denied'],
  ['a user', { Principal: { AWS: user } }, 'denied', 'denied'],
  ['a role under a path, which a name cannot hold', { Principal: { AWS: slr.replace(C, W) } }, 'denied', 'denied'],
  ['a session', { Principal: { AWS: sessionOf('backup') } }, 'unknown', 'denied'],
  ['a session in another account', { Principal: { AWS: sessionOf('backup').replace(W, X) } }, 'denied', 'denied'],
  ['a name that another parameter gives', { Principal: { AWS: `${given.slice(0, -1)}2\uE001` } }, 'unknown', 'unknown'],
  [
    'the name made up for another role',
    { Principal: { AWS: `arn:aws:iam::${W}:role/${madeUpHole('Other')}` } },
    'unknown',
    'denied',
  ],
  [
    'a name as it was once made up for it',
    { Principal: { AWS: roleCalled('shop-Role-1AB2CD3EFGH45') } },
    'unknown',
    'unknown',
  ],
  [
    'a name as it was once made up for another',
    { Principal: { AWS: roleCalled('shop-Fn-1AB2CD3EFGH45') } },
    'unknown',
    'denied',
  ],
  ['the whole account', { Principal: { AWS: rootOf(W) } }, 'denied', 'denied'],
  ['anyone', { Principal: '*' }, 'allowed', 'allowed'],
  ['roles by pattern', where('ArnLike', `arn:aws:iam::${W}:role/*`), 'allowed', 'allowed'],
  ['roles of any account', where('ArnLike', 'arn:aws:iam::*:role/*'), 'allowed', 'allowed'],
  ['any of its names by pattern', where('ArnLike', `arn:aws:iam::${W}:role/*RoleName*`), 'unknown', 'unknown'],
  ['the letters of its hole', where('ArnLike', `arn:aws:iam::${W}:role/??????????`), 'unknown', 'unknown'],
  ['names with a start', where('ArnLike', roleCalled('backup-*')), 'unknown', 'unknown'],
  ['a star before its name', where('ArnLike', `arn:aws:iam::*:role/${hole('RoleName')}`), 'allowed', 'unknown'],
  ['a name that is written out', where('ArnEquals', role), 'unknown', 'denied'],
  ['a name that is written out, as text', where('StringEquals', role), 'unknown', 'denied'],
  ['a name in other letter case', where('StringEqualsIgnoreCase', role.toUpperCase()), 'unknown', 'denied'],
  ['a star that is none', where('StringEquals', `arn:aws:iam::${W}:role/*`), 'denied', 'denied'],
  ['all but a name', where('ArnNotEquals', role), 'unknown', 'allowed'],
  ['all but names with a start', where('StringNotLike', roleCalled('backup-*')), 'unknown', 'unknown'],
  ['service-linked roles', where('ArnLike', 'arn:aws:iam::*:role/aws-service-role/*'), 'denied', 'denied'],
  ['all but service-linked roles', where('ArnNotLike', 'arn:aws:iam::*:role/aws-service-role/*'), 'allowed', 'allowed'],
])('a statement for %s', ([, statement, ofGiven, ofMadeUp]) => {
  const keyPolicy = policy(allow(statement));
  expect([verdict({ principal: given, keyPolicy }), verdict({ principal: madeUp, keyPolicy })]).toEqual([
    ofGiven,
    ofMadeUp,
  ]);
});

test.for<readonly [string, object, ofGiven: string, ofMadeUp: string]>([
  ['a Deny for a role of the account', { Principal: { AWS: role } }, 'unknown', 'allowed'],
  ['a Deny for one of its sessions', { Principal: { AWS: sessionOf('backup') } }, 'unknown', 'allowed'],
  [
    'a Deny for all but a role of the account',
    { Principal: undefined, NotPrincipal: { AWS: [role, rootOf(W)] } },
    'unknown',
    'unknown',
  ],
  [
    'a Deny for all but a role of another account',
    { Principal: undefined, NotPrincipal: { AWS: [role.replace(W, X), rootOf(X)] } },
    'explicitly denied',
    'explicitly denied',
  ],
  [
    'a Deny for all but itself',
    { Principal: undefined, NotPrincipal: { AWS: [given, madeUp, rootOf(W)] } },
    'allowed',
    'allowed',
  ],
])('%s beside an Allow for the role itself', ([, statement, ofGiven, ofMadeUp]) => {
  const answers = [given, madeUp].map((principal) => {
    const keyPolicy = policy(allow({ Principal: { AWS: principal } }), JSON.parse(JSON.stringify(deny(statement))));
    return verdict({ principal, keyPolicy });
  });
  expect(answers).toEqual([ofGiven, ofMadeUp]);
});

test.for<readonly [string, string, string]>([
  ['a role below it', roleCalled('team/backup'), 'unknown'],
  ['a role without a path', roleCalled('backup'), 'unknown'],
  ['a role of another name', roleCalled('team/restore'), 'denied'],
])('where its path is not known, a role may be %s', ([, AWS, expected]) => {
  const principal = `arn:aws:iam::${W}:role/${hole('Path')}/backup`;
  expect(verdict({ principal, keyPolicy: policy(allow({ Principal: { AWS } })) })).toBe(expected);
});

test('a grant for a role of the account may be one for a role whose name is not known', () => {
  const grants = [{ GranteePrincipal: role, Operations: ['Decrypt'] }];
  const outcomes = [given, madeUp, given.replace(W, X)].map((principal) =>
    verdict({ principal, grants, keyPolicy: policy() }),
  );
  expect(outcomes).toEqual(['unknown', 'denied', 'denied']);
});

test('the trace names what is not known of the role', () => {
  const { statements } = ask({ principal: given, keyPolicy: policy(allow({}), allow(where('ArnEquals', role))) });
  expect(statements.map(({ elements: [element] }) => [element?.matched, element?.open])).toEqual([
    ['unknown', ['RoleName']],
    ['unknown', ['RoleName']],
  ]);
  expect(statements[0]?.elements[0]?.message).toContain(
    `statement names ${role}, and ${given} may turn out to be that`,
  );
});

function roleCalled(name: string): string {
  return `arn:aws:iam::${W}:role/${name}`;
}

function manyRoles(account: string): readonly string[] {
  return Array.from({ length: 20 }, (_, index) => `arn:aws:iam::${account}:role/app-${index}`);
}

test('a text of any length is looked at in no time', () => {
  const long = `${hole('x')}a`.repeat(50_000);
  const keyPolicy = policy(allow({ Principal: { AWS: [`arn:aws:iam::${W}:role/${long}${hole('y')}`, `${long}b`] } }));
  expect([verdict({ keyPolicy }), verdict({ principal: given, keyPolicy })]).toEqual(['unknown', 'unknown']);
});

test.for<readonly [string, string, string]>([
  ['in every Region', 'arn:aws:ec2:*:*:volume/*', 'allowed'],
  ['of any name', `arn:aws:ec2:*:${W}:volume/vol-*`, 'unknown'],
  ['of another sort', 'arn:aws:ec2:*:*:snapshot/*', 'denied'],
  ['in one Region', 'arn:aws:ec2:eu-west-2:*:volume/*', 'unknown'],
])('the resource of a template may be one %s', ([, Resource, expected]) => {
  const resource = `arn:aws:ec2:${hole('AWS::Region')}:${W}:volume/${madeUpHole('Disk')}`;
  const identityPolicies = [policy({ Effect: 'Allow', Action: 'ec2:CreateSnapshot', Resource })];
  expect(verdict({ action: 'ec2:CreateSnapshot', resource, identityPolicies, keyPolicy: undefined })).toBe(expected);
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
