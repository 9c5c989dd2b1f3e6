/** The text of one input, named as the user knows it. */
export interface SourceText {
  /** Relative to the working folder, `/` as separator; `<stdin>` for standard input. */
  readonly file: string;
  readonly text: string;
}

/** Why an input cannot be read or parsed. Always exit code 2. */
export interface Problem {
  readonly file: string;
  /** From 1; absent where the whole file is concerned. */
  readonly line?: number;
  /** From 1, in UTF-16 units. */
  readonly column?: number;
  /** What was found. */
  readonly message: string;
  /** What was expected, or what to do. */
  readonly help?: string;
}

/** A value, or every problem met on the way to it; never half a value. */
export type Loaded<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly [Problem, ...Problem[]] };

/** A place in a text: lines and columns from 1, columns in UTF-16 units, `end` exclusive. */
export interface Range {
  readonly start: { readonly line: number; readonly column: number };
  readonly end: { readonly line: number; readonly column: number };
}
