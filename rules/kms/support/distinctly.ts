import type { FindingDraft } from '../../../src/engine/finding.ts';

/** Two findings that are alike need different identities, and neither may depend on its place. */
export function* distinctly(findings: Iterable<FindingDraft>): Iterable<FindingDraft> {
  let seen: Map<string, number> | undefined;
  for (const finding of findings) {
    const { identity } = finding;
    seen ??= new Map();
    const count = (seen.get(identity) ?? 0) + 1;
    seen.set(identity, count);
    yield count === 1 ? finding : { ...finding, identity: `${identity} (${count})` };
  }
}
