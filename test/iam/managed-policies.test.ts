import { expect, test } from 'vitest';
import { compilePolicy } from '../../src/iam/compile.ts';
import { managedPolicy, managedPolicyNames } from '../../src/iam/managed-policies.ts';
import { evaluate } from '../../src/iam/library.ts';
import { delegation, key, policy, role } from './cast.ts';

const forBackup = 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup';

/** What the role may do through the account, when this is all it has. */
function outcome(
  action: string,
  name: string,
  context: Record<string, string | string[]> = {},
  resource = key,
): string {
  const document = managedPolicy(name)?.document ?? {};
  return evaluate({
    principal: role,
    action,
    resource,
    context,
    keyPolicy: policy(delegation),
    identityPolicies: [document],
  }).outcome;
}

const ec2 = { 'kms:ViaService': 'ec2.eu-west-2.amazonaws.com' };
const ebs = { ...ec2, 'kms:EncryptionContextKeys': ['aws:ebs:id'] };

test.for([
  ['DescribeKey', 'kms:DescribeKey', forBackup, {}, key, 'allowed'],
  ['CreateGrant for itself', 'kms:CreateGrant', forBackup, {}, key, 'denied'],
  ['CreateGrant for AWS', 'kms:CreateGrant', forBackup, { 'kms:GrantIsForAWSResource': 'true' }, key, 'allowed'],
  ['re-encryption of a volume', 'kms:ReEncryptFrom', forBackup, ebs, key, 'allowed'],
  ['re-encryption of something else', 'kms:ReEncryptFrom', forBackup, ec2, key, 'denied'],
  ['Encrypt is not among them', 'kms:Encrypt', forBackup, ebs, key, 'denied'],
  [
    'what is not known of it',
    'rds:CreateDBSnapshot',
    forBackup,
    {},
    'arn:aws:rds:eu-west-2:111122223333:db:x',
    'unknown',
  ],
  ['no S3 permissions', 's3:GetObject', forBackup, {}, 'arn:aws:s3:::data/x', 'denied'],
  ['tag:GetResources', 'tag:GetResources', forBackup, {}, '*', 'allowed'],
  [
    'S3 through its own policy',
    's3:GetObject',
    'AWSBackupServiceRolePolicyForS3Backup',
    {},
    'arn:aws:s3:::data/x',
    'allowed',
  ],
  [
    'restores via rds',
    'kms:Encrypt',
    'AWSBackupServiceRolePolicyForRestores',
    { 'kms:ViaService': 'rds.eu-west-2.amazonaws.com' },
    key,
    'allowed',
  ],
] as const)('%s', ([, action, name, context, resource, expected]) => {
  expect(outcome(action, name, context as Record<string, string>, resource)).toBe(expected);
});

test('every document is sound, and the same object for whoever asks', () => {
  for (const name of managedPolicyNames) {
    const found = managedPolicy(name);
    expect(compilePolicy(found?.document, 'identity-policy').problems).toEqual([]);
    expect(managedPolicy(`arn:aws:iam::aws:policy${found?.path}`)).toBe(found);
  }
});

test('other partitions have their own ARNs', () => {
  const found = managedPolicy(forBackup.replace('arn:aws:', 'arn:aws-cn:'));
  expect(JSON.stringify(found?.document)).toContain('arn:aws-cn:kms:*:*:key/*');
});

test('other policies are not known', () => {
  expect(managedPolicy('AdministratorAccess')).toBeUndefined();
});
