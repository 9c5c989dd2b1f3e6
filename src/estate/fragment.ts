/**
 * Fragments: what one input says about one thing. Every loader yields them (files, templates, snapshots, the live account);
 * `buildEstate` merges those that speak of the same thing and links the things to each other. Nothing is judged here, and
 * what an input does not say is missing.
 *
 * Things are spoken of by *names*: an ARN, a key id, `alias/…`, a vault's or role's name, a plan's id, or the address
 * under which a template knows them (`localName`). Two fragments that share a name that can mean only one thing are about
 * the same thing; short names (alias, role name, vault name) count where only one thing in sight bears them.
 */
import type {
  CopyAction,
  GlobalSettings,
  Grant,
  Guardrails,
  Key,
  KeyPolicy,
  Organization,
  PlacedPolicy,
  Plan,
  PlanRule,
  RegionSettings,
  Resource,
  Role,
  Selection,
  Vault,
} from './model.ts';
import type { Origin } from './origin.ts';

export type Fragment =
  | KeyFragment
  | RoleFragment
  | ManagedPolicyFragment
  | VaultFragment
  | PlanFragment
  | SelectionFragment
  | ResourceFragment
  | RegionSettingsFragment
  | GlobalSettingsFragment
  | GuardrailsFragment
  | OrganizationFragment
  | MissingRoleFragment
  | OrganizationPolicyFragment
  | PolicyAttachmentsFragment
  | NotLookedAtFragment;

/** A name that means something only within one template, plan or state: a Terraform address, a logical id. */
export function localName(file: string, address: string): string {
  return `local:${file}#${address}`;
}

interface Named {
  /** None where the input does not say whose it is (`get-key-policy`); then its file is the only hint. */
  readonly names: readonly string[];
  /** How reports name it as long as no ARN is known. */
  readonly subject: string;
  /** The input only mentions it; one that describes it has precedence. */
  readonly mentioned?: true;
  readonly origin: Origin;
}

/** The members of a thing that an input may state or leave out. */
type Facts<T, Member extends keyof T> = { readonly [M in Member]?: Exclude<T[M], undefined> };

export interface KeyFragment
  extends
    Named,
    Facts<Key, 'account' | 'region' | 'manager' | 'state' | 'spec' | 'usage' | 'keyOrigin' | 'multiRegion'> {
  readonly kind: 'key';
  readonly multiRegionKeyType?: 'PRIMARY' | 'REPLICA';
  readonly policy?: KeyPolicy;
  /** Those on one page; of one key's pages all count. */
  readonly grants?: readonly Grant[];
  readonly resourceTypes?: readonly string[];
  /** The policy was given as a document to judge. */
  readonly bare?: boolean;
}

export interface RoleFragment extends Named, Facts<Role, 'account' | 'trustPolicy' | 'permissionsBoundary' | 'tags'> {
  readonly kind: 'role';
  readonly inlinePolicies?: readonly PlacedPolicy[];
  /** Managed policies by ARN or local name; their documents are fragments of their own, or known to all. */
  readonly attachedPolicies?: readonly { readonly name: string; readonly origin: Origin }[];
  /** Which of the two lists are the whole of it. */
  readonly complete?: { readonly inline?: boolean; readonly attached?: boolean };
}

/** The document of a managed policy, named by its ARN, its name or its local name. */
export interface ManagedPolicyFragment extends Named {
  readonly kind: 'managed-policy';
  readonly policy: PlacedPolicy;
}

/** What an input says that a thing is encrypted with. */
export type EncryptionRef =
  /** Any of these names the key. */
  | { readonly kind: 'key'; readonly names: readonly string[] }
  | { readonly kind: 'aws-managed'; readonly alias: string }
  | { readonly kind: 'aws-owned' }
  | { readonly kind: 'unencrypted' }
  | { readonly kind: 'unknown'; readonly why: string };

export interface VaultFragment
  extends
    Named,
    Facts<
      Vault,
      'name' | 'account' | 'region' | 'type' | 'accessPolicy' | 'locked' | 'minRetentionDays' | 'maxRetentionDays'
    > {
  readonly kind: 'vault';
  readonly encryption?: EncryptionRef;
}

export interface CopyActionFragment extends CopyAction {
  /** The destination vault by local name, where its ARN is not known. */
  readonly destinationVault?: string;
}

export interface PlanRuleFragment extends Omit<PlanRule, 'copyActions'> {
  /** The vault by local name, where its name is not known. */
  readonly targetVault?: string;
  readonly copyActions: readonly CopyActionFragment[];
}

export interface PlanFragment extends Named, Facts<Plan, 'id' | 'arn' | 'account' | 'region'> {
  readonly kind: 'plan';
  readonly name: string;
  readonly rules: readonly PlanRuleFragment[];
  readonly fromOrganization: boolean;
}

export interface SelectionFragment extends Named {
  readonly kind: 'selection';
  /** The plan it belongs to; none where the input does not say. */
  readonly planNames: readonly string[];
  readonly selection: Selection;
  /** The role by local name, where its ARN is not known; its ARN counts before what the selection says of it. */
  readonly role?: string;
}

export interface ResourceFragment
  extends
    Named,
    Facts<
      Resource,
      'variant' | 'account' | 'region' | 'tags' | 'tagKeys' | 'versioning' | 'eventBridge' | 'resourceType'
    > {
  readonly kind: 'resource';
  readonly encryption?: readonly EncryptionRef[];
  /** When a recovery point showed this encryption, in ms since 1970; the latest counts, and a described resource before any. */
  readonly seenAt?: number;
}

export interface RegionSettingsFragment extends RegionSettings {
  readonly kind: 'region-settings';
}

export interface GlobalSettingsFragment extends GlobalSettings {
  readonly kind: 'global-settings';
}

export interface GuardrailsFragment extends Guardrails {
  readonly kind: 'guardrails';
}

export interface OrganizationFragment extends Organization {
  readonly kind: 'organization';
}

/** AWS itself says that there is no such role. */
export interface MissingRoleFragment {
  readonly kind: 'missing-role';
  readonly arn: string;
}

/**
 * A policy of the organization, before it is known for which accounts it counts: `src/organization` makes plans and
 * guardrails of it.
 */
export interface OrganizationPolicyFragment {
  readonly kind: 'organization-policy';
  /** `BACKUP_POLICY`, `SERVICE_CONTROL_POLICY`, … */
  readonly type: string;
  /** Its id, ARN or local name. */
  readonly names: readonly string[];
  /** As messages name it. */
  readonly subject: string;
  readonly policy: PlacedPolicy;
  /** Of an effective policy: whose it is; `null` where the input does not say. */
  readonly effectiveFor?: string | null;
  /** Only in these Regions does it matter; without them, in all that it names. */
  readonly regions?: readonly string[];
  /** Roots, units and accounts to which it is attached, as far as its own input says. */
  readonly targets?: readonly string[];
}

/** Which policies are attached to a root, a unit or an account: all of one type, in the order of the list. */
export interface PolicyAttachmentsFragment {
  readonly kind: 'policy-attachments';
  readonly target: string;
  readonly policies: readonly { readonly id: string; readonly type: string }[];
}

/** Recognised, but nothing that is looked at follows from it. */
export interface NotLookedAtFragment {
  readonly kind: 'not-looked-at';
  readonly what: string;
  readonly why: string;
  /** Without it the run is incomplete. */
  readonly required?: boolean;
}

/** What the config says about keys whose policy files cannot say it. */
export interface KeyHint {
  /** The policy's file as reports name it, or `file#/pointer` where it holds several. */
  readonly policy?: string;
  readonly arn?: string;
  readonly alias?: string;
  readonly resourceTypes?: readonly string[];
  readonly origin: Origin;
}

export interface BuildHints {
  readonly keys?: readonly KeyHint[];
  /** Roles that are known to exist, such as the deployment's backup role in each workload account. */
  readonly roleArns?: readonly string[];
}
