/**
 * The estate: everything the inputs say about keys, roles, vaults, plans and resources, merged and linked.
 *
 * Convention: `undefined` (or a missing member) means *not known*; `null` means *known to be absent*.
 * Nothing here is ever filled in with a default that the inputs do not give.
 */
import type { AccountId } from './arn.ts';
import type { Origin } from './origin.ts';

/** A policy document as it was read. Policies of equal text share one object, so its identity stands for the policy. */
export interface SourcePolicy {
  /** The JSON value, whatever its shape; `undefined` when the text that should hold it is no JSON (see `unreadable`). */
  readonly document: unknown;
  /** Why there is no document: what the JSON parser said. */
  readonly unreadable?: string;
  /** Pointers, relative to the document, of object keys that stand twice; `JSON.parse` silently keeps the last. */
  readonly duplicateKeys: readonly string[];
  /** Its size in UTF-8 bytes as KMS would count it, when the policy came as text of its own. */
  readonly bytes?: number;
}

/** A policy and where it stands. */
export interface PlacedPolicy {
  readonly source: SourcePolicy;
  readonly origin: Origin;
  /** What it is called: policy name or ARN. */
  readonly name?: string;
}

export type KeyPolicy =
  | ({ readonly kind: 'given' } & PlacedPolicy)
  /** No policy is configured: KMS attaches its default, the account root with `kms:*`. */
  | { readonly kind: 'default' }
  | { readonly kind: 'unknown'; readonly why: string };

/** A grant as `aws kms list-grants` prints it. */
export interface Grant {
  readonly KeyId?: string;
  readonly GrantId?: string;
  readonly GranteePrincipal: string;
  readonly RetiringPrincipal?: string;
  readonly Operations: readonly string[];
  readonly Constraints?: {
    readonly EncryptionContextSubset?: Readonly<Record<string, string>>;
    readonly EncryptionContextEquals?: Readonly<Record<string, string>>;
    readonly SourceArn?: string;
  };
}

export interface Key {
  /** How reports name it: its ARN, else Terraform address or logical id, else `file` or `file#/pointer`. */
  readonly subject: string;
  readonly arn?: string;
  readonly account?: AccountId;
  readonly region?: string;
  /** `alias/…` names. */
  readonly aliases: readonly string[];
  readonly manager?: 'AWS' | 'CUSTOMER';
  /** KMS `KeyState`: `Enabled`, `Disabled`, `PendingDeletion`, … */
  readonly state?: string;
  readonly spec?: string;
  readonly usage?: string;
  readonly keyOrigin?: string;
  readonly multiRegion?: boolean;
  readonly multiRegionKeyType?: 'PRIMARY' | 'REPLICA';
  readonly policy: KeyPolicy;
  /** `undefined`: not known. */
  readonly grants?: readonly Grant[];
  /** AWS Backup resource types it protects, from the config's `keys:` section. */
  readonly resourceTypes?: readonly string[];
  /**
   * True when the document was given as a policy to judge (a bare key policy, `get-key-policy` output);
   * false for keys that are only known as part of an estate (live, Terraform, CloudFormation, a vault's key).
   */
  readonly bare: boolean;
  readonly origin: Origin;
}

/** What a resource or vault is encrypted with. */
export type Encryption =
  | { readonly kind: 'key'; readonly key: Key }
  | { readonly kind: 'aws-managed'; readonly alias: string; readonly key?: Key }
  | { readonly kind: 'aws-owned' }
  | { readonly kind: 'unencrypted' }
  | { readonly kind: 'unknown'; readonly why: string };

export interface Role {
  readonly subject: string;
  readonly arn: string;
  readonly name: string;
  readonly account?: AccountId;
  readonly trustPolicy?: PlacedPolicy;
  /** Inline and attached policies in sight. */
  readonly identityPolicies: readonly PlacedPolicy[];
  /** True when these are all its policies; false when others may exist that the inputs do not show. */
  readonly identityPoliciesComplete: boolean;
  /** `null`: known to have none. */
  readonly permissionsBoundary?: PlacedPolicy | null;
  readonly tags?: Readonly<Record<string, string>>;
  readonly origin: Origin;
}

export type VaultType = 'BACKUP_VAULT' | 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT';

export interface Vault {
  readonly subject: string;
  readonly arn?: string;
  readonly name: string;
  readonly account?: AccountId;
  readonly region?: string;
  readonly type?: VaultType;
  readonly encryption: Encryption;
  /** `null`: known to have none. */
  readonly accessPolicy?: PlacedPolicy | null;
  readonly locked?: boolean;
  /** Days; `null`: known to have no such limit. */
  readonly minRetentionDays?: number | null;
  readonly maxRetentionDays?: number | null;
  readonly origin: Origin;
}

export interface Lifecycle {
  /** `null`: known to be absent. */
  readonly deleteAfterDays?: number | null;
  readonly moveToColdStorageAfterDays?: number | null;
  readonly optInToArchive?: boolean | null;
  readonly origin: Origin;
}

export interface CopyAction {
  /** The destination vault's ARN, as written (`$account` and `$region` of backup policies resolved where known). */
  readonly destinationVaultArn?: string;
  readonly lifecycle?: Lifecycle | null;
  readonly origin: Origin;
}

export interface PlanRule {
  readonly name: string;
  readonly targetVaultName?: string;
  readonly targetAirGappedVaultArn?: string | null;
  readonly scheduleExpression?: string | null;
  readonly scheduleTimezone?: string | null;
  readonly startWindowMinutes?: number | null;
  readonly completionWindowMinutes?: number | null;
  readonly lifecycle?: Lifecycle | null;
  readonly continuous?: boolean;
  readonly copyActions: readonly CopyAction[];
  readonly origin: Origin;
}

export interface TagCondition {
  readonly key: string;
  readonly value: string;
}

export interface SelectionConditions {
  readonly stringEquals: readonly TagCondition[];
  readonly stringNotEquals: readonly TagCondition[];
  readonly stringLike: readonly TagCondition[];
  readonly stringNotLike: readonly TagCondition[];
}

export interface Selection {
  readonly subject: string;
  readonly name: string;
  /** ARN or `role/path/name` with `$account` resolved where known. */
  readonly roleArn?: string;
  /** ARNs with wildcards, as written. `undefined`: the inputs do not show it (`list-backup-selections` alone). */
  readonly resources?: readonly string[];
  readonly notResources: readonly string[];
  readonly listOfTags: readonly (TagCondition & { readonly type?: string })[];
  readonly conditions: SelectionConditions;
  readonly origin: Origin;
}

export interface Plan {
  readonly subject: string;
  readonly name: string;
  readonly id?: string;
  readonly arn?: string;
  readonly account?: AccountId;
  readonly region?: string;
  readonly rules: readonly PlanRule[];
  readonly selections: readonly Selection[];
  /** True when it comes from an Organizations backup policy (id `orgs/…`, or the policy document itself). */
  readonly fromOrganization: boolean;
  readonly origin: Origin;
}

export interface Resource {
  readonly subject: string;
  readonly arn?: string;
  /** AWS Backup `ResourceType`: `EBS`, `RDS`, `Storage Gateway`, … */
  readonly resourceType: string;
  /** Row of the resource type matrix where more is known than `resourceType` (`rds-multi-az-cluster`, `fsx-ontap`, …). */
  readonly variant?: string;
  readonly account?: AccountId;
  readonly region?: string;
  /** `undefined`: not known, so tag conditions on it are not decidable. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The keys of which it is known whether and how it is tagged; without them: all. */
  readonly tagKeys?: readonly string[];
  /** One entry, except for EC2 instances: one per volume. */
  readonly encryption: readonly Encryption[];
  /** S3: bucket versioning, EventBridge notifications. */
  readonly versioning?: boolean;
  readonly eventBridge?: boolean;
  readonly origin: Origin;
}

/** `describe-region-settings` of one account and Region. */
export interface RegionSettings {
  readonly account?: AccountId;
  readonly region?: string;
  readonly optIn: Readonly<Record<string, boolean>>;
  readonly management: Readonly<Record<string, boolean>>;
  readonly origin: Origin;
}

export interface GlobalSettings {
  readonly crossAccountBackup?: boolean;
  readonly origin: Origin;
}

/** SCPs and RCPs of one account: one list per level, organization root to account. */
export interface Guardrails {
  readonly account: AccountId;
  readonly serviceControlPolicies?: readonly (readonly PlacedPolicy[])[];
  readonly resourceControlPolicies?: readonly (readonly PlacedPolicy[])[];
}

/** The organization that the accounts are in. */
export interface Organization {
  readonly id: string;
  /** Account id → `o-…/r-…/ou-…/` path, with trailing slash. */
  readonly paths: Readonly<Record<string, string>>;
}

export interface Estate {
  readonly keys: readonly Key[];
  readonly roles: readonly Role[];
  readonly vaults: readonly Vault[];
  readonly plans: readonly Plan[];
  /** Selections whose plan is not among the inputs. */
  readonly orphanSelections: readonly Selection[];
  readonly resources: readonly Resource[];
  readonly regionSettings: readonly RegionSettings[];
  readonly globalSettings?: GlobalSettings;
  readonly guardrails: readonly Guardrails[];
  readonly organization?: Organization;
  /** ARNs of roles that are known not to exist. */
  readonly missingRoles?: readonly string[];
  /** Inputs that were recognised but could not be linked or looked at. */
  readonly notLookedAt: readonly { readonly what: string; readonly why: string; readonly required?: boolean }[];
}
