/**
 * The report as programs read it. `schema.ts` says the same in zod, and the compiler holds the two together:
 * so the published types need no zod, and whoever only reads a report need not load it.
 */
import type { Outcome, StatementRef } from '../iam/types.ts';
import type { Severity } from '../engine/finding.ts';

export interface Report {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: 'backuplint'; readonly version: string };
  readonly summary: ReportSummary;
  /** By file, then position, then rule. */
  readonly findings: readonly ReportFinding[];
  readonly paths: readonly ReportPath[];
  /** With `--fix`. */
  readonly fixes?: readonly ReportFix[];
}

export interface ReportSummary {
  readonly findings: { readonly error: number; readonly warning: number; readonly info: number };
  readonly suppressed: number;
  /** With `--baseline`: how many findings it holds back, and which of its entries no longer occur. */
  readonly baseline?: { readonly known: number; readonly gone: readonly ReportGone[] };
  readonly inputs: {
    readonly keys: number;
    readonly plans: number;
    readonly selections: number;
    readonly vaults: number;
    readonly roles: number;
    readonly resources: number;
    readonly skippedFiles: number;
  };
  readonly paths: {
    readonly total: number;
    readonly allowed: number;
    readonly denied: number;
    readonly unknown: number;
  };
  /** With `--shard`: which part this is; absent in what `merge` makes of all parts. */
  readonly shard?: ReportShard;
  /** What could not be looked at. */
  readonly incomplete: readonly { readonly what: string; readonly why: string }[];
  /** Keys that no backup path needs, counted by reason. */
  readonly notJudged?: readonly { readonly why: string; readonly keys: number }[];
  /** With `--verbose`: the files of a folder that are no known input. */
  readonly skipped?: readonly { readonly file: string; readonly why: string }[];
}

export interface ReportShard {
  /** From 1. */
  readonly index: number;
  readonly count: number;
  /** False: exit code 3. */
  readonly completed: boolean;
  /** What is a finding if all parts say so: comments that silence nothing. */
  readonly ifAllAgree: readonly ReportFinding[];
}

export interface ReportGone {
  readonly fingerprint: string;
  readonly rule: string;
  readonly subject: string;
}

export interface ReportFinding {
  readonly rule: string;
  readonly severity: Severity;
  /** One sentence, no trailing newline. */
  readonly message: string;
  readonly location: ReportLocation;
  /** ARN, Terraform address, logical id or file. */
  readonly subject: string;
  /** Ids of the backup paths that it concerns. */
  readonly paths: readonly string[];
  /** With `--fix`: the printed or written policy mends it. */
  readonly fixed: boolean;
  readonly requests: readonly ReportFindingRequest[];
  /** Which statements came near and what kept each from matching, a line each. */
  readonly explanation: readonly string[];
  /** The statements of `explanation`, where each has a place of its own. */
  readonly related?: readonly ReportRelated[];
  /** What to do. */
  readonly help: string;
  readonly docs: string;
  readonly fix: 'safe' | 'unsafe' | 'none';
  /** Stable across line moves. */
  readonly fingerprint: string;
}

/** Empty for findings from a live account or a snapshot: their subject is the ARN. */
export interface ReportLocation {
  /** Relative to the working folder; `<stdin>` for standard input. */
  readonly file?: string;
  /** RFC 6901, into the file's value. */
  readonly pointer?: string;
  readonly start?: ReportPosition;
  /** Exclusive. */
  readonly end?: ReportPosition;
}

export interface ReportRelated {
  /** What stands there, as a sentence fragment: `statement "Grants" comes nearest`. */
  readonly message: string;
  readonly location: ReportLocation;
}

/** From 1; columns count UTF-16 units. */
export interface ReportPosition {
  readonly line: number;
  readonly column: number;
}

export interface ReportFindingRequest {
  readonly principal: string;
  readonly action: string;
  readonly outcome: Outcome;
  readonly reason: string;
}

export interface ReportPath {
  readonly id: string;
  readonly deployment: string;
  /** An ARN, or a resource type where only that is known. */
  readonly resource: string;
  readonly resourceType: string;
  /** Absent: depends on what is not known. */
  readonly fullyManaged?: boolean;
  readonly plan?: string;
  readonly rule?: string;
  /** The worst of its legs: denied, unknown, allowed. */
  readonly outcome: Outcome;
  /** Documents not in sight; none makes a leg unknown. */
  readonly notConsidered: readonly string[];
  /** Why a bare key policy is judged this way. */
  readonly assumption?: string;
  /** The resource's key, where it has one. */
  readonly key?: string;
  readonly legs: readonly ReportLeg[];
}

export interface ReportLeg {
  readonly kind: 'backup' | 'copy' | 'cross-account-copy' | 'air-gapped-copy';
  readonly from: string;
  readonly to: string;
  readonly outcome: Outcome;
  /** Why, where no request decides: `copy-unsupported`. */
  readonly reason?: string;
  /** Those of an allowed leg are listed with `--verbose` only. */
  readonly requests: readonly ReportRequest[];
  readonly obstacles?: readonly ReportObstacle[];
}

export interface ReportRequest {
  readonly principal: string;
  readonly action: string;
  readonly key: string;
  readonly outcome: Outcome;
  readonly reason: string;
  /** JSON pointers of the statements that decided. */
  readonly statements: readonly string[];
  /** The same with the policies that they stand in: the key's, or the principal's own. */
  readonly deciding?: readonly StatementRef[];
}

/** Something other than a policy that stops the leg, or may stop it. */
export interface ReportObstacle {
  readonly code: string;
  readonly outcome: 'denied' | 'unknown' | 'warning';
  readonly why: string;
}

export interface ReportFix {
  readonly file?: string;
  readonly subject: string;
  /** The corrected key policy. */
  readonly policy: unknown;
  readonly diff: string;
  readonly safety: 'safe' | 'unsafe';
  /** Of a Terraform plan: the statements that are added or changed, as an `aws_iam_policy_document` block. */
  readonly terraform?: string;
  /** The same as replacements in `file` as it was given, in order, none touching another. */
  readonly edits?: readonly ReportEdit[];
}

export interface ReportEdit {
  readonly start: ReportPosition;
  /** Exclusive; equal to `start` where text is only inserted. */
  readonly end: ReportPosition;
  readonly text: string;
}
