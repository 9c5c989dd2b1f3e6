/** A request, taken apart once for all policies. */
import { branchPrefix, hasHole } from '../estate/hole.ts';
import type { ActionQuery } from './action.ts';
import { actionQuery } from './action.ts';
import { carries } from './condition-keys.ts';
import type { Test } from './condition/test.ts';
import { parseCaller, withRoleArn } from './principal.ts';
import type { Caller } from './principal.ts';
import type { ResourceQuery } from './resource.ts';
import { maybe, no, yes } from './truth.ts';
import type { Kleene } from './truth.ts';
import type { ContextValue, EvaluationRequest, RequestContext } from './types.ts';

export interface Query extends ResourceQuery {
  readonly caller: Caller;
  readonly action: ActionQuery;
  /** The caller has a permissions boundary. */
  readonly hasBoundary: boolean;
  /** What identity policies that are not in sight are taken to allow: `maybe`, or `no` to see whether it matters. */
  readonly unseen: Kleene;
  /** Truths that a case assigns to tests whose key is not known. */
  readonly assigned: ReadonlyMap<Test, Kleene> | undefined;
}

const absent: ContextValue = { state: 'absent' };
const unknown: ContextValue = { state: 'unknown' };
/** Either way of a template's condition is possible. */
const either: ContextValue = { state: 'one-of', cases: [['true'], ['false']] };

/** `isBounded`: a permissions boundary is given. */
export function queryOf(request: EvaluationRequest, isBounded: boolean): Query {
  const action = actionOf(request.action);
  const context = carriedContext(action, request.context);
  const caller = callerOf(request.principal, context);
  return {
    caller,
    action,
    // Actions that are not called on a key need `Resource: "*"`.
    // https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
    resource: action.kms?.onKey === false ? '*' : request.resource,
    resourceAccount: request.resourceAccount,
    partition: caller.partition,
    context,
    hasBoundary: isBounded && mayHaveBoundary(caller),
    unseen: maybe,
    assigned: undefined,
  };
}

/**
 * The root user and service-linked roles cannot have a permissions boundary.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
function mayHaveBoundary({ kind, serviceLinked }: Caller): boolean {
  return kind !== 'root' && serviceLinked !== yes;
}

/** A context key that the action does not carry is absent, whatever is said of it. */
function carriedContext(action: ActionQuery, context: RequestContext): RequestContext {
  return (key) => {
    if (key.startsWith(branchPrefix)) return either;
    if (hasHole(key)) return unknown;
    return carries(action, key) ? context(key) : absent;
  };
}

/** The few callers and actions of a run are taken apart once; the memos are bounded, since the input fills them. */
const memoLimit = 500;
const callers = new Map<string, Caller>();
const actions = new Map<string, ActionQuery>();

function callerOf(principal: string, context: RequestContext): Caller {
  const caller = memoised(callers, principal, (text) => parseCaller(text) ?? unknownCaller(text));
  if (caller.kind !== 'session') return caller;
  const arn = context('aws:principalarn');
  const [roleArn] = arn.state === 'known' ? arn.values : [];
  return roleArn === undefined ? caller : withRoleArn(caller, roleArn);
}

function actionOf(action: string): ActionQuery {
  return memoised(actions, action, actionQuery);
}

function memoised<Value>(memo: Map<string, Value>, text: string, make: (text: string) => Value): Value {
  const known = memo.get(text);
  if (known !== undefined) return known;
  if (memo.size >= memoLimit) memo.clear();
  const made = make(text);
  memo.set(text, made);
  return made;
}

/** A principal of no form that can call: only `*` reaches it, and no text of a policy equals what it lacks. */
function unknownCaller(text: string): Caller {
  const nothing = '\0';
  return {
    kind: 'user',
    arn: text,
    partition: nothing,
    account: nothing,
    name: nothing,
    rootArn: nothing,
    roleArn: undefined,
    sessionPrefix: nothing,
    serviceLinked: no,
  };
}
