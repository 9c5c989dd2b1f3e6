import type { Severity } from '../engine/finding.ts';
import { graver } from '../engine/severity.ts';
import type { Report } from '../report/model.ts';

/** Lowest severity that makes the exit code 1. */
export type FailOn = Severity | 'never';

/** Whether findings that are not mended reach the threshold. */
export function fails({ findings }: Report, failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  return findings.some(({ severity, fixed }) => !fixed && !graver(failOn, severity));
}
