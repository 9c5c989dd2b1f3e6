import { describe, expect, test } from 'vitest';
import { fragmentsOf, keyPolicy, load, problemsOf } from './load.ts';

const keyId = '1234abcd-12ab-34cd-56ef-1234567890ab';
const keyArn = `arn:aws:kms:eu-west-2:111122223333:key/${keyId}`;
const vaultArn = 'arn:aws:backup:eu-west-2:444455556666:backup-vault:central';
const roleArn = 'arn:aws:iam::111122223333:role/backup-role';
const file = 'a.json';
const at = (pointer: string) => ({ kind: 'file', file, pointer });

describe('aws kms', () => {
  test('describe-key', async () => {
    const KeyMetadata = {
      AWSAccountId: '111122223333',
      KeyId: keyId,
      Arn: keyArn,
      CreationDate: '2026-01-01T00:00:00+00:00',
      Enabled: true,
      Description: '',
      KeyUsage: 'ENCRYPT_DECRYPT',
      KeyState: 'Enabled',
      Origin: 'AWS_KMS',
      KeyManager: 'CUSTOMER',
      CustomerMasterKeySpec: 'SYMMETRIC_DEFAULT',
      KeySpec: 'SYMMETRIC_DEFAULT',
      EncryptionAlgorithms: ['SYMMETRIC_DEFAULT'],
      MultiRegion: true,
      MultiRegionConfiguration: {
        MultiRegionKeyType: 'REPLICA',
        PrimaryKey: { Arn: keyArn, Region: 'eu-west-1' },
        ReplicaKeys: [],
      },
    };
    expect(await fragmentsOf({ KeyMetadata })).toEqual([
      {
        kind: 'key',
        names: [keyArn, keyId],
        subject: keyArn,
        account: '111122223333',
        manager: 'CUSTOMER',
        state: 'Enabled',
        spec: 'SYMMETRIC_DEFAULT',
        usage: 'ENCRYPT_DECRYPT',
        keyOrigin: 'AWS_KMS',
        multiRegion: true,
        multiRegionKeyType: 'REPLICA',
        origin: at('/KeyMetadata'),
      },
    ]);
  });

  test('a value that is new is not known', async () => {
    expect(await fragmentsOf({ KeyMetadata: { KeyId: keyId, KeyManager: 'NOBODY' } })).toEqual([
      { kind: 'key', names: [keyId], subject: file, origin: at('/KeyMetadata') },
    ]);
  });

  test('list-aliases', async () => {
    const aliasArn = 'arn:aws:kms:eu-west-2:111122223333:alias/rds';
    const Aliases = [
      { AliasName: 'alias/aws/ebs', AliasArn: 'arn:aws:kms:eu-west-2:111122223333:alias/aws/ebs' },
      { AliasName: 'alias/rds', AliasArn: aliasArn, TargetKeyId: keyId, CreationDate: 1 },
    ];
    expect(await fragmentsOf({ Aliases, Truncated: false })).toEqual([
      {
        kind: 'key',
        names: [keyArn, aliasArn, keyId, 'alias/rds'],
        subject: keyArn,
        mentioned: true,
        origin: at('/Aliases/1'),
      },
    ]);
  });

  test('list-grants', async () => {
    const grant = {
      KeyId: keyArn,
      GrantId: 'abc',
      Name: '',
      CreationDate: 1,
      GranteePrincipal: roleArn,
      RetiringPrincipal: 'backup.eu-west-2.amazonaws.com',
      IssuingAccount: 'arn:aws:iam::111122223333:root',
      Operations: ['Decrypt', 'CreateGrant'],
      Constraints: { EncryptionContextSubset: { 'aws:backup:backup-vault': 'x' } },
    };
    const { Name: _name, CreationDate: _date, IssuingAccount: _account, ...kept } = grant;
    expect(await fragmentsOf({ Grants: [grant] })).toEqual([
      { kind: 'key', names: [keyArn], subject: keyArn, mentioned: true, grants: [kept], origin: at('/Grants') },
    ]);
  });

  test('list-grants of a key that has none', async () => {
    expect(await fragmentsOf({ Grants: [] })).toEqual([
      { kind: 'key', names: [], subject: file, mentioned: true, grants: [], origin: at('/Grants') },
    ]);
  });
});

describe('aws backup', () => {
  const rule = {
    RuleName: 'daily',
    TargetBackupVaultName: 'local',
    ScheduleExpression: 'cron(0 5 ? * * *)',
    StartWindowMinutes: 480,
    Lifecycle: { DeleteAfterDays: 35 },
    CopyActions: [{ DestinationBackupVaultArn: vaultArn }, { DestinationBackupVaultArn: vaultArn, Lifecycle: {} }],
    RuleId: 'x',
  };
  const BackupPlan = { BackupPlanName: 'p', Rules: [rule] };
  const planArn = 'arn:aws:backup:eu-west-2:111122223333:backup-plan:p1';
  const lifecycle = (pointer: string, days: number | null) => ({
    deleteAfterDays: days,
    moveToColdStorageAfterDays: null,
    optInToArchive: null,
    origin: at(pointer),
  });
  const planAt = (base: string) => ({
    kind: 'plan',
    name: 'p',
    fromOrganization: false,
    origin: at(base),
    rules: [
      {
        name: 'daily',
        targetVaultName: 'local',
        targetAirGappedVaultArn: null,
        scheduleExpression: 'cron(0 5 ? * * *)',
        scheduleTimezone: null,
        startWindowMinutes: 480,
        completionWindowMinutes: null,
        lifecycle: lifecycle(`${base}/Rules/0/Lifecycle`, 35),
        continuous: false,
        copyActions: [
          { destinationVaultArn: vaultArn, lifecycle: null, origin: at(`${base}/Rules/0/CopyActions/0`) },
          {
            destinationVaultArn: vaultArn,
            lifecycle: lifecycle(`${base}/Rules/0/CopyActions/1/Lifecycle`, null),
            origin: at(`${base}/Rules/0/CopyActions/1`),
          },
        ],
        origin: at(`${base}/Rules/0`),
      },
    ],
  });

  test('get-backup-plan', async () => {
    expect(
      await fragmentsOf({ BackupPlan, BackupPlanId: 'p1', BackupPlanArn: planArn, VersionId: 'v', CreationDate: 1 }),
    ).toEqual([
      {
        ...planAt('/BackupPlan'),
        names: [planArn, 'p1'],
        subject: planArn,
        id: 'p1',
        arn: planArn,
        account: '111122223333',
        region: 'eu-west-2',
      },
    ]);
  });

  test('a plan of the organization', async () => {
    expect(await fragmentsOf({ BackupPlan, BackupPlanId: 'orgs/p1' })).toMatchObject([
      { fromOrganization: true, names: ['orgs/p1'] },
    ]);
  });

  test('bodies of create-backup-plan, whole and in part', async () => {
    expect(await fragmentsOf({ BackupPlan, BackupPlanTags: {}, CreatorRequestId: 'x' })).toEqual([
      { ...planAt('/BackupPlan'), names: [], subject: file },
    ]);
    expect(await fragmentsOf(BackupPlan)).toEqual([{ ...planAt(''), names: [], subject: file }]);
  });

  test('a plan in YAML', async () => {
    const yaml = `BackupPlanName: p
Rules:
  - RuleName: daily
    TargetBackupVaultName: local
    EnableContinuousBackup: true
    CopyActions:
      - DestinationBackupVaultArn: ${vaultArn}
`;
    expect(await fragmentsOf(yaml, 'p.yaml')).toMatchObject([
      { rules: [{ continuous: true, copyActions: [{ destinationVaultArn: vaultArn }] }] },
    ]);
  });

  const BackupSelection = {
    SelectionName: 's',
    IamRoleArn: roleArn,
    Resources: ['arn:aws:ec2:*:*:volume/*'],
    ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'true' }],
    Conditions: { StringLike: [{ ConditionKey: 'aws:ResourceTag/env', ConditionValue: 'p*' }] },
  };
  const selectionAt = (base: string) => ({
    subject: file,
    name: 's',
    roleArn,
    resources: ['arn:aws:ec2:*:*:volume/*'],
    notResources: [],
    listOfTags: [{ type: 'STRINGEQUALS', key: 'backup', value: 'true' }],
    conditions: {
      stringEquals: [],
      stringNotEquals: [],
      stringLike: [{ key: 'aws:ResourceTag/env', value: 'p*' }],
      stringNotLike: [],
    },
    origin: at(base),
  });

  test('get-backup-selection', async () => {
    expect(await fragmentsOf({ BackupSelection, SelectionId: 's1', BackupPlanId: 'p1', CreationDate: 1 })).toEqual([
      {
        kind: 'selection',
        names: ['s1'],
        planNames: ['p1'],
        subject: file,
        selection: selectionAt('/BackupSelection'),
        origin: at('/BackupSelection'),
      },
    ]);
  });

  test('bodies of create-backup-selection, whole and in part', async () => {
    expect(await fragmentsOf({ BackupPlanId: 'p1', BackupSelection })).toMatchObject([
      { names: [], planNames: ['p1'], selection: selectionAt('/BackupSelection') },
    ]);
    expect(await fragmentsOf(BackupSelection)).toEqual([
      { kind: 'selection', names: [], planNames: [], subject: file, selection: selectionAt(''), origin: at('') },
    ]);
  });

  test('a selection that names nothing selects all', async () => {
    expect(await fragmentsOf({ SelectionName: 's', IamRoleArn: roleArn })).toMatchObject([
      { selection: { resources: [] } },
    ]);
  });

  test('list-backup-selections does not show what is selected', async () => {
    const [fragment] = await fragmentsOf({
      BackupSelectionsList: [{ SelectionId: 's1', SelectionName: 's', BackupPlanId: 'p1', IamRoleArn: roleArn }],
    });
    expect(fragment).toMatchObject({
      kind: 'selection',
      names: ['s1'],
      planNames: ['p1'],
      mentioned: true,
      selection: { name: 's', roleArn },
    });
    expect(fragment?.kind === 'selection' && 'resources' in fragment.selection).toBe(false);
  });

  const vault = {
    BackupVaultName: 'central',
    BackupVaultArn: vaultArn,
    EncryptionKeyArn: keyArn,
    CreationDate: 1,
    NumberOfRecoveryPoints: 0,
    Locked: true,
    MinRetentionDays: 7,
  };
  const vaultFragment = {
    kind: 'vault',
    names: [vaultArn, 'central'],
    name: 'central',
    subject: vaultArn,
    account: '444455556666',
    region: 'eu-west-2',
    encryption: { kind: 'key', names: [keyArn] },
    locked: true,
    minRetentionDays: 7,
    maxRetentionDays: null,
  };

  test('describe-backup-vault', async () => {
    expect(await fragmentsOf({ ...vault, VaultType: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' })).toEqual([
      { ...vaultFragment, type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT', origin: at('') },
    ]);
    const { EncryptionKeyArn: _key, ...owned } = vault;
    expect(await fragmentsOf({ ...owned, EncryptionKeyType: 'AWS_OWNED_KMS_KEY' })).toMatchObject([
      { encryption: { kind: 'aws-owned' } },
    ]);
    expect(await fragmentsOf(owned)).not.toHaveProperty('0.encryption');
  });

  test('list-backup-vaults', async () => {
    expect(await fragmentsOf({ BackupVaultList: [vault] })).toEqual([
      { ...vaultFragment, origin: at('/BackupVaultList/0') },
    ]);
  });

  test("get-backup-vault-access-policy is a vault's policy, not a key's", async () => {
    const Policy = JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: '*' }] });
    expect(await fragmentsOf({ BackupVaultName: 'central', BackupVaultArn: vaultArn, Policy })).toMatchObject([
      {
        kind: 'vault',
        names: [vaultArn, 'central'],
        accessPolicy: { origin: at('/Policy'), source: { document: JSON.parse(Policy) } },
      },
    ]);
  });

  test('describe-region-settings', async () => {
    const settings = {
      ResourceTypeOptInPreference: { 'Storage Gateway': true },
      ResourceTypeManagementPreference: { DynamoDB: false },
    };
    const expected = { kind: 'region-settings', optIn: { 'Storage Gateway': true }, management: { DynamoDB: false } };
    expect(await fragmentsOf(settings)).toEqual([{ ...expected, origin: at('') }]);
    const path = 'accounts/111122223333/eu-west-2/describe-region-settings.json';
    expect(await fragmentsOf(settings, path)).toMatchObject([{ account: '111122223333', region: 'eu-west-2' }]);
    expect(await fragmentsOf(settings, 'eu-west-1/us-gov-east-1/x.json')).not.toHaveProperty('0.region');
  });

  test.for([
    ['true', true],
    ['false', false],
  ] as const)('describe-global-settings: %s', async ([text, crossAccountBackup]) => {
    expect(
      await fragmentsOf({
        GlobalSettings: { isCrossAccountBackupEnabled: text, isMpaEnabled: 'false' },
        LastUpdateTime: 1,
      }),
    ).toEqual([{ kind: 'global-settings', crossAccountBackup, origin: at('/GlobalSettings') }]);
  });

  test('describe-global-settings that says nothing of cross-account backup leaves it open', async () => {
    expect(await fragmentsOf({ GlobalSettings: {}, LastUpdateTime: 1 })).toEqual([
      { kind: 'global-settings', origin: at('/GlobalSettings') },
    ]);
  });
});

describe('resources', () => {
  const db = 'arn:aws:rds:eu-west-2:111122223333:db:a';
  const local = 'arn:aws:backup:eu-west-2:111122223333:backup-vault:local';
  const resource = {
    kind: 'resource',
    names: [db],
    subject: db,
    resourceType: 'RDS',
    account: '111122223333',
    region: 'eu-west-2',
  };
  const point = {
    RecoveryPointArn: 'arn:aws:rds:eu-west-2:111122223333:snapshot:awsbackup:job-1',
    BackupVaultName: 'local',
    BackupVaultArn: local,
    ResourceArn: db,
    ResourceType: 'RDS',
    CreationDate: '2026-11-01T05:00:00+01:00',
    EncryptionKeyArn: keyArn,
    IsEncrypted: true,
  };
  const points = (changes: object): Promise<unknown> => fragmentsOf({ RecoveryPoints: [{ ...point, ...changes }] });

  test('list-protected-resources', async () => {
    const Results = [{ ResourceArn: db, ResourceType: 'RDS', LastBackupTime: 1, ResourceName: 'a' }];
    expect(await fragmentsOf({ Results })).toEqual([{ ...resource, origin: at('/Results/0') }]);
  });

  test("a recovery point of its own service shows the resource's key", async () => {
    expect(await points({})).toEqual([
      {
        ...resource,
        encryption: [{ kind: 'key', names: [keyArn] }],
        seenAt: Date.UTC(2026, 10, 1, 4),
        origin: at('/RecoveryPoints/0'),
      },
    ]);
    expect(await points({ CreationDate: 1.5 })).toMatchObject([{ seenAt: 1500 }]);
  });

  test("one of AWS Backup's own shows the vault's key", async () => {
    expect(
      await points({
        RecoveryPointArn: 'arn:aws:backup:eu-west-2:111122223333:recovery-point:1',
        ResourceArn: 'arn:aws:s3:::bucket',
        ResourceType: 'S3',
      }),
    ).toEqual([
      {
        ...resource,
        names: ['arn:aws:s3:::bucket'],
        subject: 'arn:aws:s3:::bucket',
        resourceType: 'S3',
        origin: at('/RecoveryPoints/0'),
      },
      {
        kind: 'vault',
        names: [local],
        subject: local,
        mentioned: true,
        account: '111122223333',
        region: 'eu-west-2',
        encryption: { kind: 'key', names: [keyArn] },
        origin: at('/RecoveryPoints/0'),
      },
    ]);
  });

  test.for([
    ['from another vault', { SourceBackupVaultArn: vaultArn }],
    ['from another account', { BackupVaultArn: vaultArn }],
    ['from another Region', { BackupVaultArn: local.replace('eu-west-2', 'eu-west-1') }],
  ] as const)('a copy %s shows nothing of the resource', async ([, changes]) => {
    expect(await points(changes)).toEqual([{ ...resource, origin: at('/RecoveryPoints/0') }]);
  });

  test.for([
    ['unencrypted', { EncryptionKeyArn: undefined, IsEncrypted: false }, [{ kind: 'unencrypted' }]],
    [
      'encrypted, no key shown',
      { EncryptionKeyArn: undefined },
      [{ kind: 'unknown', why: 'its recovery point is encrypted, but does not name the key' }],
    ],
    [
      "an instance's volumes",
      { ResourceType: 'EC2' },
      [
        { kind: 'key', names: [keyArn] },
        { kind: 'unknown', why: 'a recovery point does not show the key of each volume' },
      ],
    ],
    [
      "an instance's volumes, unencrypted or not",
      { ResourceType: 'EC2', EncryptionKeyArn: undefined, IsEncrypted: false },
      [{ kind: 'unknown', why: 'a recovery point does not show the key of each volume' }],
    ],
  ] as const)('%s', async ([, changes, encryption]) => {
    expect(await points(changes)).toMatchObject([{ encryption }]);
  });

  test('list-copy-jobs and describe-copy-job', async () => {
    const job = {
      CopyJobId: 'x',
      ResourceArn: db,
      ResourceType: 'RDS',
      State: 'FAILED',
      SourceBackupVaultArn: local,
      DestinationBackupVaultArn: vaultArn,
      DestinationEncryptionKeyArn: keyArn,
      IamRoleArn: roleArn,
    };
    const expected = (pointer: string) => [
      { ...resource, origin: at(pointer) },
      {
        kind: 'vault',
        names: [vaultArn],
        subject: vaultArn,
        mentioned: true,
        account: '444455556666',
        region: 'eu-west-2',
        encryption: { kind: 'key', names: [keyArn] },
        origin: at(pointer),
      },
    ];
    expect(await fragmentsOf({ CopyJobs: [job] })).toEqual(expected('/CopyJobs/0'));
    expect(await fragmentsOf({ CopyJob: job })).toEqual(expected('/CopyJob'));
  });
});

describe('aws iam', () => {
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const Role = {
    Path: '/',
    RoleName: 'backup-role',
    RoleId: 'AROA',
    Arn: roleArn,
    CreateDate: 1,
    AssumeRolePolicyDocument: trust,
  };

  test('get-role', async () => {
    expect(await fragmentsOf({ Role })).toEqual([
      {
        kind: 'role',
        names: [roleArn, 'backup-role'],
        subject: roleArn,
        account: '111122223333',
        trustPolicy: { source: { document: trust, duplicateKeys: [] }, origin: at('/Role/AssumeRolePolicyDocument') },
        permissionsBoundary: null,
        tags: {},
        origin: at('/Role'),
      },
    ]);
    const PermissionsBoundary = {
      PermissionsBoundaryType: 'Policy',
      PermissionsBoundaryArn: 'arn:aws:iam::111122223333:policy/b',
    };
    expect(
      await fragmentsOf({ Role: { ...Role, PermissionsBoundary, Tags: [{ Key: 'a', Value: 'b' }] } }),
    ).toMatchObject([
      {
        permissionsBoundary: { name: 'arn:aws:iam::111122223333:policy/b', source: { duplicateKeys: [] } },
        tags: { a: 'b' },
      },
    ]);
  });

  test('get-role-policy', async () => {
    const PolicyDocument = { Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] };
    expect(await fragmentsOf({ RoleName: 'backup-role', PolicyName: 'inline', PolicyDocument })).toMatchObject([
      {
        kind: 'role',
        names: ['backup-role'],
        inlinePolicies: [{ name: 'inline', source: { document: PolicyDocument }, origin: at('/PolicyDocument') }],
      },
    ]);
  });

  test('list-attached-role-policies', async () => {
    const AttachedPolicies = [{ PolicyName: 'x', PolicyArn: 'arn:aws:iam::aws:policy/x' }];
    expect(await fragmentsOf({ AttachedPolicies })).toMatchObject([
      {
        kind: 'role',
        names: [],
        attachedPolicies: [{ name: 'arn:aws:iam::aws:policy/x', origin: at('/AttachedPolicies/0') }],
        complete: { attached: true },
      },
    ]);
    expect(await fragmentsOf({ AttachedPolicies, IsTruncated: true })).toMatchObject([
      { complete: { attached: false } },
    ]);
  });

  test('get-policy-version', async () => {
    const Document = { Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] };
    expect(await fragmentsOf({ PolicyVersion: { Document, VersionId: 'v2', IsDefaultVersion: true } })).toMatchObject([
      {
        kind: 'managed-policy',
        names: [],
        policy: { source: { document: Document }, origin: at('/PolicyVersion/Document') },
      },
    ]);
    expect(await fragmentsOf({ PolicyVersion: { Document, VersionId: 'v1', IsDefaultVersion: false } })).toEqual([
      { kind: 'not-looked-at', what: file, why: 'version v1 is not the default version, so it is not in force' },
    ]);
  });
});

test('pages that were put together', async () => {
  const page = (arn: string, NextToken?: string) => ({
    Results: [{ ResourceArn: arn, ResourceType: 'S3' }],
    NextToken,
  });
  const text = `${JSON.stringify(page('arn:aws:s3:::a', 'x'))}\n${JSON.stringify(page('arn:aws:s3:::b'))}\n`;
  const result = await load(text);
  expect(result).toMatchObject({
    outcome: 'loaded',
    recognised: 2,
    fragments: [
      { names: ['arn:aws:s3:::a'], origin: at('/0/Results/0') },
      { names: ['arn:aws:s3:::b'], origin: at('/1/Results/0') },
    ],
    pages: [{ continues: true }, { continues: false }],
  });
});

test.for([
  ['a package.json', { name: 'x', scripts: {} }],
  ['a bucket policy', { Policy: JSON.stringify({ Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:*' }] }) }],
  ["a bucket's grants", { Owner: { ID: 'x' }, Grants: [] }],
  ['results of something else', { Results: [{ Id: 1 }] }],
  ['a list that is none', { Results: {}, Aliases: { Quantity: 0 }, Grants: 1 }],
  ['other global settings', { GlobalSettings: { theme: 'dark' } }],
  ['a policy that is a word', { Policy: 'strict' }],
  ['things by id', { '1234abcd-12ab-34cd-56ef-1234567890ab': { name: 'x' } }],
  ['words by alias', { 'alias/rds': 'production' }],
  [
    'a recovery point',
    { BackupVaultName: 'v', BackupVaultArn: 'arn', RecoveryPointArn: 'arn', EncryptionKeyArn: 'arn' },
  ],
  ['a backup job', { BackupVaultName: 'v', BackupVaultArn: 'arn', BackupJobId: 'x' }],
  ['an empty object', {}],
  ['an empty list', []],
  ['a number', 12],
  ['null', null],
  ['text', '"text"'],
])('%s is no input', async ([, content]) => {
  expect((await load(content)).outcome).toBe('foreign');
});

describe('wrong types inside a recognised shape', () => {
  test.for([
    [
      'a number for a name',
      { BackupPlan: { BackupPlanName: 5, Rules: [] } },
      ['3:23 BackupPlan.BackupPlanName is a number: expected text'],
    ],
    ['text for a list', { BackupVaultList: 'x' }, ['2:22 BackupVaultList is text: expected a list']],
    [
      'a missing member',
      { BackupSelection: { SelectionName: 's' } },
      ['2:22 BackupSelection.IamRoleArn is missing: expected text'],
    ],
    [
      'text for a switch',
      { ResourceTypeOptInPreference: { EBS: 'true' } },
      ['3:12 ResourceTypeOptInPreference.EBS is text: expected true or false'],
    ],
    ['null in a list', { Aliases: [{ AliasName: null }] }, ['4:20 Aliases[0].AliasName is null: expected text']],
    [
      'two of them',
      { Grants: [{ GranteePrincipal: 1, Operations: {} }] },
      [
        '4:27 Grants[0].GranteePrincipal is a number: expected text',
        '5:21 Grants[0].Operations is an object: expected a list',
      ],
    ],
  ] as const)('%s', async ([, content, problems]) => {
    expect(await problemsOf(content)).toEqual(problems);
  });

  test('in YAML', async () => {
    expect(
      await problemsOf('BackupPlanName: p\nRules:\n  - RuleName: [x]\n    TargetBackupVaultName: v\n', 'p.yml'),
    ).toEqual(['3:15 Rules[0].RuleName is a list: expected text']);
  });

  test('a list that holds one foreign document names it', async () => {
    expect(await load([keyPolicy, { other: 1 }])).toMatchObject({
      recognised: 1,
      foreign: [{ subject: 'a.json#/1', why: 'no known kind of input', line: 16, column: 3 }],
    });
  });

  test('a thousand of them are told in part', async () => {
    const Results = Array.from({ length: 1000 }, (_, i) =>
      i === 0 ? { ResourceArn: 'arn:aws:s3:::a' } : { ResourceArn: i },
    );
    expect(await problemsOf({ Results })).toHaveLength(20);
  });
});
