/** From what was weighed to the words of a verdict. */
import type { Query } from './query.ts';
import { refsOf } from './refs.ts';
import type { Statement } from './statement.ts';
import { both, either, no, yes } from './truth.ts';
import type { BlockedBy, Outcome, PolicySet, Reason, Verdict } from './types.ts';
import { named, ofCaller, reachOf, unseenIdentity, weigh } from './weigh.ts';
import type { Parts, Weighed } from './weigh.ts';

/**
 * A Deny that may apply matters only where something may allow.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function outcomeOf({ deny, allow }: Weighed): Outcome {
  if (deny === yes || allow === no) return 'denied';
  return deny === no && allow === yes ? 'allowed' : 'unknown';
}

export function verdictOf(weighed: Weighed, query: Query, policies: PolicySet): Verdict {
  const outcome = outcomeOf(weighed);
  switch (outcome) {
    case 'allowed':
      return allowedVerdict(weighed, policies);
    case 'denied':
      return weighed.deny === yes ? explicitDenial(weighed, policies) : implicitDenial(weighed, query);
    case 'unknown':
      return unknownVerdict(weighed, query, policies);
    default:
      return outcome satisfies never;
  }
}

function allowedVerdict({ parts }: Weighed, policies: PolicySet): Verdict {
  const { reason, by } = wayIn(parts);
  return { outcome: 'allowed', reason, blockedBy: [], deciding: refsOf(by, policies), unknownKeys: [] };
}

interface WayIn {
  readonly reason: Reason;
  readonly by: readonly (Statement | undefined)[];
}

/** The policy of the key or vault by itself, the account's delegation with an identity policy, or a grant. */
function wayIn(parts: Parts): WayIn {
  const { model, sameAccount, resource, identity } = parts;
  const byResource: Reason = model === 'vault' ? 'allowed-by-vault-policy' : 'allowed-by-key-policy';
  if (!sameAccount && both(reachOf(resource), ofCaller(parts)) === yes) {
    const delegated = either(either(resource.any, resource.session), resource.role) !== yes;
    const by = [delegated ? resource.accountBy : strongestBy(parts), identity.anyBy];
    const byIdentity = delegated && model === 'key' && identity.anyBy !== undefined;
    return { reason: byIdentity ? 'allowed-by-identity-policy' : byResource, by };
  }
  if (sameAccount && model !== 'identity' && named(parts) === yes) {
    return { reason: byResource, by: [strongestBy(parts)] };
  }
  if (ofCaller(parts) === yes) return delegation(parts, byResource);
  return { reason: 'allowed-by-grant', by: [] };
}

/** The account's root user needs no identity policy: the key policy's statement for the account is enough. */
function delegation({ resource, identity }: Parts, byResource: Reason): WayIn {
  if (identity.anyBy === undefined && resource.accountBy !== undefined) {
    return { reason: byResource, by: [resource.accountBy] };
  }
  return { reason: 'allowed-by-identity-policy', by: [resource.accountBy, identity.anyBy] };
}

function strongestBy({ resource }: Parts): Statement | undefined {
  if (resource.role === yes) return resource.roleBy;
  return resource.session === yes ? resource.sessionBy : resource.anyBy;
}

function explicitDenial({ parts }: Weighed, policies: PolicySet): Verdict {
  const denials = saysByKind(parts).filter(([, say]) => say.deny === yes);
  return {
    outcome: 'denied',
    reason: 'explicit-deny',
    blockedBy: denials.map(([kind]) => kind),
    deciding: refsOf(
      denials.map(([, say]) => say.denyBy),
      policies,
    ),
    unknownKeys: [],
  };
}

function saysByKind({ model, resource, identity, boundary, session, serviceControl, resourceControl }: Parts) {
  return [
    [model === 'vault' ? 'vault-policy' : 'key-policy', resource],
    ['identity-policy', identity],
    ['permissions-boundary', boundary],
    ['session-policy', session],
    ['service-control-policy', serviceControl.say],
    ['resource-control-policy', resourceControl.say],
  ] as const;
}

/** The denial that there is when nothing denies: what the silence is in the way of. */
export function implicitDenial({ parts }: Weighed, query: Query): Verdict {
  return {
    outcome: 'denied',
    reason: 'implicit-deny',
    blockedBy: silentPolicies(parts, query),
    deciding: [],
    unknownKeys: [],
  };
}

/** The policies whose silence is in the way. */
function silentPolicies(parts: Parts, { action }: Query): readonly BlockedBy[] {
  const { model, sameAccount, resource, form, serviceControl } = parts;
  if (form === no) return ['no-cross-account-form'];
  const blocked: BlockedBy[] = serviceControl.allows === no ? ['service-control-policy'] : [];
  const needed = model === 'key' ? action.kms?.keyPolicyGives !== 'nothing' : model === 'vault' && !sameAccount;
  const reached = reachOf(resource) !== no;
  if (needed && !reached) blocked.push(model === 'vault' ? 'vault-policy' : 'key-policy');
  const alone = needed && sameAccount && action.kms?.keyPolicyGives !== 'half';
  if (!needed || reached || !sameAccount) blocked.push(...silentOfCaller(parts, alone));
  return blocked;
}

function silentOfCaller(parts: Parts, alone: boolean): readonly BlockedBy[] {
  const { resource, identityAllows, boundaryAllows, sessionAllows } = parts;
  const blocked: BlockedBy[] = [];
  // Where the key policy alone is enough, who is named in it needs no identity policy.
  if (identityAllows === no && !(alone && resource.role !== no)) blocked.push('identity-policy');
  if (boundaryAllows === no) blocked.push('permissions-boundary');
  if (sessionAllows === no) blocked.push('session-policy');
  return blocked;
}

function unknownVerdict({ parts }: Weighed, query: Query, policies: PolicySet): Verdict {
  return {
    outcome: 'unknown',
    reason: unknownReason(query, policies),
    blockedBy: [],
    deciding: refsOf(openStatements(parts), policies),
    unknownKeys: [],
  };
}

/** The identity policies alone are in doubt when without them the request is denied whatever the rest is. */
function unknownReason(query: Query, policies: PolicySet): Reason {
  if (unseenIdentity(query, policies) === no) return 'unknown-context';
  const without = outcomeOf(weigh({ ...query, unseen: no }, policies));
  return without === 'denied' ? 'unknown-identity-policy' : 'unknown-context';
}

/** The statements that the doubt, or the delegation to policies that are not in sight, rests on. */
function openStatements(parts: Parts): readonly (Statement | undefined)[] {
  const { resource, identity } = parts;
  const denials = saysByKind(parts).flatMap(([, say]) => (say.deny === no ? [] : [say.denyBy]));
  return [...denials, resource.anyBy, resource.sessionBy, resource.roleBy, resource.accountBy, identity.anyBy];
}
