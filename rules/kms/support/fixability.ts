import { whyInvalid } from '../../../src/iam/validity.ts';
import type { JudgedKey } from '../../../src/engine/rule.ts';

/** Whether `--fix` can edit the policy at all: a text of the user's, without errors that would be carried along. */
export function isEditable({ key, policy, source }: JudgedKey): boolean {
  if (key.policy.kind !== 'given' || policy === undefined || source === undefined) return false;
  return source.duplicateKeys.length === 0 && whyInvalid(policy) === undefined;
}
