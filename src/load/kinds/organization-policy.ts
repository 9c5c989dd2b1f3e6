/** A policy of the organization, whatever input holds it: checked as far as it is looked at. */
import type { Fragment, OrganizationPolicyFragment } from '../../estate/fragment.ts';
import { pointerOf } from '../../estate/origin.ts';
import { faultsOf } from '../../organization/faults.ts';
import type { LoadedDocument, Misfit } from './kind.ts';

/** Whoever has more of them has one cause. */
const mostFaults = 20;

/** `pointer` leads to the policy in its file. */
export function organizationPolicy(
  policy: OrganizationPolicyFragment,
  pointer: string,
): Required<Pick<LoadedDocument, 'misfits'>> & LoadedDocument {
  const { document, unreadable, duplicateKeys } = policy.policy.source;
  if (unreadable !== undefined) {
    return { fragments: [], misfits: [{ pointer, message: `holds a policy that is not valid JSON: ${unreadable}` }] };
  }
  if (policy.type !== 'BACKUP_POLICY') return { fragments: [policy], misfits: [] };
  const { faults, unknown } = faultsOf(document);
  const misfits: readonly Misfit[] = [
    ...duplicateKeys.map((key) => ({ pointer: pointer + key, message: 'stands twice in its object' })),
    ...faults.map(({ steps, ...fault }) => ({ ...fault, pointer: pointer + pointerOf(steps) })),
  ];
  if (misfits.length > 0) return { fragments: [], misfits: misfits.slice(0, mostFaults) };
  const notes = unknown.map((steps): Fragment => ({
    kind: 'not-looked-at',
    what: `${policy.subject}, ${steps.join('.')}`,
    why: 'no such setting of backup policies is known',
  }));
  return { fragments: [policy, ...notes], misfits: [] };
}
