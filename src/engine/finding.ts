import type { Origin } from '../estate/origin.ts';
import type { Outcome } from '../iam/types.ts';
import type { BackupPath, Leg } from '../paths/types.ts';

export type Severity = 'error' | 'warning' | 'info';

export interface FindingRequest {
  readonly principal: string;
  readonly action: string;
  readonly outcome: Outcome;
  readonly reason: string;
}

/** A place that explains a finding, besides its own. */
export interface RelatedPlace {
  /** What stands there, as a sentence fragment. */
  readonly message: string;
  readonly at: Origin;
}

/** What a defect other than a refused request does to its paths: jobs that fail, or may fail, whatever the keys allow. */
export interface Stop {
  readonly outcome: Exclude<Outcome, 'allowed'>;
  /** Which legs of the paths; default: all. */
  readonly legs?: (leg: Leg, path: BackupPath) => boolean;
}

/** What a rule yields; the engine adds the rule's id, severity, documentation and fingerprint. */
export interface FindingDraft {
  /** One sentence, no trailing newline: the subject, what was found, what was expected. */
  readonly message: string;
  readonly at: Origin;
  /** ARN, Terraform address, logical id, or file. */
  readonly subject: string;
  /** Overrides the rule's default severity where the contract says the case is milder or graver. */
  readonly severity?: Severity;
  /** Ids of the backup paths concerned. */
  readonly paths?: readonly string[];
  /** Their legs that cannot arrive because of it; how severe the finding is set to be does not matter for that. */
  readonly stops?: Stop;
  readonly requests?: readonly FindingRequest[];
  /** Which statements came near and what kept each from matching, a line each. */
  readonly explanation?: readonly string[];
  /** The statements of `explanation`, where each has a place of its own. */
  readonly related?: readonly RelatedPlace[];
  /** What to do. */
  readonly help: string;
  /** Whether `--fix` can mend it. Default: none. */
  readonly fix?: 'safe' | 'unsafe';
  /**
   * What makes this finding itself, beside rule and subject: never a line or an index.
   * Two findings of one rule on one subject need different ones.
   */
  readonly identity: string;
}

export interface Finding extends Omit<FindingDraft, 'at' | 'identity' | 'stops'> {
  readonly rule: string;
  readonly severity: Severity;
  readonly origin: Origin;
  readonly paths: readonly string[];
  readonly requests: readonly FindingRequest[];
  readonly explanation: readonly string[];
  readonly fingerprint: string;
}
