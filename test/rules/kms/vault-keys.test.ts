import { describe, expect, test } from 'vitest';
import {
  describeKeyFile,
  exampleKeyArn,
  exampleKeyConfig,
  exampleRole,
  exampleServiceLinkedRole,
  grantStatement,
  policyFile,
  rootStatement,
  useStatement,
  type ExampleStatement,
} from '../../../rules/examples.ts';
import type { Finding } from '../../../src/engine/finding.ts';
import { checkFiles } from '../../support/check-files.ts';

const planId = '8f81f553-3a74-4a3f-b93d-b3360dc80c50';

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

/** A file system is fully managed, so the central account needs the key of the vault that it is backed up to. */
const files = {
  'plan.json': json({
    BackupPlanArn: `arn:aws:backup:eu-west-2:111122223333:backup-plan:${planId}`,
    BackupPlanId: planId,
    BackupPlan: {
      BackupPlanName: 'files',
      Rules: [
        {
          RuleName: 'daily',
          TargetBackupVaultName: 'website',
          ScheduleExpression: 'cron(0 3 ? * * *)',
          CopyActions: [{ DestinationBackupVaultArn: 'arn:aws:backup:eu-west-2:444455556666:backup-vault:central' }],
        },
      ],
    },
  }),
  'selection.json': json({
    BackupPlanId: planId,
    SelectionId: 'a1b2c3d4-5678-90ab-cdef-11111example',
    BackupSelection: {
      SelectionName: 'files',
      IamRoleArn: exampleRole,
      Resources: ['arn:aws:elasticfilesystem:eu-west-2:111122223333:file-system/fs-0a1b2c3d'],
    },
  }),
  'vault.json': json({
    BackupVaultName: 'website',
    BackupVaultArn: 'arn:aws:backup:eu-west-2:111122223333:backup-vault:website',
    VaultType: 'BACKUP_VAULT',
    EncryptionKeyArn: exampleKeyArn,
  }),
  'key.json': describeKeyFile({}),
};

async function check(...statements: readonly ExampleStatement[]): Promise<readonly Finding[]> {
  const { findings } = await checkFiles(
    { ...files, 'policy.json': policyFile(rootStatement, ...statements) },
    exampleKeyConfig,
  );
  return findings.filter(({ rule }) => rule.startsWith('kms/'));
}

function summary(findings: readonly Finding[]): readonly string[] {
  return findings.map(({ severity, rule, requests }) => `${severity} ${rule} ${requests.length}`);
}

const linkedRole = { AWS: exampleServiceLinkedRole };

describe('the key of a vault that keeps backups of fully managed resources', () => {
  test('admits the central account', async () => {
    expect(
      await check({ ...useStatement, Principal: linkedRole }, { ...grantStatement, Principal: linkedRole }),
    ).toEqual([]);
  });

  test('is an error where it admits the central account to nothing at all', async () => {
    expect(summary(await check())).toEqual(['error kms/use-access 7', 'error kms/grant-access 3']);
  });

  test('is a warning where only parts are missing, since the exact calls are not documented', async () => {
    const findings = await check({ ...useStatement, Principal: linkedRole });
    expect(summary(findings)).toEqual(['warning kms/grant-access 3']);
    expect(findings[0]?.explanation.at(-1)).toMatch(/^Needed for the backup vault website: /);
  });
});

test('a key whose policy is not among the inputs is in doubt, and what would settle it is said', async () => {
  const { findings } = await checkFiles(files);
  const told = findings.filter(({ rule }) => rule === 'kms/undecided');
  expect(told.map(({ message }) => message)).toEqual([
    expect.stringMatching(/ depends on the key policy, which is not known: \S/),
  ]);
  expect(told[0]?.help).toBe('Give the key policy (aws kms get-key-policy)');
  expect(told[0]?.subject).toBe(exampleKeyArn);
});
