/** Request contexts from plain data. */
import { splitArn } from '../estate/arn.ts';
import { compileGlob, matchGlob } from './glob.ts';
import { parseCaller } from './principal.ts';
import type { CallerKind } from './principal.ts';
import type { ContextValue, RequestContext } from './types.ts';

const absent: ContextValue = { state: 'absent' };
const unknown: ContextValue = { state: 'unknown' };

export function known(...values: readonly string[]): ContextValue {
  return { state: 'known', values };
}

/** Everything that is not named is absent; names may be in any letter case. */
export function contextOf(values: Iterable<readonly [key: string, value: ContextValue]>): RequestContext {
  const byKey = new Map<string, ContextValue>();
  for (const [key, value] of values) byKey.set(key.toLowerCase(), value);
  return (key) => byKey.get(key) ?? absent;
}

/** Keys that match one of the patterns (`aws:PrincipalTag/*`) are unknown; the others are as `context` says. */
export function withUnknown(context: RequestContext, patterns: readonly string[]): RequestContext {
  if (patterns.length === 0) return context;
  const globs = patterns.map((pattern) => compileGlob(pattern.toLowerCase()));
  return (key) => (globs.some((glob) => matchGlob(glob, key)) ? unknown : context(key));
}

/** What `aws:PrincipalType` says. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable */
const principalTypes: Readonly<Record<CallerKind, string | undefined>> = {
  role: 'AssumedRole',
  session: 'AssumedRole',
  user: 'User',
  root: 'Account',
  'federated-user': 'FederatedUser',
  service: undefined,
};

/**
 * The context keys that follow from who asks and for what.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
 */
export function derivedContext(principal: string, resourceAccount: string): ReadonlyMap<string, ContextValue> {
  const derived = new Map<string, ContextValue>([['aws:resourceaccount', known(resourceAccount)]]);
  const caller = parseCaller(principal);
  if (caller === undefined) return derived;
  if (caller.kind === 'service') {
    derived.set('aws:principalisawsservice', known('true'));
    derived.set('aws:principalservicename', known(caller.name));
    return derived;
  }
  const type = principalTypes[caller.kind];
  derived.set('aws:principalisawsservice', known('false'));
  // The role's ARN with its path, never the session's; a session's ARN does not tell the path.
  derived.set('aws:principalarn', caller.kind === 'session' ? { state: 'present' } : known(caller.arn));
  derived.set('aws:principalaccount', known(caller.account));
  derived.set('kms:calleraccount', known(caller.account));
  if (type !== undefined) derived.set('aws:principaltype', known(type));
  return derived;
}

/** Account of a resource's ARN; `undefined` where the ARN has none (S3 buckets). */
export function resourceAccountOf(arn: string): string | undefined {
  const account = splitArn(arn)?.account ?? '';
  return /^\d{12}$/.test(account) ? account : undefined;
}
