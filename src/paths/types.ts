/** What AWS Backup asks of keys and vaults, derived from the estate; nothing is decided here. */
import type { Deployment } from '../estate/deployment.ts';
import type { Encryption, Key, Plan, PlanRule, CopyAction, Resource, Role, Selection, Vault } from '../estate/model.ts';
import type { RequestContext } from '../iam/types.ts';

/** The two principals that the guidance names, or another role that a selection uses. */
export interface BackupPrincipal {
  readonly kind: 'backup-role' | 'service-linked-role';
  readonly arn: string;
  readonly account: string;
  /** The role's policies, when the estate holds the role. */
  readonly role?: Role;
  /** How the principal is called in messages: `the backup service role`, `the central account's AWSServiceRoleForBackup`. */
  readonly label: string;
}

export type ActionClass = 'use' | 'grants';

export interface DemandedAction {
  /** A real KMS action, no pattern: `kms:ReEncryptFrom`. */
  readonly action: string;
  readonly class: ActionClass;
  /** What its refusal means: `error`: the job will fail (or the guidance demands it); `warning`: it may fail. */
  readonly severity: 'error' | 'warning';
}

/** A row of the requirement tables: what one kind of principal must be able to do with one kind of key. */
export interface Requirement {
  readonly id: string;
  readonly actions: readonly DemandedAction[];
  /** True: severity `warning` turns into `error` when none of the actions is allowed. */
  readonly errorWhenNoneAllowed: boolean;
  /**
   * True: the key policy itself must admit the principal. Where it only delegates to the account and the identity
   * policies are not given, that is still an error (the guidance wants the role named). False: it is a doubt.
   */
  readonly keyPolicyMustAdmit: boolean;
  /** `guidance` or the evidence, in a few words, for messages. */
  readonly why: string;
  /** Pages that say so. */
  readonly sources: readonly string[];
}

/**
 * One principal's demand on one key, for one kind of caller service. Legs that ask the same share one object,
 * so that it is decided once and told once.
 */
export interface KeyUse {
  readonly principal: BackupPrincipal;
  readonly key: Key;
  readonly requirement: Requirement;
  readonly deployment: Deployment;
  /** What the key protects on these paths: `RDS`, `the backup vault website-cmk`. For messages. */
  readonly purpose: string;
  /**
   * The account that owns the key: from its ARN, else the one that the path assumes. For `aws:ResourceAccount`, and
   * to tell a same-account request from a cross-account one.
   */
  readonly keyAccount: string;
  /**
   * The request contexts under which one action is asked. More than one where the resource type is only assumed
   * (`kms:ViaService` ec2, rds, fsx, storagegateway): the outcomes are joined, and differing ones make it unknown.
   * Uses that ask alike share one function, and each action's list is made once: their identity stands for the request.
   */
  readonly contexts: (action: string) => readonly NamedContext[];
}

export interface NamedContext {
  /** `kms:ViaService ec2.eu-west-2.amazonaws.com`; empty where there is only one. */
  readonly name: string;
  readonly context: RequestContext;
}

/** `backup:CopyIntoBackupVault` by the source's backup role on a destination vault. */
export interface VaultUse {
  readonly principal: BackupPrincipal;
  readonly vault: Vault;
  readonly deployment: Deployment;
  readonly context: RequestContext;
}

export type ObstacleCode =
  | 'copy-unsupported'
  | 'aws-managed-key'
  | 'air-gapped-unsupported'
  | 'unencrypted-air-gapped'
  | 'vault-default'
  | 'vault-aws-managed-key'
  | 'cross-account-disabled'
  | 'dynamodb-advanced-features'
  | 'one-action-disputed'
  | 'resource-type-opt-in'
  | 'key-unknown'
  | 'vault-unknown'
  | 'settings-unknown'
  | 'selection-unknown'
  | 'deployment-unknown';

/** Something other than a policy that stops a leg, or may stop it. */
export interface Obstacle {
  readonly code: ObstacleCode;
  /** `warning`: told, but the leg is not denied by it. */
  readonly outcome: 'denied' | 'unknown' | 'warning';
  readonly why: string;
  readonly source?: string;
  /** What would tell, where that is a document that is not in sight. */
  readonly document?: string;
}

export type LegKind = 'backup' | 'copy' | 'cross-account-copy' | 'air-gapped-copy';

export interface Leg {
  readonly kind: LegKind;
  /** For reports: resource or vault, as ARN where known. */
  readonly from: string;
  readonly to: string;
  readonly keyUses: readonly KeyUse[];
  readonly vaultUse?: VaultUse;
  readonly obstacles: readonly Obstacle[];
  /** The plan's copy action that makes this leg, for locations. */
  readonly copyAction?: CopyAction;
  readonly destination?: Vault;
}

/** One resource (or selected type) × plan rule, with the local backup and each copy as legs. */
export interface BackupPath {
  /** `p1`, `p2`, … in deterministic order. */
  readonly id: string;
  readonly deployment: Deployment;
  /** ARN, or resource type where only that is known. */
  readonly resource: string;
  readonly resourceType: string;
  /** Row of the matrix. */
  readonly typeId: string;
  /** `undefined`: depends on what is not known (DynamoDB without Region settings). */
  readonly fullyManaged: boolean | undefined;
  readonly encryption: readonly Encryption[];
  readonly resourceRef?: Resource;
  readonly plan?: Plan;
  readonly rule?: PlanRule;
  readonly selection?: Selection;
  readonly vault?: Vault;
  readonly legs: readonly Leg[];
  /** Documents not in sight: `access policy of arn:aws:backup:…`. */
  readonly notConsidered: readonly string[];
  /** Why a bare key policy is judged this way: shown in the report. */
  readonly assumption?: string;
}

export interface DerivedPaths {
  readonly paths: readonly BackupPath[];
  /** Every distinct use, grouped by nothing; `paths` refer to these objects. */
  readonly keyUses: readonly KeyUse[];
  readonly vaultUses: readonly VaultUse[];
  /** Keys that no path needs, with the reason; they are counted, not judged. */
  readonly notJudged: readonly { readonly key: Key; readonly why: string }[];
  /** What the deployment lacks, by flag and config key; the CLI asks for it. */
  readonly missing: readonly MissingInput[];
}

export interface MissingInput {
  readonly what: 'central-account' | 'backup-role' | 'workload-account';
  readonly flag: string;
  readonly configKey: string;
  /** Whose: the first key or plan that needs it. */
  readonly subject: string;
}
