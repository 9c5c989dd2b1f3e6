/** Grants: a further way in, for one key, one grantee and the listed operations. https://docs.aws.amazon.com/kms/latest/developerguide/grants.html */
import { keyIdOf } from '../estate/arn.ts';
import { hasHole } from '../estate/hole.ts';
import type { Grant } from '../estate/model.ts';
import { mayBeCaller } from './principal-clause.ts';
import type { Caller } from './principal.ts';
import type { Query } from './query.ts';
import { both, either, kleene, maybe, no, yes } from './truth.ts';
import type { Kleene } from './truth.ts';
import type { ContextValue } from './types.ts';

export function grantsAllow(grants: readonly Grant[], query: Query): Kleene {
  let result: Kleene = no;
  for (const grant of grants) result = either(result, grantAllows(grant, query));
  return result;
}

/** Context keys that grants for this caller and operation depend on. */
export function grantKeys(grants: readonly Grant[], query: Query): readonly string[] {
  return grants
    .filter((grant) => grantAllows(grant, query) === maybe)
    .flatMap(({ Constraints = {} }) => {
      const { EncryptionContextSubset: subset = {}, EncryptionContextEquals: whole, SourceArn } = Constraints;
      const names = [...Object.keys(subset), ...Object.keys(whole ?? {})];
      return [
        ...names.map((name) => `kms:EncryptionContext:${name}`),
        ...(whole === undefined ? [] : ['kms:EncryptionContextKeys']),
        ...(SourceArn === undefined ? [] : ['aws:SourceArn']),
        ...(query.action.kms?.name === 'CreateGrant' ? ['kms:GrantOperations'] : []),
      ];
    });
}

function grantAllows(grant: Grant, query: Query): Kleene {
  const { kms } = query.action;
  if (kms === undefined || !isOnKey(grant, query.resource)) return no;
  // The retiring principal may retire the grant without any operation in it.
  const retires = kms.name === 'RetireGrant' ? grantedTo(grant.RetiringPrincipal, query.caller) : no;
  const granted = grant.Operations.includes(kms.name) ? grantedTo(grant.GranteePrincipal, query.caller) : no;
  if (either(retires, granted) === no) return no;
  return either(retires, both(granted, both(constraintsHold(grant, query), mayPassOn(grant, query))));
}

function isOnKey({ KeyId }: Grant, resource: string | undefined): boolean {
  if (KeyId === undefined || resource === undefined) return true;
  return KeyId === resource || KeyId === keyIdOf(resource);
}

function grantedTo(principal: string | undefined, caller: Caller): Kleene {
  if (principal === undefined) return no;
  if (principal === caller.arn || principal === caller.roleArn) return yes;
  if (principal === caller.rootArn || principal === caller.account) return caller.kind === 'root' ? yes : maybe;
  // A session of the role: which session calls is not known.
  if (caller.kind === 'role' && principal.startsWith(caller.sessionPrefix)) return maybe;
  if (hasHole(principal) || hasHole(caller.arn)) return mayBeCaller(principal, caller) ? maybe : no;
  if (caller.kind !== 'session' || caller.roleArn !== undefined) return no;
  return kleene(
    principal.startsWith(`arn:${caller.partition}:iam::${caller.account}:role/`) &&
      principal.endsWith(`/${caller.name}`),
  );
}

/** Encryption context is compared exactly; DescribeKey and RetireGrant are not constrained by it (same page). */
function constraintsHold({ Constraints }: Grant, query: Query): Kleene {
  if (Constraints === undefined) return yes;
  const source =
    Constraints.SourceArn === undefined ? yes : equals(query.context('aws:sourcearn'), Constraints.SourceArn);
  const name = query.action.kms?.name;
  if (name === 'DescribeKey' || name === 'RetireGrant') return source;
  const { EncryptionContextSubset: subset = {}, EncryptionContextEquals: whole } = Constraints;
  let result = both(source, pairsHold(subset, query));
  if (whole !== undefined) result = both(result, both(pairsHold(whole, query), hasOnly(Object.keys(whole), query)));
  return result;
}

function pairsHold(pairs: Readonly<Record<string, string>>, { context }: Query): Kleene {
  let result: Kleene = yes;
  for (const [key, value] of Object.entries(pairs)) {
    result = both(result, equals(context(`kms:encryptioncontext:${key.toLowerCase()}`), value));
  }
  return result;
}

function equals(value: ContextValue, wanted: string): Kleene {
  if (value.state === 'absent') return no;
  if (value.state === 'known') return kleene(value.values.length === 1 && value.values[0] === wanted);
  return maybe;
}

/** `EncryptionContextEquals` admits no further pair. */
function hasOnly(keys: readonly string[], { context }: Query): Kleene {
  const present = context('kms:encryptioncontextkeys');
  if (present.state === 'absent') return kleene(keys.length === 0);
  if (present.state !== 'known') return maybe;
  return kleene(present.values.every((key) => keys.includes(key)));
}

/** CreateGrant held through a grant passes on that grant's operations only (same page). */
function mayPassOn(grant: Grant, { action, context }: Query): Kleene {
  if (action.kms?.name !== 'CreateGrant') return yes;
  const operations = context('kms:grantoperations');
  if (operations.state !== 'known') return maybe;
  return kleene(operations.values.every((operation) => grant.Operations.includes(operation)));
}
