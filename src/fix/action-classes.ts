import { actionQuery } from '../iam/action.ts';
import { carries } from '../iam/condition-keys.ts';
import { kmsActions, type KmsAction } from '../iam/kms-actions.ts';
import { variablesOf } from '../iam/template.ts';
import type { StatementView } from '../iam/types.ts';
import { coverageOf } from './coverage.ts';

/**
 * One action for all that the statements cannot tell apart: the same of them cover it, it carries the same of the context
 * keys that they read, and KMS gives it in the same way. Such actions are decided alike, so one answers for all.
 */
export function actionClasses(statements: readonly StatementView[]): string[] {
  const covered = statements.map(coverageOf);
  const keys = [...new Set(statements.flatMap(keysReadBy))];
  const classes = new Map<string, string>();
  for (const action of kmsActions) {
    const id = signature(action, covered, keys);
    if (!classes.has(id)) classes.set(id, action.action);
  }
  return [...classes.values()];
}

function keysReadBy({ conditions }: StatementView): string[] {
  return conditions.flatMap(({ key, values }) => [key.toLowerCase(), ...values.flatMap(variablesOf)]);
}

function signature(
  action: KmsAction,
  covered: readonly ((action: string) => boolean)[],
  keys: readonly string[],
): string {
  const query = actionQuery(action.action);
  const { keyPolicyGives, crossAccount, onKey } = action;
  return JSON.stringify([
    covered.map((covers) => covers(action.action)),
    keys.map((key) => carries(query, key)),
    [keyPolicyGives, crossAccount, onKey],
  ]);
}
