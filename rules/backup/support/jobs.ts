import { rowById } from '../../../src/paths/resource-types.ts';
import type { BackupPath, Leg } from '../../../src/paths/types.ts';
import {
  beginningCalls,
  bucketCalls,
  copyFrom,
  copyInto,
  eventRuleCalls,
  findByTag,
  furtherBucketCalls,
  furtherObjectCalls,
  notificationCalls,
  objectCalls,
} from './job-actions.ts';
import type { RoleCall } from './role-questions.ts';

/** What the jobs of these paths call, beside KMS and what S3 asks for. */
export function backupCalls(paths: readonly BackupPath[]): RoleCall[] {
  return distinct(
    paths.flatMap((path) => [
      ...beginningCall(path),
      ...taggedCall(path),
      ...path.legs.flatMap((leg) => copyCalls(path, leg)),
    ]),
  );
}

function beginningCall({ typeId, resourceType, fullyManaged }: BackupPath): RoleCall[] {
  // With and without advanced features DynamoDB begins differently.
  if (resourceType === 'DynamoDB' && fullyManaged === undefined) return [];
  const action = beginningCalls[typeId];
  return action === undefined ? [] : [{ action }];
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/troubleshooting.html */
function taggedCall({ selection }: BackupPath): RoleCall[] {
  if (selection === undefined) return [];
  const conditions = Object.values(selection.conditions).flat();
  return selection.listOfTags.length + conditions.length > 0 ? [{ action: findByTag }] : [];
}

function copyCalls({ typeId }: BackupPath, { kind, to, obstacles }: Leg): RoleCall[] {
  const vault = to.startsWith('arn:') ? to : undefined;
  const isRefused = obstacles.some(({ outcome }) => outcome === 'denied');
  if (kind === 'backup' || isRefused) return [];
  const sharing = kind === 'cross-account-copy' ? (rowById(typeId)?.sharingActions ?? []) : [];
  return [
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
    { action: copyFrom, ...(vault !== undefined && { context: { 'backup:CopyTargets': [vault] } }) },
    { action: copyInto, ...(vault !== undefined && { resource: vault }) },
    ...sharing.map((action) => ({ action })),
  ];
}

/** Without these nothing of a bucket is backed up. */
export function bucketBackupCalls(paths: readonly BackupPath[]): RoleCall[] {
  return distinct(
    paths.filter(isBucket).flatMap((path) => [...onBucket(path, bucketCalls), ...onObjects(path, objectCalls)]),
  );
}

/** What else AWS asks for, and what a continuous backup lives on. */
export function furtherBucketBackupCalls(paths: readonly BackupPath[]): RoleCall[] {
  const buckets = paths.filter(isBucket);
  const continuous = buckets.filter(({ rule }) => rule?.continuous === true);
  return distinct([
    ...buckets.flatMap((path) => [...onBucket(path, furtherBucketCalls), ...onObjects(path, furtherObjectCalls)]),
    ...continuous.flatMap((path) => onBucket(path, notificationCalls)),
    ...(continuous.length > 0 ? eventRuleCalls.map((action) => ({ action })) : []),
  ]);
}

function isBucket({ typeId }: BackupPath): boolean {
  return typeId === 's3';
}

function onBucket({ resource }: BackupPath, actions: readonly string[]): RoleCall[] {
  return actions.map((action) => ({ action, ...(isOneBucket(resource) && { resource }) }));
}

function onObjects({ resource }: BackupPath, actions: readonly string[]): RoleCall[] {
  return actions.map((action) => ({ action, ...(isOneBucket(resource) && { resource: `${resource}/any-object` }) }));
}

function isOneBucket(resource: string): boolean {
  return resource.startsWith('arn:') && !resource.includes('*');
}

function distinct(calls: readonly RoleCall[]): RoleCall[] {
  return [...new Map(calls.map((call) => [JSON.stringify(call), call])).values()];
}
