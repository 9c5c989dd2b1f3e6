import type { Severity } from '../engine/finding.ts';
import type { Report } from '../report/model.ts';

/** Lowest severity that makes the exit code 1. */
export type FailOn = Severity | 'never';

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** Whether findings that are not mended reach the threshold. */
export function fails({ findings }: Report, failOn: FailOn): boolean {
  if (failOn === 'never') return false;
  return findings.some(({ severity, fixed }) => !fixed && rank[severity] >= rank[failOn]);
}
