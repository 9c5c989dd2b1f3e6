import { expect, test } from 'vitest';
import { buildEstate } from '../../../src/estate/build.ts';
import { branchKey, showHoles } from '../../../src/estate/hole.ts';
import { account, facts, fragmentsIn, loadFolder, problemsIn } from './load.ts';

const statement = { Effect: 'Allow', Principal: '*', Action: 'kms:*', Resource: '*' };

function keyWith(Statement: unknown, more: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    Parameters: { Open: { Type: 'String' }, Stage: { Type: 'String', Default: 'test' } },
    Conditions: {
      IsOpen: { 'Fn::Equals': [{ Ref: 'Open' }, 'yes'] },
      IsClosed: { 'Fn::Not': [{ Condition: 'IsOpen' }] },
      IsTest: { 'Fn::Equals': [{ Ref: 'Stage' }, 'test'] },
    },
    Resources: { Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: { Statement } } } },
    ...more,
  };
}

async function statementsOf(Statement: unknown): Promise<unknown> {
  const [key] = await fragmentsIn({ 'a.json': keyWith(Statement) });
  if (key?.kind !== 'key' || key.policy?.kind !== 'given') throw new Error('no key');
  return (key.policy.source.document as { Statement: unknown }).Statement;
}

const when = (value: string) => ({ Condition: { Bool: { [branchKey('IsOpen')]: value } } });
const other = { ...statement, Action: 'kms:Decrypt' };
const noValue = { Ref: 'AWS::NoValue' };

test.for<[string, unknown, unknown]>([
  ['a decided condition takes its branch', [{ 'Fn::If': ['IsTest', statement, other] }], [statement]],
  [
    'an open one takes both',
    [{ 'Fn::If': ['IsOpen', statement, other] }],
    [
      { ...statement, ...when('true') },
      { ...other, ...when('false') },
    ],
  ],
  [
    'a negated one means the same condition',
    [{ 'Fn::If': ['IsClosed', statement, noValue] }],
    [{ ...statement, ...when('false') }],
  ],
  [
    'an open one inside a statement splits it',
    [{ ...statement, Action: { 'Fn::If': ['IsOpen', 'kms:*', 'kms:Decrypt'] } }],
    [
      { ...statement, ...when('true') },
      { ...other, ...when('false') },
    ],
  ],
  [
    'an open one that makes no difference does not',
    [{ ...statement, Action: { 'Fn::If': ['IsOpen', 'kms:*', 'kms:*'] } }],
    [statement],
  ],
  [
    'an open one around all statements',
    { 'Fn::If': ['IsOpen', [statement], [statement, other]] },
    [
      { ...statement, ...when('true') },
      { ...statement, ...when('false') },
      { ...other, ...when('false') },
    ],
  ],
  ['a single statement stays one', statement, statement],
  [
    'conditions of its own are kept',
    [{ 'Fn::If': ['IsOpen', { ...statement, Condition: { Bool: { a: 'true' } } }, noValue] }],
    [{ ...statement, Condition: { Bool: { a: 'true', [branchKey('IsOpen')]: 'true' } } }],
  ],
])('statements: %s', async ([, given, expected]) => {
  expect(await statementsOf(given)).toEqual(expected);
});

const vault = (name: unknown) => ({ Type: 'AWS::Backup::BackupVault', Properties: { BackupVaultName: name } });

test.for<[string, unknown, string[]]>([
  [
    'an unknown name',
    { Resources: { V: vault({ Ref: 'Vualt' }), Vault: vault('x') } },
    ['a.json:7:18 refers to Vualt, which is neither a resource nor a parameter of the template'],
  ],
  [
    'an unknown name in Fn::Sub',
    { Resources: { V: vault({ 'Fn::Sub': 'a-${Nobody}' }) } },
    ['a.json:7:22 refers to Nobody, which is neither a resource nor a parameter of the template'],
  ],
  [
    'an unknown condition',
    { Resources: { V: vault({ 'Fn::If': ['Nope', 'a', 'b'] }) } },
    ['a.json:7:21 refers to Nope, which is no condition of the template'],
  ],
  [
    'a circle of references',
    { Resources: { A: vault({ Ref: 'B' }), B: vault({ Ref: 'A' }) } },
    ['a.json:15:18 closes a circle of references: A -> B -> A'],
  ],
  [
    'a circle of conditions',
    { Conditions: { A: { 'Fn::Not': [{ Condition: 'B' }] }, B: { Condition: 'A' } }, Resources: { V: vault('v') } },
    ['a.json:11:20 closes a circle of conditions: A -> B -> A'],
  ],
  [
    'a number that is none',
    {
      Resources: {
        V: {
          Type: 'AWS::Backup::BackupVault',
          Properties: { BackupVaultName: 'v', LockConfiguration: { MinRetentionDays: 'seven' } },
        },
      },
    },
    ['a.json:8:31 MinRetentionDays is text: expected a number'],
  ],
  [
    'what a transform may add is not asked for',
    { Transform: 'AWS::Serverless-2016-10-31', Resources: { V: vault({ Ref: 'Made' }) } },
    [],
  ],
])('problems: %s', async ([, template, expected]) => {
  expect(await problemsIn({ 'a.json': template })).toEqual(expected);
});

test('problems of YAML are located there', async () => {
  const text =
    'Resources:\n  V:\n    Type: AWS::Backup::BackupVault\n    Properties:\n      BackupVaultName: !Ref Nobody\n';
  expect(await problemsIn({ 'a.yaml': text })).toEqual([
    'a.yaml:5:29 refers to Nobody, which is neither a resource nor a parameter of the template',
  ]);
});

async function unseenIn(files: Readonly<Record<string, unknown>>): Promise<string[]> {
  const fragments = await fragmentsIn(files);
  return fragments.flatMap((each) => (each.kind === 'not-looked-at' ? [`${each.what}: ${each.why}`] : []));
}

test.for<[string, Readonly<Record<string, unknown>>, string]>([
  [
    'stack sets',
    { S: { Type: 'AWS::CloudFormation::StackSet' } },
    'a.json: S (AWS::CloudFormation::StackSet): templates inside stack sets are not looked at',
  ],
  [
    'modules',
    { M: { Type: 'My::S3::Bucket::MODULE' } },
    'a.json: M (My::S3::Bucket::MODULE): what a module makes is not in the template',
  ],
  [
    'nested stacks',
    { N: { Type: 'AWS::CloudFormation::Stack', Properties: { TemplateURL: 'https://s3/x' } } },
    'a.json: the nested stack N: its template is not among the inputs',
  ],
  [
    'policies of the organization without content',
    { P: { Type: 'AWS::Organizations::Policy', Properties: { Type: 'BACKUP_POLICY' } } },
    'a.json: P (BACKUP_POLICY): the template does not tell what it holds',
  ],
])('%s are not looked at, and said so', async ([, Resources, expected]) => {
  expect(await unseenIn({ 'a.json': { Resources } })).toContain(expected);
});

const open = { Ref: 'Open' };
const rule = { RuleName: 'r', TargetBackupVault: 'v' };

test.for<readonly [string, unknown, rules: readonly string[], unseen: readonly string[]]>([
  ['its body', open, [], ['its body is not known']],
  ['its rules', { BackupPlanRule: open }, [], ['some of its rules are not known']],
  ['one of its rules', { BackupPlanRule: [rule, open] }, ['r'], ['some of its rules are not known']],
  [
    'one of its rules, or none',
    { BackupPlanRule: [rule, { 'Fn::If': ['IsOpen', open, noValue] }] },
    ['r'],
    ['some of its rules are not known'],
  ],
  [
    'a copy',
    { BackupPlanRule: [{ ...rule, CopyActions: [open] }] },
    ['r'],
    ['some copy actions of rule r are not known'],
  ],
  [
    'its copies',
    { BackupPlanRule: [{ ...rule, CopyActions: open }] },
    ['r'],
    ['some copy actions of rule r are not known'],
  ],
  [
    'what rules are judged by',
    {
      BackupPlanRule: [
        { ...rule, ScheduleExpression: open, Lifecycle: { DeleteAfterDays: open }, EnableContinuousBackup: open },
        { ...rule, RuleName: 's', CopyActions: [{ DestinationBackupVaultArn: 'x', Lifecycle: open }] },
        { ...rule, RuleName: 't', Lifecycle: { DeleteAfterDays: 35 } },
      ],
    },
    ['r', 's', 't'],
    [
      'of rule r the template leaves open ScheduleExpression, EnableContinuousBackup, Lifecycle',
      'of rule s the template leaves open Lifecycle',
    ],
  ],
])(
  'of a plan that leaves open %s, what is known counts, and the rest is named',
  async ([, BackupPlan, rules, unseen]) => {
    const template = {
      ...keyWith([]),
      Resources: { Plan: { Type: 'AWS::Backup::BackupPlan', Properties: { BackupPlan } } },
    };
    const fragments = await fragmentsIn({ 'a.json': template });
    const names = fragments.flatMap((each) => (each.kind === 'plan' ? each.rules.map(({ name }) => name) : []));
    const reasons = fragments.flatMap((each) => (each.kind === 'not-looked-at' ? [each.why] : []));
    expect([names, reasons]).toEqual([rules, unseen]);
  },
);

test.for<readonly [string, object, policy: string, state: string | undefined]>([
  ['members that a transform adds', { 'Fn::Transform': { Name: 'AWS::Include' }, Enabled: true }, 'unknown', undefined],
  ['nothing but a transform', { 'Fn::Transform': { Name: 'AWS::Include' } }, 'unknown', undefined],
  ['members that a loop makes', { 'Fn::ForEach::P': ['X', ['a'], {}] }, 'unknown', undefined],
  ['none', {}, 'default', 'Enabled'],
])('a key with %s', async ([, Properties, policy, state]) => {
  const [key] = await fragmentsIn({ 'a.json': { Resources: { Key: { Type: 'AWS::KMS::Key', Properties } } } });
  expect(key?.kind === 'key' && [key.policy?.kind, key.state]).toEqual([policy, state]);
});

test('a resource on an open condition is judged, and said so', async () => {
  const template = keyWith([statement]);
  const key = { ...(template['Resources'] as { Key: object }).Key, Condition: 'IsOpen' };
  const files = { 'a.json': { ...template, Resources: { Key: key } } };
  expect((await fragmentsIn(files)).filter(({ kind }) => kind === 'key')).toHaveLength(1);
  expect(await unseenIn(files)).toEqual([
    'a.json: Key: whether it is there depends on the condition IsOpen, so it is judged as if it were',
  ]);
});

test('a resource whose condition does not hold is not there', async () => {
  const files = {
    'a.json': {
      ...keyWith([]),
      Conditions: { No: { 'Fn::Equals': ['a', 'b'] } },
      Resources: { V: { ...vault('v'), Condition: 'No' } },
    },
  };
  expect(await fragmentsIn(files)).toEqual([]);
});

test.for<[string, object, object, object]>([
  [
    'EBS without a key is for the account to say',
    { Type: 'AWS::EC2::Volume' },
    {},
    { resourceType: 'EBS', encryption: [{ kind: 'unknown' }] },
  ],
  [
    'EBS with a key',
    { Type: 'AWS::EC2::Volume' },
    { KmsKeyId: 'alias/x' },
    { resourceType: 'EBS', encryption: [{ kind: 'key', names: ['arn:aws:kms:eu-west-2:111122223333:alias/x'] }] },
  ],
  [
    'RDS is not encrypted by itself',
    { Type: 'AWS::RDS::DBInstance' },
    { Engine: 'mysql' },
    { resourceType: 'RDS', variant: 'rds-instance', encryption: [{ kind: 'unencrypted' }] },
  ],
  [
    "RDS on AWS's key",
    { Type: 'AWS::RDS::DBInstance' },
    { StorageEncrypted: 'true' },
    { encryption: [{ kind: 'aws-managed', alias: 'alias/aws/rds' }] },
  ],
  [
    'RDS from a snapshot',
    { Type: 'AWS::RDS::DBInstance' },
    { DBSnapshotIdentifier: 's' },
    { encryption: [{ kind: 'unknown' }] },
  ],
  [
    'Aurora',
    { Type: 'AWS::RDS::DBCluster' },
    { Engine: 'aurora-mysql', DBClusterIdentifier: 'C' },
    { resourceType: 'Aurora', names: ['local:a.json#R', 'arn:aws:rds:eu-west-2:111122223333:cluster:c'] },
  ],
  [
    'a Multi-AZ cluster',
    { Type: 'AWS::RDS::DBCluster' },
    { Engine: 'postgres' },
    { resourceType: 'RDS', variant: 'rds-multi-az-cluster' },
  ],
  [
    "DynamoDB on AWS's own key",
    { Type: 'AWS::DynamoDB::Table' },
    { TableName: 't' },
    { resourceType: 'DynamoDB', encryption: [{ kind: 'aws-owned' }] },
  ],
  [
    'DynamoDB on a key',
    { Type: 'AWS::DynamoDB::Table' },
    { SSESpecification: { SSEEnabled: true, KMSMasterKeyId: 'abc' } },
    { encryption: [{ kind: 'key', names: ['arn:aws:kms:eu-west-2:111122223333:key/abc'] }] },
  ],
  [
    'S3 with a key, versioning and EventBridge',
    { Type: 'AWS::S3::Bucket' },
    {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [
          {
            ServerSideEncryptionByDefault: {
              SSEAlgorithm: 'aws:kms',
              KMSMasterKeyID: 'arn:aws:kms:eu-west-2:111122223333:key/abc',
            },
          },
        ],
      },
      VersioningConfiguration: { Status: 'Enabled' },
      NotificationConfiguration: { EventBridgeConfiguration: { EventBridgeEnabled: true } },
    },
    {
      resourceType: 'S3',
      versioning: true,
      eventBridge: true,
      encryption: [{ kind: 'key', names: ['arn:aws:kms:eu-west-2:111122223333:key/abc'] }],
    },
  ],
  [
    'S3 as it is made',
    { Type: 'AWS::S3::Bucket' },
    {},
    { versioning: false, eventBridge: false, encryption: [{ kind: 'aws-owned' }] },
  ],
  [
    'the volumes of an instance',
    { Type: 'AWS::EC2::Instance' },
    { BlockDeviceMappings: [{ DeviceName: 'a', Ebs: { KmsKeyId: 'abc', Encrypted: true } }] },
    { resourceType: 'EC2', encryption: [{ kind: 'key', names: ['arn:aws:kms:eu-west-2:111122223333:key/abc'] }] },
  ],
  [
    'FSx for Windows',
    { Type: 'AWS::FSx::FileSystem' },
    { FileSystemType: 'WINDOWS' },
    { variant: 'fsx-windows', encryption: [{ kind: 'aws-managed', alias: 'alias/aws/fsx' }] },
  ],
  [
    'tags, which have another name there',
    { Type: 'AWS::EFS::FileSystem' },
    { FileSystemTags: [{ Key: 'backup', Value: 'yes' }] },
    { tags: { backup: 'yes' }, encryption: [{ kind: 'unencrypted' }] },
  ],
  [
    'tags of the replica in the Region of the stack',
    { Type: 'AWS::DynamoDB::GlobalTable' },
    {
      Replicas: [
        { Region: 'eu-central-1', Tags: [{ Key: 'backup', Value: 'no' }] },
        { Region: 'eu-west-2', Tags: [{ Key: 'backup', Value: 'yes' }] },
      ],
    },
    { tags: { backup: 'yes' } },
  ],
])('resources: %s', async ([, type, Properties, expected]) => {
  const [resource] = await fragmentsIn({ 'a.json': { Resources: { R: { ...type, Properties } } } });
  expect(resource).toMatchObject({ kind: 'resource', subject: 'R', ...expected });
});

test.for<[string, object]>([
  ['members of a cluster', { Type: 'AWS::RDS::DBInstance', Properties: { DBClusterIdentifier: 'c' } }],
  ['ONTAP file systems', { Type: 'AWS::FSx::FileSystem', Properties: { FileSystemType: 'ONTAP' } }],
  ['launch templates', { Type: 'AWS::EC2::LaunchTemplate', Properties: {} }],
])('%s are backed up with something else', async ([, R]) => {
  expect(await fragmentsIn({ 'a.json': { Resources: { R } } })).toEqual([]);
});

test('a nested template gets its parameters, and gives its outputs', async () => {
  const parent = {
    Resources: {
      Child: {
        Type: 'AWS::CloudFormation::Stack',
        Properties: { TemplateURL: './child.json', Parameters: { Name: 'inner' } },
      },
      Outer: vault({ 'Fn::GetAtt': ['Child', 'Outputs.Name'] }),
    },
  };
  const child = {
    Parameters: { Name: { Type: 'String' } },
    Resources: { Inner: vault({ Ref: 'Name' }) },
    Outputs: { Name: { Value: { 'Fn::Sub': '${Inner}-2' } } },
  };
  const vaults = await fragmentsIn({ 'parent.json': parent, 'child.json': child });
  expect(vaults).toMatchObject([{ name: 'inner-2' }, { name: 'inner' }]);
  const files = { 'parent.json': parent, 'child.json': child };
  const [, , unused] = await fragmentsIn(files, { ...facts, parameters: new Map([['Name', 'other']]) });
  expect(unused).toMatchObject({ what: 'the parameter Name', why: expect.stringMatching(/^only a nested template/) });
});

test("a key of one template is another's by import, and not by its name", async () => {
  const a = {
    ...keyWith([statement]),
    Outputs: { O: { Value: { 'Fn::GetAtt': ['Key', 'Arn'] }, Export: { Name: 'key-arn' } } },
  };
  const b = {
    Resources: {
      Key: { Type: 'AWS::KMS::Key' },
      V: {
        Type: 'AWS::Backup::BackupVault',
        Properties: { BackupVaultName: 'v', EncryptionKeyArn: { 'Fn::ImportValue': 'key-arn' } },
      },
    },
  };
  const fragments = await fragmentsIn({ 'a.json': a, 'b.json': b });
  const keys = fragments.filter((each) => each.kind === 'key').map(({ names }) => names.map(showHoles));
  expect(keys).toEqual([
    ['local:a.json#Key', 'arn:aws:kms:eu-west-2:111122223333:key/⟨Key of a.json⟩'],
    ['local:b.json#Key', 'arn:aws:kms:eu-west-2:111122223333:key/⟨Key of b.json⟩'],
  ]);
  const found = fragments.find((each) => each.kind === 'vault');
  expect(found?.encryption?.kind === 'key' && found.encryption.names.map(showHoles)).toEqual([keys[0]?.[1]]);
});

test("environments of an assembly are the stacks'", async () => {
  const stack = (file: string, environment: string) => ({
    type: 'aws:cloudformation:stack',
    environment,
    properties: { templateFile: file },
  });
  const files = {
    'cdk.out/manifest.json': {
      version: '36.0.0',
      artifacts: {
        A: stack('A.json', 'aws://444455556666/eu-west-1'),
        B: stack('B.json', 'aws://unknown-account/unknown-region'),
        C: stack('C.json', 'x'),
      },
    },
    'cdk.out/A.json': { Resources: { V: vault('a') } },
    'cdk.out/B.json': { Resources: { V: vault('b') } },
  };
  expect(await fragmentsIn(files)).toMatchObject([
    { name: 'a', account: '444455556666', region: 'eu-west-1' },
    { name: 'b', account: facts.account, region: facts.region },
    { kind: 'not-looked-at', what: 'the stack C', why: 'its template cdk.out/C.json is not among the inputs' },
  ]);
});

test('a key that stands twice in a policy is for a rule to say, elsewhere a problem', async () => {
  const text =
    '{"Resources": {"K": {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Statement": [], "Statement": []}}}}}';
  const { problems, fragments } = await loadFolder({ 'a.json': text });
  expect(problems).toEqual([]);
  expect(fragments).toMatchObject([{ policy: { source: { duplicateKeys: ['/Statement'] } } }]);
  expect(
    await problemsIn({ 'a.json': '{"Resources": {"K": {"Type": "AWS::KMS::Key", "Type": "AWS::KMS::Key"}}}' }),
  ).toHaveLength(1);
});

test('a selection whose plan a parameter tells is of no plan of the template', async () => {
  const fragments = await fragmentsIn({
    'a.json': {
      Parameters: { Plan: { Type: 'String' } },
      Resources: {
        Own: {
          Type: 'AWS::Backup::BackupPlan',
          Properties: {
            BackupPlan: { BackupPlanName: 'p', BackupPlanRule: [{ RuleName: 'r', TargetBackupVault: 'v' }] },
          },
        },
        All: {
          Type: 'AWS::Backup::BackupSelection',
          Properties: {
            BackupPlanId: { Ref: 'Plan' },
            BackupSelection: { SelectionName: 's', IamRoleArn: `arn:aws:iam::${account}:role/r`, Resources: ['*'] },
          },
        },
      },
    },
  });
  const { estate } = buildEstate(fragments);
  expect([estate.plans.map(({ selections }) => selections.length), estate.orphanSelections.length]).toEqual([[0], 1]);
});
