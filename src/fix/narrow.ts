/** Plans exceptions from Deny statements, which only `--unsafe-fixes` asks for. */
import { kmsActionsMatching } from '../iam/action.ts';
import { kmsActions } from '../iam/kms-actions.ts';
import type { ConditionEntry, StatementView } from '../iam/types.ts';
import { oneOrList, uniqueSid, type Sids } from './add.ts';
import { coverageOf } from './coverage.ts';
import { writeActions } from './guidance.ts';
import type { Json, PolicyEdit } from './policy-edit.ts';
import { distinct, type Permission } from './request.ts';

type JsonObject = Readonly<Record<string, Json>>;

/** A Deny statement, as read and as it stands in the document, and whom it is to let through. */
export interface Exception {
  readonly statement: StatementView;
  readonly json: JsonObject;
  /** All that these principals are to be allowed, whatever refuses it so far. */
  readonly permissions: readonly Permission[];
}

/**
 * A Deny is narrowed by a condition rather than in its principals: that works alike for `*`, for a list and for
 * `NotPrincipal`, and `aws:PrincipalArn` is the role's ARN in every session of the role.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
 */
export function exempt({ statement, json, permissions }: Exception): PolicyEdit {
  const arns = distinct(permissions, ({ principal }) => principal).map(({ principal }) => principal);
  const listed = statement.conditions.find(exceptsPrincipals);
  if (listed !== undefined) return { kind: 'append', pointer: listed.pointer, values: arns };
  const exception = { 'aws:PrincipalArn': oneOrList(arns) };
  const { Condition } = json;
  if (!isObject(Condition)) {
    return { kind: 'member', pointer: statement.pointer, name: 'Condition', value: { ArnNotEquals: exception } };
  }
  const pointer = `${statement.pointer}/Condition`;
  return isObject(Condition['ArnNotEquals'])
    ? { kind: 'member', pointer: `${pointer}/ArnNotEquals`, name: 'aws:PrincipalArn', value: oneOrList(arns) }
    : { kind: 'member', pointer, name: 'ArnNotEquals', value: exception };
}

/** The values of a negated operator are exceptions already: none of them may match. */
function exceptsPrincipals({ operator, key }: ConditionEntry): boolean {
  return /^(?:Arn|String)Not(?:Equals|Like)(?:IfExists)?$/.test(operator) && key.toLowerCase() === 'aws:principalarn';
}

/**
 * What the exempted principals are to stay denied, as statements of their own: every other action of the Deny, and grants
 * that are not for AWS services. Needed where another statement allows them these.
 */
export function* retained({ statement, json, permissions }: Exception, sids: Sids): Generator<Json> {
  const isDenied = coverageOf(statement);
  for (const { principals, needed } of groups(permissions)) {
    const actions = needed.map(({ action }) => action);
    const others = otherActions(statement, actions);
    if (others !== undefined) yield denyFor(json, principals, others, json['Condition'], sids);
    const grants = needed.filter((permission) => permission.class === 'grants').map(({ action }) => action);
    const denied = grants.filter(isDenied);
    if (denied.length === 0) continue;
    const these = { Action: oneOrList(writeActions(denied)) };
    yield denyFor(json, principals, these, notForAwsResource(json['Condition']), sids);
  }
}

interface Group {
  readonly principals: string[];
  readonly needed: readonly Permission[];
}

/** Principals that need the same actions share the statements. */
function groups(permissions: readonly Permission[]): Iterable<Group> {
  const found = new Map<string, Group>();
  for (const { principal } of distinct(permissions, (permission) => permission.principal)) {
    const needed = permissions.filter((permission) => permission.principal === principal);
    const id = needed
      .map(({ action }) => action)
      .sort()
      .join();
    const group = found.get(id) ?? { principals: [], needed };
    found.set(id, group);
    group.principals.push(principal);
  }
  return found.values();
}

function denyFor(
  json: JsonObject,
  principals: readonly string[],
  actions: JsonObject,
  condition: Json | undefined,
  sids: Sids,
): Json {
  const { Sid, NotPrincipal, Resource, NotResource } = json;
  // Whom NotPrincipal spares is not always certain; so that nothing changes for them, the element stays as it is.
  const spares = NotPrincipal !== undefined;
  const own = spares ? withCondition(condition, 'ArnEquals', 'aws:PrincipalArn', oneOrList(principals)) : condition;
  return {
    ...(typeof Sid === 'string' ? { Sid: uniqueSid(`${Sid}, beyond what AWS Backup needs`, sids) } : {}),
    Effect: 'Deny',
    ...(spares ? { NotPrincipal } : { Principal: { AWS: oneOrList(principals) } }),
    ...actions,
    ...(Resource === undefined ? {} : { Resource }),
    ...(NotResource === undefined ? {} : { NotResource }),
    ...(own === undefined ? {} : { Condition: own }),
  };
}

/** The statement's actions without the needed ones; undefined when nothing is left. */
function otherActions({ actions, notActions }: StatementView, needed: readonly string[]): JsonObject | undefined {
  if (notActions !== undefined) return { NotAction: [...notActions, ...writeActions(needed)] };
  const patterns = actions ?? [];
  if (patterns.some((pattern) => kmsActionsMatching(pattern).length === kmsActions.length)) {
    return { NotAction: oneOrList(writeActions(needed)) };
  }
  const others = distinct(
    patterns.flatMap((pattern) => without(pattern, needed)),
    (action) => action,
  );
  return others.length === 0 ? undefined : { Action: oneOrList(others) };
}

function without(pattern: string, needed: readonly string[]): string[] {
  const covered = kmsActionsMatching(pattern).map(({ action }) => action);
  return covered.some((action) => needed.includes(action))
    ? covered.filter((action) => !needed.includes(action))
    : [pattern];
}

/** Absent counts as not for an AWS service: a direct call may not carry the key at all. */
function notForAwsResource(condition: Json | undefined): Json {
  return withCondition(condition, 'BoolIfExists', 'kms:GrantIsForAWSResource', 'false');
}

function withCondition(condition: Json | undefined, operator: string, key: string, value: Json): JsonObject {
  const given = isObject(condition) ? condition : {};
  const block = isObject(given[operator]) ? given[operator] : {};
  return { ...given, [operator]: { ...block, [key]: value } };
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
