/** Rules about what stands in a plan alone: lifecycles, retention under a lock, schedules. */
import { describe, expect, test } from 'vitest';
import {
  centralVaultArn,
  copyToCentral,
  type Members,
  planFile,
  selectionFile,
  vaultArn,
  vaultFile,
  workloadVaultArn,
} from '../../../rules/backup/support/examples.ts';
import { type Row, told } from './told.ts';

interface RuleRow {
  readonly name: string;
  readonly rule: Members;
  readonly expected: readonly string[];
}

describe('backup/lifecycle', () => {
  test.for<RuleRow>([
    { name: 'a retention alone', rule: { Lifecycle: { DeleteAfterDays: 1 } }, expected: [] },
    { name: 'no lifecycle: kept for ever', rule: { Lifecycle: undefined }, expected: [] },
    { name: 'the longest retention', rule: { Lifecycle: { DeleteAfterDays: 36_500 } }, expected: [] },
    {
      name: 'a day more',
      rule: { Lifecycle: { DeleteAfterDays: 36_501 } },
      expected: [
        'error plan.json/BackupPlan/Rules/0/Lifecycle/DeleteAfterDays Rule "daily" of plan "website" deletes backups after 36,501 days; AWS Backup accepts whole days from 1 to 36,500',
      ],
    },
    {
      name: 'no day at all',
      rule: { Lifecycle: { DeleteAfterDays: 0 } },
      expected: [
        'error plan.json/BackupPlan/Rules/0/Lifecycle/DeleteAfterDays Rule "daily" of plan "website" deletes backups after 0 days; AWS Backup accepts whole days from 1 to 36,500',
      ],
    },
    {
      name: 'part of a day',
      rule: { Lifecycle: { DeleteAfterDays: 1.5 } },
      expected: [
        'error plan.json/BackupPlan/Rules/0/Lifecycle/DeleteAfterDays Rule "daily" of plan "website" deletes backups after 1.5 days; AWS Backup accepts whole days from 1 to 36,500',
      ],
    },
    {
      name: '-1 in both, which the API reads as for ever',
      rule: { Lifecycle: { MoveToColdStorageAfterDays: -1, DeleteAfterDays: -1 } },
      expected: [],
    },
    {
      name: 'exactly ninety days in cold storage',
      rule: { Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 120 } },
      expected: [],
    },
    {
      name: 'a day less',
      rule: { Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 119 } },
      expected: [
        'error plan.json/BackupPlan/Rules/0/Lifecycle/DeleteAfterDays Rule "daily" of plan "website" deletes backups after 119 days, but moves them to cold storage after 30 days, where they must stay for at least 90',
      ],
    },
    {
      name: 'cold storage for ever',
      rule: { Lifecycle: { MoveToColdStorageAfterDays: 30 } },
      expected: [],
    },
    {
      name: 'cold storage of a continuous rule, which backup/continuous-backup refuses',
      rule: { EnableContinuousBackup: true, Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 35 } },
      expected: [],
    },
    {
      name: 'the copy of a continuous rule, which is a snapshot',
      rule: {
        EnableContinuousBackup: true,
        CopyActions: [{ ...copyToCentral, Lifecycle: { MoveToColdStorageAfterDays: 30, DeleteAfterDays: 90 } }],
      },
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0/Lifecycle/DeleteAfterDays Rule "daily" of plan "website" deletes copies in arn:aws:backup:eu-west-2:444455556666:backup-vault:central after 90 days, but moves them to cold storage after 30 days, where they must stay for at least 90',
      ],
    },
    {
      name: 'a copy that moves to cold storage and follows its source',
      rule: { CopyActions: [{ ...copyToCentral, Lifecycle: { MoveToColdStorageAfterDays: 30 } }] },
      expected: [],
    },
  ])('$name', async ({ rule, expected }) => {
    expect(await told('backup/lifecycle', { 'plan.json': planFile(rule) })).toEqual(expected);
  });
});

describe('backup/schedule', () => {
  test.for<RuleRow>([
    { name: "none: AWS Backup's default", rule: { ScheduleExpression: undefined }, expected: [] },
    { name: 'hourly', rule: { ScheduleExpression: 'cron(0 * ? * * *)' }, expected: [] },
    {
      name: 'twice an hour',
      rule: { ScheduleExpression: 'cron(0/30 * ? * * *)' },
      expected: [
        'warning plan.json/BackupPlan/Rules/0/ScheduleExpression Rule "daily" of plan "website" runs every 30 minutes at times ("cron(0/30 * ? * * *)"); AWS Backup runs a rule at most hourly',
      ],
    },
    {
      name: 'a rate',
      rule: { ScheduleExpression: 'rate(12 hours)' },
      expected: [
        'error plan.json/BackupPlan/Rules/0/ScheduleExpression Rule "daily" of plan "website" has the schedule "rate(12 hours)": AWS Backup does not accept rate expressions; it expects cron(minutes hours day-of-month month day-of-week year)',
      ],
    },
    {
      name: 'five fields',
      rule: { ScheduleExpression: 'cron(0 3 * * *)' },
      expected: [
        `error plan.json/BackupPlan/Rules/0/ScheduleExpression Rule "daily" of plan "website" has the schedule "cron(0 3 * * *)": the cron expression has 5 fields, AWS's have six: minutes hours day-of-month month day-of-week year`,
      ],
    },
    {
      name: 'an hour that no day has',
      rule: { ScheduleExpression: 'cron(0 24 ? * * *)' },
      expected: [
        'error plan.json/BackupPlan/Rules/0/ScheduleExpression Rule "daily" of plan "website" has the schedule "cron(0 24 ? * * *)": the hours field holds "24", expected 0-23 with , - * /',
      ],
    },
    { name: 'a time zone', rule: { ScheduleExpressionTimezone: 'Europe/London' }, expected: [] },
    {
      name: 'no time zone',
      rule: { ScheduleExpressionTimezone: 'London' },
      expected: [
        'warning plan.json/BackupPlan/Rules/0/ScheduleExpressionTimezone Rule "daily" of plan "website" has the time zone "London", which is no known IANA name',
      ],
    },
    { name: 'an hour to start', rule: { StartWindowMinutes: 60 }, expected: [] },
    {
      name: 'less',
      rule: { StartWindowMinutes: 59 },
      expected: [
        'error plan.json/BackupPlan/Rules/0/StartWindowMinutes Rule "daily" of plan "website" has a start window of 59 minutes; AWS Backup accepts 60 to 52,560,000',
      ],
    },
    {
      name: 'a hundred years to start',
      rule: { StartWindowMinutes: 52_560_001 },
      expected: [
        'error plan.json/BackupPlan/Rules/0/StartWindowMinutes Rule "daily" of plan "website" has a start window of 52,560,001 minutes; AWS Backup accepts 60 to 52,560,000',
      ],
    },
    {
      name: 'no time to run once started',
      rule: { StartWindowMinutes: 120, CompletionWindowMinutes: 120 },
      expected: [
        'warning plan.json/BackupPlan/Rules/0/CompletionWindowMinutes Rule "daily" of plan "website" has to complete within 120 minutes, and may start as late as after 120 minutes',
      ],
    },
    {
      name: 'a completion window beside the default start window',
      rule: { StartWindowMinutes: undefined, CompletionWindowMinutes: 120 },
      expected: [
        'warning plan.json/BackupPlan/Rules/0/CompletionWindowMinutes Rule "daily" of plan "website" has to complete within 120 minutes, and may start as late as after 480 minutes',
      ],
    },
    {
      name: 'two faults of one rule',
      rule: { ScheduleExpression: 'daily', StartWindowMinutes: 5 },
      expected: [
        'error plan.json/BackupPlan/Rules/0/ScheduleExpression Rule "daily" of plan "website" has the schedule "daily": the schedule is not of the form cron(minutes hours day-of-month month day-of-week year)',
        'error plan.json/BackupPlan/Rules/0/StartWindowMinutes Rule "daily" of plan "website" has a start window of 5 minutes; AWS Backup accepts 60 to 52,560,000',
      ],
    },
  ])('$name', async ({ rule, expected }) => {
    expect(await told('backup/schedule', { 'plan.json': planFile(rule) })).toEqual(expected);
  });
});

describe('backup/vault-lock-retention', () => {
  const copyFor = (days: number | undefined): Members => ({
    CopyActions: [{ ...copyToCentral, Lifecycle: days === undefined ? undefined : { DeleteAfterDays: days } }],
  });
  const locked = vaultFile(centralVaultArn, { Locked: true, MinRetentionDays: 30, MaxRetentionDays: 90 });
  const airGapped = vaultArn('444455556666', 'air-gapped');
  const intoAirGapped = (days: number): Members => ({
    CopyActions: [{ DestinationBackupVaultArn: airGapped, Lifecycle: { DeleteAfterDays: days } }],
  });
  const airGappedVault = vaultFile(airGapped, { VaultType: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' });

  test.for<Row>([
    { name: 'the minimum', files: { 'plan.json': planFile(copyFor(30)), 'vault.json': locked }, expected: [] },
    { name: 'the maximum', files: { 'plan.json': planFile(copyFor(90)), 'vault.json': locked }, expected: [] },
    {
      name: 'a day less',
      files: { 'plan.json': planFile(copyFor(29)), 'vault.json': locked },
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0/Lifecycle/DeleteAfterDays Rule "daily" of plan "website" keeps copies for 29 days in arn:aws:backup:eu-west-2:444455556666:backup-vault:central, whose lock asks for at least 30 days',
      ],
    },
    {
      name: 'a day more',
      files: { 'plan.json': planFile(copyFor(91)), 'vault.json': locked },
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0/Lifecycle/DeleteAfterDays Rule "daily" of plan "website" keeps copies for 91 days in arn:aws:backup:eu-west-2:444455556666:backup-vault:central, whose lock allows at most 90 days',
      ],
    },
    {
      name: 'a copy without a retention of its own, whose source has 35 days',
      files: { 'plan.json': planFile(copyFor(undefined)), 'vault.json': locked },
      expected: [],
    },
    {
      name: 'a copy that is never deleted, nor is its source',
      files: { 'plan.json': planFile({ ...copyFor(undefined), Lifecycle: undefined }), 'vault.json': locked },
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0 Rule "daily" of plan "website" keeps copies for ever in arn:aws:backup:eu-west-2:444455556666:backup-vault:central, whose lock allows at most 90 days',
      ],
    },
    {
      name: "a copy that is never to be deleted, but keeps its source's 10 days",
      files: {
        'plan.json': planFile({ ...copyFor(-1), Lifecycle: { DeleteAfterDays: 10 } }),
        'vault.json': locked,
      },
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0/Lifecycle/DeleteAfterDays Rule "daily" of plan "website" keeps copies for 10 days in arn:aws:backup:eu-west-2:444455556666:backup-vault:central, whose lock asks for at least 30 days',
      ],
    },
    {
      name: 'a range that no lock enforces',
      files: {
        'plan.json': planFile(copyFor(7)),
        'vault.json': vaultFile(centralVaultArn, { Locked: false, MinRetentionDays: 30 }),
      },
      expected: [],
    },
    {
      name: "the rule's own vault",
      files: {
        'plan.json': planFile({}),
        'vault.json': vaultFile(workloadVaultArn, { Locked: true, MinRetentionDays: 90 }),
      },
      expected: [
        'error plan.json/BackupPlan/Rules/0/Lifecycle/DeleteAfterDays Rule "daily" of plan "website" keeps backups for 35 days in arn:aws:backup:eu-west-2:111122223333:backup-vault:website, whose lock asks for at least 90 days',
      ],
    },
    {
      name: 'a vault of that name in another account',
      files: {
        'plan.json': planFile({}),
        'vault.json': vaultFile(vaultArn('777788889999', 'website'), { Locked: true, MinRetentionDays: 90 }),
      },
      expected: [],
    },
    {
      name: 'an air-gapped vault whose range is not in sight',
      files: { 'plan.json': planFile(intoAirGapped(6)), 'vault.json': airGappedVault },
      expected: [
        'error plan.json/BackupPlan/Rules/0/CopyActions/0/Lifecycle/DeleteAfterDays Rule "daily" of plan "website" keeps copies for 6 days in arn:aws:backup:eu-west-2:444455556666:backup-vault:air-gapped, whose lock asks for at least 7 days',
      ],
    },
    {
      name: 'a week in it',
      files: { 'plan.json': planFile(intoAirGapped(7)), 'vault.json': airGappedVault },
      expected: [],
    },
    {
      name: 'an air-gapped vault that the rule writes to at once',
      files: {
        'plan.json': planFile({
          TargetLogicallyAirGappedBackupVaultArn: vaultArn('111122223333', 'air-gapped'),
          Lifecycle: { DeleteAfterDays: 3 },
        }),
        'vault.json': vaultFile(vaultArn('111122223333', 'air-gapped'), {
          VaultType: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
          MinRetentionDays: 7,
          MaxRetentionDays: 30,
        }),
      },
      expected: [
        'error plan.json/BackupPlan/Rules/0/Lifecycle/DeleteAfterDays Rule "daily" of plan "website" keeps backups for 3 days in arn:aws:backup:eu-west-2:111122223333:backup-vault:air-gapped, whose lock asks for at least 7 days',
      ],
    },
  ])('$name', async ({ files, expected }) => {
    expect(await told('backup/vault-lock-retention', files)).toEqual(expected);
  });
});

describe('backup/continuous-backup', () => {
  const buckets = selectionFile({ Resources: ['arn:aws:s3:::*'] });
  const continuous = { RuleName: 'pitr', EnableContinuousBackup: true };
  const nightly = { RuleName: 'nightly' };

  test.for<Row>([
    { name: '35 days', files: { 'plan.json': planFile(continuous) }, expected: [] },
    {
      name: '36 days',
      files: { 'plan.json': planFile({ ...continuous, Lifecycle: { DeleteAfterDays: 36 } }) },
      expected: [
        'error plan.json/BackupPlan/Rules/0/Lifecycle/DeleteAfterDays Rule "pitr" of plan "website" keeps continuous backups for 36 days; AWS Backup keeps them for 35 at most',
      ],
    },
    {
      name: 'no lifecycle',
      files: { 'plan.json': planFile({ ...continuous, Lifecycle: undefined }) },
      expected: [
        'error plan.json/BackupPlan/Rules/0 Rule "pitr" of plan "website" makes continuous backups without a retention; AWS Backup needs DeleteAfterDays from 1 to 35',
      ],
    },
    {
      name: 'cold storage',
      files: {
        'plan.json': planFile({ ...continuous, Lifecycle: { MoveToColdStorageAfterDays: 5, DeleteAfterDays: 35 } }),
      },
      expected: [
        'error plan.json/BackupPlan/Rules/0/Lifecycle/MoveToColdStorageAfterDays Rule "pitr" of plan "website" moves continuous backups to cold storage after 5 days, which AWS Backup refuses',
      ],
    },
    {
      name: 'copies: snapshots',
      files: { 'plan.json': planFile({ ...continuous, CopyActions: [copyToCentral] }) },
      expected: [
        'info plan.json/BackupPlan/Rules/0/CopyActions/0 Rule "pitr" of plan "website" copies continuous backups: each copy is a snapshot, without point-in-time recovery',
      ],
    },
    {
      name: 'S3 snapshots alone',
      files: { 'plan.json': planFile(nightly), 'selection.json': buckets },
      expected: [
        'info plan.json/BackupPlan/Rules/0 Rule "nightly" of plan "website" takes snapshots of S3 buckets that have no continuous backup, so each one scans the whole bucket',
      ],
    },
    {
      name: 'S3 snapshots from a continuous backup',
      files: { 'plan.json': planFile(continuous, nightly), 'selection.json': buckets },
      expected: [],
    },
    {
      name: 'S3 snapshots in another vault than their continuous backup',
      files: {
        'plan.json': planFile(continuous, { ...nightly, TargetBackupVaultName: 'long-term' }),
        'selection.json': buckets,
      },
      expected: [
        'warning plan.json/BackupPlan/Rules/1 Rule "nightly" of plan "website" puts snapshots of S3 buckets into the vault long-term, and rule "pitr" of plan "website" their continuous backups into website; AWS Backup wants both in one vault',
      ],
    },
    {
      name: 'snapshots of databases, which have no such rule',
      files: {
        'plan.json': planFile(continuous, { ...nightly, TargetBackupVaultName: 'long-term' }),
        'selection.json': selectionFile({ Resources: ['arn:aws:rds:*:*:db:*'] }),
      },
      expected: [],
    },
  ])('$name', async ({ files, expected }) => {
    expect(await told('backup/continuous-backup', files)).toEqual(expected);
  });
});
