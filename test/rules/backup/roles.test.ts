/** Rules about the role that AWS Backup works as. */
import { describe, expect, test } from 'vitest';
import {
  attachedPoliciesFile,
  centralVaultArn,
  copyToCentral,
  exampleRoleArn,
  type Members,
  planFile,
  roleFile,
  rolePolicyFile,
  selectionFile,
} from '../../../rules/backup/support/examples.ts';
import { exampleConfig } from '../../../rules/examples.ts';
import { type Row, told } from './told.ts';

const forBackup = 'service-role/AWSBackupServiceRolePolicyForBackup';
const forS3 = 'AWSBackupServiceRolePolicyForS3Backup';
const volumes = selectionFile({ Resources: ['arn:aws:ec2:*:*:volume/*'] });
const bucket = selectionFile({ Resources: ['arn:aws:s3:::uploads'] });
const copies = planFile({ CopyActions: [copyToCentral] });
const allow = (...actions: string[]): Members => ({ Effect: 'Allow', Action: actions, Resource: '*' });

describe("backup/service-role, the selection's role", () => {
  const uses = (roleArn: string) => ({
    'plan.json': planFile({}),
    'selection.json': selectionFile({ Resources: ['arn:aws:ec2:*:*:volume/*'], IamRoleArn: roleArn }),
  });
  const configured = (backupRole: string) => exampleConfig.replace('backup-role', backupRole);

  test.for<Row>([
    { name: 'the configured one', files: uses(exampleRoleArn), expected: [] },
    {
      name: 'another one',
      files: uses('arn:aws:iam::111122223333:role/other'),
      expected: [
        'warning selection.json/BackupSelection Selection "everything-tagged" uses arn:aws:iam::111122223333:role/other, not the configured backup role backup-role',
      ],
    },
    {
      name: 'one of another account',
      files: uses('arn:aws:iam::444455556666:role/backup-role'),
      expected: [
        'error selection.json/BackupSelection Selection "everything-tagged" uses arn:aws:iam::444455556666:role/backup-role, and the role of a plan has to be in the plan\'s account 111122223333',
      ],
    },
    {
      name: 'the configured name, with a path',
      files: uses('arn:aws:iam::111122223333:role/service-role/backup-role'),
      expected: [],
    },
    {
      name: 'the configured path and name',
      files: uses('arn:aws:iam::111122223333:role/service-role/backup-role'),
      config: configured('service-role/backup-role'),
      expected: [],
    },
    {
      name: 'another path than the configured one',
      files: uses('arn:aws:iam::111122223333:role/backup-role'),
      config: configured('service-role/backup-role'),
      expected: [
        'warning selection.json/BackupSelection Selection "everything-tagged" uses arn:aws:iam::111122223333:role/backup-role, not the configured backup role service-role/backup-role',
      ],
    },
    {
      name: 'another ARN than the configured one',
      files: uses('arn:aws:iam::111122223333:role/service-role/backup-role'),
      config: configured('arn:aws:iam::111122223333:role/backup-role'),
      expected: [
        'warning selection.json/BackupSelection Selection "everything-tagged" uses arn:aws:iam::111122223333:role/service-role/backup-role, not the configured backup role arn:aws:iam::111122223333:role/backup-role',
      ],
    },
    {
      name: 'another one, in a selection whose plan is not in sight',
      files: {
        'selection.json': selectionFile({
          Resources: ['arn:aws:ec2:*:*:volume/*'],
          IamRoleArn: 'arn:aws:iam::111122223333:role/other',
        }),
      },
      expected: [
        'warning selection.json/BackupSelection Selection "everything-tagged" uses arn:aws:iam::111122223333:role/other, not the configured backup role backup-role',
      ],
    },
    {
      name: 'any, where none is configured',
      files: uses('arn:aws:iam::111122223333:role/other'),
      config: exampleConfig.replace(/ +backupRole: .*\n/, ''),
      expected: [],
    },
  ])('$name', async ({ files, config, expected }) => {
    expect(await told('backup/service-role', files, config)).toEqual(expected);
  });
});

describe('backup/service-role, its trust policy', () => {
  const trusting = (statement: Members) => ({
    'plan.json': planFile({}),
    'selection.json': volumes,
    'role.json': JSON.stringify({
      Role: {
        RoleName: 'backup-role',
        Arn: exampleRoleArn,
        AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement] },
      },
    }),
  });
  const backup = { Effect: 'Allow', Principal: { Service: 'backup.amazonaws.com' }, Action: 'sts:AssumeRole' };

  test.for<Row>([
    { name: 'AWS Backup', files: trusting(backup), expected: [] },
    {
      name: 'AWS Backup among others',
      files: trusting({ ...backup, Principal: { Service: ['ec2.amazonaws.com', 'backup.amazonaws.com'] } }),
      expected: [],
    },
    {
      name: 'AWS Backup as it works for this account',
      files: trusting({ ...backup, Condition: { StringEquals: { 'aws:SourceAccount': '111122223333' } } }),
      expected: [],
    },
    {
      name: 'AWS Backup as it works for another account',
      files: trusting({ ...backup, Condition: { StringEquals: { 'aws:SourceAccount': '444455556666' } } }),
      expected: [
        'error role.json/Role/AssumeRolePolicyDocument/Statement arn:aws:iam::111122223333:role/backup-role cannot be assumed by AWS Backup: its trust policy lets backup.amazonaws.com in under conditions that are not met for its account',
      ],
    },
    {
      name: 'AWS Backup under a condition that cannot be known',
      files: trusting({ ...backup, Condition: { ArnLike: { 'aws:SourceArn': 'arn:aws:backup:*:111122223333:*' } } }),
      expected: [],
    },
    {
      name: 'another service',
      files: trusting({ ...backup, Principal: { Service: 'ec2.amazonaws.com' } }),
      expected: [
        'error role.json/Role/AssumeRolePolicyDocument/Statement arn:aws:iam::111122223333:role/backup-role cannot be assumed by AWS Backup: its trust policy does not let backup.amazonaws.com in',
      ],
    },
    {
      name: 'another action',
      files: trusting({ ...backup, Action: 'sts:TagSession' }),
      expected: [
        'error role.json/Role/AssumeRolePolicyDocument/Statement arn:aws:iam::111122223333:role/backup-role cannot be assumed by AWS Backup: its trust policy does not let backup.amazonaws.com in',
      ],
    },
    {
      name: 'nobody: a Deny',
      files: trusting({ ...backup, Effect: 'Deny' }),
      expected: [
        'error role.json/Role/AssumeRolePolicyDocument/Statement arn:aws:iam::111122223333:role/backup-role cannot be assumed by AWS Backup: its trust policy does not let backup.amazonaws.com in',
      ],
    },
  ])('$name', async ({ files, expected }) => {
    expect(await told('backup/service-role', files)).toEqual(expected);
  });
});

describe('backup/service-role, what its policies allow', () => {
  const files = { 'plan.json': copies, 'selection.json': volumes, 'role.json': roleFile('backup.amazonaws.com') };
  const attached = (...paths: string[]) => ({ 'attached-policies.json': attachedPoliciesFile(...paths) });

  test.for<Row>([
    { name: "AWS's own policy", files: { ...files, ...attached(forBackup) }, expected: [] },
    {
      name: "AWS's policy for restores alone",
      files: { ...files, ...attached('service-role/AWSBackupServiceRolePolicyForRestores') },
      expected: [
        'error role.json/Role arn:aws:iam::111122223333:role/backup-role may not call backup:CopyFromBackupVault and backup:CopyIntoBackupVault, which its jobs need: none of its policies in sight allows that',
      ],
    },
    {
      name: 'a policy whose document is not in sight',
      files: {
        ...files,
        'attached-policies.json': JSON.stringify({
          AttachedPolicies: [{ PolicyName: 'ours', PolicyArn: 'arn:aws:iam::111122223333:policy/ours' }],
        }),
      },
      expected: [],
    },
    { name: 'no policy in sight', files, expected: [] },
    {
      name: 'a Deny in a policy of its own',
      files: {
        ...files,
        ...attached(forBackup),
        'inline-policy.json': rolePolicyFile({ ...allow('backup:CopyIntoBackupVault'), Effect: 'Deny' }),
      },
      expected: [
        'error inline-policy.json/PolicyDocument/Statement/0 arn:aws:iam::111122223333:role/backup-role may not call backup:CopyIntoBackupVault, which its jobs need: one of its policies denies that',
      ],
    },
    {
      name: 'a Deny of copies to other vaults than the central one',
      files: {
        ...files,
        ...attached(forBackup),
        'inline-policy.json': rolePolicyFile({
          ...allow('backup:CopyFromBackupVault'),
          Effect: 'Deny',
          Condition: { 'ForAnyValue:ArnNotLike': { 'backup:CopyTargets': centralVaultArn } },
        }),
      },
      expected: [],
    },
    {
      name: 'a Deny of copies to just that one',
      files: {
        ...files,
        ...attached(forBackup),
        'inline-policy.json': rolePolicyFile({
          ...allow('backup:CopyFromBackupVault'),
          Effect: 'Deny',
          Condition: { 'ForAnyValue:ArnLike': { 'backup:CopyTargets': centralVaultArn } },
        }),
      },
      expected: [
        'error inline-policy.json/PolicyDocument/Statement/0 arn:aws:iam::111122223333:role/backup-role may not call backup:CopyFromBackupVault, which its jobs need: one of its policies denies that',
      ],
    },
    {
      name: 'a selection by tag, and a Deny of finding resources by tag',
      files: {
        ...files,
        'selection.json': selectionFile({
          ListOfTags: [{ ConditionType: 'STRINGEQUALS', ConditionKey: 'backup', ConditionValue: 'yes' }],
        }),
        ...attached(forBackup),
        'inline-policy.json': rolePolicyFile({ ...allow('tag:GetResources'), Effect: 'Deny' }),
      },
      expected: [
        'error inline-policy.json/PolicyDocument/Statement/0 arn:aws:iam::111122223333:role/backup-role may not call tag:GetResources, which its jobs need: one of its policies denies that',
      ],
    },
    {
      name: "copies into another vault than the plan's",
      files: {
        ...files,
        ...attached('AWSBackupServiceRolePolicyForS3Restore'),
        'inline-policy.json': rolePolicyFile(allow('ec2:*', 'backup:CopyFromBackupVault'), {
          ...allow('backup:CopyIntoBackupVault'),
          Resource: centralVaultArn.replace('central', 'other'),
        }),
      },
      expected: [
        'error role.json/Role arn:aws:iam::111122223333:role/backup-role may not call backup:CopyIntoBackupVault, which its jobs need: none of its policies in sight allows that',
      ],
    },
    {
      name: "a bucket, with AWS's policy for it",
      files: { ...files, 'selection.json': bucket, ...attached(forBackup, forS3) },
      expected: [],
    },
    {
      name: "a bucket, with AWS's general policy alone",
      files: { ...files, 'selection.json': bucket, ...attached(forBackup) },
      expected: [
        'error role.json/Role arn:aws:iam::111122223333:role/backup-role may not call s3:ListBucket, s3:ListBucketVersions, s3:GetBucketVersioning, s3:GetBucketLocation and 2 more, which its jobs need: none of its policies in sight allows that',
      ],
    },
    {
      name: "a bucket, with AWS's policy for it alone, which copies nothing",
      files: { ...files, 'selection.json': bucket, ...attached(forS3) },
      expected: [
        'error role.json/Role arn:aws:iam::111122223333:role/backup-role may not call backup:CopyFromBackupVault and backup:CopyIntoBackupVault, which its jobs need: none of its policies in sight allows that',
      ],
    },
    {
      name: 'a bucket, with a policy for another bucket',
      files: {
        ...files,
        'plan.json': planFile({}),
        'selection.json': bucket,
        ...attached(forBackup),
        'inline-policy.json': rolePolicyFile({
          ...allow('s3:*'),
          Resource: ['arn:aws:s3:::downloads', 'arn:aws:s3:::downloads/*'],
        }),
      },
      expected: [
        'error role.json/Role arn:aws:iam::111122223333:role/backup-role may not call s3:ListBucket, s3:ListBucketVersions, s3:GetBucketVersioning, s3:GetBucketLocation and 2 more, which its jobs need: none of its policies in sight allows that',
      ],
    },
    {
      name: 'a bucket, with a policy for it',
      files: {
        ...files,
        'plan.json': planFile({}),
        'selection.json': bucket,
        ...attached(forBackup),
        'inline-policy.json': rolePolicyFile({
          ...allow('s3:*'),
          Resource: ['arn:aws:s3:::uploads', 'arn:aws:s3:::uploads/*'],
        }),
      },
      expected: [],
    },
  ])('$name', async ({ files, expected }) => {
    expect(await told('backup/service-role', files)).toEqual(expected);
  });
});

describe('backup/s3-prerequisites', () => {
  const files = {
    'plan.json': planFile({ EnableContinuousBackup: true }),
    'selection.json': bucket,
    'role.json': roleFile('backup.amazonaws.com'),
  };

  test.for<Row>([
    {
      name: "AWS's policy",
      files: { ...files, 'attached-policies.json': attachedPoliciesFile(forBackup, forS3) },
      expected: [],
    },
    {
      name: 'a role that cannot read the bucket: told by backup/service-role',
      files: { ...files, 'attached-policies.json': attachedPoliciesFile(forBackup) },
      expected: [],
    },
    {
      name: 'a role that only reads objects',
      files: {
        ...files,
        'attached-policies.json': attachedPoliciesFile(forBackup),
        'inline-policy.json': rolePolicyFile(
          allow('s3:ListBucket', 's3:ListBucketVersions', 's3:GetBucketVersioning', 's3:GetBucketLocation'),
          allow('s3:GetObject', 's3:GetObjectVersion'),
        ),
      },
      expected: [
        'warning role.json/Role arn:aws:iam::111122223333:role/backup-role may not call s3:GetInventoryConfiguration, s3:PutInventoryConfiguration, s3:GetBucketTagging, s3:GetBucketAcl and 6 more, which AWS asks for in S3 backups: none of its policies in sight allows it',
      ],
    },
  ])('$name', async ({ files, expected }) => {
    expect(await told('backup/s3-prerequisites', files)).toEqual(expected);
  });
});
