import { rowById } from '../../../src/paths/resource-types.ts';
import type { BackupPath, Leg } from '../../../src/paths/types.ts';
import { groupedBy } from './grouped.ts';
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
  return distinct([
    ...onePerKind(paths, ({ typeId, fullyManaged }) => `${typeId} ${fullyManaged}`).flatMap(beginningCall),
    ...onePerKind(paths, ({ selection }) => selection).flatMap(findingCall),
    ...onePerKind(copiesOf(paths), copyKind).flatMap(copyCalls),
  ]);
}

/** Thousands of paths make a handful of different calls. */
function onePerKind<Item>(items: Iterable<Item>, kindOf: (item: Item) => unknown): Item[] {
  return [...groupedBy(items, kindOf).values()].map(([first]) => first);
}

function beginningCall({ typeId, resourceType, fullyManaged }: BackupPath): RoleCall[] {
  // With and without advanced features DynamoDB begins differently.
  if (resourceType === 'DynamoDB' && fullyManaged === undefined) return [];
  const action = beginningCalls[typeId];
  return action === undefined ? [] : [{ action }];
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/troubleshooting.html */
function findingCall({ selection }: BackupPath): RoleCall[] {
  if (selection === undefined) return [];
  const conditions = Object.values(selection.conditions).flat();
  return selection.listOfTags.length + conditions.length > 0 ? [{ action: findByTag }] : [];
}

interface Copy {
  readonly typeId: string;
  readonly leg: Leg;
}

function* copiesOf(paths: readonly BackupPath[]): Iterable<Copy> {
  for (const { typeId, legs } of paths) {
    for (const leg of legs) {
      const isRefused = leg.obstacles.some(({ outcome }) => outcome === 'denied');
      if (leg.kind !== 'backup' && !isRefused) yield { typeId, leg };
    }
  }
}

function copyKind({ typeId, leg: { kind, to } }: Copy): string {
  return `${typeId} ${kind} ${to}`;
}

function copyCalls({ typeId, leg: { kind, to } }: Copy): RoleCall[] {
  const sharing = kind === 'cross-account-copy' ? (rowById(typeId)?.sharingActions ?? []) : [];
  const vault = to.startsWith('arn:') ? to : undefined;
  return [
    // https://docs.aws.amazon.com/aws-backup/latest/devguide/create-cross-account-backup.html
    { action: copyFrom, ...(vault !== undefined && { context: { 'backup:CopyTargets': [vault] } }) },
    { action: copyInto, ...(vault !== undefined && { resource: vault }) },
    ...sharing.map((action) => ({ action })),
  ];
}

function distinct(calls: readonly RoleCall[]): RoleCall[] {
  return [...new Map(calls.map((call) => [callName(call), call])).values()];
}

/** Equal calls have equal names. */
export function callName({ action, resource, context }: RoleCall): string {
  return JSON.stringify([action, resource, context]);
}

/** What the job of one leg calls, S3's own calls included. */
export function callsOfLeg(path: BackupPath, leg: Leg): readonly RoleCall[] {
  if (leg.kind !== 'backup') return copyCalls({ typeId: path.typeId, leg });
  return [...beginningCall(path), ...findingCall(path), ...bucketBackupCalls([path])];
}

/** Without these nothing of a bucket is backed up. */
export function bucketBackupCalls(paths: readonly BackupPath[]): RoleCall[] {
  return bucketsOf(paths).flatMap((bucket) => [...onBucket(bucket, bucketCalls), ...onObjects(bucket, objectCalls)]);
}

/** What else AWS asks for, and what a continuous backup lives on. */
export function furtherBucketBackupCalls(paths: readonly BackupPath[]): RoleCall[] {
  const continuous = bucketsOf(paths.filter(({ rule }) => rule?.continuous === true));
  return [
    ...bucketsOf(paths).flatMap((bucket) => [
      ...onBucket(bucket, furtherBucketCalls),
      ...onObjects(bucket, furtherObjectCalls),
    ]),
    ...continuous.flatMap((bucket) => onBucket(bucket, notificationCalls)),
    ...(continuous.length > 0 ? eventRuleCalls.map((action) => ({ action })) : []),
  ];
}

/** Each once; `undefined` where it is not known which. */
function bucketsOf(paths: readonly BackupPath[]): (string | undefined)[] {
  const resources = paths.filter(({ typeId }) => typeId === 's3').map(({ resource }) => resource);
  return [...new Set(resources.map((resource) => (isOneBucket(resource) ? resource : undefined)))];
}

function isOneBucket(resource: string): boolean {
  return resource.startsWith('arn:') && !resource.includes('*');
}

function onBucket(bucket: string | undefined, actions: readonly string[]): RoleCall[] {
  return actions.map((action) => (bucket === undefined ? { action } : { action, resource: bucket }));
}

function onObjects(bucket: string | undefined, actions: readonly string[]): RoleCall[] {
  return onBucket(bucket === undefined ? undefined : `${bucket}/any-object`, actions);
}
