import type { Finding } from '../../src/engine/finding.ts';

/** What a rule found, a line each: `error /Statement/1 message`. */
export function linesOf(findings: readonly Finding[], rule: string): readonly string[] {
  return findings.filter((finding) => finding.rule === rule).map(lineOf);
}

export function lineOf({ severity, origin, message }: Finding): string {
  return `${severity} ${origin.kind === 'file' ? origin.pointer : origin.arn} ${message}`;
}
