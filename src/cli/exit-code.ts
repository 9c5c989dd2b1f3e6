/** What the exit code tells a script; 2 goes before 3, and 3 before 1. */
export const exitCode = {
  /** Nothing at or above `--fail-on` remains. */
  ok: 0,
  /** Findings at or above `--fail-on`. */
  findings: 1,
  /** Wrong usage, bad config, or an input that cannot be read or parsed. */
  usage: 2,
  /** The run could not be completed. */
  incomplete: 3,
  /** `simulate`: neither allowed (0) nor denied (1). */
  unknown: 4,
} as const;

export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
