import { type Files, findingsOf } from '../../support/check-files.ts';

/** What a rule says of some files, a line each: `severity file/pointer message`. */
export async function told(rule: string, files: Files, config?: string): Promise<readonly string[]> {
  const findings = await findingsOf(rule, files, config);
  return findings.map(({ severity, origin, message }) => {
    const place = origin.kind === 'file' ? `${origin.file}${origin.pointer}` : origin.arn;
    return `${severity} ${place} ${message}`;
  });
}

/** A row of a table: what is in the files, and what the rule says of them. */
export interface Row {
  readonly name: string;
  readonly files: Files;
  readonly config?: string;
  readonly expected: readonly string[];
}
