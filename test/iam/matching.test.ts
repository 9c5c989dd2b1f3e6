/** Section 3 of the specification: actions, principals and resources. */
import { describe, expect, test } from 'vitest';
import type { EvaluateInput } from '../../src/iam/library.ts';
import { allow, C, deny, everything, key, policy, role, rootOf, session, slr, user, verdict, W } from './cast.ts';

describe('actions', () => {
  test.for([
    ['kms:Decrypt', 'kms:Decrypt', 'allowed'],
    ['KMS:decrypt', 'kms:Decrypt', 'allowed'],
    ['kms:*', 'kms:Decrypt', 'allowed'],
    ['*', 'kms:Decrypt', 'allowed'],
    ['kms:GenerateDataKey*', 'kms:GenerateDataKeyWithoutPlaintext', 'allowed'],
    ['kms:GenerateDataKey*', 'kms:GenerateDataKeyPair', 'allowed'],
    ['kms:GenerateDataKey', 'kms:GenerateDataKeyWithoutPlaintext', 'denied'],
    ['kms:ReEncrypt', 'kms:ReEncryptFrom', 'denied'],
    ['kms:ReEncrypt*', 'kms:ReEncryptTo', 'allowed'],
    ['kms:?e*', 'kms:Decrypt', 'allowed'],
    ['kms:?e*', 'kms:Encrypt', 'denied'],
    ['kms:*Grant*', 'kms:CreateGrant', 'allowed'],
    ['kms:Decryp?', 'kms:Decrypt', 'allowed'],
    ['kms:Decrypt?', 'kms:Decrypt', 'denied'],
    ['k*:Decrypt', 'kms:Decrypt', 'denied'],
    ['kms:Decrypt ', 'kms:Decrypt', 'denied'],
    ['kms:Decrypt,kms:Encrypt', 'kms:Decrypt', 'denied'],
    ['kms:', 'kms:Decrypt', 'denied'],
    ['Decrypt', 'kms:Decrypt', 'denied'],
    ['s3:*', 'kms:Decrypt', 'denied'],
    ['*:*', 'kms:Decrypt', 'unknown'],
  ] as const)('"%s" and %s: %s', ([Action, action, expected]) => {
    expect(verdict({ action, keyPolicy: policy(allow({ Action })) })).toBe(expected);
  });

  test('NotAction is the complement', () => {
    const keyPolicy = policy(allow({ Action: undefined, NotAction: ['kms:Decrypt', 'kms:*Key'] }));
    expect(verdict({ action: 'kms:Decrypt', keyPolicy })).toBe('denied');
    expect(verdict({ action: 'kms:DescribeKey', keyPolicy })).toBe('denied');
    expect(verdict({ action: 'kms:CreateGrant', keyPolicy })).toBe('allowed');
  });

  test('actions of other services are matched by their patterns', () => {
    const ask = (action: string, Action: string) =>
      verdict({ action, resource: '*', identityPolicies: [policy({ Effect: 'Allow', Action, Resource: '*' })] });
    expect(ask('s3:GetObject', 's3:Get*')).toBe('allowed');
    expect(ask('s3:GetObject', 'S3:getobject')).toBe('allowed');
    expect(ask('s3:GetObject', 's3:Put*')).toBe('denied');
    expect(ask('s3:GetObject', '*')).toBe('allowed');
  });
});

const path = `arn:aws:iam::${W}:role/service-role/acme-backup-service-role`;

describe('principals, for any session of a role', () => {
  const rows: readonly (readonly [title: string, principal: unknown, expected: string])[] = [
    ['"*"', '*', 'allowed'],
    ['{"AWS": "*"}', { AWS: '*' }, 'allowed'],
    ['its ARN', { AWS: role }, 'allowed'],
    ['its ARN among others', { AWS: [user, slr, role] }, 'allowed'],
    ['its account alone delegates', { AWS: W }, 'denied'],
    ['its account root alone delegates', { AWS: rootOf(W) }, 'denied'],
    ['another account', { AWS: C }, 'denied'],
    ['the same name under a path', { AWS: path }, 'denied'],
    ['another letter case', { AWS: role.toUpperCase() }, 'denied'],
    ['another partition', { AWS: role.replace('arn:aws:', 'arn:aws-cn:') }, 'denied'],
    ['one of its sessions: which calls is not known', { AWS: session }, 'unknown'],
    ['all its sessions, with a star', { AWS: session.replace(/[^/]+$/, '*') }, 'denied'],
    ['a session of another role', { AWS: `arn:aws:sts::${W}:assumed-role/other/s` }, 'denied'],
    ['a star inside an ARN', { AWS: `arn:aws:iam::${W}:role/*` }, 'denied'],
    ['a deleted role', { AWS: 'AROAEXAMPLEID1234567' }, 'denied'],
    ['a group', { AWS: `arn:aws:iam::${W}:group/backup` }, 'denied'],
    ['a canonical user', { CanonicalUser: 'abc' }, 'denied'],
    ['a service', { Service: 'backup.amazonaws.com' }, 'denied'],
    ['an identity provider', { Federated: 'cognito-identity.amazonaws.com' }, 'denied'],
    ['several types', { AWS: role, Service: 'backup.amazonaws.com' }, 'allowed'],
    ['a placeholder', { AWS: 'arn:aws:iam::${W}:role/acme-backup-service-role' }, 'denied'],
    ['an empty object', {}, 'denied'],
    ['a type that is none', { aws: role }, 'unknown'],
    ['an ARN as the Principal itself', role, 'unknown'],
    ['a number', { AWS: 111122223333 }, 'unknown'],
    ['a number beside the ARN', { AWS: [5, role] }, 'allowed'],
  ];

  test.for(rows)('%s', ([, Principal, expected]) => {
    expect(verdict({ keyPolicy: policy(allow({ Principal })) })).toBe(expected);
  });

  test('a long list is looked up, not walked', () => {
    const others = Array.from({ length: 40 }, (_, index) => `arn:aws:iam::${W}:role/other-${index}`);
    const among = (principal: string, ...entries: readonly string[]) =>
      verdict({ principal, keyPolicy: policy(allow({ Principal: { AWS: [...others, ...entries] } })) });
    expect(among(role, role)).toBe('allowed');
    expect(among(role)).toBe('denied');
    expect(among(role, session)).toBe('unknown');
    expect(among(session, session)).toBe('allowed');
    expect(among(session, role)).toBe('allowed');
    expect(among(user, user)).toBe('allowed');
    expect(among(role, '*')).toBe('allowed');
  });
});

describe('principals, for other callers', () => {
  const rows: readonly (readonly [title: string, caller: string, principal: unknown, expected: string])[] = [
    ['a session, by its own ARN', session, { AWS: session }, 'allowed'],
    ['a session, by another session', session, { AWS: `${session}-2` }, 'denied'],
    ['a session, by its role', session, { AWS: role }, 'allowed'],
    ['a session, by its role with a path: names are unique', session, { AWS: path }, 'allowed'],
    ['a session, by another role', session, { AWS: `arn:aws:iam::${W}:role/other` }, 'denied'],
    ['a user, by the ARN', user, { AWS: user }, 'allowed'],
    ['a user, by the account: delegates', user, { AWS: W }, 'denied'],
    ['a user, by a role of the same name', user, { AWS: `arn:aws:iam::${W}:role/alice` }, 'denied'],
    ['the root user, by the account', rootOf(W), { AWS: W }, 'allowed'],
    ['the root user, by the root ARN', rootOf(W), { AWS: rootOf(W) }, 'allowed'],
    ['the root user, by a role', rootOf(W), { AWS: role }, 'denied'],
    [
      'a federated user',
      `arn:aws:sts::${W}:federated-user/bob`,
      { AWS: `arn:aws:sts::${W}:federated-user/bob` },
      'allowed',
    ],
  ];

  test.for(rows)('%s', ([, principal, Principal, expected]) => {
    expect(verdict({ principal, keyPolicy: policy(allow({ Principal })) })).toBe(expected);
  });

  test('a session whose role is known by aws:PrincipalArn is matched with its path', () => {
    const ask = (AWS: string) =>
      verdict({
        principal: session,
        context: { 'aws:PrincipalArn': path },
        keyPolicy: policy(allow({ Principal: { AWS } })),
      });
    expect(ask(path)).toBe('allowed');
    expect(ask(role)).toBe('denied');
  });
});

describe('a Deny with NotPrincipal', () => {
  const account = rootOf(W);
  const rows: readonly (readonly [title: string, caller: string, list: readonly string[], expected: string])[] = [
    ['nobody of the role', role, [slr], 'explicitly denied'],
    ['account and role', role, [account, role], 'allowed'],
    ['account id and role', role, [W, role], 'allowed'],
    ['the role only', role, [role], 'unknown'],
    ['the account only', role, [account], 'unknown'],
    ['a session of the role only', role, [session], 'unknown'],
    ['account, role and session', session, [account, role, session], 'allowed'],
    ['a session: account and role', session, [account, role], 'allowed'],
    ['a session: itself only', session, [session], 'unknown'],
    ['account and user', user, [account, user], 'allowed'],
    ['the user only', user, [user], 'unknown'],
    ['the root user: its account', account, [account], 'allowed'],
    ['the root user: someone else', account, [role], 'explicitly denied'],
  ];

  test.for(rows)('%s', ([, principal, AWS, expected]) => {
    const statement = deny({ Principal: undefined, NotPrincipal: { AWS } });
    expect(verdict({ principal, keyPolicy: policy(allow({ Principal: '*' }), statement) })).toBe(expected);
  });

  test('with a permissions boundary everyone is struck', () => {
    const keyPolicy = policy(
      allow({}),
      deny({ Principal: undefined, NotPrincipal: { AWS: [account, role, session] } }),
    );
    expect(verdict({ keyPolicy, permissionsBoundary: everything })).toBe('explicitly denied');
  });

  test('in an Allow it may mean anything but those listed', () => {
    const by = (AWS: string[]) =>
      verdict({ keyPolicy: policy(allow({ Principal: undefined, NotPrincipal: { AWS } })) });
    expect(by([slr])).toBe('unknown');
    expect(by([account, role])).toBe('denied');
  });
});

describe('a Deny with Principal', () => {
  test.for([
    ['the role', { AWS: role }, 'explicitly denied'],
    ['its account', { AWS: W }, 'explicitly denied'],
    ['another account', { AWS: C }, 'allowed'],
    ['one of its sessions', { AWS: session }, 'unknown'],
    ['everyone', '*', 'explicitly denied'],
  ] as const)('%s', ([, Principal, expected]) => {
    expect(verdict({ keyPolicy: policy(allow({}), deny({ Principal })) })).toBe(expected);
  });
});

const other = key.replace(/key\/.*/, 'key/ffffffff-ffff-ffff-ffff-ffffffffffff');

describe('resources of a key policy', () => {
  test.for([
    ['this key', '*', 'allowed'],
    ['its ARN', key, 'allowed'],
    ['a pattern', 'arn:aws:kms:*:*:key/*', 'allowed'],
    ["a star beyond its segment, at a segment's end", 'arn:aws:kms:*', 'allowed'],
    ['a star inside a segment', 'arn:aws:kms:eu-*-2:*:key/1234*', 'allowed'],
    ['a star inside a segment stays there', 'arn:aws:kms:eu-*2:key/1234*', 'denied'],
    ['? inside a segment', 'arn:aws:kms:eu-west-?:*:key/*', 'allowed'],
    ['? is no colon', `arn:aws:kms?eu-west-2:${W}:key/*`, 'denied'],
    ['another key', other, 'denied'],
    ['another Region', key.replace('eu-west-2', 'eu-west-1'), 'denied'],
    ['another letter case', key.toUpperCase(), 'denied'],
    ['an alias', `arn:aws:kms:eu-west-2:${W}:alias/app`, 'denied'],
    ['a bare key id', '1234abcd-12ab-34cd-56ef-1234567890ab', 'denied'],
    ['several', [other, key], 'allowed'],
    ['an empty list', [], 'denied'],
    ['a number', 5, 'unknown'],
  ] as const)('%s', ([, Resource, expected]) => {
    expect(verdict({ keyPolicy: policy(allow({ Resource })) })).toBe(expected);
  });

  test('NotResource is the complement', () => {
    const without = (NotResource: string) =>
      verdict({ keyPolicy: policy(allow({ Resource: undefined, NotResource })) });
    expect(without(other)).toBe('allowed');
    expect(without(key)).toBe('denied');
  });
});

describe('a key whose ARN is not known', () => {
  test.for([
    ['"*"', '*', 'allowed'],
    ['a key of the account', key, 'unknown'],
    ['a key of another account', key.replace(W, C), 'denied'],
    ['an alias', `arn:aws:kms:eu-west-2:${W}:alias/app`, 'denied'],
    ['every key that there is', 'arn:aws:kms:*:*:key/*', 'allowed'],
    ['every key of the account', `arn:aws:kms:*:${W}:key/*`, 'allowed'],
    ['every key of a Region', `arn:aws:kms:eu-west-2:${W}:key/*`, 'unknown'],
    ['every key of another partition', `arn:aws-cn:kms:*:${W}:key/*`, 'unknown'],
    ['a bare key id', '1234abcd-12ab-34cd-56ef-1234567890ab', 'denied'],
  ] as const)('%s', ([, Resource, expected]) => {
    const input: Partial<EvaluateInput> = { resource: undefined, context: { 'aws:ResourceAccount': W } };
    expect(verdict({ ...input, keyPolicy: policy(allow({ Resource })) })).toBe(expected);
  });
});

describe('resources of an identity policy, through the account', () => {
  const through = (Resource: unknown, extra: Partial<EvaluateInput> = {}) =>
    verdict({
      keyPolicy: policy(allow({ Principal: { AWS: W } })),
      identityPolicies: [policy({ Effect: 'Allow', Action: 'kms:*', Resource })],
      ...extra,
    });

  test.for([
    ['everything', '*', 'allowed'],
    ['the key', key, 'allowed'],
    ['a pattern', `arn:aws:kms:*:${W}:key/*`, 'allowed'],
    ['the alias: no key operation', `arn:aws:kms:eu-west-2:${W}:alias/app`, 'denied'],
    ['another account', key.replace(W, C), 'denied'],
  ] as const)('%s', ([, Resource, expected]) => {
    expect(through(Resource)).toBe(expected);
  });

  test('a variable in a resource', () => {
    const Resource = 'arn:aws:kms:*:*:key/${aws:PrincipalTag/key}';
    const tag = (value: string) => ({ context: { 'aws:PrincipalTag/key': value } });
    expect(through(Resource, tag('1234abcd-12ab-34cd-56ef-1234567890ab'))).toBe('allowed');
    expect(through(Resource, tag('1234*'))).toBe('denied');
    expect(through(Resource)).toBe('denied');
    expect(through(Resource, { unknown: ['aws:PrincipalTag/key'] })).toBe('unknown');
  });

  test('actions without a key need "*"', () => {
    const list = (Resource: string) => through(Resource, { action: 'kms:ListKeys', resource: '*' });
    expect(list('*')).toBe('allowed');
    expect(list(`arn:aws:kms:*:${W}:key/*`)).toBe('denied');
  });
});
