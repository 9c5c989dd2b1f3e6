/** What the AWS CLI prints of copy jobs and backup jobs. */
import { z } from 'zod';

export interface Job {
  readonly id?: string;
  readonly state?: string;
  readonly message?: string;
  readonly resource?: string;
  readonly resourceType?: string;
  readonly account?: string;
  /** The vault that is copied from; of a backup job, none. */
  readonly from?: string;
  /** The vault that is copied or backed up into. */
  readonly to?: string;
  readonly role?: string;
}

/** What is not text is as good as absent. */
const text = z.string().optional().catch(undefined);

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_CopyJob.html and API_BackupJob.html */
const jobSchema = z.object({
  CopyJobId: text,
  BackupJobId: text,
  State: text,
  StatusMessage: text,
  ResourceArn: text,
  ResourceType: text,
  AccountId: text,
  SourceBackupVaultArn: text,
  DestinationBackupVaultArn: text,
  BackupVaultArn: text,
  IamRoleArn: text,
});

/** Under these, lists and single jobs stand; a list may also stand alone, as `--query` cuts it out. */
const wrappers = ['CopyJob', 'CopyJobs', 'BackupJob', 'BackupJobs'] as const;

/** Empty: a list without a job. `undefined`: something else altogether. */
export function jobsIn(value: unknown): readonly Job[] | undefined {
  if (Array.isArray(value)) return value.length === 0 ? undefined : allOf(value.map(jobsIn));
  if (typeof value !== 'object' || value === null) return undefined;
  const wrapper = wrappers.find((name) => Object.hasOwn(value, name));
  const inner = wrapper === undefined ? undefined : (value as Readonly<Record<string, unknown>>)[wrapper];
  if (wrapper !== undefined) return Array.isArray(inner) && inner.length === 0 ? [] : jobsIn(inner);
  return 'CopyJobId' in value || 'BackupJobId' in value ? [jobOf(value)] : undefined;
}

function allOf(lists: readonly (readonly Job[] | undefined)[]): readonly Job[] | undefined {
  const known = lists.filter((list) => list !== undefined);
  return known.length === lists.length ? known.flat() : undefined;
}

function jobOf(value: object): Job {
  const given = jobSchema.parse(value);
  const facts: Readonly<Record<keyof Job, string | undefined>> = {
    id: given.CopyJobId ?? given.BackupJobId,
    state: given.State,
    message: given.StatusMessage,
    resource: given.ResourceArn,
    resourceType: given.ResourceType,
    account: given.AccountId,
    from: given.SourceBackupVaultArn,
    to: given.DestinationBackupVaultArn ?? given.BackupVaultArn,
    role: given.IamRoleArn,
  };
  return Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined));
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/API_DescribeBackupJob.html names the states. */
const failing: ReadonlySet<string> = new Set(['FAILED', 'PARTIAL', 'ABORTED', 'EXPIRED']);

export function isFailed({ state = '' }: Job): boolean {
  return failing.has(state.toUpperCase());
}
