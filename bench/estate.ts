/** A whole estate as the AWS CLI prints it: 200 plans, 1,000 selections, 5,000 resources, 2,000 keys; and twice that. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { interleaved, printFigures, type Measured } from './measure.ts';
import { keyPolicy } from './policies.ts';

const workload = '111122223333';
const central = '444455556666';
const region = 'eu-west-2';
const vaultArn = (account: string, name: string): string => `arn:aws:backup:${region}:${account}:backup-vault:${name}`;
const hex = (number: number, digits: number): string => number.toString(16).padStart(digits, '0');
const keyId = (index: number): string => `${hex(index, 8)}-1111-2222-3333-444455556666`;
const keyArn = (index: number): string => `arn:aws:kms:${region}:${workload}:key/${keyId(index)}`;
const volumeArn = (index: number): string => `arn:aws:ec2:${region}:${workload}:volume/vol-${hex(index, 17)}`;

function writeEstate(folder: string, size: number): void {
  const write = (name: string, value: unknown): void =>
    writeFileSync(join(folder, name), JSON.stringify(value, null, 1));
  for (const sub of ['keys', 'plans', 'vaults']) mkdirSync(join(folder, sub), { recursive: true });
  for (let index = 0; index < 2_000 * size; index += 1) {
    write(`keys/${keyId(index)}.describe.json`, {
      KeyMetadata: {
        AWSAccountId: workload,
        KeyId: keyId(index),
        Arn: keyArn(index),
        KeyManager: 'CUSTOMER',
        KeyState: 'Enabled',
        KeySpec: 'SYMMETRIC_DEFAULT',
        KeyUsage: 'ENCRYPT_DECRYPT',
        Origin: 'AWS_KMS',
        MultiRegion: false,
      },
    });
    write(`keys/${keyId(index)}.policy.json`, { Policy: JSON.stringify(keyPolicy(index)), PolicyName: 'default' });
  }
  for (let plan = 0; plan < 200 * size; plan += 1) {
    const id = `plan-${hex(plan, 8)}`;
    write(`plans/${id}.json`, {
      BackupPlan: {
        BackupPlanName: `nightly-${plan}`,
        Rules: [
          {
            RuleName: 'daily',
            TargetBackupVaultName: 'workload',
            ScheduleExpression: 'cron(0 3 ? * * *)',
            StartWindowMinutes: 60,
            Lifecycle: { DeleteAfterDays: 35 },
            CopyActions: [
              { DestinationBackupVaultArn: vaultArn(central, 'central'), Lifecycle: { DeleteAfterDays: 90 } },
            ],
          },
        ],
      },
      BackupPlanId: id,
      BackupPlanArn: `arn:aws:backup:${region}:${workload}:backup-plan:${id}`,
      VersionId: 'AAAA',
    });
    for (let selection = 0; selection < 5; selection += 1) {
      const first = (plan * 5 + selection) * 5;
      write(`plans/${id}-selection-${selection}.json`, {
        BackupSelection: {
          SelectionName: `team-${plan}-${selection}`,
          IamRoleArn: `arn:aws:iam::${workload}:role/backup-role`,
          Resources: Array.from({ length: 5 }, (_, offset) => volumeArn(first + offset)),
          NotResources: [],
          ListOfTags: [],
          Conditions: { StringEquals: [], StringNotEquals: [], StringLike: [], StringNotLike: [] },
        },
        SelectionId: `selection-${plan}-${selection}`,
        BackupPlanId: id,
      });
    }
  }
  write('recovery-points.json', {
    RecoveryPoints: Array.from({ length: 5_000 * size }, (_, index) => ({
      RecoveryPointArn: `arn:aws:ec2:${region}::snapshot/snap-${hex(index, 17)}`,
      BackupVaultName: 'workload',
      BackupVaultArn: vaultArn(workload, 'workload'),
      ResourceArn: volumeArn(index),
      ResourceType: 'EBS',
      Status: 'COMPLETED',
      CreationDate: '2026-11-01T03:00:00.000Z',
      EncryptionKeyArn: keyArn(index % (2_000 * size)),
      IsEncrypted: true,
    })),
  });
  for (const [account, name] of [
    [workload, 'workload'],
    [central, 'central'],
  ] as const) {
    write(`vaults/${name}.json`, {
      BackupVaultName: name,
      BackupVaultArn: vaultArn(account, name),
      VaultType: 'BACKUP_VAULT',
      EncryptionKeyArn: `arn:aws:kms:${region}:${account}:key/99999999-1111-2222-3333-444455556666`,
      NumberOfRecoveryPoints: 1,
      Locked: false,
    });
  }
  write('vaults/central-access-policy.json', {
    BackupVaultName: 'central',
    BackupVaultArn: vaultArn(central, 'central'),
    Policy: JSON.stringify({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Principal: { AWS: `arn:aws:iam::${workload}:root` },
          Action: 'backup:CopyIntoBackupVault',
          Resource: '*',
        },
      ],
    }),
  });
}

const folder = mkdtempSync(join(tmpdir(), 'backuplint-bench-'));
try {
  writeEstate(join(folder, 'once'), 1);
  writeEstate(join(folder, 'twice'), 2);
  const check = (name: string): string[] => ['bin/backuplint.js', join(folder, name), '--format', 'json'];
  const runs = interleaved({ once: check('once'), twice: check('twice') }, 3);
  const once = runs.get('once') as Measured;
  const twice = runs.get('twice') as Measured;
  const { summary } = JSON.parse(once.stdout) as { summary: object };
  console.log(JSON.stringify(summary));
  printFigures('200 plans, 1,000 selections, 5,000 resources, 2,000 keys in 5,200 files', [
    { what: 'wall time', measured: `${once.ms.toFixed(0)} ms`, goal: '1500 ms', met: once.ms <= 1_500 },
    { what: 'memory', measured: `${once.mib.toFixed(0)} MiB`, goal: '250 MiB', met: once.mib <= 250 },
    {
      what: 'twice the estate',
      measured: `${(twice.ms / once.ms).toFixed(2)}x`,
      goal: '2.2x (linear)',
      met: twice.ms / once.ms <= 2.2,
    },
  ]);
} finally {
  rmSync(folder, { recursive: true });
}
