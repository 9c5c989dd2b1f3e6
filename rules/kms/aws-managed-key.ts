import type { FindingDraft } from '../../src/engine/finding.ts';
import type { Rule } from '../../src/engine/rule.ts';
import type { Encryption } from '../../src/estate/model.ts';
import type { Origin } from '../../src/estate/origin.ts';
import type { BackupPath, Leg } from '../../src/paths/types.ts';
import { describeKeyFile, exampleKeyArn, exampleKeyConfig, exampleRole, soundPolicyFile } from '../examples.ts';
import { grouped } from './support/grouped.ts';
import { briefly } from './support/wording.ts';

const planId = '8f81f553-3a74-4a3f-b93d-b3360dc80c50';
const database = 'arn:aws:rds:eu-west-2:111122223333:db:orders';

/** What the AWS CLI prints of a plan, of what it selects, and of a backup that was taken before. */
const databasePlan = {
  'plan.json': json({
    BackupPlanArn: `arn:aws:backup:eu-west-2:111122223333:backup-plan:${planId}`,
    BackupPlanId: planId,
    BackupPlan: {
      BackupPlanName: 'databases',
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
    BackupSelection: { SelectionName: 'databases', IamRoleArn: exampleRole, Resources: [database] },
  }),
  'recovery-points.json': json({
    RecoveryPoints: [
      {
        RecoveryPointArn: 'arn:aws:rds:eu-west-2:111122223333:snapshot:awsbackup:job-1234',
        BackupVaultName: 'website',
        ResourceArn: database,
        ResourceType: 'RDS',
        Status: 'COMPLETED',
        CreationDate: '2026-11-20T03:10:00+00:00',
        EncryptionKeyArn: exampleKeyArn,
        IsEncrypted: true,
      },
    ],
  }),
};

const managedAlias = json({
  Aliases: [
    {
      AliasName: 'alias/aws/rds',
      AliasArn: 'arn:aws:kms:eu-west-2:111122223333:alias/aws/rds',
      TargetKeyId: '1234abcd-12ab-34cd-56ef-1234567890ab',
    },
  ],
});

function json(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

export const awsManagedKey: Rule = {
  id: 'kms/aws-managed-key',
  severity: 'error',
  docs: {
    what: 'A resource that AWS Backup does not fully manage is encrypted with an AWS managed key (`alias/aws/…`), and its plan copies it to another account or into a logically air-gapped vault.',
    why: 'Backups of such resources keep the key of the resource until they are copied, and the other account has to be let in by that key\'s policy. The policy of an AWS managed key admits its own account only and cannot be changed. The backup itself succeeds, and every copy fails ("Snapshots encrypted with the AWS managed key can\'t be shared").',
    remedy:
      'Create a customer managed key that admits AWS Backup and encrypt the resource with it. Most resources cannot change their key in place: take a snapshot, copy the snapshot under the new key, and restore from the copy. Backups taken before that stay under the old key and cannot be copied.',
    notes:
      'Resources that AWS Backup fully manages (S3, EFS, DynamoDB with advanced features …) are not concerned: their backups are encrypted with the key of the vault. Where encryption is on and no key is named, AWS uses the AWS managed key of the service, and so does this rule.',
    firing: {
      title: 'A database under alias/aws/rds, whose plan copies to the central account',
      files: { ...databasePlan, 'key.json': describeKeyFile({ KeyManager: 'AWS' }), 'aliases.json': managedAlias },
    },
    silent: {
      title: 'The database is encrypted with a customer managed key',
      files: { ...databasePlan, 'key.json': describeKeyFile({}), 'policy.json': soundPolicyFile() },
      config: exampleKeyConfig,
    },
    sources: [
      'https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html',
      'https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html',
      'https://repost.aws/knowledge-center/backup-troubleshoot-cross-account-copy',
    ],
  },

  *checkEstate({ derived }) {
    const cases = derived.paths.flatMap(casesOf);
    for (const same of grouped(cases, ({ path }) => subjectOf(path)).values()) yield* finding(same);
  },
};

/** A leg that cannot succeed, because the backup is under an AWS managed key. */
interface Case {
  readonly path: BackupPath;
  readonly leg: Leg;
}

function casesOf(path: BackupPath): readonly Case[] {
  return path.legs
    .filter(({ obstacles }) =>
      obstacles.some(({ code, outcome }) => code === 'aws-managed-key' && outcome === 'denied'),
    )
    .map((leg) => ({ path, leg }));
}

/** One finding for each resource: it is the resource that has to be encrypted anew, whatever plans copy it. */
function* finding(cases: readonly Case[]): Iterable<FindingDraft> {
  const [first] = cases;
  if (first === undefined) return;
  const { path } = first;
  const destinations = [...new Set(cases.map(({ leg }) => leg.to))];
  yield {
    message: `${whatIs(path)} the AWS managed key ${aliasOf(path)}, which no other account can use: its copies to ${briefly(destinations)} will fail`,
    at: placeOf(path),
    subject: subjectOf(path),
    paths: [...new Set(cases.map((each) => each.path.id))],
    help: 'Create a customer managed key that admits AWS Backup, and encrypt the resource with it: copy a snapshot under the new key and restore from the copy',
    identity: aliasOf(path),
  };
}

function whatIs({ resource, resourceType }: BackupPath): string {
  if (resourceType === '*') return 'The key is';
  return resource === resourceType ? `${resource} is encrypted with` : `${resourceType} ${resource} is encrypted with`;
}

function managedKey({ encryption }: BackupPath): Extract<Encryption, { kind: 'aws-managed' }> | undefined {
  return encryption.find((each) => each.kind === 'aws-managed');
}

function aliasOf(path: BackupPath): string {
  return managedKey(path)?.alias ?? 'of the service';
}

function subjectOf(path: BackupPath): string {
  return path.resourceRef?.subject ?? managedKey(path)?.key?.subject ?? path.resource;
}

/** The resource, else the key, else what selects it. */
function placeOf(path: BackupPath): Origin {
  const origin = [path.resourceRef, managedKey(path)?.key, path.selection, path.rule, path.plan].find(
    (part) => part !== undefined,
  )?.origin;
  return origin ?? { kind: 'live', arn: path.resource };
}
