/** The evaluator's vocabulary. Facts: AWS IAM and KMS documentation, cited where each is used. */
import type { Grant } from '../estate/model.ts';

/** A policy as JSON. Anything may be in it: what is wrong becomes a `PolicyProblem`, never an exception. */
export interface PolicyDocument {
  readonly Version?: string;
  readonly Id?: string;
  readonly Statement?: unknown;
  readonly [element: string]: unknown;
}

/** Kleene's third value is `'unknown'`. */
export type Truth = boolean | 'unknown';

export type PolicyKind =
  | 'key-policy'
  | 'vault-policy'
  /** A role's trust policy; asked by `decideTrust` alone. */
  | 'trust-policy'
  | 'identity-policy'
  | 'permissions-boundary'
  | 'session-policy'
  | 'service-control-policy'
  | 'resource-control-policy';

/** What is known of one context key in a request. `said`: in words, where values stand for others as well. */
export type ContextValue =
  /** Multi-valued keys may hold several values. */
  | { readonly state: 'known'; readonly values: readonly string[]; readonly said?: readonly string[] }
  /** A multi-valued key that surely holds these, and may hold more. */
  | { readonly state: 'at-least'; readonly values: readonly string[] }
  /** One of finitely many: each case is tried; `undefined` stands for an absent key. */
  | {
      readonly state: 'one-of';
      readonly cases: readonly (readonly string[] | undefined)[];
      readonly said?: readonly string[];
    }
  | { readonly state: 'absent' }
  /** Surely present, its value not known (`aws:CurrentTime`); of a path, the organization may be. */
  | { readonly state: 'present'; readonly organization?: string }
  /** May have any value, or be absent. */
  | { readonly state: 'unknown' };

/** Gives the value of a context key; the name arrives in lower case (`kms:viaservice`). Must be pure. */
export type RequestContext = (key: string) => ContextValue;

export interface EvaluationRequest {
  /** ARN of a role, user, assumed-role session or account root. */
  readonly principal: string;
  /** `kms:Decrypt`, `backup:CopyIntoBackupVault`. */
  readonly action: string;
  /** ARN of the key or vault; may be unknown for a bare key policy (then only `*` matches surely). */
  readonly resource: string | undefined;
  /** Account that owns the resource. */
  readonly resourceAccount: string;
  readonly context: RequestContext;
}

/** The compiled policies that apply to a request. A missing member reads as in the contract's `EvaluateInput`. */
export interface PolicySet {
  readonly keyPolicy?: CompiledPolicy;
  readonly vaultPolicy?: CompiledPolicy;
  readonly grants?: readonly Grant[];
  readonly identityPolicies?: readonly CompiledPolicy[];
  /** False: other identity policies may exist, so what these do not allow is unknown. Default: true. */
  readonly identityPoliciesComplete?: boolean;
  readonly permissionsBoundary?: CompiledPolicy;
  readonly sessionPolicy?: CompiledPolicy;
  readonly serviceControlPolicies?: readonly (readonly CompiledPolicy[])[];
  readonly resourceControlPolicies?: readonly (readonly CompiledPolicy[])[];
}

export type Outcome = 'allowed' | 'denied' | 'unknown';

export type Reason =
  | 'allowed-by-key-policy'
  | 'allowed-by-identity-policy'
  | 'allowed-by-grant'
  | 'allowed-by-vault-policy'
  | 'explicit-deny'
  | 'implicit-deny'
  | 'unknown-context'
  | 'unknown-identity-policy';

export type BlockedBy = Exclude<PolicyKind, 'trust-policy'> | 'no-cross-account-form';

/** A statement of one of the policies in a `PolicySet`. */
export interface StatementRef {
  readonly policy: PolicyKind;
  /** Which one, where a kind holds several (identity policies; levels are flattened in order). */
  readonly policyIndex: number;
  /** Pointer into that policy's document: `/Statement/1`. */
  readonly pointer: string;
  readonly sid?: string;
  readonly effect: 'Allow' | 'Deny';
}

/** The cheap answer: enough for a report line, without the trace. */
export interface Verdict {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly blockedBy: readonly BlockedBy[];
  /** The statement, or the pair, that decided; empty for an implicit denial. */
  readonly deciding: readonly StatementRef[];
  /** Context keys, as the policy writes them, whose value would settle an unknown outcome. */
  readonly unknownKeys: readonly string[];
  /** The unknown keys had more cases than are tried, so the outcome may be needlessly unknown. */
  readonly approximate?: true;
}

/** An element that kept a statement from applying (or left it open). */
export interface ElementTrace {
  readonly element:
    | 'Effect'
    | 'Principal'
    | 'NotPrincipal'
    | 'Action'
    | 'NotAction'
    | 'Resource'
    | 'NotResource'
    | 'Condition'
    | 'Statement';
  readonly matched: false | 'unknown';
  /** One sentence fragment for people: `statement names arn:…:role/backup: case differs`. */
  readonly message: string;
  /** Pointer to the element, or to the entry of it that comes nearest, inside the policy document. */
  readonly pointer: string;
  /** What the template leaves open in it (see src/estate/hole.ts), where that keeps it from being decided. */
  readonly open?: readonly string[];
  /** It failed by little: another letter case, path, account …, which the message names. */
  readonly near?: true;
}

export interface StatementTrace extends StatementRef {
  readonly applied: Truth;
  /** It reaches the principal through its account alone: the account's IAM policies decide. */
  readonly delegates?: true;
  readonly elements: readonly ElementTrace[];
}

/** The full answer, as the library gives it. */
export interface Decision {
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly blockedBy: readonly BlockedBy[];
  readonly statements: readonly StatementTrace[];
  readonly unknownKeys: readonly string[];
  /** As in `Verdict`. */
  readonly approximate?: true;
}

export interface PrincipalEntry {
  /** `*` stands for `Principal: "*"`. */
  readonly type: 'AWS' | 'Service' | 'Federated' | 'CanonicalUser' | '*';
  readonly value: string;
  /** Pointer inside the policy document. */
  readonly pointer: string;
}

export interface ConditionEntry {
  /** As written: `ForAnyValue:StringLikeIfExists`. */
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
  /** Pointer to the key inside the operator's object. */
  readonly pointer: string;
}

/** A statement taken apart for rules to read. Lists hold what is there as text; wrong types are in `problems`. */
export interface StatementView {
  readonly index: number;
  /** As it stands in the document; `undefined` when it is no object. */
  readonly raw: Readonly<Record<string, unknown>> | undefined;
  /** What is remembered of it, by those who look at it; policies may share it. */
  readonly notes: unknown[];
  /** `/Statement/0`, or `/Statement` where the document holds a single object. */
  readonly pointer: string;
  readonly sid?: string;
  readonly effect?: 'Allow' | 'Deny';
  readonly principals?: readonly PrincipalEntry[];
  readonly notPrincipals?: readonly PrincipalEntry[];
  readonly actions?: readonly string[];
  readonly notActions?: readonly string[];
  readonly resources?: readonly string[];
  readonly notResources?: readonly string[];
  readonly conditions: readonly ConditionEntry[];
  /** A structural error: it may hide an Allow or a Deny, so it counts as unknown. */
  readonly malformed: boolean;
  /** KMS accepts the statement and ignores it. */
  readonly inert: boolean;
}

export type PolicyProblemCode =
  | 'not-an-object'
  | 'missing-element'
  | 'unknown-element'
  | 'wrong-type'
  | 'bad-value'
  | 'both-elements'
  | 'unknown-operator'
  | 'bad-principal'
  | 'unusable-resource'
  | 'inert-statement'
  | 'bad-character'
  | 'duplicate-sid'
  | 'overly-permissive-set-operator';

/** Something wrong with the document itself. */
export interface PolicyProblem {
  readonly code: PolicyProblemCode;
  readonly severity: 'error' | 'warning';
  readonly pointer: string;
  /** One sentence naming the value found. */
  readonly message: string;
  /** What was expected, or what to do. */
  readonly help: string;
}

/** A policy ready for many decisions. Made by `compilePolicy`, which never throws. */
export interface CompiledPolicy {
  readonly kind: PolicyKind;
  readonly version: '2008-10-17' | '2012-10-17';
  readonly statements: readonly StatementView[];
  /** Computed when first asked for. */
  readonly problems: readonly PolicyProblem[];
  /** True when a condition or variable of the policy reads this context key (any letter case). */
  readonly reads: (key: string) => boolean;
  /**
   * Action patterns that the document tells everything about, where it holds only part of a policy (the known statements
   * of an AWS managed policy): what it does not allow of other actions is unknown. Missing: all actions.
   */
  readonly coverage?: readonly string[] | undefined;
}
