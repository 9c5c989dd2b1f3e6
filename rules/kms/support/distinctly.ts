import type { FindingDraft } from '../../../src/engine/finding.ts';

/** Two findings that are alike need different identities, and neither may depend on its place. */
export function distinctly(findings: Iterable<FindingDraft>): readonly FindingDraft[] {
  const all = Array.isArray(findings) ? (findings as readonly FindingDraft[]) : [...findings];
  if (all.length < 2) return all;
  const seen = new Map<string, number>();
  return all.map((finding) => {
    const { identity } = finding;
    const count = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, count);
    return count === 1 ? finding : { ...finding, identity: `${identity} (${count})` };
  });
}
