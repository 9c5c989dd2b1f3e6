import { describe, expect, test } from 'vitest';
import { loadText } from '../../src/load/load-text.ts';
import { PolicyStore } from '../../src/load/policy-store.ts';
import { fragmentsOf, keyPolicy, load, problemsOf } from './load.ts';

const text = JSON.stringify(keyPolicy, null, 4);
const empty = JSON.stringify({ Version: '2012-10-17', Statement: [] });
const at = (pointer: string, file = 'a.json') => ({ kind: 'file', file, pointer });

describe('key policies', () => {
  test.for([
    ['bare', keyPolicy, ['a.json', '', []]],
    ['with a single statement', { ...keyPolicy, Statement: keyPolicy.Statement[0] }, ['a.json', '', []]],
    ['as get-key-policy prints it', { Policy: text, PolicyName: 'default' }, ['a.json', '/Policy', []]],
    ['as get-key-policy printed it once', { Policy: text }, ['a.json', '/Policy', []]],
    ['with --query Policy', JSON.stringify(text), ['a.json', '', []]],
    ['as the input of put-key-policy', { KeyId: 'alias/rds', Policy: text }, ['a.json', '/Policy', ['alias/rds']]],
    ['as the input of create-key', { Description: 'rds', Policy: text }, ['a.json', '/Policy', []]],
    [
      'without a statement, as get-key-policy prints it',
      { Policy: empty, PolicyName: 'default' },
      ['a.json', '/Policy', []],
    ],
    ['without a statement, as it printed it once', { Policy: empty }, ['a.json', '/Policy', []]],
    ['inside an object, as JSON', { Policy: keyPolicy }, ['a.json', '/Policy', []]],
    ['one in a list', [keyPolicy], ['a.json', '/0', []]],
  ] as const)('%s', async ([, content, [subject, pointer, names]]) => {
    expect(await fragmentsOf(content)).toMatchObject([
      {
        kind: 'key',
        subject,
        names,
        bare: true,
        origin: at(pointer),
        policy: { kind: 'given', origin: at(pointer), source: { document: { Version: '2012-10-17' } } },
      },
    ]);
  });

  test('several in a list', async () => {
    const fragments = await fragmentsOf([keyPolicy, { Policy: text }]);
    expect(fragments).toMatchObject([
      { subject: 'a.json#/0', origin: at('/0') },
      { subject: 'a.json#/1', origin: at('/1/Policy') },
    ]);
  });

  test('several one after the other', async () => {
    const fragments = await fragmentsOf(`${text}\n${JSON.stringify({ Policy: text })}`);
    expect(fragments).toMatchObject([
      { subject: 'a.json#/0', origin: at('/0') },
      { subject: 'a.json#/1', origin: at('/1/Policy') },
    ]);
  });

  test('several by ARN, id or alias', async () => {
    const arn = 'arn:aws:kms:eu-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab';
    const fragments = await fragmentsOf({
      [arn]: keyPolicy,
      'alias/rds': text,
      '1234abcd-12ab-34cd-56ef-1234567890ab': { Policy: text },
    });
    expect(fragments).toMatchObject([
      { names: [arn], origin: { pointer: `/${arn.replace('/', '~1')}` } },
      { names: ['alias/rds'], subject: 'a.json#/alias~1rds' },
      {
        names: ['1234abcd-12ab-34cd-56ef-1234567890ab'],
        origin: { pointer: '/1234abcd-12ab-34cd-56ef-1234567890ab/Policy' },
      },
    ]);
  });

  test('in YAML, bare and wrapped', async () => {
    const yaml = `Version: 2012-10-17
Statement:
  - Effect: Allow
    Principal: {AWS: 111122223333}
    Action: kms:*
    Resource: "*"
---
Policy: |
  ${text.replaceAll('\n', '\n  ')}
`;
    expect(await fragmentsOf(yaml, 'a.yaml')).toMatchObject([
      {
        policy: {
          source: { document: { Version: '2012-10-17', Statement: [{ Principal: { AWS: '111122223333' } }] } },
        },
      },
      { origin: { pointer: '/1/Policy' }, policy: { source: { document: keyPolicy } } },
    ]);
  });

  test.for([
    ['a pattern of all services', '*'],
    ['a pattern of some services', 'k?s:Decrypt'],
    ['a pattern without colon', 'kms*'],
    ['another letter case', 'KMS:Decrypt'],
  ])('an action that covers kms: %s', async ([, Action]) => {
    expect((await load({ Statement: [{ Effect: 'Allow', Principal: '*', Action }] })).outcome).toBe('loaded');
  });

  test('NotAction and NotPrincipal count', async () => {
    const statement = { Effect: 'Deny', NotPrincipal: { AWS: '111122223333' }, NotAction: 's3:*' };
    expect((await load({ Statement: statement })).outcome).toBe('loaded');
  });

  test.for([
    ['an identity policy', { Effect: 'Allow', Action: 'kms:*', Resource: '*' }, 'has no principals'],
    [
      'a trust policy',
      { Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' },
      "a role's trust policy",
    ],
    [
      'a vault access policy',
      { Effect: 'Allow', Principal: '*', Action: 'backup:CopyIntoBackupVault' },
      "a backup vault's access policy",
    ],
    [
      'a bucket policy',
      { Effect: 'Allow', Principal: '*', Action: ['s3:GetObject', 's3:PutObject'] },
      'a policy for s3, none of whose',
    ],
    ['an action that only looks like one', { Effect: 'Allow', Principal: '*', Action: 'kmsx' }, 'a policy for kmsx'],
    ['a policy that excludes kms', { Effect: 'Allow', Principal: '*', NotAction: 'kms:*' }, 'a policy without actions'],
  ] as const)('%s is some other policy', async ([, statement, why]) => {
    for (const content of [{ Statement: [statement] }, { Policy: JSON.stringify({ Statement: [statement] }) }]) {
      const result = await load(content);
      expect(result).toMatchObject({ outcome: 'foreign' });
      expect(JSON.stringify(result)).toContain(why);
    }
  });

  test('a pattern made to be slow is not', async () => {
    const Action = Array.from({ length: 50 }, () => `${'*?'.repeat(5000)}:x`);
    expect((await load({ Statement: { Principal: '*', Action } })).outcome).toBe('foreign');
  });

  test('text that holds no JSON is a broken key policy', async () => {
    expect(await fragmentsOf({ Policy: '{"Version": }' })).toMatchObject([
      { policy: { source: { unreadable: 'expected a value, found `}` (line 1, column 13 of the policy)' } } },
    ]);
    expect(await fragmentsOf({ Policy: '\uFEFF{}', PolicyName: 'default' })).toMatchObject([
      { policy: { source: { unreadable: 'expected a value, found a byte order mark' } } },
    ]);
    expect(await fragmentsOf({ Policy: '{} {}' })).toMatchObject([
      {
        policy: {
          source: {
            unreadable: 'expected the end of the text, found a second document (line 1, column 4 of the policy)',
          },
        },
      },
    ]);
  });
});

describe('policies of equal text', () => {
  const wrapped = { Policy: text };
  test('share one object', async () => {
    const [a, b] = await fragmentsOf([wrapped, wrapped]);
    expect(
      a?.kind === 'key' &&
        b?.kind === 'key' &&
        a.policy?.kind === 'given' &&
        b.policy?.kind === 'given' &&
        a.policy.source === b.policy.source,
    ).toBe(true);
  });

  const policyOf = async (content: string, store: PolicyStore): Promise<unknown> => {
    const loaded = await loadText({ file: 'a.json', text: content }, store);
    const [fragment] = loaded.outcome === 'loaded' ? loaded.fragments : [];
    return fragment?.kind === 'key' && fragment.policy?.kind === 'given' ? fragment.policy.source : undefined;
  };

  test('share one object across files', async () => {
    const store = new PolicyStore();
    expect(await policyOf(text, store)).toBe(await policyOf(text, store));
  });

  test.for<[name: string, one: string, other: string]>([
    [
      'another Id',
      text.replace('"Version"', '"Id": "a", "Version"'),
      text.replace('"Version"', '"Id": "b", "Version"'),
    ],
    ['another size', text, `${text}\n`],
    [
      'a key that stands twice',
      text.replace('"Sid"', '"Effect": "Deny", "Sid"'),
      text.replace('"Sid"', '"Action": "", "Sid"'),
    ],
  ])('do not with %s', async ([, one, other]) => {
    const store = new PolicyStore();
    const [first, second] = [await policyOf(one, store), await policyOf(other, store)];
    expect(first).toBeDefined();
    expect(second).not.toBe(first);
  });

  test('carry their size as UTF-8', async () => {
    const long = text.replace('Root', 'é€😀');
    expect(await fragmentsOf({ Policy: long })).toMatchObject([
      { policy: { source: { bytes: Buffer.byteLength(long) } } },
    ]);
    expect(await fragmentsOf(long)).toMatchObject([{ policy: { source: { bytes: Buffer.byteLength(long) } } }]);
  });
});

describe('doubled keys', () => {
  const doubled = '{"Statement": {"Principal": "*", "Action": "kms:*", "Action": "kms:Decrypt"}}';
  const expected = ['/Statement/Action'];

  test.for([
    ['of a bare policy', doubled],
    ['of a policy in a string', JSON.stringify({ Policy: doubled })],
    ['of a policy in a list', `[${doubled}]`],
    ['of a policy in an object', `{"Policy": ${doubled}}`],
    ['of a policy in YAML', 'Statement:\n  Principal: "*"\n  Action: kms:*\n  Action: kms:Decrypt\n'],
  ])('%s are recorded with it', async ([, content]) => {
    expect(await fragmentsOf(content)).toMatchObject([{ policy: { source: { duplicateKeys: expected } } }]);
  });

  test('elsewhere they are a problem', async () => {
    const content = `{"Policy": ${JSON.stringify(text)},\n "Policy": ${JSON.stringify(text)}}`;
    expect(await problemsOf(content)).toEqual(['2:2 has a key twice in one object: /Policy']);
    expect(await problemsOf('a: 1\nPolicy: "{}"\na: 2\n', 'a.yaml')).toEqual([
      'a.yaml foreign: no known kind of input',
    ]);
  });
});

test('a prototype name is plain data', async () => {
  const content =
    '{"__proto__": {"polluted": true}, "constructor": {"prototype": {"polluted": true}}, "Statement": [{"Principal": "*", "Action": "kms:*"}]}';
  const [fragment] = await fragmentsOf(content);
  const document =
    fragment?.kind === 'key' && fragment.policy?.kind === 'given' ? fragment.policy.source.document : undefined;
  expect(Object.keys(document as object)).toEqual(['__proto__', 'constructor', 'Statement']);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  expect(await problemsOf('{"__proto__": {"Statement": [{"Principal": "*", "Action": "kms:*"}]}}')).toEqual([
    'a.json foreign: no known kind of input',
  ]);
});
