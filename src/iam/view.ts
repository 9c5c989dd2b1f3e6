/** A statement taken apart for rules to read. */
import { textsOf } from './condition/test.ts';
import { isObject, step } from './json.ts';
import type { Statement } from './statement.ts';
import { isInert, isMalformed } from './statement.ts';
import type { ConditionEntry, PrincipalEntry, StatementView } from './types.ts';

/** Built member by member: absent elements have none. */
export function viewOf(statement: Statement): StatementView {
  const { index, pointer, effect, raw = {} } = statement;
  const { Sid, Principal, NotPrincipal, Action, NotAction, Resource, NotResource, Condition } = raw;
  const view: { -readonly [Member in keyof StatementView]: StatementView[Member] } = {
    index,
    raw: statement.raw,
    notes: [],
    pointer,
    conditions: conditionEntries(Condition, `${pointer}/Condition`),
    malformed: isMalformed(statement),
    inert: isInert(statement),
  };
  if (typeof Sid === 'string') view.sid = Sid;
  if (effect !== undefined) view.effect = effect;
  if (Principal !== undefined) view.principals = principalEntries(Principal, `${pointer}/Principal`);
  if (NotPrincipal !== undefined) view.notPrincipals = principalEntries(NotPrincipal, `${pointer}/NotPrincipal`);
  if (Action !== undefined) view.actions = textsIn(Action);
  if (NotAction !== undefined) view.notActions = textsIn(NotAction);
  if (Resource !== undefined) view.resources = textsIn(Resource);
  if (NotResource !== undefined) view.notResources = textsIn(NotResource);
  return view;
}

/** What is there as text; the rest is among the policy's problems. A list of texts is given as it stands. */
function textsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (!Array.isArray(value)) return [];
  return value.every(isText) ? value : value.filter(isText);
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

const principalTypes: ReadonlySet<string> = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

export function principalEntries(value: unknown, pointer: string): readonly PrincipalEntry[] {
  if (typeof value === 'string') return value === '*' ? [{ type: '*', value, pointer }] : [];
  if (!isObject(value)) return [];
  return Object.entries(value)
    .filter(([type]) => principalTypes.has(type))
    .flatMap(([type, entries]) => entriesOf(type as PrincipalEntry['type'], entries, `${pointer}/${type}`));
}

function entriesOf(type: PrincipalEntry['type'], value: unknown, pointer: string): PrincipalEntry[] {
  if (typeof value === 'string') return [{ type, value, pointer }];
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown, index) =>
    typeof entry === 'string' ? [{ type, value: entry, pointer: `${pointer}/${index}` }] : [],
  );
}

function conditionEntries(value: unknown, pointer: string): readonly ConditionEntry[] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([operator, block]: [string, unknown]) => {
    if (!isObject(block)) return [];
    return Object.entries(block).map(([key, values]: [string, unknown]) => ({
      operator,
      key,
      values: textsOf(values) ?? [],
      pointer: pointer + step(operator) + step(key),
    }));
  });
}
