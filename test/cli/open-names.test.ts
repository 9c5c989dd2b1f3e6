/** Roles whose names a template or plan leaves open, and policies that write a name out. */
import { expect, test } from 'vitest';
import { afterApply, refs, terraformPlan } from '../support/terraform-plan.ts';
import { backuplint, folder } from './run.ts';

const place = ['--workload-account', '111122223333', '--central-account', '444455556666'];
const written = 'arn:aws:iam::111122223333:role/backup';
const linked = 'arn:aws:iam::444455556666:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup';
const awsPolicy = 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup';
const root = {
  Effect: 'Allow',
  Principal: { AWS: 'arn:aws:iam::111122223333:root' },
  Action: 'kms:*',
  Resource: '*',
};
const statement = (Effect: string, ...AWS: readonly unknown[]) => ({
  Effect,
  Principal: { AWS },
  Action: 'kms:*',
  Resource: '*',
});

/** The role's own entry is the attribute of its resource. */
const policies = {
  'writes the name out': [root, statement('Allow', written, linked)],
  'names the role, and denies the written one': [root, statement('Allow', 'own', linked), statement('Deny', written)],
} as const;

function template(Statement: readonly object[], RoleName: unknown): string {
  const own = { 'Fn::GetAtt': ['Role', 'Arn'] };
  const policy = JSON.stringify({ Version: '2012-10-17', Statement }).replaceAll('"own"', JSON.stringify(own));
  return JSON.stringify({
    Parameters: { Name: { Type: 'String' } },
    Resources: {
      Key: { Type: 'AWS::KMS::Key', Properties: { KeyPolicy: JSON.parse(policy) as unknown } },
      Role: {
        Type: 'AWS::IAM::Role',
        Properties: {
          ...(RoleName !== undefined && { RoleName }),
          AssumeRolePolicyDocument: {
            Version: '2012-10-17',
            Statement: [{ Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' }],
          },
          ManagedPolicyArns: [awsPolicy],
        },
      },
      Disk: { Type: 'AWS::EC2::Volume', Properties: { Encrypted: true, KmsKeyId: { Ref: 'Key' } } },
      Plan: {
        Type: 'AWS::Backup::BackupPlan',
        Properties: {
          BackupPlan: { BackupPlanName: 'daily', BackupPlanRule: [{ RuleName: 'daily', TargetBackupVault: 'main' }] },
        },
      },
      Selection: {
        Type: 'AWS::Backup::BackupSelection',
        Properties: {
          BackupPlanId: { Ref: 'Plan' },
          BackupSelection: { SelectionName: 'all', IamRoleArn: own, Resources: ['arn:aws:ec2:*:*:volume/*'] },
        },
      },
    },
  });
}

function selected(index: number): object {
  return { 'Fn::Select': [index, { 'Fn::Split': ['+', { Ref: 'Name' }] }] };
}

function arnOf(name: object): object {
  return { 'Fn::Join': ['', ['arn:aws:iam::111122223333:role/', name]] };
}

function plan(statements: readonly object[], name: object): string {
  const policy = (own: string) =>
    JSON.stringify({ Version: '2012-10-17', Statement: statements }).replaceAll('"own"', JSON.stringify(own));
  const isOwn = policy('own') !== policy('');
  return JSON.stringify(
    terraformPlan({
      resources: [
        { type: 'aws_caller_identity', name: 'me', data: true, values: { account_id: '111122223333' } },
        { type: 'random_id', name: 'suffix', values: { hex: afterApply } },
        {
          type: 'aws_kms_key',
          name: 'main',
          values: { arn: afterApply, policy: isOwn ? afterApply : policy('') },
          references: isOwn ? { policy: refs('data.aws_iam_policy_document.key.json') } : {},
        },
        ...(isOwn ? [documentOf(statements)] : []),
        { type: 'aws_iam_role', name: 'backup', ...name },
        {
          type: 'aws_iam_role_policy_attachment',
          name: 'backup',
          values: { role: afterApply, policy_arn: awsPolicy },
          references: { role: refs('aws_iam_role.backup.name') },
        },
        {
          type: 'aws_ebs_volume',
          name: 'disk',
          values: { arn: afterApply, encrypted: true, kms_key_id: afterApply },
          references: { kms_key_id: refs('aws_kms_key.main.arn') },
        },
        {
          type: 'aws_backup_plan',
          name: 'daily',
          values: { name: 'daily', id: afterApply, rule: [{ rule_name: 'daily', target_vault_name: 'main' }] },
        },
        {
          type: 'aws_backup_selection',
          name: 'all',
          values: {
            name: 'all',
            plan_id: afterApply,
            iam_role_arn: afterApply,
            resources: ['arn:aws:ec2:*:*:volume/*'],
            not_resources: [],
          },
          references: { plan_id: refs('aws_backup_plan.daily.id'), iam_role_arn: refs('aws_iam_role.backup.arn') },
        },
      ],
    }),
  );
}

function documentOf(statements: readonly object[]) {
  const entries = (statements as readonly ReturnType<typeof statement>[]).map(({ Effect, Principal }) => ({
    effect: Effect,
    actions: ['kms:*'],
    resources: ['*'],
    principals: [Principal.AWS].flat().map((each) => ({
      type: 'AWS',
      identifiers: each === 'own' ? [afterApply] : [each],
    })),
  }));
  const expressions = (statements as readonly ReturnType<typeof statement>[]).map(({ Principal }) => ({
    principals: [Principal.AWS]
      .flat()
      .map((each) => ({ identifiers: each === 'own' ? refs('aws_iam_role.backup.arn') : { constant_value: [each] } })),
  }));
  return {
    type: 'aws_iam_policy_document',
    name: 'key',
    data: true as const,
    values: { json: afterApply, statement: entries },
    references: { statement: expressions },
  };
}

const arn = { arn: afterApply, path: '/' };
const given = { values: { ...arn, name: afterApply }, references: { name: refs('random_id.suffix.hex') } };
const named = { values: { ...arn, name: 'backup' } };
const unnamed = { values: { ...arn, name: afterApply } };

const out = policies['writes the name out'];
const denied = policies['names the role, and denies the written one'];

test.for<readonly [string, policy: string, files: Readonly<Record<string, string>>, outcome: string]>([
  ['that a parameter names', 'writes it out', { 't.json': template(out, { Ref: 'Name' }) }, 'unknown'],
  ['that a parameter names', 'denies it', { 't.json': template(denied, { Ref: 'Name' }) }, 'unknown'],
  [
    'that one of two lists names',
    'names the other',
    { 't.json': template([root, statement('Allow', arnOf(selected(1)), linked)], selected(0)) },
    'unknown',
  ],
  [
    'that one of two lists names',
    'names it so',
    { 't.json': template([root, statement('Allow', arnOf(selected(0)), linked)], selected(0)) },
    'allowed',
  ],
  [
    'that a parameter names so',
    'writes it out',
    { 't.json': template(out, { Ref: 'Name' }), 'values.json': '{"Name": "backup"}' },
    'allowed',
  ],
  [
    'that a parameter names so',
    'denies it',
    { 't.json': template(denied, { Ref: 'Name' }), 'values.json': '{"Name": "backup"}' },
    'denied',
  ],
  ['that CloudFormation names', 'writes a name out', { 't.json': template(out, undefined) }, 'denied'],
  ['that CloudFormation names', 'denies a name', { 't.json': template(denied, undefined) }, 'allowed'],
  ['that is named after apply', 'writes it out', { 'plan.json': plan(out, given) }, 'unknown'],
  ['that is named after apply', 'denies it', { 'plan.json': plan(denied, given) }, 'unknown'],
  ['that is called so', 'denies it', { 'plan.json': plan(denied, named) }, 'denied'],
  ['that Terraform names', 'writes a name out', { 'plan.json': plan(out, unnamed) }, 'denied'],
  ['that Terraform names', 'denies a name', { 'plan.json': plan(denied, unnamed) }, 'allowed'],
])('a role %s, where the policy %s', ([, , files, outcome]) => {
  const cwd = folder(files);
  const values = 'values.json' in files ? ['--parameters', 'values.json'] : [];
  const [input = ''] = Object.keys(files);
  const { stdout } = backuplint([input, ...values, ...place, '--format', 'json'], { cwd });
  const { paths } = JSON.parse(stdout) as { paths: readonly { outcome: string }[] };
  expect(paths.map((path) => path.outcome)).toEqual([outcome]);
});

test('what else a template leaves open does not change the fingerprint of a finding', () => {
  const named = template([root], selected(1));
  const more = named.replace(
    '"Key":',
    `"First":${JSON.stringify({ Type: 'AWS::IAM::Role', Properties: { RoleName: selected(0) } })},"Key":`,
  );
  const prints = [named, more].map((text) => {
    const { stdout } = backuplint(['t.json', ...place, '--format', 'json'], { cwd: folder({ 't.json': text }) });
    const { findings } = JSON.parse(stdout) as { findings: readonly { rule: string; fingerprint: string }[] };
    return findings.filter(({ rule }) => rule.startsWith('kms/')).map(({ fingerprint }) => fingerprint);
  });
  expect(prints[0]?.length).toBeGreaterThan(0);
  expect(prints[1]).toEqual(prints[0]);
});

test.for<readonly [string, name: string, text: string | undefined]>([
  ['may be', '${Name}', undefined],
  ['may end as', 'backup-${Name}', undefined],
  ['cannot be', 'other-${Name}', 'uses arn:aws:iam::111122223333:role/other-⟨Name⟩, not the configured backup role'],
])('the role of a selection %s the configured one', ([, name, text]) => {
  const role = template(out, { 'Fn::Sub': name });
  const cwd = folder({ 't.json': role });
  const { stdout } = backuplint(['t.json', ...place, '--backup-role', 'backup-role', '--format', 'json'], { cwd });
  const { findings } = JSON.parse(stdout) as { findings: readonly { message: string }[] };
  const told = findings.map(({ message }) => message).filter((message) => message.includes('configured backup role'));
  expect(told).toEqual(text === undefined ? [] : [expect.stringContaining(text)]);
});
