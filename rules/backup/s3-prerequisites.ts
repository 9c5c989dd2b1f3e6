import type { FindingDraft } from '../../src/engine/finding.ts';
import type { Rule } from '../../src/engine/rule.ts';
import type { Resource } from '../../src/estate/model.ts';
import type { BackupPath } from '../../src/paths/types.ts';
import { briefly } from '../kms/support/wording.ts';
import { type WorkingRole, workingRoles } from './support/backup-roles.ts';
import { attachedPoliciesFile, planFile, roleFile, rolePolicyFile, selectionFile } from './support/examples.ts';
import { groupedBy } from './support/grouped.ts';
import {
  bucketCalls,
  eventRuleCalls,
  furtherBucketCalls,
  furtherObjectCalls,
  notificationCalls,
  objectCalls,
  s3BackupPolicyPage,
} from './support/job-actions.ts';
import { bucketBackupCalls, furtherBucketBackupCalls } from './support/jobs.ts';
import { backupGuide } from './support/pages.ts';
import { idsOf } from './support/plan-rules.ts';
import { refusedLines, refusedRequests, type RoleQuestions, roleQuestions } from './support/role-questions.ts';

const reading = [...bucketCalls, ...objectCalls, ...furtherBucketCalls, ...furtherObjectCalls];
const files = {
  'plan.json': planFile({ EnableContinuousBackup: true }),
  'selection.json': selectionFile({ Resources: ['arn:aws:s3:::website-uploads'] }),
  'role.json': roleFile('backup.amazonaws.com'),
  'attached-policies.json': attachedPoliciesFile('service-role/AWSBackupServiceRolePolicyForBackup'),
};

const rolePolicy = (actions: readonly string[]) => rolePolicyFile({ Effect: 'Allow', Action: actions, Resource: '*' });

export const s3Prerequisites: Rule = {
  id: 'backup/s3-prerequisites',
  severity: 'warning',
  docs: {
    what: "A bucket or a role lacks what S3 backups need beside keys: versioning, EventBridge notifications, and the rest of AWS's S3 policy.",
    why: "Without versioning the backup job of a bucket fails. A continuous backup follows the bucket's events: when EventBridge notifications are off, or the role may not keep the rule that collects them, point-in-time recovery stops without a failed job. Tags, ACLs and inventories are left out when the role may not read them.",
    remedy:
      'Switch versioning on (with a lifecycle rule that expires old versions), and for continuous backups EventBridge notifications; attach `AWSBackupServiceRolePolicyForS3Backup` to the role, which the default role of AWS Backup does not have.',
    notes:
      'Reported where it is visible: in Terraform, CloudFormation and on a live account, and for the role where all its policies are in sight. A role that cannot read buckets at all is an error of `backup/service-role`.',
    firing: {
      title: 'The role may read the bucket, but not follow its events',
      files: { ...files, 'role-policy.json': rolePolicy(reading) },
    },
    silent: {
      title: "The role has all that AWS's policy gives it",
      files: { ...files, 'role-policy.json': rolePolicy([...reading, ...notificationCalls, ...eventRuleCalls]) },
    },
    sources: [backupGuide('s3-backups'), backupGuide('iam-service-roles'), s3BackupPolicyPage],
  },

  *checkEstate(context) {
    const buckets = context.derived.paths.filter(({ typeId }) => typeId === 's3');
    for (const [bucket, paths] of groupedBy(buckets, ({ resourceRef }) => resourceRef)) {
      if (bucket !== undefined) yield* lacking(bucket, paths);
    }
    const ask = roleQuestions(context);
    for (const working of workingRoles(context)) yield* limited(working, ask);
  },
};

function* lacking(bucket: Resource, paths: readonly BackupPath[]): Iterable<FindingDraft> {
  const { subject, origin: at } = bucket;
  if (bucket.versioning === false) {
    yield {
      message: `Bucket ${subject} has no versioning, without which AWS Backup cannot back it up`,
      at,
      subject,
      paths: idsOf(paths),
      help: 'Switch versioning on, and expire old versions with a lifecycle rule',
      identity: 'versioning',
    };
  }
  const continuous = paths.filter(({ rule }) => rule?.continuous === true);
  if (bucket.eventBridge === false && continuous.length > 0) {
    yield {
      message: `Bucket ${subject} sends no events to EventBridge, and its continuous backup follows them`,
      at,
      subject,
      paths: idsOf(continuous),
      help: "Switch the bucket's EventBridge notifications on",
      identity: 'events',
    };
  }
}

function* limited({ role, paths }: WorkingRole, ask: RoleQuestions): Iterable<FindingDraft> {
  // A role that cannot read buckets lacks the same policy: told once, by backup/service-role.
  if (ask(role, bucketBackupCalls(paths)).length > 0) return;
  const refused = ask(role, furtherBucketBackupCalls(paths));
  if (refused.length === 0) return;
  const actions = [...new Set(refused.map(({ action }) => action))];
  yield {
    message: `${role.arn} may not call ${briefly(actions)}, which AWS asks for in S3 backups${refused.every(({ certain }) => certain) ? '' : ': none of its policies in sight allows it'}`,
    at: role.origin,
    subject: role.arn,
    paths: idsOf(paths.filter(({ typeId }) => typeId === 's3')),
    requests: refusedRequests(role, refused),
    explanation: refusedLines(refused),
    help: 'Attach AWSBackupServiceRolePolicyForS3Backup, or allow the actions in a policy of its own',
    identity: 'role',
  };
}
