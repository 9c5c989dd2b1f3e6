/**
 * The requests on which a policy is compared before and after a fix: every KMS action, by every principal, under every
 * value of a context key, as far as the policies could tell them apart.
 *
 * Context keys are varied one at a time, and together where they can only work together: with the values that make one
 * statement apply, that make a changed statement and one other apply, and those that keep every other Deny from applying.
 * More combinations cannot show more. A fix adds statements or actions for exact ARNs, whose only condition is
 * `kms:GrantIsForAWSResource`, or takes exact ARNs out of a Deny; so a decision differs only where a changed statement
 * applies, one other allows the request by itself, and no other Deny hides the difference.
 */
import { accountOf, parseAccountId } from '../estate/arn.ts';
import { contextOf, derivedContext, known } from '../iam/context.ts';
import { parseCaller } from '../iam/principal.ts';
import type { CompiledPolicy, ConditionEntry, ContextValue, RequestContext, StatementView } from '../iam/types.ts';
import { actionClasses } from './action-classes.ts';
import { distinct, type Permission } from './request.ts';
import { escapeOf, samplesOf, witnessOf, type Assignment } from './witness.ts';

export interface GridPrincipal {
  readonly arn: string;
  /** The role's ARN, where this is a session of one that the fix is for; else as `arn`. */
  readonly actsAs: string;
  /** The context keys that say who it is. */
  readonly facts: ReadonlyMap<string, ContextValue>;
  /** One action of each class; of a principal that the fix is for, what it may newly do is asked action by action. */
  readonly actions: readonly string[];
}

export interface Grid {
  readonly principals: readonly GridPrincipal[];
  readonly assignments: readonly Assignment[];
}

export interface GridInput {
  readonly before: CompiledPolicy;
  readonly after: CompiledPolicy;
  /** The account that owns the key. */
  readonly keyAccount: string;
  /** What the fix is for. */
  readonly permissions: readonly Permission[];
}

export const grantIsForAwsResource = 'kms:grantisforawsresource';

export function gridOf({ before, after, keyAccount, permissions }: GridInput): Grid {
  const statements = distinct([...before.statements, ...after.statements], identityOf);
  const [old, corrected] = [before, after].map((policy) => new Set(policy.statements.map(identityOf)));
  const isKept = (statement: StatementView) => [old, corrected].every((ids) => ids?.has(identityOf(statement)));
  const changed = statements.filter((statement) => !isKept(statement));
  return {
    principals: principalsOf(statements, keyAccount, permissions),
    assignments: assignmentsOf(statements, changed),
  };
}

export function requestContext({ facts }: GridPrincipal, assignment: Assignment): RequestContext {
  return contextOf([...[...assignment].map(([key, value]) => [key, known(value)] as const), ...facts]);
}

/** What a statement says, wherever it stands. */
function identityOf({ index: _index, pointer: _pointer, raw: _raw, notes: _notes, ...rest }: StatementView): string {
  return JSON.stringify(rest, (name, value: unknown) => (name === 'pointer' ? undefined : value));
}

/** An account that has no part in anything. */
const foreignAccount = '000000000001';

/** Without credentials there is no principal, and no context key that speaks of one; only `*` can match it. */
const anonymous = { arn: 'anonymous', actsAs: 'anonymous', facts: new Map<string, ContextValue>() };

function principalsOf(
  statements: readonly StatementView[],
  keyAccount: string,
  permissions: readonly Permission[],
): GridPrincipal[] {
  const demanded = [...new Set(permissions.map(({ principal }) => principal))];
  const named = [...demanded, ...statements.flatMap(namedIn)];
  const accounts = distinct([keyAccount, ...named.flatMap(accountIn), foreignAccount], (account) => account);
  const callers = [...named.filter((name) => parseCaller(name) !== undefined), ...accounts.map(strangerIn)];
  const known = distinct(callers, (arn) => arn).map((arn) => callerOf(arn, keyAccount, demanded));
  const actions = actionClasses(statements);
  const apart = [...new Set([...actions, ...permissions.map(({ action }) => action)])];
  return [anonymous, ...known].map((caller) => ({
    ...caller,
    actions: demanded.includes(caller.actsAs) ? apart : actions,
  }));
}

function strangerIn(account: string): string {
  return `arn:aws:iam::${account}:role/backuplint-stranger`;
}

/** A session's ARN lacks the role's path, and its role is known by account and name, which is unique there. */
function callerOf(arn: string, keyAccount: string, demanded: readonly string[]): Omit<GridPrincipal, 'actions'> {
  const facts = derivedContext(arn, keyAccount);
  const caller = parseCaller(arn);
  if (caller?.kind !== 'session') return { arn, actsAs: arn, facts };
  const { partition, account, name } = caller;
  const role = demanded.find((other) => isRole(parseCaller(other), account, name));
  const roleArn = role ?? `arn:${partition}:iam::${account}:role/${name}`;
  return { arn, actsAs: role ?? arn, facts: new Map([...facts, ['aws:principalarn', known(roleArn)]]) };
}

function isRole(caller: ReturnType<typeof parseCaller>, account: string, name: string): boolean {
  return caller?.kind === 'role' && caller.account === account && caller.name === name;
}

/** Keys that the principal settles: they vary with it, and their literals are principals or accounts to try. */
const principalKeys = new Set(['aws:principalarn', 'aws:principalaccount', 'kms:calleraccount']);

function namedIn({ principals = [], notPrincipals = [], conditions }: StatementView): string[] {
  const literals = conditions.filter(({ key }) => principalKeys.has(key.toLowerCase())).flatMap(principalSamples);
  return [...[...principals, ...notPrincipals].map(({ value }) => value), ...literals];
}

/** A pattern for ARNs of any account gives one of an account that has no part in anything. */
function principalSamples(entry: ConditionEntry): string[] {
  const values = entry.values.map((value) =>
    value.replace(/^(arn:[^:]*:[^:]*:[^:]*:)[^:]*[*?][^:]*:/, `$1${foreignAccount}:`),
  );
  return samplesOf({ ...entry, values });
}

function accountIn(name: string): string[] {
  const account = parseAccountId(name) ?? accountOf(name);
  return account === undefined ? [] : [account];
}

function assignmentsOf(statements: readonly StatementView[], changed: readonly StatementView[]): Assignment[] {
  const others = statements.filter((statement) => !changed.includes(statement) && statement.effect === 'Deny');
  const calm = merged(others.map(escapeOf));
  const single = statements.flatMap(({ conditions }) => conditions.flatMap(singleValues));
  const witnesses = statements.map(witnessOf);
  const pairs = changed.map(witnessOf).flatMap((one) => witnesses.map((other) => merged([other, one])));
  const together = [...single, ...witnesses, ...pairs].flatMap((some) => [
    some,
    merged([calm, some]),
    merged([some, calm]),
  ]);
  return distinct([nothing, ...together].map(apartFromPrincipal).flatMap(withGrantFlag), idOf);
}

const nothing: Assignment = new Map();

function singleValues(entry: ConditionEntry): Assignment[] {
  return samplesOf(entry).map((value) => new Map([[entry.key.toLowerCase(), value]]));
}

/** Of a key that several name, the last one's value. */
function merged(assignments: readonly Assignment[]): Assignment {
  return new Map(assignments.flatMap((assignment) => [...assignment]));
}

function apartFromPrincipal(assignment: Assignment): Assignment {
  return new Map([...assignment].filter(([key]) => !principalKeys.has(key)));
}

/** Grant actions are asked with and without it under everything else. */
function withGrantFlag(assignment: Assignment): Assignment[] {
  const flags = [['true'], ['false']].map(([value = '']) =>
    merged([assignment, new Map([[grantIsForAwsResource, value]])]),
  );
  return [assignment, ...flags];
}

function idOf(assignment: Assignment): string {
  return JSON.stringify([...assignment].sort(([a], [b]) => (a < b ? -1 : 1)));
}
