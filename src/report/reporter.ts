import type { Severity } from '../engine/finding.ts';
import type { Report } from './model.ts';

/** A rule's documentation, for formats that carry it. Reporters do not know the rules; whoever runs them does. */
export interface RuleText {
  /** One line: what it finds. */
  readonly what: string;
  readonly why: string;
  readonly remedy: string;
  /** By default, before the config has its say. */
  readonly severity: Severity;
}

/** When a plan rule starts its next backups. */
export interface RuleRuns {
  readonly plan: string;
  readonly rule: string;
  /** As people read them, in the rule's time zone: `2026-11-25 05:00 Etc/UTC`. */
  readonly runs: readonly string[];
}

export interface ReportOptions {
  /** The text of an input file by its name in the report, for code frames; `undefined` when it is not at hand. */
  readonly source: (file: string) => string | undefined;
  readonly color: boolean;
  /** Columns to stay within. */
  readonly width: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
  /** For people who asked for everything; not in the report itself, since it depends on the day. */
  readonly nextRuns?: readonly RuleRuns[];
  /** Rule id → its documentation, in the order of the rules; absent: ids alone are shown. */
  readonly rules?: Readonly<Record<string, RuleText>>;
  /** Lowest severity that fails the run, for formats that know passed and failed. Default: error. */
  readonly failOn?: Severity | 'never';
}

/** One format: a pure function to the text that goes to standard output or a file, ending in a newline. */
export type Reporter = (report: Report, options: ReportOptions) => string;
