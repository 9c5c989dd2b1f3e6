/**
 * The requests on which a policy is compared before and after a fix: every KMS action, by every principal, under every
 * value of a context key, as far as the policies could tell them apart.
 *
 * Context keys are varied one at a time, and together where they can only work together: with the values that make one
 * statement apply, and that make a changed statement and one other apply. More combinations cannot show more. A fix adds
 * statements or actions for exact ARNs, whose only condition is `kms:GrantIsForAWSResource`, or takes exact ARNs out of a
 * Deny; so a decision differs only where a changed statement applies, and whether that shows is up to the other
 * statements, each of which applies in one of the combinations tried.
 */
import { accountOf, parseAccountId } from '../estate/arn.ts';
import { contextOf, derivedContext, known } from '../iam/context.ts';
import { parseCaller } from '../iam/principal.ts';
import type { CompiledPolicy, ConditionEntry, ContextValue, RequestContext, StatementView } from '../iam/types.ts';
import { actionClasses } from './action-classes.ts';
import { distinct, type Permission } from './request.ts';
import { samplesOf, witnessOf, type Assignment } from './witness.ts';

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
  const kept = new Set(
    before.statements.map(identityOf).filter((id) => after.statements.some((other) => identityOf(other) === id)),
  );
  const changed = statements.filter((statement) => !kept.has(identityOf(statement)));
  return {
    principals: principalsOf(statements, keyAccount, permissions),
    assignments: assignmentsOf(statements, changed),
  };
}

export function requestContext({ facts }: GridPrincipal, assignment: Assignment): RequestContext {
  return contextOf([...[...assignment].map(([key, value]) => [key, known(value)] as const), ...facts]);
}

/** What a statement says, wherever it stands. */
function identityOf({ index: _index, pointer: _pointer, ...rest }: StatementView): string {
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
  const conditions = statements
    .flatMap((statement) => statement.conditions)
    .filter(({ key }) => !principalKeys.has(key.toLowerCase()));
  const single = conditions.flatMap((entry) =>
    samplesOf(entry).map((value) => new Map([[entry.key.toLowerCase(), value]])),
  );
  const grants = ['true', 'false'].map((value) => new Map([[grantIsForAwsResource, value]]));
  const witnesses = statements.map(apartFromPrincipal);
  const pairs = changed.map(apartFromPrincipal).flatMap((one) => witnesses.map((other) => new Map([...other, ...one])));
  return distinct(
    [new Map<string, string>(), ...grants, ...single, ...witnesses, ...pairs, ...pairs.flatMap(underGrants)],
    idOf,
  );
}

function apartFromPrincipal(statement: StatementView): Assignment {
  return new Map([...witnessOf(statement)].filter(([key]) => !principalKeys.has(key)));
}

/** Grant actions are asked with and without it under everything else too. */
function underGrants(assignment: Assignment): Assignment[] {
  return [new Map([...assignment, [grantIsForAwsResource, 'true']])];
}

function idOf(assignment: Assignment): string {
  return JSON.stringify([...assignment].sort(([a], [b]) => (a < b ? -1 : 1)));
}
