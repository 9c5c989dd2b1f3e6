import { actionQuery } from '../../../src/iam/action.ts';
import { carries, conditionKeyOf, isInertInKeyPolicy, type ConditionKey } from '../../../src/iam/condition-keys.ts';
import { kmsActions } from '../../../src/iam/kms-actions.ts';
import type { ConditionEntry, StatementView } from '../../../src/iam/types.ts';
import { demandsValue } from './conditions.ts';
import { coveredActions, givenBy } from './covered-actions.ts';
import { oncePer } from './once-per.ts';
import { briefly, plural } from './wording.ts';

interface Fault {
  readonly why: string;
  readonly help: string;
}

/** Keys that control access in IAM policies only. */
export function inertKey(condition: ConditionEntry): Fault | undefined {
  if (!demandsValue(condition) || !isInertInKeyPolicy(condition.key.toLowerCase())) return undefined;
  return {
    why: `the condition on ${condition.key} never holds, since the key works in IAM policies only, not in key policies`,
    help: `Remove the condition, or give this access by an IAM policy that uses ${condition.key}.`,
  };
}

/** A key that none of the statement's actions carries; the grant key over actions that are listed beside grant actions. */
export function uncarriedKey(statement: StatementView, condition: ConditionEntry): Fault | undefined {
  const key = condition.key.toLowerCase();
  // Every request may carry a global key.
  if (!key.startsWith('kms:') || !demandsValue(condition)) return undefined;
  const row = conditionKeyOf(key);
  if (row === undefined) return undefined;
  const carriers = carriersOf(row);
  const actions = coveredActions(statement);
  const someCarries = actions.some((action) => carriers.has(action));
  if (actions.length > 0 && !someCarries) return noneCarries(statement, condition, actions);
  const lost = key === grantKey ? lostPatterns(statement, carriers) : [];
  return lost.length === 0 ? undefined : someLost(condition, lost);
}

const grantKey = 'kms:grantisforawsresource';

const carriersOf = oncePer(({ name }: ConditionKey): ReadonlySet<string> => {
  const actions = kmsActions.map(({ action }) => action);
  return new Set(actions.filter((action) => carries(actionQuery(action), name.toLowerCase())));
});

/** Listed patterns of which no action carries the key: the statement gives the others, and not these. */
function lostPatterns({ actions = [] }: StatementView, carriers: ReadonlySet<string>): readonly string[] {
  return actions.filter((pattern) => {
    const given = givenBy(pattern);
    return given.length > 0 && !given.some((action) => carriers.has(action));
  });
}

function noneCarries({ actions }: StatementView, { key }: ConditionEntry, covered: readonly string[]): Fault {
  const names = actions ?? covered;
  return {
    why: `${plural(names.length, 'a request', 'requests')} for ${briefly(names)} never ${plural(names.length, 'carries', 'carry')} ${key}, so the condition on it is never met`,
    help: `Remove the condition on ${key}, or move it to a statement with actions that carry it.`,
  };
}

function someLost({ key }: ConditionEntry, lost: readonly string[]): Fault {
  return {
    why: `${briefly(lost)} never ${plural(lost.length, 'carries', 'carry')} ${key}, so the statement does not give ${plural(lost.length, 'it', 'them')}`,
    help: `Move ${briefly(lost)} to a statement without the condition on ${key}.`,
  };
}
