import type { AccountId, Partition } from './arn.ts';

export type { Partition } from './arn.ts';

/**
 * One backup deployment: workload accounts whose backups are copied to one central account.
 * From the config, the command line, or the inputs themselves; what is missing is not known.
 */
export interface Deployment {
  readonly name: string;
  /** `undefined`: any account that the inputs show. */
  readonly workloadAccounts?: readonly AccountId[];
  readonly centralAccount?: AccountId;
  /** The backup service role in the workload accounts: name, `path/name`, or ARN. */
  readonly backupRole?: string;
  readonly partition: Partition;
  readonly regions?: readonly string[];
  readonly organization?: {
    readonly id: string;
    /** Account id → `o-…/r-…/ou-…/` path, with trailing slash. */
    readonly paths?: Readonly<Record<string, string>>;
  };
}

/** How much is demanded: the two statements of the guidance, or only what the evidence says each leg calls. */
export type Profile = 'guidance' | 'minimal';
