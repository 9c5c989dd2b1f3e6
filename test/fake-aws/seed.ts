/** What a fake AWS holds, as plain JSON: written by hand in a test, read from a file, or made by `largeSeed`. */

/** Points in time are ISO 8601 texts; each protocol writes them its own way. */
type Instant = string;
/** A policy as its document, or as the exact text AWS keeps. */
export type PolicySeed = string | Readonly<Record<string, unknown>>;
/** Members in AWS's own spelling that are sent as they are. */
export type Wire = Readonly<Record<string, unknown>>;

export interface Seed {
  readonly accounts: Readonly<Record<string, AccountSeed>>;
  readonly organization?: OrganizationSeed;
  /** Policies that belong to AWS (`arn:aws:iam::aws:policy/...`), which every account sees. */
  readonly awsManagedPolicies?: readonly ManagedPolicySeed[];
}

export interface AccountSeed {
  /** What stands in each Region; a Region left out is enabled and empty. */
  readonly regions: Readonly<Record<string, RegionSeed>>;
  /** Regions the account has not opted in to: its credentials are not known there. */
  readonly notOptedIn?: readonly string[];
  readonly roles?: readonly RoleSeed[];
  readonly policies?: readonly ManagedPolicySeed[];
  /** AWS Backup's settings of the account; without them the account is in no organization. */
  readonly globalSettings?: Readonly<Record<string, string>>;
}

export interface RegionSeed {
  readonly keys?: readonly KeySeed[];
  /** Predefined aliases whose AWS managed key was never made, such as `alias/aws/fsx`. */
  readonly aliasesWithoutKey?: readonly string[];
  readonly backupPlans?: readonly BackupPlanSeed[];
  readonly backupVaults?: readonly BackupVaultSeed[];
  /** Protected resources without recovery points; the others follow from the recovery points. */
  readonly protectedResources?: readonly ProtectedResourceSeed[];
  /** Tags by ARN; an empty set is of a resource that had some once. */
  readonly tags?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly backupSettings?: {
    readonly optIn?: Readonly<Record<string, boolean>>;
    readonly management?: Readonly<Record<string, boolean>>;
  };
}

export interface KeySeed {
  readonly id: string;
  readonly policy: PolicySeed;
  /** With the prefix, as AWS lists them: `alias/orders`. */
  readonly aliases?: readonly string[];
  readonly grants?: readonly GrantSeed[];
  /** What differs from an enabled, symmetric customer key. */
  readonly metadata?: Wire;
}

export type GrantSeed = Wire & { readonly GrantId: string; readonly GranteePrincipal: string };

export interface BackupPlanSeed {
  readonly id: string;
  /** The `BackupPlan` that `GetBackupPlan` returns: name and rules. */
  readonly plan: Wire & { readonly BackupPlanName: string; readonly Rules: readonly Wire[] };
  readonly selections?: readonly BackupSelectionSeed[];
}

export interface BackupSelectionSeed {
  readonly id: string;
  /** The `BackupSelection` that `GetBackupSelection` returns. */
  readonly selection: Wire & { readonly SelectionName: string; readonly IamRoleArn: string };
}

export interface BackupVaultSeed {
  readonly name: string;
  readonly keyArn?: string;
  readonly policy?: PolicySeed;
  readonly type?: 'BACKUP_VAULT' | 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT';
  readonly lock?: { readonly minRetentionDays?: number; readonly maxRetentionDays?: number; readonly from?: Instant };
  readonly recoveryPoints?: readonly RecoveryPointSeed[];
}

export interface RecoveryPointSeed {
  readonly arn: string;
  readonly resourceArn: string;
  readonly resourceType: string;
  readonly createdAt: Instant;
  readonly encryptionKeyArn?: string;
  /** Further members, such as `Status` (else `COMPLETED`) or `IamRoleArn`. */
  readonly more?: Wire;
}

export interface ProtectedResourceSeed {
  readonly resourceArn: string;
  readonly resourceType: string;
  readonly lastBackupAt?: Instant;
}

export interface RoleSeed {
  readonly name: string;
  readonly path?: string;
  readonly trust: PolicySeed;
  /** Inline policies by name. */
  readonly inline?: Readonly<Record<string, PolicySeed>>;
  /** ARNs of attached managed policies. */
  readonly attached?: readonly string[];
  readonly boundary?: string;
}

export interface ManagedPolicySeed {
  readonly arn: string;
  readonly document: PolicySeed;
  readonly versionId?: string;
}

export interface OrganizationSeed {
  readonly id: string;
  readonly managementAccount: string;
  readonly delegatedAdministrators?: readonly string[];
  readonly rootId: string;
  readonly units?: readonly { readonly id: string; readonly name: string; readonly parent: string }[];
  readonly accounts: readonly OrganizationAccountSeed[];
  readonly policies?: readonly OrganizationPolicySeed[];
  /** Effective backup policies by account id. */
  readonly effectiveBackupPolicies?: Readonly<Record<string, PolicySeed>>;
}

export interface OrganizationAccountSeed {
  readonly id: string;
  readonly name?: string;
  readonly status?: 'ACTIVE' | 'SUSPENDED' | 'PENDING_CLOSURE';
  /** The unit or root it stands under; without one, the root. */
  readonly parent?: string;
}

export interface OrganizationPolicySeed {
  readonly id: string;
  readonly name: string;
  readonly type: 'SERVICE_CONTROL_POLICY' | 'RESOURCE_CONTROL_POLICY' | 'BACKUP_POLICY';
  readonly content: PolicySeed;
  readonly awsManaged?: boolean;
  /** Root, units and accounts it is attached to. */
  readonly targets: readonly string[];
}

export function policyText(policy: PolicySeed): string {
  return typeof policy === 'string' ? policy : JSON.stringify(policy, null, 2);
}
