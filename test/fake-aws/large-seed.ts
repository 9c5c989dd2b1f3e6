import { keyPolicy } from './key-policy.ts';
import type { AccountSeed, KeySeed, RegionSeed, Seed } from './seed.ts';

export interface LargeSeedSize {
  /** Per account and Region. */
  readonly keys: number;
  /** Workload accounts; the central one, which also manages the organization, comes on top. */
  readonly accounts: number;
  readonly regions: number;
  /** Volumes with a recovery point, each under a key of its own; as many as keys unless told. */
  readonly volumes?: number;
}

export const centralAccount = '444455556666';
const backupRole = 'backup';
const regionNames = ['eu-west-1', 'eu-central-1', 'us-east-1', 'us-west-2', 'ap-southeast-1', 'ap-northeast-1'];

/** An organization of any size whose every tenth key does not admit the central account. */
export function largeSeed({ keys, accounts, regions, volumes = keys }: LargeSeedSize): Seed {
  const names = regionNames.slice(0, regions);
  const ids = Array.from({ length: accounts }, (_, index) => String(111_100_000_000 + index));
  return {
    accounts: Object.fromEntries([
      ...ids.map((id) => [id, workloadAccount(id, names, { keys, volumes })] as const),
      [centralAccount, central(names)] as const,
    ]),
    organization: {
      id: 'o-exampleorg1',
      managementAccount: centralAccount,
      rootId: 'r-exam',
      accounts: [centralAccount, ...ids].map((id) => ({ id })),
    },
  };
}

interface RegionSize {
  readonly keys: number;
  readonly volumes: number;
}

function workloadAccount(account: string, regions: readonly string[], size: RegionSize): AccountSeed {
  return {
    regions: Object.fromEntries(regions.map((region) => [region, workloadRegion(account, region, size)])),
    globalSettings: { isCrossAccountBackupEnabled: 'true' },
    roles: [
      {
        name: backupRole,
        trust: { Version: '2012-10-17', Statement: [trust({ Service: 'backup.amazonaws.com' })] },
        inline: { kms: { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: 'kms:*', Resource: '*' }] } },
      },
      readerRole,
    ],
  };
}

const readerRole = {
  name: 'reader',
  trust: { Version: '2012-10-17', Statement: [trust({ AWS: `arn:aws:iam::${centralAccount}:root` })] },
};

function trust(principal: Readonly<Record<string, string>>) {
  return { Effect: 'Allow', Principal: principal, Action: 'sts:AssumeRole' };
}

function workloadRegion(account: string, region: string, size: RegionSize): RegionSeed {
  const keys = Array.from({ length: size.keys }, (_, index) => key(account, region, index));
  const volume = (index: number): string => `arn:aws:ec2:${region}:${account}:volume/vol-${hex(index, 17)}`;
  return {
    keys,
    backupVaults: [
      {
        name: 'local',
        keyArn: `arn:aws:kms:${region}:${account}:key/${keyId(account, region, 0)}`,
        recoveryPoints: keys.slice(0, size.volumes).map(({ id }, index) => ({
          arn: `arn:aws:ec2:${region}::snapshot/snap-${hex(index, 17)}`,
          resourceArn: volume(index),
          resourceType: 'EBS',
          createdAt: '2026-11-01T05:00:00Z',
          encryptionKeyArn: `arn:aws:kms:${region}:${account}:key/${id}`,
        })),
      },
    ],
    backupPlans: [
      {
        id: `plan-${account}-${region}`,
        plan: { BackupPlanName: 'daily', Rules: [rule(region)] },
        selections: [
          {
            id: `selection-${account}-${region}`,
            selection: {
              SelectionName: 'volumes',
              IamRoleArn: `arn:aws:iam::${account}:role/${backupRole}`,
              Resources: ['arn:aws:ec2:*:*:volume/*'],
            },
          },
        ],
      },
    ],
    backupSettings: { optIn: { EBS: true } },
  };
}

function rule(region: string) {
  return {
    RuleName: 'daily',
    RuleId: 'rule-daily',
    TargetBackupVaultName: 'local',
    ScheduleExpression: 'cron(0 5 ? * * *)',
    Lifecycle: { DeleteAfterDays: 35 },
    CopyActions: [
      {
        DestinationBackupVaultArn: `arn:aws:backup:${region}:${centralAccount}:backup-vault:central`,
        Lifecycle: { DeleteAfterDays: 90 },
      },
    ],
  };
}

function key(account: string, region: string, index: number): KeySeed {
  const central = `arn:aws:iam::${centralAccount}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`;
  const role = `arn:aws:iam::${account}:role/${backupRole}`;
  const principals = index % 10 === 9 ? [role] : [role, central];
  return {
    id: keyId(account, region, index),
    aliases: [`alias/app-${index}`],
    policy: keyPolicy(account, principals),
  };
}

function central(regions: readonly string[]): AccountSeed {
  const region = (name: string): RegionSeed => ({
    keys: [
      {
        id: keyId(centralAccount, name, 0),
        policy: keyPolicy(centralAccount, [`arn:aws:iam::${centralAccount}:root`]),
      },
    ],
    backupVaults: [
      {
        name: 'central',
        keyArn: `arn:aws:kms:${name}:${centralAccount}:key/${keyId(centralAccount, name, 0)}`,
        policy: {
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: '*',
              Action: 'backup:CopyIntoBackupVault',
              Resource: '*',
              Condition: { StringEquals: { 'aws:PrincipalOrgID': 'o-exampleorg1' } },
            },
          ],
        },
      },
    ],
    backupSettings: { optIn: { EBS: true } },
  });
  return {
    regions: Object.fromEntries(regions.map((name) => [name, region(name)])),
    globalSettings: { isCrossAccountBackupEnabled: 'true' },
    roles: [readerRole],
  };
}

/** A key id that looks like one and tells account, Region and number apart. */
function keyId(account: string, region: string, index: number): string {
  return `${account.slice(0, 8)}-${account.slice(8)}-4${hex(regionNames.indexOf(region), 3)}-8000-${hex(index, 12)}`;
}

function hex(number: number, length: number): string {
  return number.toString(16).padStart(length, '0');
}
