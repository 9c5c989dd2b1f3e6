import { kmsActionsMatching } from '../iam/action.ts';
import type { StatementView } from '../iam/types.ts';

/** Whether the statement's Action or NotAction covers a KMS action, written `kms:Decrypt`. */
export function coverageOf({ actions, notActions }: StatementView): (action: string) => boolean {
  const patterns = actions ?? notActions ?? [];
  const matching = new Set(patterns.flatMap((pattern) => kmsActionsMatching(pattern).map(({ action }) => action)));
  return (action) => matching.has(action) === (actions !== undefined);
}
