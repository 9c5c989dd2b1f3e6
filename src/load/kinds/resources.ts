/** Resources that AWS Backup protects, and what recovery points tell of the keys behind them. */
import { z } from 'zod';
import { accountOf, regionOf, splitArn } from '../../estate/arn.ts';
import type { EncryptionRef, Fragment, ResourceFragment } from '../../estate/fragment.ts';
import type { Origin } from '../../estate/origin.ts';
import { defined } from './defined.ts';
import type { DocumentContext } from './kind.ts';
import { optional, shapeLoader } from './shape.ts';

const text = optional(z.string());

export const protectedResource = z.object({
  ResourceArn: z.string(),
  ResourceType: text,
  LastBackupVaultArn: text,
  LastRecoveryPointArn: text,
});

const protectedResources = z.object({ Results: z.array(protectedResource) });

/** `list-protected-resources`. */
export const loadProtectedResources = shapeLoader(protectedResources, ({ Results }, context) => ({
  fragments: Results.map((value, index) => toResource(value, context.at('Results', index))),
}));

interface ResourceValue {
  readonly ResourceArn: string;
  readonly ResourceType?: string | undefined;
}

function toResource({ ResourceArn: arn, ResourceType }: ResourceValue, origin: Origin): ResourceFragment {
  return {
    kind: 'resource',
    names: [arn],
    subject: arn,
    ...defined({ resourceType: ResourceType, account: accountOf(arn), region: regionOf(arn) }),
    origin,
  };
}

export const recoveryPoint = z.object({
  RecoveryPointArn: z.string(),
  BackupVaultArn: text,
  SourceBackupVaultArn: text,
  ResourceArn: text,
  ResourceType: text,
  CreationDate: optional(z.unknown()),
  EncryptionKeyArn: text,
  IsEncrypted: optional(z.boolean()),
});
type RecoveryPoint = z.output<typeof recoveryPoint>;

/** `list-recovery-points-by-backup-vault`. */
export const loadRecoveryPoints = shapeLoader(
  z.object({ RecoveryPoints: z.array(recoveryPoint) }),
  ({ RecoveryPoints }, context) => ({
    fragments: RecoveryPoints.flatMap((point, index) => ofRecoveryPoint(point, context.at('RecoveryPoints', index))),
  }),
);

function ofRecoveryPoint(point: RecoveryPoint, origin: Origin): Fragment[] {
  const resource = point.ResourceArn === undefined ? [] : [resourceOf(point, point.ResourceArn, origin)];
  return showsVaultKey(point)
    ? [...resource, ...vaultOf(point.BackupVaultArn, point.EncryptionKeyArn, origin)]
    : resource;
}

function resourceOf(point: RecoveryPoint, arn: string, origin: Origin): ResourceFragment {
  const resource = toResource({ ...point, ResourceArn: arn }, origin);
  if (isCopy(point, arn)) return resource;
  const vault = point.BackupVaultArn ?? '';
  // A bucket's ARN names neither account nor Region; the first backup is always made in the resource's own.
  const place = defined({ account: accountOf(vault), region: regionOf(vault) });
  const encryption = showsVaultKey(point) ? undefined : encryptionOf(point);
  return { ...place, ...resource, ...defined({ encryption, seenAt: encryption && timeOf(point.CreationDate) }) };
}

/**
 * In a vault of its own, AWS Backup's recovery points carry the vault's key: those of fully managed types, and all in a
 * logically air-gapped vault. https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
 */
function showsVaultKey({ RecoveryPointArn }: RecoveryPoint): boolean {
  return splitArn(RecoveryPointArn)?.service === 'backup';
}

/** A copy carries the key of the vault that it was copied into. */
function isCopy({ BackupVaultArn: vault, SourceBackupVaultArn: source }: RecoveryPoint, resource: string): boolean {
  if (source !== undefined && source !== vault) return true;
  const differs = (a: string | undefined, b: string | undefined): boolean =>
    a !== undefined && b !== undefined && a !== b;
  return differs(accountOf(vault ?? ''), accountOf(resource)) || differs(regionOf(vault ?? ''), regionOf(resource));
}

function encryptionOf(point: RecoveryPoint): EncryptionRef[] | undefined {
  const key = point.EncryptionKeyArn;
  const shown: EncryptionRef[] = key === undefined ? [] : [{ kind: 'key', names: [key] }];
  // One image stands for all of an instance's volumes, each with its own key or none.
  if (point.ResourceType === 'EC2') {
    return [...shown, { kind: 'unknown', why: 'a recovery point does not show the key of each volume' }];
  }
  if (key !== undefined) return shown;
  if (point.IsEncrypted === undefined) return undefined;
  return point.IsEncrypted
    ? [{ kind: 'unknown', why: 'its recovery point is encrypted, but does not name the key' }]
    : [{ kind: 'unencrypted' }];
}

/** The CLI prints ISO 8601, the API itself seconds. */
function timeOf(value: unknown): number | undefined {
  const ms = typeof value === 'number' ? value * 1000 : Date.parse(String(value));
  return Number.isNaN(ms) ? undefined : ms;
}

function vaultOf(arn: string | undefined, key: string | undefined, origin: Origin): Fragment[] {
  if (arn === undefined || key === undefined) return [];
  const place = defined({ account: accountOf(arn), region: regionOf(arn) });
  const encryption: EncryptionRef = { kind: 'key', names: [key] };
  return [{ kind: 'vault', names: [arn], subject: arn, mentioned: true, ...place, encryption, origin }];
}

const copyJob = z.object({
  ResourceArn: text,
  ResourceType: text,
  DestinationBackupVaultArn: text,
  DestinationEncryptionKeyArn: text,
});

/** `list-copy-jobs`: past jobs show resources and the destination's key. */
export const loadCopyJobs = shapeLoader(z.object({ CopyJobs: z.array(copyJob) }), ({ CopyJobs }, context) => ({
  fragments: CopyJobs.flatMap((job, index) => ofCopyJob(job, context.at('CopyJobs', index))),
}));

/** `describe-copy-job`. */
export const loadCopyJob = shapeLoader(z.object({ CopyJob: copyJob }), ({ CopyJob }, context: DocumentContext) => ({
  fragments: ofCopyJob(CopyJob, context.at('CopyJob')),
}));

function ofCopyJob(job: z.output<typeof copyJob>, origin: Origin): Fragment[] {
  const resource = job.ResourceArn === undefined ? [] : [toResource({ ...job, ResourceArn: job.ResourceArn }, origin)];
  return [...resource, ...vaultOf(job.DestinationBackupVaultArn, job.DestinationEncryptionKeyArn, origin)];
}
