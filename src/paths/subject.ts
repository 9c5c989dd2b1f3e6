/** What a path backs up, and everything its legs need to know of it. */
import type { Deployment, Partition } from '../estate/deployment.ts';
import type { Encryption, Resource } from '../estate/model.ts';
import type { CallerFamily } from './callers.ts';
import type { ResourceTypeRow } from './resource-type-row.ts';
import type { BackupPrincipal } from './types.ts';

export interface BackupSubject {
  readonly deployment: Deployment;
  readonly partition: Partition;
  /** Where the backup is taken; `undefined`: not known. */
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** `undefined`: neither selection nor deployment names it, or its account is not known. */
  readonly role: BackupPrincipal | undefined;
  /** For reports: ARN, resource type, or `*`. */
  readonly name: string;
  /** AWS Backup `ResourceType`; `*` where only an assumption stands for it. */
  readonly resourceType: string;
  /** Every row that fits; empty for whatever a selection takes of which no resource is in sight. */
  readonly rows: readonly ResourceTypeRow[];
  /** `undefined`: DynamoDB whose Region settings are not known, or anything. */
  readonly fullyManaged: boolean | undefined;
  readonly family: CallerFamily;
  readonly encryption: readonly Encryption[];
  readonly resource: Resource | undefined;
}
