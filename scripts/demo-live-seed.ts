/** Two accounts for the live demo: a shop whose volumes are copied to a central vault, one of them under a key that keeps AWS Backup out. */
import { keyPolicy } from '../test/fake-aws/key-policy.ts';
import type { KeySeed, RecoveryPointSeed, RoleSeed, Seed } from '../test/fake-aws/seed.ts';

export const workload = '111122223333';
export const central = '444455556666';
export const region = 'eu-west-2';
const organization = 'o-exampleorg1';

const backupRole = `arn:aws:iam::${workload}:role/shop-backup`;
const serviceLinkedRole = `arn:aws:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`;

/** Admits both who back up and who copy. */
const orders: KeySeed = {
  id: '11111111-2222-4333-8444-555555555555',
  aliases: ['alias/orders'],
  policy: keyPolicy(workload, [backupRole, serviceLinkedRole]),
};

/** Admits the backup role alone: its backups succeed, and every copy fails. */
const invoices: KeySeed = {
  id: '99999999-8888-4777-8666-555555555555',
  aliases: ['alias/invoices'],
  policy: keyPolicy(workload, [backupRole]),
};

const centralKey: KeySeed = {
  id: '77777777-6666-4555-8444-333333333333',
  aliases: ['alias/central-vault'],
  policy: keyPolicy(central, [serviceLinkedRole]),
};

/** The role by which one account looks into the other. */
const reader: RoleSeed = {
  name: 'backuplint-reader',
  trust: document({
    Effect: 'Allow',
    Principal: { AWS: [workload, central].map((account) => `arn:aws:iam::${account}:root`) },
    Action: 'sts:AssumeRole',
  }),
};

export const demoSeed: Seed = {
  accounts: {
    [workload]: {
      globalSettings: { isCrossAccountBackupEnabled: 'true' },
      roles: [
        {
          name: 'shop-backup',
          trust: document({
            Effect: 'Allow',
            Principal: { Service: 'backup.amazonaws.com' },
            Action: 'sts:AssumeRole',
          }),
          inline: { backups: document({ Effect: 'Allow', Action: ['backup:*', 'ec2:*', 'kms:*'], Resource: '*' }) },
        },
        reader,
      ],
      regions: {
        [region]: {
          keys: [orders, invoices],
          backupVaults: [
            {
              name: 'shop',
              keyArn: keyArn(workload, orders),
              recoveryPoints: [backupOf('orders', orders, 1), backupOf('invoices', invoices, 2)],
            },
          ],
          backupPlans: [
            {
              id: 'daily-plan',
              plan: {
                BackupPlanName: 'daily',
                Rules: [
                  {
                    RuleName: 'daily',
                    RuleId: 'daily-rule',
                    TargetBackupVaultName: 'shop',
                    ScheduleExpression: 'cron(0 5 ? * * *)',
                    Lifecycle: { DeleteAfterDays: 35 },
                    CopyActions: [
                      {
                        DestinationBackupVaultArn: `arn:aws:backup:${region}:${central}:backup-vault:central`,
                        Lifecycle: { DeleteAfterDays: 90 },
                      },
                    ],
                  },
                ],
              },
              selections: [
                {
                  id: 'volumes-selection',
                  selection: {
                    SelectionName: 'volumes',
                    IamRoleArn: backupRole,
                    Resources: ['arn:aws:ec2:*:*:volume/*'],
                  },
                },
              ],
            },
          ],
          backupSettings: { optIn: { EBS: true } },
        },
      },
    },
    [central]: {
      globalSettings: { isCrossAccountBackupEnabled: 'true' },
      roles: [reader],
      regions: {
        [region]: {
          keys: [centralKey],
          backupVaults: [
            {
              name: 'central',
              keyArn: keyArn(central, centralKey),
              policy: document({
                Effect: 'Allow',
                Principal: '*',
                Action: 'backup:CopyIntoBackupVault',
                Resource: '*',
                Condition: { StringEquals: { 'aws:PrincipalOrgID': organization } },
              }),
            },
          ],
          backupSettings: { optIn: { EBS: true } },
        },
      },
    },
  },
  organization: {
    id: organization,
    managementAccount: central,
    rootId: 'r-exam',
    accounts: [
      { id: central, name: 'central' },
      { id: workload, name: 'shop' },
    ],
  },
};

function document(statement: object) {
  return { Version: '2012-10-17', Statement: [statement] };
}

function keyArn(account: string, { id }: KeySeed): string {
  return `arn:aws:kms:${region}:${account}:key/${id}`;
}

function backupOf(name: string, key: KeySeed, number: number): RecoveryPointSeed {
  return {
    arn: `arn:aws:ec2:${region}::snapshot/snap-0${number}0000000000000aa`,
    resourceArn: `arn:aws:ec2:${region}:${workload}:volume/vol-0${number}0000000000000aa`,
    resourceType: 'EBS',
    createdAt: '2026-11-01T05:12:00Z',
    encryptionKeyArn: keyArn(workload, key),
    more: { ResourceName: name },
  };
}
