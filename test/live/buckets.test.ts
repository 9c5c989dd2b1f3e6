/** Buckets, whose ARNs name neither account nor Region. */
import { expect, test } from 'vitest';
import type { Report } from '../../src/report/model.ts';
import type { RecoveryPointSeed, Seed } from '../fake-aws/seed.ts';
import { fakeAws, live } from './run-live.ts';
import {
  backupRole,
  central,
  centralSeed,
  delegating,
  openKey,
  planSeed,
  region,
  regionSeed,
  vaultArn,
} from './seeds.ts';

/** Comes after the central account in order. */
const workload = '543210987654';
const bucket = 'arn:aws:s3:::orders';

function pointIn(vault: string, more: object = {}): RecoveryPointSeed {
  const [, , , at = '', account = ''] = vault.split(':');
  return {
    arn: `arn:aws:backup:${at}:${account}:recovery-point:orders-${account}`,
    resourceArn: bucket,
    resourceType: 'S3',
    createdAt: '2026-11-02T05:00:00Z',
    more: { BackupVaultArn: vault, ...more },
  };
}

function seed(copy: RecoveryPointSeed): Seed {
  const own = regionSeed([{ id: openKey, policy: delegating(workload) }], workload);
  const plan = planSeed('buckets', workload);
  const selections = plan.selections.map(({ id, selection }) => ({
    id,
    selection: { ...selection, Resources: ['arn:aws:s3:::*'] },
  }));
  const there = centralSeed.regions[region]!;
  return {
    accounts: {
      [workload]: {
        regions: {
          [region]: {
            ...own,
            backupPlans: [{ ...plan, selections }],
            backupVaults: [{ ...own.backupVaults![0]!, recoveryPoints: [pointIn(vaultArn('local', workload))] }],
            backupSettings: { optIn: { S3: true } },
          },
        },
        roles: [backupRole()],
      },
      [central]: {
        ...centralSeed,
        regions: { [region]: { ...there, backupVaults: [{ ...there.backupVaults![0]!, recoveryPoints: [copy] }] } },
        roles: [
          {
            name: 'reader',
            trust: {
              Statement: {
                Effect: 'Allow',
                Principal: { AWS: `arn:aws:iam::${workload}:root` },
                Action: 'sts:AssumeRole',
              },
            },
          },
        ],
      },
    },
  };
}

test('a bucket lies where it was backed up first, not where its copies are', async () => {
  const copy = pointIn(vaultArn('central', central), { SourceBackupVaultArn: vaultArn('local', workload) });
  const args = ['--live', '--account', `${workload},${central}`, '--assume-role', 'reader', '--format', 'json'];
  const { stdout, stderr } = await live(await fakeAws(seed(copy)), args, { account: workload });
  expect(stderr).toBe('');
  const { paths, summary } = JSON.parse(stdout) as Report;
  expect(summary.incomplete).toEqual([]);
  expect(paths.map(({ resource, plan }) => `${plan} ${resource}`)).toEqual([`plan buckets ${bucket}`]);
});
