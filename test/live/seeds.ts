import type { AccountSeed, KeySeed, RegionSeed, RoleSeed, Seed } from '../fake-aws/seed.ts';

export const workload = '210987654321';
export const central = '432109876543';
export const region = 'eu-west-2';
export const openKey = '0a1b2c3d-0000-4000-8000-000000000001';
export const closedKey = '0a1b2c3d-0000-4000-8000-000000000002';
export const vaultKey = '0a1b2c3d-0000-4000-8000-000000000003';
export const centralKey = '0a1b2c3d-0000-4000-8000-000000000004';
export const centralVault = vaultArn('central', central);

const use = [
  'kms:DescribeKey',
  'kms:Encrypt',
  'kms:Decrypt',
  'kms:ReEncrypt*',
  'kms:GenerateDataKey',
  'kms:GenerateDataKeyWithoutPlaintext',
];
const grants = ['kms:CreateGrant', 'kms:ListGrants', 'kms:RevokeGrant'];

export function keyArn(id: string, account = workload, at = region): string {
  return `arn:aws:kms:${at}:${account}:key/${id}`;
}

export function vaultArn(name: string, account = workload, at = region): string {
  return `arn:aws:backup:${at}:${account}:backup-vault:${name}`;
}

export function volumeArn(name: string, account = workload, at = region): string {
  return `arn:aws:ec2:${at}:${account}:volume/vol-${name}`;
}

export function document(...statements: readonly object[]) {
  return { Version: '2012-10-17', Statement: statements };
}

export function delegating(account = workload) {
  return document({
    Sid: 'Root',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  });
}

/** The guidance's two statements beside the delegation. */
export function admitting(account = workload) {
  const AWS = [
    `arn:aws:iam::${account}:role/backups`,
    `arn:aws:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`,
  ];
  return document(
    ...delegating(account).Statement,
    { Sid: 'Use', Effect: 'Allow', Principal: { AWS }, Action: use, Resource: '*' },
    {
      Sid: 'Grants',
      Effect: 'Allow',
      Principal: { AWS },
      Action: grants,
      Resource: '*',
      Condition: { Bool: { 'kms:GrantIsForAWSResource': 'true' } },
    },
  );
}

export function backupRole(): RoleSeed {
  return {
    name: 'backups',
    trust: document({
      Effect: 'Allow',
      Principal: { Service: 'backup.amazonaws.com' },
      Action: 'sts:AssumeRole',
    }),
    inline: { backups: document({ Effect: 'Allow', Action: '*', Resource: '*' }) },
  };
}

export function planSeed(id: string, account: string) {
  return {
    id,
    plan: {
      BackupPlanName: `plan ${id}`,
      Rules: [
        {
          RuleName: 'daily',
          TargetBackupVaultName: 'local',
          ScheduleExpression: 'cron(0 5 ? * * *)',
          CopyActions: [{ DestinationBackupVaultArn: centralVault }],
        },
      ],
    },
    selections: [
      {
        id: `selection-${id}`,
        selection: {
          SelectionName: 'volumes',
          IamRoleArn: `arn:aws:iam::${account}:role/backups`,
          Resources: ['arn:aws:ec2:*:*:volume/*'],
        },
      },
    ],
  };
}

/** A volume that was backed up with a key. */
export function pointSeed(name: string, key: string, account = workload, at = region) {
  return {
    arn: `arn:aws:ec2:${at}::snapshot/snap-${name}`,
    resourceArn: volumeArn(name, account, at),
    resourceType: 'EBS',
    createdAt: '2026-11-02T05:00:00Z',
    encryptionKeyArn: keyArn(key, account, at),
  };
}

export function regionSeed(keys: readonly KeySeed[], account = workload, at = region): RegionSeed {
  return {
    keys: [...keys, { id: vaultKey, policy: admitting(account), aliases: ['alias/vault'] }],
    backupPlans: [planSeed(`${account}-${at}`, account)],
    backupVaults: [
      {
        name: 'local',
        keyArn: keyArn(vaultKey, account, at),
        recoveryPoints: keys.map(({ id }, index) => pointSeed(`000${index}`, id, account, at)),
      },
    ],
    backupSettings: { optIn: { EBS: true }, management: {} },
  };
}

export const centralSeed: AccountSeed = {
  regions: {
    [region]: {
      keys: [{ id: centralKey, policy: admitting(central), aliases: ['alias/central'] }],
      backupVaults: [
        {
          name: 'central',
          keyArn: keyArn(centralKey, central),
          policy: document({
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${workload}:root` },
            Action: 'backup:CopyIntoBackupVault',
            Resource: '*',
          }),
        },
      ],
    },
  },
  roles: [
    {
      name: 'reader',
      trust: document({
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${workload}:root` },
        Action: 'sts:AssumeRole',
      }),
    },
  ],
};

/** One volume whose backups arrive, and one whose key keeps them out. */
export const twoVolumes: Seed = {
  accounts: {
    [workload]: {
      regions: {
        [region]: regionSeed([
          { id: openKey, policy: admitting(), aliases: ['alias/open'] },
          { id: closedKey, policy: delegating(), aliases: ['alias/closed'] },
        ]),
      },
      roles: [backupRole()],
    },
    [central]: centralSeed,
  },
};
