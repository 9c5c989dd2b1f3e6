import { keyPolicy } from './key-policy.ts';
import type { Seed } from './seed.ts';

export const workload = '111122223333';
export const central = '444455556666';
export const outsider = '777788889999';
export const region = 'eu-west-1';

export const ordersKey = '1111aaaa-2222-4bbb-8ccc-333333333333';
export const managedKey = '2222aaaa-2222-4bbb-8ccc-333333333333';
export const volume = `arn:aws:ec2:${region}:${workload}:volume/vol-0123456789abcdef0`;
export const snapshot = `arn:aws:ec2:${region}::snapshot/snap-0123456789abcdef0`;
export const backupPolicy = 'arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup';

const document = (statement: object) => ({ Version: '2012-10-17', Statement: [statement] });
const allowAll = document({ Effect: 'Allow', Action: '*', Resource: '*' });
const trusting = (principal: object) => document({ Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' });

/** One of everything, in a workload account, its central account, and an account of nobody's. */
export const smallSeed: Seed = {
  awsManagedPolicies: [{ arn: backupPolicy, document: allowAll, versionId: 'v30' }],
  accounts: {
    [workload]: {
      globalSettings: { isCrossAccountBackupEnabled: 'true' },
      notOptedIn: ['me-south-1'],
      roles: [
        {
          name: 'backup',
          path: '/team/',
          trust: trusting({ Service: 'backup.amazonaws.com' }),
          inline: { 'keys & more': document({ Effect: 'Allow', Action: 'kms:*', Resource: '*' }), other: allowAll },
          attached: [backupPolicy, `arn:aws:iam::${workload}:policy/team/extra`],
          boundary: `arn:aws:iam::${workload}:policy/team/extra`,
        },
        { name: 'reader', trust: trusting({ AWS: `arn:aws:iam::${central}:root` }) },
      ],
      policies: [{ arn: `arn:aws:iam::${workload}:policy/team/extra`, document: allowAll }],
      regions: {
        [region]: {
          keys: [
            {
              id: ordersKey,
              policy: keyPolicy(workload, [`arn:aws:iam::${central}:root`]),
              aliases: ['alias/orders', 'alias/orders-old'],
              grants: [
                {
                  GrantId: 'grant-1',
                  GranteePrincipal: `arn:aws:iam::${workload}:role/backup`,
                  Operations: ['Decrypt'],
                },
                {
                  GrantId: 'grant-2',
                  GranteePrincipal: `arn:aws:iam::${workload}:role/other`,
                  Operations: ['Encrypt'],
                },
              ],
            },
            {
              id: managedKey,
              policy: '{ "Version": "2012-10-17",\n "Statement": [] }',
              aliases: ['alias/aws/ebs'],
              metadata: { KeyManager: 'AWS', KeyState: 'Disabled' },
            },
          ],
          aliasesWithoutKey: ['alias/aws/fsx'],
          backupVaults: [
            {
              name: 'local',
              keyArn: `arn:aws:kms:${region}:${workload}:key/${ordersKey}`,
              lock: { minRetentionDays: 7, from: '2026-02-01T00:00:00Z' },
              recoveryPoints: [
                {
                  arn: snapshot,
                  resourceArn: volume,
                  resourceType: 'EBS',
                  createdAt: '2026-11-02T05:00:00Z',
                  encryptionKeyArn: `arn:aws:kms:${region}:${workload}:key/${ordersKey}`,
                },
                {
                  arn: `${snapshot}-earlier`,
                  resourceArn: volume,
                  resourceType: 'EBS',
                  createdAt: '2026-11-01T05:00:00Z',
                  more: { Status: 'PARTIAL' },
                },
              ],
            },
            {
              name: 'open',
              policy: document({ Effect: 'Allow', Principal: '*', Action: 'backup:CopyIntoBackupVault' }),
            },
          ],
          protectedResources: [{ resourceArn: 'arn:aws:s3:::photos', resourceType: 'S3' }],
          backupPlans: [
            {
              id: 'plan-1',
              plan: {
                BackupPlanName: 'daily',
                Rules: [{ RuleName: 'daily', RuleId: 'rule-1', TargetBackupVaultName: 'local' }],
              },
              selections: [
                {
                  id: 'selection-1',
                  selection: { SelectionName: 'all', IamRoleArn: `arn:aws:iam::${workload}:role/team/backup` },
                },
              ],
            },
          ],
          backupSettings: { optIn: { EBS: true, 'Storage Gateway': false }, management: { DynamoDB: true } },
        },
        'us-east-1': { keys: [{ id: ordersKey, policy: allowAll }] },
      },
    },
    [central]: { regions: { [region]: {} }, globalSettings: { isCrossAccountBackupEnabled: 'true' } },
    [outsider]: { regions: { [region]: {} } },
  },
  organization: {
    id: 'o-exampleorg1',
    managementAccount: central,
    rootId: 'r-exam',
    units: [
      { id: 'ou-exam-prod', name: 'Production', parent: 'r-exam' },
      { id: 'ou-exam-eu', name: 'Europe', parent: 'ou-exam-prod' },
    ],
    accounts: [
      { id: central },
      { id: workload, name: 'Orders <prod>', parent: 'ou-exam-eu' },
      { id: '222222222222', status: 'SUSPENDED' },
    ],
    policies: [
      {
        id: 'p-FullAWSAccess',
        name: 'FullAWSAccess',
        type: 'SERVICE_CONTROL_POLICY',
        content: allowAll,
        awsManaged: true,
        targets: ['r-exam', workload],
      },
      { id: 'p-guard', name: 'Guard', type: 'SERVICE_CONTROL_POLICY', content: allowAll, targets: ['ou-exam-prod'] },
    ],
    effectiveBackupPolicies: { [workload]: { plans: {} } },
  },
};
