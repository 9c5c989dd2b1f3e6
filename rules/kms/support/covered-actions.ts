import { kmsActionsMatching } from '../../../src/iam/action.ts';
import { oncePerRepeated } from '../../../src/estate/repeated.ts';
import { kmsActions } from '../../../src/iam/kms-actions.ts';
import type { StatementView } from '../../../src/iam/types.ts';
import { oncePerStatement, oncePerText } from './once-per.ts';

/** The KMS actions that a statement of a key policy speaks of, as `kms:Decrypt`; without those that no key policy gives. */
export const coveredActions = oncePerStatement(({ actions, notActions }: StatementView): readonly string[] => {
  if (notActions === undefined) return givenByAny(actions ?? []);
  const excluded = new Set(notActions.flatMap(givenBy));
  return kmsActions
    .filter(isGiven)
    .map(({ action }) => action)
    .filter((action) => !excluded.has(action));
});

const givenByAny = oncePerRepeated((patterns: readonly string[]): readonly string[] => [
  ...new Set(patterns.flatMap(givenBy)),
]);

/** The actions of a pattern that a key policy can give: `kms:ListKeys` and `kms:RetireGrant` are not among them. */
export const givenBy = oncePerText((pattern) =>
  kmsActionsMatching(pattern)
    .filter(isGiven)
    .map(({ action }) => action),
);

function isGiven({ keyPolicyGives }: (typeof kmsActions)[number]): boolean {
  return keyPolicyGives !== 'nothing';
}
