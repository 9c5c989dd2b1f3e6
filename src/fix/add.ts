/** Plans what a key policy lacks as additions: existing statements extended where that is exact, else the guidance's own. */
import type { CompiledPolicy, StatementView } from '../iam/types.ts';
import type { ActionClass } from '../paths/types.ts';
import { guidanceStatements, writeActions } from './guidance.ts';
import type { Json, PolicyEdit } from './policy-edit.ts';
import type { Permission } from './request.ts';

export type Sids = Set<string | undefined>;

/** What each principal lacks, of one class. */
type Lacks = Map<string, Set<string>>;

/** `sids`: those in use; the ones taken are added. */
export function planAdditions(policy: CompiledPolicy, needed: readonly Permission[], sids: Sids): PolicyEdit[] {
  const lacks = { use: lacksOf(needed, 'use'), grants: lacksOf(needed, 'grants') };
  const extensions = policy.statements.flatMap((statement) => extend(statement, lacks));
  const statements = [...newStatements(lacks, 'use', sids), ...newStatements(lacks, 'grants', sids)];
  return statements.length === 0
    ? extensions
    : [...extensions, { kind: 'append', pointer: '/Statement', values: statements }];
}

function lacksOf(needed: readonly Permission[], kind: ActionClass): Lacks {
  const lacks: Lacks = new Map();
  for (const { principal, action } of needed.filter((permission) => permission.class === kind)) {
    lacks.set(principal, (lacks.get(principal) ?? new Set()).add(action));
  }
  return lacks;
}

/** Adds to a statement what all its principals lack, and crosses it off. */
function extend(statement: StatementView, lacks: Record<ActionClass, Lacks>): PolicyEdit[] {
  const kind = classOf(statement);
  const principals = kind && rolesOf(statement);
  if (kind === undefined || principals === undefined) return [];
  const actions = lackedByAll(principals, lacks[kind]);
  if (actions.length === 0) return [];
  for (const principal of principals) for (const action of actions) lacks[kind].get(principal)?.delete(action);
  return [{ kind: 'append', pointer: `${statement.pointer}/Action`, values: writeActions(actions) }];
}

/** Which of the guidance's two statements it may stand for, by effect, resource and condition. */
function classOf(statement: StatementView): ActionClass | undefined {
  const { effect, actions, resources, conditions } = statement;
  const plain = effect === 'Allow' && !statement.malformed && !statement.inert && actions !== undefined;
  if (!plain || resources?.length !== 1 || resources[0] !== '*') return undefined;
  if (conditions.length === 0) return 'use';
  return conditions.length === 1 && conditions.every(isForAwsResource) ? 'grants' : undefined;
}

function isForAwsResource({ operator, key, values }: StatementView['conditions'][number]): boolean {
  const [value, ...more] = values;
  return (
    operator === 'Bool' &&
    key.toLowerCase() === 'kms:grantisforawsresource' &&
    value?.toLowerCase() === 'true' &&
    more.length === 0
  );
}

/** The statement's principals, if all are written as ARNs or account ids of AWS principals. */
function rolesOf(statement: StatementView): string[] | undefined {
  const principals = statement.principals ?? [];
  const isPlain = principals.length > 0 && principals.every((principal) => principal.type === 'AWS');
  return isPlain ? principals.map((principal) => principal.value) : undefined;
}

function lackedByAll(principals: readonly string[], lacks: Lacks): string[] {
  const [first, ...others] = principals.map((principal) => lacks.get(principal) ?? new Set<string>());
  return [...(first ?? [])].filter((action) => others.every((other) => other.has(action)));
}

/** One statement for all principals that lack the same. */
function* newStatements(lacks: Record<ActionClass, Lacks>, kind: ActionClass, sids: Sids): Generator<Json> {
  const groups = new Map<string, { principals: string[]; actions: string[] }>();
  for (const [principal, lacked] of lacks[kind]) {
    if (lacked.size === 0) continue;
    const actions = writeActions([...lacked]);
    const group = groups.get(actions.join()) ?? { principals: [], actions };
    groups.set(actions.join(), group);
    group.principals.push(principal);
  }
  for (const { principals, actions } of groups.values()) yield statementFor(kind, principals, actions, sids);
}

function statementFor(kind: ActionClass, principals: readonly string[], actions: readonly string[], sids: Sids): Json {
  const { sid, condition } = guidanceStatements[kind];
  return {
    Sid: uniqueSid(sid, sids),
    Effect: 'Allow',
    Principal: { AWS: oneOrList(principals) },
    Action: oneOrList(actions),
    Resource: '*',
    ...(condition === undefined ? {} : { Condition: condition }),
  };
}

/** Takes the Sid, or the first of `… 2`, `… 3` that no statement has. */
export function uniqueSid(sid: string, taken: Sids): string {
  let unique = sid;
  for (let number = 2; taken.has(unique); number++) unique = `${sid} ${number}`;
  taken.add(unique);
  return unique;
}

export function oneOrList(values: readonly string[]): Json {
  const [only, ...more] = values;
  return only !== undefined && more.length === 0 ? only : values;
}
