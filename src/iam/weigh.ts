/**
 * How the policies' words weigh against each other.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 * https://docs.aws.amazon.com/kms/latest/developerguide/policy-evaluation.html
 */
import { actionSet, matchActions } from './action.ts';
import { grantsAllow } from './grants.ts';
import type { Query } from './query.ts';
import { hear, newSay, silence } from './say.ts';
import type { Say } from './say.ts';
import { both, either, maybe, no, yes } from './truth.ts';
import type { Kleene } from './truth.ts';
import type { CompiledPolicy, PolicySet } from './types.ts';

/** Which policies decide about the action. */
type Model = 'key' | 'vault' | 'identity';

export interface Weighed {
  readonly parts: Parts;
  /** Something allows. */
  readonly allow: Kleene;
  /** Something denies. */
  readonly deny: Kleene;
}

export interface Parts {
  readonly model: Model;
  readonly sameAccount: boolean;
  /** The policy of the key or vault. */
  readonly resource: Say;
  readonly identity: Say;
  readonly boundary: Say;
  readonly session: Say;
  readonly serviceControl: Guardrail;
  readonly resourceControl: Guardrail;
  readonly grants: Kleene;
  /** What identity policies, boundary and session policy allow. */
  readonly identityAllows: Kleene;
  readonly boundaryAllows: Kleene;
  readonly sessionAllows: Kleene;
  /** The action can be called across accounts, or is not. */
  readonly form: Kleene;
}

interface Guardrail {
  readonly say: Say;
  readonly allows: Kleene;
}

export function weigh(query: Query, policies: PolicySet): Weighed {
  const model = modelOf(query, policies);
  const sameAccount = query.caller.account === query.resourceAccount;
  // The account's root user needs no IAM policy.
  const isRoot = query.caller.kind === 'root';
  const identity = isRoot ? silence : hearAll(policies.identityPolicies, query);
  const boundary = query.hasBoundary ? hearOne(policies.permissionsBoundary, query) : silence;
  const session = hearOne(policies.sessionPolicy, query);
  const parts: Parts = {
    model,
    sameAccount,
    resource: resourceSay(model, query, policies),
    identity,
    boundary,
    session,
    serviceControl: guardrail(policies.serviceControlPolicies, query),
    resourceControl: resourceGuardrail(policies.resourceControlPolicies, query),
    grants: model === 'key' && policies.grants !== undefined ? grantsAllow(policies.grants, query) : no,
    identityAllows: isRoot ? yes : either(identity.any, unseenIdentity(query, policies)),
    boundaryAllows: query.hasBoundary ? boundary.any : yes,
    sessionAllows: policies.sessionPolicy === undefined ? yes : session.any,
    form: sameAccount ? yes : crossAccountForm(model, query),
  };
  return { parts, allow: allowOf(parts, query), deny: denyOf(parts) };
}

function modelOf({ action }: Query, { vaultPolicy }: PolicySet): Model {
  if (action.service === 'kms') return 'key';
  if (action.service !== 'backup') return 'identity';
  return vaultPolicy !== undefined || isVaultCopy(action.name) ? 'vault' : 'identity';
}

function isVaultCopy(name: string): boolean {
  return name === 'copyintobackupvault';
}

/** A policy that is not in sight may say anything; a vault without one still serves its own account. */
function resourceSay(model: Model, query: Query, { keyPolicy, vaultPolicy }: PolicySet): Say {
  if (model === 'identity' || query.action.kms?.onKey === false) return silence;
  const policy = model === 'key' ? keyPolicy : vaultPolicy;
  if (policy !== undefined) return keyPolicyCounts(hearOne(policy, query), query);
  const sameAccount = query.caller.account === query.resourceAccount;
  return model === 'vault' && sameAccount ? silence : model === 'key' ? anything : anyAllow;
}

const anything: Say = { ...silence, any: maybe, deny: maybe };
const anyAllow: Say = { ...silence, any: maybe };

/** Low confidence: that a key policy does nothing for kms:RetireGrant is said of allowing; a Deny is left open. */
function keyPolicyCounts(say: Say, { action }: Query): Say {
  return action.kms?.keyPolicyGives === 'nothing' ? { ...say, deny: both(say.deny, maybe) } : say;
}

function hearOne(policy: CompiledPolicy | undefined, query: Query): Say {
  return policy === undefined ? silence : hear(policy, query, newSay());
}

function hearAll(policies: readonly CompiledPolicy[] | undefined, query: Query): Say {
  if (policies === undefined || policies.length === 0) return silence;
  const say = newSay();
  for (const policy of policies) hear(policy, query, say);
  return say;
}

/** What identity policies may allow that are not in sight, or are only known in part. */
export function unseenIdentity(query: Query, policies: PolicySet): Kleene {
  const { identityPolicies, identityPoliciesComplete } = policies;
  if (identityPolicies === undefined || identityPoliciesComplete === false) return query.unseen;
  return identityPolicies.some((policy) => !tellsAbout(policy, query)) ? query.unseen : no;
}

function tellsAbout({ coverage }: CompiledPolicy, query: Query): boolean {
  return coverage === undefined || matchActions(coverage, actionSet(coverage), query.action) === yes;
}

const unrestricted: Guardrail = { say: silence, allows: yes };

/**
 * Every level above the principal's account must allow; service-linked roles are exempt.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
 */
function guardrail(levels: PolicySet['serviceControlPolicies'], query: Query): Guardrail {
  const exempt = query.caller.serviceLinked;
  if (levels === undefined || exempt === yes) return unrestricted;
  let say: Say = silence;
  let allows: Kleene = yes;
  for (const level of levels) {
    const here = hearAll(level, query);
    allows = both(allows, here.any);
    if (here.deny > say.deny) say = here;
  }
  return eased({ say, allows }, exempt);
}

/** Where it is not known whether the caller is exempt. */
function eased({ say, allows }: Guardrail, exempt: Kleene): Guardrail {
  if (exempt === no) return { say, allows };
  return { say: { ...say, deny: both(say.deny, maybe) }, allows: either(allows, maybe) };
}

/**
 * RCPFullAWSAccess is always attached, so only a Deny bites. Calls by service-linked roles and kms:RetireGrant are exempt.
 * https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html
 */
function resourceGuardrail(levels: PolicySet['resourceControlPolicies'], query: Query): Guardrail {
  if (levels === undefined || query.action.kms?.name === 'RetireGrant') return unrestricted;
  return { ...guardrail(levels, query), allows: yes };
}

/**
 * Actions that cannot be called on another account's key or vault.
 * https://docs.aws.amazon.com/kms/latest/developerguide/kms-api-permissions-reference.html
 * https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html
 */
function crossAccountForm(model: Model, { action }: Query): Kleene {
  if (model === 'vault') return isVaultCopy(action.name) ? yes : no;
  if (model === 'identity' || action.kms === undefined) return maybe;
  return action.kms.crossAccount ? yes : no;
}

function allowOf(parts: Parts, query: Query): Kleene {
  const { form, serviceControl, resourceControl, grants } = parts;
  const guarded = both(serviceControl.allows, resourceControl.allows);
  const byPolicies = both(guarded, parts.sameAccount ? withinAccount(parts, query) : acrossAccounts(parts, query));
  return both(form, either(byPolicies, byGrant(parts, grants)));
}

/** What identity policy, boundary and session policy allow together. */
export function ofCaller({ identityAllows, boundaryAllows, sessionAllows }: Parts): Kleene {
  return both(identityAllows, both(boundaryAllows, sessionAllows));
}

/** Boundary and session policy cut what a role's ARN gets, not what `*` or the exact session gets. */
export function named({ resource, boundaryAllows, sessionAllows }: Parts): Kleene {
  const role = both(resource.role, both(boundaryAllows, sessionAllows));
  return either(either(resource.any, resource.session), role);
}

function withinAccount(parts: Parts, query: Query): Kleene {
  const { model, resource } = parts;
  if (model !== 'key') return either(named(parts), ofCaller(parts));
  const gives = query.action.kms?.keyPolicyGives;
  if (gives === 'nothing') return ofCaller(parts);
  // The account's statement delegates to its IAM policies; without it they give nothing.
  // https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
  const key = either(named(parts), both(resource.account, ofCaller(parts)));
  // Alias actions need the permission on the alias by IAM policy too.
  return gives === 'half' ? both(key, ofCaller(parts)) : key;
}

function acrossAccounts(parts: Parts, query: Query): Kleene {
  const { model, resource } = parts;
  // Without a resource policy that could give it, only what is not in sight can.
  if (model === 'identity' || query.action.kms?.keyPolicyGives === 'nothing') return both(ofCaller(parts), maybe);
  return both(reachOf(resource), ofCaller(parts));
}

/** What the policy of the key or vault allows, through whichever entry. */
export function reachOf({ any, session, role, account }: Say): Kleene {
  return either(either(any, session), either(role, account));
}

/**
 * Low confidence: whether the mere silence of an SCP, boundary or session policy cuts a grant is not documented,
 * so it leaves the grant open.
 */
function byGrant({ serviceControl, boundaryAllows, sessionAllows }: Parts, grants: Kleene): Kleene {
  const cut = both(serviceControl.allows, both(boundaryAllows, sessionAllows));
  return both(grants, either(cut, maybe));
}

function denyOf(parts: Parts): Kleene {
  const { resource, identity, boundary, session, serviceControl, resourceControl } = parts;
  const ofPrincipal = either(either(identity.deny, boundary.deny), session.deny);
  return either(either(resource.deny, ofPrincipal), either(serviceControl.say.deny, resourceControl.say.deny));
}
