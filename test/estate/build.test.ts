import { describe, expect, test } from 'vitest';
import { buildEstate } from '../../src/estate/build.ts';
import type { EncryptionRef, Fragment, KeyFragment } from '../../src/estate/fragment.ts';
import type { SourcePolicy } from '../../src/estate/model.ts';
import type { Origin } from '../../src/estate/origin.ts';

const id = '1234abcd-12ab-34cd-56ef-1234567890ab';
const otherId = '99999999-12ab-34cd-56ef-1234567890ab';
const keyArn = (keyId = id, account = '111122223333'): string => `arn:aws:kms:eu-west-2:${account}:key/${keyId}`;
const at = (file: string, pointer = ''): Origin => ({ kind: 'file', file, pointer });
const live = (arn: string): Origin => ({ kind: 'live', arn });
const source = (sid: string): SourcePolicy => ({ document: { Statement: [{ Sid: sid }] }, duplicateKeys: [] });

const described = (file: string, names: readonly string[] = [keyArn(), id]): KeyFragment => ({
  kind: 'key',
  names,
  subject: names[0] ?? file,
  state: 'Enabled',
  manager: 'CUSTOMER',
  origin: at(file, '/KeyMetadata'),
});

const policy = (file: string, sid = 'a', names: readonly string[] = []): KeyFragment => ({
  kind: 'key',
  names,
  subject: file,
  policy: { kind: 'given', source: source(sid), origin: at(file, '/Policy') },
  bare: true,
  origin: at(file, '/Policy'),
});

const alias = (file: string, name: string, keyId = id, account = '111122223333'): KeyFragment => ({
  kind: 'key',
  names: [keyArn(keyId, account), `arn:aws:kms:eu-west-2:${account}:${name}`, name],
  subject: keyArn(keyId, account),
  mentioned: true,
  origin: at(file, '/Aliases/0'),
});

const resource = (arn: string, encryption?: EncryptionRef[], seenAt?: number): Fragment => ({
  kind: 'resource',
  names: [arn],
  subject: arn,
  resourceType: 'RDS',
  ...(encryption && { encryption }),
  ...(seenAt !== undefined && { seenAt }),
  origin: at('points.json', '/RecoveryPoints/0'),
});

const givenBy = (fragments: readonly Fragment[]): [string, string | undefined][] =>
  buildEstate(fragments).estate.keys.map(({ subject, policy: { kind, ...rest } }) => [
    subject,
    kind === 'given' && 'origin' in rest && rest.origin.kind === 'file' ? rest.origin.file : undefined,
  ]);

describe('one key of several inputs', () => {
  test('description, alias, policy and grants', () => {
    const grant = { GrantId: 'g', GranteePrincipal: 'p', Operations: ['Decrypt'] };
    const { estate, problems } = buildEstate([
      described('k/describe-key.json'),
      alias('k/aliases.json', 'alias/rds'),
      policy('k/policy.json'),
      { kind: 'key', names: [keyArn()], subject: '', mentioned: true, grants: [grant], origin: at('k/grants.json') },
      { kind: 'key', names: [keyArn()], subject: '', mentioned: true, grants: [grant], origin: at('k/grants2.json') },
    ]);
    expect(problems).toEqual([]);
    expect(estate.notLookedAt).toEqual([]);
    expect(estate.keys).toEqual([
      {
        subject: keyArn(),
        arn: keyArn(),
        account: '111122223333',
        region: 'eu-west-2',
        aliases: ['alias/rds'],
        manager: 'CUSTOMER',
        state: 'Enabled',
        policy: { kind: 'given', source: source('a'), origin: at('k/policy.json', '/Policy') },
        grants: [grant],
        bare: true,
        origin: at('k/describe-key.json', '/KeyMetadata'),
      },
    ]);
  });

  test.for([
    ['ARN and key id', [described('a.json', [keyArn()]), policy('b.json', 'a', [id])]],
    ['key id and alias', [alias('a.json', 'alias/rds'), policy('b.json', 'a', ['alias/rds'])]],
    [
      'alias ARN and alias',
      [alias('a.json', 'alias/x'), policy('b.json', 'a', ['arn:aws:kms:eu-west-2:111122223333:alias/x'])],
    ],
    [
      'two things that a third shows to be one',
      [
        policy('b.json', 'a', ['arn:aws:kms:eu-west-2:111122223333:alias/x']),
        described('c.json', [keyArn()]),
        alias('a.json', 'alias/x'),
      ],
    ],
  ] as const)('linked by %s', ([, fragments]) => {
    expect(givenBy(fragments)).toEqual([[keyArn(), 'b.json']]);
  });

  test('an alias that two keys in sight bear links nothing', () => {
    const aliases = [alias('a.json', 'alias/rds'), alias('c.json', 'alias/rds', otherId, '444455556666')];
    expect(givenBy([...aliases, policy('p/b.json', 'a', ['alias/rds'])])).toEqual([
      [keyArn(), undefined],
      [keyArn(otherId, '444455556666'), undefined],
      ['p/b.json', 'p/b.json'],
    ]);
  });

  test('but of those in its own folder', () => {
    const aliases = [alias('w/a.json', 'alias/rds'), alias('c/a.json', 'alias/rds', otherId, '444455556666')];
    expect(givenBy([...aliases, policy('c/b.json', 'a', ['alias/rds'])])).toEqual([
      [keyArn(), undefined],
      [keyArn(otherId, '444455556666'), 'c/b.json'],
    ]);
  });

  test('keys of two accounts that share an id, as in examples, stay two', () => {
    const both = [described('a.json', [keyArn()]), described('b.json', [keyArn(id, '444455556666')])];
    expect(givenBy([...both, policy('p/c.json', 'a', [id])]).map(([subject]) => subject)).toEqual([
      keyArn(),
      keyArn(id, '444455556666'),
      'p/c.json',
    ]);
  });

  test('replicas of a multi-Region key are keys of their own', () => {
    const mrk = 'mrk-1234abcd12ab34cd56ef1234567890ab';
    const london = `arn:aws:kms:eu-west-2:111122223333:key/${mrk}`;
    const dublin = `arn:aws:kms:eu-west-1:111122223333:key/${mrk}`;
    const { estate } = buildEstate([described('a.json', [london, mrk]), described('b.json', [dublin, mrk])]);
    expect(estate.keys.map(({ arn, region }) => [arn, region])).toEqual([
      [london, 'eu-west-2'],
      [dublin, 'eu-west-1'],
    ]);
  });
});

describe('a policy that does not say whose it is', () => {
  const rds = alias('list-aliases.json', 'alias/rds');
  const ebs = alias('list-aliases.json', 'alias/prod/ebs', otherId);

  test.for([
    ['the key id in the file name', `${id}-policy.json`, [described('x/d.json')], keyArn()],
    ['the key id in the folder', `${id}/policy.json`, [described('x/d.json')], keyArn()],
    ['the alias in the file name', 'p/rds-key-policy.json', [rds, ebs], keyArn()],
    ['an alias with a path', 'p/get-key-policy.prod-ebs.json', [rds, ebs], keyArn(otherId)],
    ['the alias in the folder', 'rds/policy.json', [rds, ebs], keyArn()],
    ['the folder further out', 'rds/111122223333/eu-west-2/policy.json', [rds, ebs], keyArn()],
    [
      'the same stem as the description',
      'a/db.get-key-policy.json',
      [described('a/db.describe-key.json'), ebs],
      keyArn(),
    ],
    ['the same stem in another folder', 'policies/db.json', [described('keys/db.json'), ebs], keyArn()],
    ['the only key in the folder', 'a/policy.json', [described('a/describe-key.json'), ebs], keyArn()],
    [
      'an alias of common words, spelled out',
      'p/backup-key.json',
      [alias('l.json', 'alias/backup-key'), ebs],
      keyArn(),
    ],
  ] as const)('is linked by %s', ([, file, keys, subject]) => {
    const { estate } = buildEstate([...keys, policy(file)]);
    expect(estate.keys.find(({ policy: { kind } }) => kind === 'given')?.subject).toBe(subject);
    expect(estate.notLookedAt).toEqual([]);
  });

  test.for([
    [
      'nothing speaks for one of two keys',
      'a/policy.json',
      [described('a/d.json'), described('a/e.json', [keyArn(otherId)])],
    ],
    ['the name speaks of another', 'a/ebs-policy.json', [described('a/rds-key.json')]],
    ['only part of the name fits', 'p/staging-rds.json', [rds]],
  ] as const)('stays by itself where %s', ([, file, keys]) => {
    const { estate } = buildEstate([...keys, policy(file)]);
    expect(estate.keys.find(({ policy: { kind } }) => kind === 'given')?.subject).toBe(file);
    expect(estate.notLookedAt).toEqual([
      { what: `whose key policy ${file}#/Policy holds`, why: 'neither the document nor the name of its file says it' },
    ]);
  });

  test('is a key of its own where no keys are described', () => {
    const { estate } = buildEstate([policy('a.json'), policy('b.json', 'b')]);
    expect(estate.keys.map(({ subject, bare }) => [subject, bare])).toEqual([
      ['a.json', true],
      ['b.json', true],
    ]);
    expect(estate.notLookedAt).toEqual([]);
  });

  test('is linked by name to the key of its own folder, where accounts have keys of the same name', () => {
    const aliases = [
      alias('w/list-aliases.json', 'alias/rds'),
      alias('w/list-aliases.json', 'alias/ebs', '88888888-12ab-34cd-56ef-1234567890ab'),
      alias('c/list-aliases.json', 'alias/rds', otherId, '444455556666'),
    ];
    const { estate } = buildEstate([...aliases, policy('c/rds-policy.json')]);
    expect(estate.keys.find(({ policy: { kind } }) => kind === 'given')?.arn).toBe(keyArn(otherId, '444455556666'));
  });

  test('never belongs to an AWS managed key', () => {
    const aws = [alias('list-aliases.json', 'alias/aws/ebs', otherId), described('d.json', [keyArn(otherId)])];
    const { estate } = buildEstate([...aws, policy('policy.json')]);
    expect(estate.keys.map(({ subject }) => subject)).toEqual([keyArn(otherId), 'policy.json']);
  });

  test('is not linked where two different ones would have the same key', () => {
    const { estate, problems } = buildEstate([rds, policy('new/rds.json', 'a'), policy('old/rds.json', 'b')]);
    expect(problems).toEqual([]);
    expect(estate.keys.map(({ subject }) => subject)).toEqual([keyArn(), 'new/rds.json', 'old/rds.json']);
    expect(estate.notLookedAt).toHaveLength(2);
  });

  test('of several in one file none is meant by the name of the file', () => {
    const both = ['/0', '/1'].map((pointer) => ({
      ...policy('rds.json', pointer),
      subject: `rds.json#${pointer}`,
      origin: at('rds.json', pointer),
    }));
    expect(buildEstate([rds, ...both]).estate.keys).toHaveLength(3);
  });

  test('is linked to a key that only a resource names, by the id in its file name', () => {
    const { estate } = buildEstate([
      policy(`${id}.json`),
      resource('arn:aws:rds:eu-west-2:111122223333:db:a', [{ kind: 'key', names: [keyArn()] }]),
    ]);
    expect(estate.keys).toHaveLength(1);
    expect(estate.resources[0]?.encryption).toEqual([{ kind: 'key', key: estate.keys[0] }]);
  });

  test('an empty list of grants goes to the only key in its folder', () => {
    const { estate } = buildEstate([
      described('a/describe-key.json'),
      { kind: 'key', names: [], subject: '', mentioned: true, grants: [], origin: at('a/list-grants.json', '/Grants') },
    ]);
    expect(estate.keys.map(({ grants }) => grants)).toEqual([[]]);
  });
});

describe('two policies for one key', () => {
  test('that differ are a problem which names both places', () => {
    const { problems } = buildEstate([policy('a.json', 'a', [keyArn()]), policy('b.json', 'b', [id])]);
    expect(problems).toEqual([
      {
        origin: at('b.json', '/Policy'),
        message: `holds another policy for ${keyArn()} than a.json#/Policy`,
        help: 'Give one policy for each key.',
      },
    ]);
  });

  test('that say the same are fine', () => {
    const reordered: KeyFragment = {
      ...policy('b.json', 'a', [keyArn()]),
      policy: {
        kind: 'given',
        source: { document: { Statement: [{ Sid: 'a' }] }, duplicateKeys: [] },
        origin: at('b.json'),
      },
    };
    expect(buildEstate([policy('a.json', 'a', [keyArn()]), reordered]).problems).toEqual([]);
  });

  test('the planned one replaces the one that is there', () => {
    const deployed: KeyFragment = {
      ...policy('', 'live', [keyArn()]),
      bare: false,
      origin: live(keyArn()),
      policy: { kind: 'given', source: source('live'), origin: live(keyArn()) },
    };
    const { estate, problems } = buildEstate([deployed, policy('a.json', 'a', [keyArn()])]);
    expect(problems).toEqual([]);
    expect(estate.keys[0]?.policy).toMatchObject({ kind: 'given', origin: at('a.json', '/Policy') });
  });

  test('even where the planned one is not known yet', () => {
    const deployed: KeyFragment = {
      ...policy('', 'live', [keyArn()]),
      origin: live(keyArn()),
      policy: { kind: 'given', source: source('live'), origin: live(keyArn()) },
    };
    const planned: KeyFragment = { ...described('plan.json'), policy: { kind: 'unknown', why: 'known after apply' } };
    expect(buildEstate([deployed, planned]).estate.keys[0]?.policy).toEqual({
      kind: 'unknown',
      why: 'known after apply',
    });
  });
});

describe('the config', () => {
  const hint = {
    policy: 'p/rds.json',
    arn: keyArn(),
    alias: 'alias/rds',
    resourceTypes: ['RDS', 'Aurora'],
    origin: at('backuplint.config.yaml', '/keys/0'),
  };

  test('tells whose a policy is and what it protects', () => {
    const { estate } = buildEstate([policy('p/rds.json')], { keys: [hint] });
    expect(estate.keys).toMatchObject([
      {
        subject: keyArn(),
        account: '111122223333',
        aliases: ['alias/rds'],
        resourceTypes: ['RDS', 'Aurora'],
        bare: true,
        origin: at('p/rds.json', '/Policy'),
      },
    ]);
  });

  test('may speak of one of several in a file', () => {
    const both = ['/0', '/1'].map((pointer) => ({
      ...policy('all.json', pointer),
      subject: `all.json#${pointer}`,
      origin: at('all.json', pointer),
    }));
    const { estate } = buildEstate(both, { keys: [{ ...hint, policy: 'all.json#/1' }] });
    expect(estate.keys.map(({ subject }) => subject)).toEqual([keyArn(), 'all.json#/0']);
  });

  test('without a policy adds to a key that is described', () => {
    const { policy: _policy, ...rest } = hint;
    const { estate } = buildEstate([described('d.json')], { keys: [rest] });
    expect(estate.keys).toMatchObject([
      { subject: keyArn(), state: 'Enabled', resourceTypes: ['RDS', 'Aurora'], origin: at('d.json', '/KeyMetadata') },
    ]);
  });

  test('may not speak of another key than the input', () => {
    const { problems } = buildEstate([policy('p/rds.json', 'a', [keyArn(otherId)])], { keys: [hint] });
    expect(problems).toMatchObject([
      { origin: at('p/rds.json', '/Policy'), message: `is said to be of two keys: ${keyArn(otherId)} and ${keyArn()}` },
    ]);
  });

  test('is named where its policy is not among the inputs', () => {
    expect(buildEstate([], { keys: [hint] }).estate.notLookedAt).toEqual([
      { what: 'the key of p/rds.json in the config', why: 'no such key policy is among the inputs' },
    ]);
  });
});

describe('encryption', () => {
  const db = 'arn:aws:rds:eu-west-2:111122223333:db:a';
  const encryptionOf = (fragments: readonly Fragment[]) => buildEstate(fragments).estate.resources[0]?.encryption;

  test.for([
    [
      'the key',
      [described('d.json')],
      { kind: 'key', names: [keyArn()] },
      { kind: 'key', key: { subject: keyArn(), state: 'Enabled' } },
    ],
    [
      'the key by alias',
      [alias('a.json', 'alias/x')],
      { kind: 'key', names: ['alias/x'] },
      { kind: 'key', key: { subject: keyArn() } },
    ],
    [
      'a key that is not described',
      [],
      { kind: 'key', names: [keyArn()] },
      {
        kind: 'key',
        key: {
          subject: keyArn(),
          bare: false,
          policy: { kind: 'unknown', why: 'its key policy is not among the inputs' },
        },
      },
    ],
    [
      'an AWS managed key, as its alias tells',
      [alias('a.json', 'alias/aws/rds')],
      { kind: 'key', names: [keyArn()] },
      { kind: 'aws-managed', alias: 'alias/aws/rds', key: { manager: 'AWS' } },
    ],
    [
      'an AWS managed key, as its description tells',
      [{ ...described('d.json'), manager: 'AWS' as const }],
      { kind: 'key', names: [keyArn()] },
      { kind: 'aws-managed', alias: keyArn() },
    ],
    [
      'an AWS managed key by its alias alone',
      [],
      { kind: 'key', names: ['alias/aws/rds'] },
      { kind: 'aws-managed', alias: 'alias/aws/rds' },
    ],
    [
      'what the service manages',
      [alias('a.json', 'alias/aws/rds')],
      { kind: 'aws-managed', alias: 'alias/aws/rds' },
      { kind: 'aws-managed', alias: 'alias/aws/rds', key: { subject: keyArn() } },
    ],
    ['nothing', [], { kind: 'unencrypted' }, { kind: 'unencrypted' }],
    [
      'an alias of two keys',
      [alias('a/a.json', 'alias/x'), alias('b/a.json', 'alias/x', otherId, '444455556666')],
      { kind: 'key', names: ['alias/x'] },
      { kind: 'unknown', why: 'several keys are called alias/x' },
    ],
  ] as const)('%s', ([, keys, ref, encryption]) => {
    expect(encryptionOf([...keys, resource(db, [ref as EncryptionRef])])).toMatchObject([encryption]);
  });

  test('of recovery points the latest counts', () => {
    const old = resource(db, [{ kind: 'key', names: [keyArn()] }], 1);
    const recent = resource(db, [{ kind: 'key', names: [keyArn(otherId)] }], 2);
    expect(encryptionOf([recent, old])).toMatchObject([{ key: { arn: keyArn(otherId) } }]);
    expect(encryptionOf([old, recent])).toMatchObject([{ key: { arn: keyArn(otherId) } }]);
  });

  test('a description counts before recovery points', () => {
    const point = resource(db, [{ kind: 'unencrypted' }], 2);
    expect(encryptionOf([point, resource(db, [{ kind: 'key', names: [keyArn()] }])])).toMatchObject([{ kind: 'key' }]);
  });

  test('what nobody shows is unknown', () => {
    expect(encryptionOf([resource(db)])).toEqual([
      { kind: 'unknown', why: 'no input shows what it is encrypted with' },
    ]);
  });

  test('keys that vaults name are in the estate', () => {
    const vault: Fragment = {
      kind: 'vault',
      names: ['v'],
      name: 'v',
      subject: 'v',
      encryption: { kind: 'key', names: [keyArn()] },
      origin: at('v.json'),
    };
    const { estate } = buildEstate([vault]);
    expect(estate.vaults[0]?.encryption).toEqual({ kind: 'key', key: estate.keys[0] });
    expect(estate.keys).toMatchObject([
      { subject: keyArn(), account: '111122223333', policy: { kind: 'unknown' }, bare: false, origin: at('v.json') },
    ]);
  });
});

describe('vaults', () => {
  const arn = 'arn:aws:backup:eu-west-2:444455556666:backup-vault:central';
  const description: Fragment = {
    kind: 'vault',
    names: [arn, 'central'],
    name: 'central',
    subject: arn,
    locked: true,
    minRetentionDays: 7,
    maxRetentionDays: null,
    origin: at('v.json'),
  };
  const access: Fragment = {
    kind: 'vault',
    names: [arn],
    subject: arn,
    mentioned: true,
    accessPolicy: { source: source('v'), origin: at('p.json', '/Policy') },
    origin: at('p.json'),
  };

  test('description and access policy are one', () => {
    expect(buildEstate([access, description]).estate.vaults).toEqual([
      {
        subject: arn,
        arn,
        name: 'central',
        account: '444455556666',
        region: 'eu-west-2',
        locked: true,
        minRetentionDays: 7,
        maxRetentionDays: null,
        encryption: { kind: 'unknown', why: 'no input shows which key it uses' },
        accessPolicy: { source: source('v'), origin: at('p.json', '/Policy') },
        origin: at('v.json'),
      },
    ]);
  });

  test('two access policies that differ are a problem which names both places', () => {
    const copied: Fragment = { ...access, accessPolicy: { source: source('v'), origin: at('copy.json', '/Policy') } };
    const other: Fragment = { ...access, accessPolicy: { source: source('w'), origin: at('q.json', '/Policy') } };
    expect(buildEstate([access, description, copied, other]).problems).toEqual([
      {
        origin: at('q.json', '/Policy'),
        message: `holds another access policy for ${arn} than p.json#/Policy`,
        help: 'Give one access policy for each vault.',
      },
    ]);
  });

  test('two keys for one vault are a problem which names both places', () => {
    const keyArn = (id: string): string => `arn:aws:kms:eu-west-2:444455556666:key/${id}`;
    const shows = (id: string, file: string): Fragment => ({
      ...description,
      encryption: { kind: 'key', names: [keyArn(id)] },
      origin: at(file),
    });
    expect(buildEstate([shows('a', 'v.json'), shows('a', 'w.json')]).problems).toEqual([]);
    expect(buildEstate([shows('a', 'v.json'), shows('b', 'w.json')]).problems).toEqual([
      {
        origin: at('w.json'),
        message: `shows ${keyArn('b')} as the key of ${arn}, and v.json shows ${keyArn('a')}`,
        help: 'Keep the output that is current.',
      },
    ]);
  });

  test('a name alone finds the only vault of that name', () => {
    expect(buildEstate([description, { ...access, names: ['central'] }]).estate.vaults).toHaveLength(1);
  });

  test('but not one of two', () => {
    const other = { ...description, names: [arn.replace('444455556666', '111122223333'), 'central'] };
    expect(buildEstate([description, other, { ...access, names: ['central'] }]).estate.vaults).toHaveLength(3);
  });
});

describe('roles', () => {
  const arn = 'arn:aws:iam::111122223333:role/service-role/backup-role';
  const aws = 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup';
  const own = 'arn:aws:iam::111122223333:policy/extra-backup-access';
  const role: Fragment = {
    kind: 'role',
    names: [arn, 'backup-role'],
    subject: arn,
    permissionsBoundary: null,
    trustPolicy: { source: source('t'), origin: at('r/role.json') },
    origin: at('r/role.json', '/Role'),
  };
  const inline: Fragment = {
    kind: 'role',
    names: ['backup-role'],
    subject: 'backup-role',
    mentioned: true,
    inlinePolicies: [{ source: source('i'), origin: at('r/inline.json'), name: 'inline' }],
    origin: at('r/inline.json'),
  };
  const attached = (file: string, ...names: string[]): Fragment => ({
    kind: 'role',
    names: [],
    subject: file,
    mentioned: true,
    attachedPolicies: names.map((name) => ({ name, origin: at(file) })),
    complete: { attached: true },
    origin: at(file),
  });
  const document = (file: string): Fragment => ({
    kind: 'managed-policy',
    names: [],
    subject: file,
    policy: { source: source('m'), origin: at(file, '/PolicyVersion/Document') },
    origin: at(file),
  });

  test('description, inline and attached policies are one', () => {
    const { estate } = buildEstate([
      role,
      inline,
      attached('r/attached.json', aws, own),
      document('r/extra-backup-access.json'),
    ]);
    expect(estate.notLookedAt).toEqual([]);
    expect(estate.roles).toEqual([
      {
        subject: arn,
        arn,
        name: 'backup-role',
        account: '111122223333',
        trustPolicy: { source: source('t'), origin: at('r/role.json') },
        identityPolicies: [
          { source: source('i'), origin: at('r/inline.json'), name: 'inline' },
          { source: { document: undefined, duplicateKeys: [] }, origin: at('r/attached.json'), name: aws },
          { source: source('m'), origin: at('r/extra-backup-access.json', '/PolicyVersion/Document'), name: own },
        ],
        identityPoliciesComplete: false,
        permissionsBoundary: null,
        origin: at('r/role.json', '/Role'),
      },
    ]);
  });

  test.for([
    ['all are listed', { inline: true, attached: true }, aws, true],
    ['inline policies are not listed', { attached: true }, aws, false],
    ["a document that is not AWS's own is not in sight", { inline: true, attached: true }, own, false],
  ] as const)('whether its policies are complete: %s', ([, complete, name, expected]) => {
    const whole: Fragment = {
      ...(role as Fragment & { kind: 'role' }),
      attachedPolicies: [{ name, origin: at('a.json') }],
      complete,
    };
    expect(buildEstate([whole]).estate.roles[0]?.identityPoliciesComplete).toBe(expected);
  });

  test('a boundary finds its document', () => {
    const bounded: Fragment = {
      ...(role as Fragment & { kind: 'role' }),
      permissionsBoundary: { source: { document: undefined, duplicateKeys: [] }, origin: at('r/role.json'), name: own },
    };
    const { estate } = buildEstate([bounded, document('r/policy-version.json')]);
    expect(estate.roles[0]?.permissionsBoundary).toEqual({
      source: source('m'),
      origin: at('r/policy-version.json', '/PolicyVersion/Document'),
      name: own,
    });
  });

  test('a policy by role name finds the role that a selection names', () => {
    const selection: Fragment = {
      kind: 'selection',
      names: [],
      subject: 's',
      planNames: [],
      selection: {
        subject: 's',
        name: 's',
        roleArn: arn,
        notResources: [],
        listOfTags: [],
        conditions: { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] },
        origin: at('s.json'),
      },
      origin: at('s.json'),
    };
    expect(buildEstate([inline, selection]).estate.roles).toMatchObject([
      { arn, identityPolicies: [{ name: 'inline' }], identityPoliciesComplete: false, origin: at('r/inline.json') },
    ]);
  });

  test('or one that is known to exist', () => {
    expect(buildEstate([inline], { roleArns: [arn] }).estate.roles).toMatchObject([{ arn }]);
    expect(buildEstate([], { roleArns: [arn] }).estate.roles).toEqual([]);
  });

  test('is one, whatever path the config leaves out', () => {
    const { estate } = buildEstate([role, { ...inline, origin: at('elsewhere/i.json') }], {
      roleArns: ['arn:aws:iam::111122223333:role/backup-role'],
    });
    expect(estate.roles).toMatchObject([{ arn, identityPolicies: [{ name: 'inline' }] }]);
  });

  test('is not looked at where no input tells its account', () => {
    const { estate } = buildEstate([inline]);
    expect(estate.roles).toEqual([]);
    expect(estate.notLookedAt).toEqual([
      { what: 'the role backup-role of r/inline.json', why: 'no input tells which account it is in' },
    ]);
  });

  test('two attached lists that could both be of one role are left alone', () => {
    const { estate } = buildEstate([role, attached('w/backup-role.json', aws), attached('c/backup-role.json', own)]);
    expect(estate.roles[0]?.identityPolicies).toEqual([]);
    expect(estate.notLookedAt).toHaveLength(2);
  });

  test('a document that could be of two versions is left alone', () => {
    const other: Fragment = {
      ...(document('old/extra-backup-access.json') as Fragment & { kind: 'managed-policy' }),
      policy: { source: source('other'), origin: at('old/extra-backup-access.json') },
    };
    const { estate } = buildEstate([role, attached('r/a.json', own), document('new/extra-backup-access.json'), other]);
    expect(estate.roles[0]?.identityPolicies).toMatchObject([{ name: own, source: { document: undefined } }]);
    expect(estate.notLookedAt).toHaveLength(2);
  });

  test('an attached list between two roles is left alone', () => {
    const other: Fragment = {
      kind: 'role',
      names: [`${arn}-2`, 'backup-role-2'],
      subject: '',
      origin: at('r/role2.json'),
    };
    const { estate } = buildEstate([role, other, attached('r/list.json', aws)]);
    expect(estate.roles.map(({ identityPolicies }) => identityPolicies)).toEqual([[], []]);
    expect(estate.notLookedAt).toEqual([
      {
        what: 'whose attached policies r/list.json lists',
        why: 'neither the document nor the name of its file says it',
      },
    ]);
  });
});

describe('plans and selections', () => {
  const plan = (file: string, name: string, planId?: string): Fragment => ({
    kind: 'plan',
    names: planId === undefined ? [] : [planId],
    name,
    subject: file,
    ...(planId !== undefined && { id: planId }),
    rules: [
      {
        name: 'daily',
        targetVault: 'local:t.json#vault',
        copyActions: [{ destinationVault: 'local:t.json#vault', origin: at(file) }],
        origin: at(file),
      },
    ],
    fromOrganization: false,
    origin: at(file),
  });
  const selection = (
    file: string,
    name: string,
    planId?: string,
    names: string[] = [],
  ): Fragment & { kind: 'selection' } => ({
    kind: 'selection',
    names,
    subject: file,
    planNames: planId === undefined ? [] : [planId],
    selection: {
      subject: file,
      name,
      resources: ['*'],
      notResources: [],
      listOfTags: [],
      conditions: { stringEquals: [], stringNotEquals: [], stringLike: [], stringNotLike: [] },
      origin: at(file),
    },
    origin: at(file),
  });
  const linked = (fragments: readonly Fragment[]): { plans: unknown; orphans: unknown } => {
    const { plans, orphanSelections } = buildEstate(fragments).estate;
    return {
      plans: plans.map((p) => [p.name, p.selections.map((s) => s.name)]),
      orphans: orphanSelections.map((s) => s.name),
    };
  };

  test.for([
    [
      'by the id',
      [plan('a.json', 'p', 'p1'), plan('b.json', 'q', 'q1'), selection('s.json', 's', 'q1')],
      [
        ['p', []],
        ['q', ['s']],
      ],
      [],
    ],
    [
      'as the only plan in the file',
      [plan('d/a.yaml', 'p'), plan('d/b.yaml', 'q'), selection('d/b.yaml', 's')],
      [
        ['p', []],
        ['q', ['s']],
      ],
      [],
    ],
    [
      'by the name of the file',
      [plan('d/daily-plan.json', 'p'), plan('d/monthly-plan.json', 'q'), selection('d/monthly-selection.json', 's')],
      [
        ['p', []],
        ['q', ['s']],
      ],
      [],
    ],
    [
      'by the name of the plan',
      [plan('d/a.json', 'daily'), plan('d/b.json', 'monthly'), selection('d/daily.selection.json', 's')],
      [
        ['daily', ['s']],
        ['monthly', []],
      ],
      [],
    ],
    [
      'as the only plan in the folder',
      [plan('d/a.json', 'p'), plan('e/b.json', 'q'), selection('d/ebs.json', 's'), selection('d/rds.json', 't')],
      [
        ['p', ['s', 't']],
        ['q', []],
      ],
      [],
    ],
    [
      'to none where two could be meant',
      [plan('d/a.json', 'p'), plan('d/b.json', 'q'), selection('d/ebs.json', 's')],
      [
        ['p', []],
        ['q', []],
      ],
      ['s'],
    ],
    [
      'by an id that no plan in sight has, to the only plan body in the folder',
      [plan('d/a.json', 'p'), selection('d/s.json', 's', 'id'), selection('d/t.json', 't', 'id')],
      [['p', ['s', 't']]],
      [],
    ],
    [
      'to none where two such ids could be meant',
      [plan('d/a.json', 'p'), selection('d/s.json', 's', 'id'), selection('d/t.json', 't', 'other')],
      [['p', []]],
      ['s', 't'],
    ],
    [
      'to none where its plan is not in sight',
      [plan('d/a.json', 'p', 'p1'), selection('d/s.json', 's', 'other')],
      [['p', []]],
      ['s'],
    ],
  ] as const)('a selection is linked %s', ([, fragments, plans, orphans]) => {
    expect(linked(fragments)).toEqual({ plans, orphans });
  });

  test('a listed selection and a fetched one are the same', () => {
    const listed: Fragment = { ...selection('list.json', 's', 'p1', ['s1']), mentioned: true };
    const { plans } = buildEstate([plan('a.json', 'p', 'p1'), listed, selection('get.json', 's', 'p1', ['s1'])]).estate;
    expect(plans[0]?.selections.map(({ subject }) => subject)).toEqual(['get.json']);
  });

  test('local names lead to vaults and roles', () => {
    const arn = 'arn:aws:backup:eu-west-2:444455556666:backup-vault:central';
    const role = 'arn:aws:iam::111122223333:role/r';
    const { plans } = buildEstate([
      plan('a.json', 'p', 'p1'),
      { ...selection('s.json', 's', 'p1'), role: 'local:t.json#role' },
      { kind: 'vault', names: ['local:t.json#vault', arn], subject: 'vault', origin: at('t.json') },
      { kind: 'role', names: ['local:t.json#role', role], subject: 'role', origin: at('t.json') },
    ]).estate;
    expect(plans[0]?.rules[0]).toEqual({
      name: 'daily',
      targetVaultName: 'central',
      copyActions: [{ destinationVaultArn: arn, origin: at('a.json') }],
      origin: at('a.json'),
    });
    expect(plans[0]?.selections[0]?.roleArn).toBe(role);
  });
});

test('settings, guardrails and what was not looked at', () => {
  const account = '111122223333' as never;
  const scp = [[{ source: source('scp'), origin: live('arn') }]];
  const rcp = [[{ source: source('rcp'), origin: live('arn') }]];
  const { estate } = buildEstate([
    { kind: 'region-settings', region: 'eu-west-2', optIn: { RDS: true }, management: {}, origin: at('r.json') },
    { kind: 'global-settings', crossAccountBackup: true, origin: at('g.json') },
    { kind: 'guardrails', account, serviceControlPolicies: scp },
    { kind: 'guardrails', account, resourceControlPolicies: rcp },
    { kind: 'not-looked-at', what: 'a', why: 'b' },
  ]);
  expect(estate.regionSettings).toEqual([
    { region: 'eu-west-2', optIn: { RDS: true }, management: {}, origin: at('r.json') },
  ]);
  expect(estate.globalSettings).toEqual({ crossAccountBackup: true, origin: at('g.json') });
  expect(estate.guardrails).toEqual([{ account, serviceControlPolicies: scp, resourceControlPolicies: rcp }]);
  expect(estate.notLookedAt).toEqual([{ what: 'a', why: 'b' }]);
});

test('a resource of unknown type is named', () => {
  const { resourceType: _type, ...untyped } = resource('arn:aws:x:::y') as Fragment & { kind: 'resource' };
  const { estate } = buildEstate([untyped]);
  expect(estate.resources).toEqual([]);
  expect(estate.notLookedAt).toEqual([
    { what: 'the resource arn:aws:x:::y of points.json#/RecoveryPoints/0', why: 'no input tells its type' },
  ]);
});

test('a large estate is linked completely', () => {
  const uuid = (n: number): string => `${String(n).padStart(8, '0')}-12ab-34cd-56ef-1234567890ab`;
  const count = 4000;
  const numbers = Array.from({ length: count }, (_, n) => n);
  const fragments: Fragment[] = numbers.flatMap((n) => [
    described(`keys/${n}/describe-key.json`, [keyArn(uuid(n)), uuid(n)]),
    alias('aliases.json', `alias/k${n}`, uuid(n)),
    policy(`keys/${n}/policy.json`, `sid${n}`),
    policy(`loose/${n}.json`, `sid${n}`),
    resource(`arn:aws:rds:eu-west-2:111122223333:db:${n}`, [{ kind: 'key', names: [keyArn(uuid(n))] }], n),
  ]);
  const { estate } = buildEstate(fragments);
  expect(estate.keys.filter((key) => key.arn !== undefined && key.policy.kind === 'given')).toHaveLength(count);
  expect(estate.keys.filter((key) => key.arn === undefined)).toHaveLength(count);
  expect(estate.resources.every(({ encryption }) => encryption[0]?.kind === 'key')).toBe(true);
});
