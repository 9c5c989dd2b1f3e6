/**
 * One row of the resource type matrix: everything AWS says about how AWS Backup treats one kind of resource.
 *
 * Facts come from the pages that each row lists under `sources`. Where a fact is not documented, `confidence` says so;
 * where it is not known, the member is `undefined`.
 */

/** How sure a fact is. `contradictory`: AWS's own pages disagree, and the row's notes tell which reading it takes. */
export type Confidence = 'documented' | 'inferred' | 'contradictory';

/** Whose key is meant. */
type KeySource = 'source-resource' | 'source-vault' | 'vault' | 'destination-vault';

/** What becomes of a source that is not encrypted. */
type UnencryptedOutcome =
  | 'unencrypted'
  | 'stays-unencrypted'
  | 'encrypted-with-vault-key'
  | 'encrypted-with-destination-vault-key'
  | 'same-encryption-as-table'
  | 'not-applicable';

/** Where a template says which key a resource uses. Paths are dotted, `[]` stands for every element of a list. */
export interface TemplateResource {
  /** `AWS::EC2::Volume`, `aws_ebs_volume`. */
  readonly type: string;
  readonly key?: string;
  readonly encrypted?: string;
  readonly confidence: Confidence;
  /** What tells this row from others of the same template type. */
  readonly discriminator?: string;
  /** Attributes that matter for backups beside the key. */
  readonly alsoCheck?: readonly string[];
}

/** How the service that owns the resource calls KMS. */
interface ViaService {
  /** The first part of `kms:ViaService`: `ec2` in `ec2.eu-west-2.amazonaws.com`. */
  readonly service: string;
  /** `low`: no page says so, and no rule may rest on it. */
  readonly confidence: 'high' | 'medium' | 'low';
  /** Encryption context keys that such a call surely carries. */
  readonly contextKeys: readonly string[];
}

/** KMS actions that AWS's own policies give the backup role for this type, with the conditions they carry there. */
export interface JobRoleCall {
  readonly actions: readonly string[];
  /** The call arrives through this service. */
  readonly viaService?: string;
  /** `kms:EncryptionContextKeys` holds this. */
  readonly contextKey?: string;
  /** `kms:GrantIsForAWSResource` is true. */
  readonly grantIsForAwsResource?: true;
}

/** Fields that carry their own confidence. */
export type RatedField =
  | 'fullyManaged'
  | 'independentEncryption'
  | 'crossAccountCopy'
  | 'crossRegionCopy'
  | 'oneActionCopy'
  | 'continuousBackup'
  | 'coldStorage'
  | 'airGappedVault'
  | 'backupKey'
  | 'copyKey'
  | 'resourceType'
  | 'defaultKey'
  | 'incrementalBackup'
  | 'destinationVaultNeedsCustomerKey';

export interface ResourceTypeRow {
  /** Stable name of the row: `rds-multi-az-cluster`. */
  readonly id: string;
  readonly name: string;
  /** AWS Backup `ResourceType`, which is also the opt-in key; case and spaces matter. */
  readonly resourceType: string;
  /** With `*` for partition, Region, account and name. */
  readonly arnPatterns: readonly string[];
  /** Rows whose resources have ARNs of the same form. */
  readonly arnSharedWith: readonly string[];
  /** The string that Organizations backup policies accept under `resource_types`. */
  readonly policyResourceType: string;
  readonly recoveryPointArnPatterns: readonly string[];
  readonly cloudFormation: readonly TemplateResource[];
  readonly terraform: readonly TemplateResource[];
  /** Empty: the resource has no key of its own. More than one: any of them may be the caller. */
  readonly viaServices: readonly ViaService[];

  /** Backups are re-encrypted with the vault's key when they are taken. */
  readonly fullyManaged: boolean;
  readonly independentEncryption: boolean;
  readonly crossAccountCopy: boolean | undefined;
  readonly crossRegionCopy: boolean | undefined;
  /** One copy action may go to another account and another Region at once. */
  readonly oneActionCopy: boolean | undefined;
  /** Point-in-time recovery. */
  readonly continuousBackup: boolean;
  readonly coldStorage: boolean | undefined;
  readonly incrementalBackup: boolean | undefined;
  readonly airGappedVault: boolean | undefined;

  readonly backupKey: KeySource;
  /** `undefined`: there are no copies. */
  readonly copyKey: KeySource | undefined;
  /** The key that a cross-account copy must open to the destination account. */
  readonly crossAccountSourceKey: KeySource | undefined;
  readonly unencryptedBackup: UnencryptedOutcome;
  readonly unencryptedCopy: UnencryptedOutcome | undefined;
  readonly awsManagedKeyBlocksCrossAccountCopy: boolean | undefined;
  readonly destinationVaultNeedsCustomerKey: boolean | undefined;
  /** The key in use when encryption is on and none is named, in words; an `alias/…` where it is an AWS managed key. */
  readonly defaultKey: string | undefined;

  readonly jobRoleCalls: readonly JobRoleCall[];
  /** AWS managed policies that a backup role needs for this type. */
  readonly jobRolePolicies: readonly string[];
  /** The owning service's actions that share a recovery point with the destination account. */
  readonly sharingActions: readonly string[];

  readonly confidence: Readonly<Partial<Record<RatedField, Confidence>>>;
  readonly sources: readonly string[];
  readonly notes: string;
}
