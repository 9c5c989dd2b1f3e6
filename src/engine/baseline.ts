import { showHoles } from '../estate/hole.ts';
import type { Finding, Severity } from './finding.ts';
import { graver } from './severity.ts';

/** A finding that is known and lived with for now. All but fingerprint and severity is there for people. */
export interface BaselineEntry {
  readonly fingerprint: string;
  readonly rule: string;
  readonly severity: Severity;
  readonly file?: string | undefined;
  readonly subject: string;
  readonly message: string;
}

export type Baseline = readonly BaselineEntry[];

export interface AgainstBaseline {
  /** Not in the baseline, or graver than it says. */
  readonly left: readonly Finding[];
  readonly known: number;
  /** Entries that no finding answers to any more. */
  readonly gone: readonly BaselineEntry[];
}

export function againstBaseline(findings: readonly Finding[], baseline: Baseline): AgainstBaseline {
  const entries = new Map(baseline.map((entry) => [entry.fingerprint, entry]));
  const found = new Set(findings.map(({ fingerprint }) => fingerprint));
  const left = findings.filter(({ fingerprint, severity }) => {
    const entry = entries.get(fingerprint);
    return entry === undefined || graver(severity, entry.severity);
  });
  return {
    left,
    known: findings.length - left.length,
    gone: baseline.filter(({ fingerprint }) => !found.has(fingerprint)),
  };
}

/** A baseline that holds these findings, in an order that does not depend on where in their files they stand. */
export function baselineOf(findings: readonly Finding[]): BaselineEntry[] {
  const entries = new Map<string, BaselineEntry>();
  for (const finding of findings) {
    const before = entries.get(finding.fingerprint);
    if (before === undefined || graver(finding.severity, before.severity)) {
      entries.set(finding.fingerprint, entryOf(finding));
    }
  }
  return [...entries.values()].sort(inOrder);
}

function entryOf({ fingerprint, rule, severity, origin, subject, message }: Finding): BaselineEntry {
  return {
    fingerprint,
    rule,
    severity,
    ...(origin.kind === 'file' ? { file: origin.file } : {}),
    subject: showHoles(subject),
    message: showHoles(message),
  };
}

function inOrder(left: BaselineEntry, right: BaselineEntry): number {
  const [one, other] = [left, right].map(({ file = '', rule, subject, fingerprint }) =>
    [file, rule, subject, fingerprint].join('\0'),
  );
  if (one === undefined || other === undefined || one === other) return 0;
  return one < other ? -1 : 1;
}
