import type { Severity } from './finding.ts';

const rank: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

export function graver(one: Severity, other: Severity): boolean {
  return rank[one] > rank[other];
}
