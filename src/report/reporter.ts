import type { Report } from './model.ts';

export interface ReportOptions {
  /** The text of an input file by its name in the report, for code frames; `undefined` when it is not at hand. */
  readonly source: (file: string) => string | undefined;
  readonly color: boolean;
  /** Columns to stay within. */
  readonly width: number;
  readonly verbose: boolean;
  readonly quiet: boolean;
}

/** One format: a pure function to the text that goes to standard output or a file, ending in a newline. */
export type Reporter = (report: Report, options: ReportOptions) => string;
