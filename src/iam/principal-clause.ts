/** A statement's Principal or NotPrincipal against the caller. */
import { hasHole, hole, isHole } from '../estate/hole.ts';
import { isObject } from './json.ts';
import { mayMatch } from './open-text.ts';
import type { Caller } from './principal.ts';
import { either, maybe, no, not, yes } from './truth.ts';
import type { Kleene } from './truth.ts';

/**
 * Through which kind of entry a statement reaches the caller: it matters, since permissions boundaries and
 * session policies cut some of them and not others.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
 */
export interface Channels {
  /** `*`. */
  readonly any: Kleene;
  /** The exact session ARN, the user ARN, or the service. */
  readonly session: Kleene;
  /** The role's ARN. */
  readonly role: Kleene;
  /** The caller's account: it delegates to the account's IAM policies. */
  readonly account: Kleene;
}

/** What a Principal element holds, by type. */
export interface PrincipalClause {
  /** `Principal: "*"`. */
  readonly star: boolean;
  readonly aws: readonly string[];
  readonly services: readonly string[];
  /** Entries of either list that are known in part, or not at all. */
  readonly openAws: readonly string[];
  readonly openServices: readonly string[];
  /** Part of it has a form that is none; it may have been meant for anyone. */
  readonly broken: boolean;
}

export const everyone: Channels = { any: yes, session: no, role: no, account: no };
export const nobody: Channels = { any: no, session: no, role: no, account: no };
export const perhaps: Channels = { any: maybe, session: no, role: no, account: no };

const none: readonly string[] = [];

const emptyClause: PrincipalClause = {
  star: false,
  aws: none,
  services: none,
  openAws: none,
  openServices: none,
  broken: false,
};

export function readPrincipal(value: unknown): PrincipalClause {
  if (value === '*') return { ...emptyClause, star: true };
  if (isHole(value)) return { ...emptyClause, openAws: [value], openServices: [value] };
  if (!isObject(value)) return { ...emptyClause, broken: true };
  const aws: string[] = [];
  const services: string[] = [];
  let broken = false;
  for (const [type, entries] of Object.entries(value)) {
    const into = type === 'AWS' ? aws : type === 'Service' ? services : [];
    // Federated and CanonicalUser are valid types that no role, user or service matches.
    if (into !== aws && into !== services && type !== 'Federated' && type !== 'CanonicalUser') broken = true;
    if (!collectTexts(entries, into)) broken = true;
  }
  const clause = { star: false, aws, services, openAws: none, openServices: none, broken };
  if (!aws.some(hasHole) && !services.some(hasHole)) return clause;
  return {
    ...clause,
    aws: aws.filter(isKnown),
    services: services.filter(isKnown),
    openAws: aws.filter(hasHole),
    openServices: services.filter(hasHole),
  };
}

function isKnown(entry: string): boolean {
  return !hasHole(entry);
}

/** False when something in it is no text. */
function collectTexts(value: unknown, into: string[]): boolean {
  if (typeof value === 'string') {
    into.push(value);
    return true;
  }
  if (!Array.isArray(value)) return false;
  let clean = true;
  for (const entry of value) {
    if (typeof entry === 'string') into.push(entry);
    else clean = false;
  }
  return clean;
}

/** Long lists are hashed once; short ones are quicker to walk. */
const hashFrom = 12;
const indexes = new WeakMap<PrincipalClause, { exact: ReadonlySet<string>; sessions: readonly string[] }>();

export function matchPrincipal(clause: PrincipalClause, caller: Caller): Channels {
  if (clause.star) return everyone;
  const open = openEntries(clause, caller);
  if (open.length === 0) return matchKnown(clause, caller);
  // The same hole stands for the same value: a role's name that a template makes up is still that role's.
  const same = clause.openAws.filter((entry) => entry === caller.arn || entry === caller.roleArn);
  const known = same.length === 0 ? clause : { ...clause, aws: [...clause.aws, ...same] };
  return withOpen(matchKnown(known, caller), open, caller);
}

/** Those that may name the caller for all that is known; a caller whose own name is not known may be any of them. */
function openEntries({ aws, openAws, openServices }: PrincipalClause, caller: Caller): readonly string[] {
  if (caller.kind === 'service') return openServices;
  return hasHole(caller.arn) ? [...openAws, ...aws] : openAws;
}

function matchKnown(clause: PrincipalClause, caller: Caller): Channels {
  if (caller.kind === 'service') return matchService(clause, caller);
  const found = clause.aws.length < hashFrom ? walk(clause.aws, caller) : lookUp(clause, caller);
  return clause.broken ? { ...found, any: either(found.any, maybe) } : found;
}

/** An entry of which part is not known may be the caller, its account or its session; so may any, if the caller's is not. */
function withOpen(certain: Channels, open: readonly string[], caller: Caller): Channels {
  const mayBe = (...texts: readonly string[]): Kleene => (open.some((entry) => fits(entry, texts)) ? maybe : no);
  const isRole = caller.kind === 'role' || caller.kind === 'session';
  const ofSession = caller.kind === 'role' ? mayBe(anySessionOf(caller)) : no;
  return {
    any: either(certain.any, mayBe('*')),
    session: either(certain.session, caller.kind === 'role' ? ofSession : mayBe(caller.arn)),
    role: either(certain.role, isRole ? mayBe(roleArnOf(caller), caller.arn) : no),
    account: either(certain.account, caller.kind === 'service' ? no : mayBe(caller.account, caller.rootArn)),
  };
}

function fits(entry: string, texts: readonly string[]): boolean {
  return texts.some((text) => mayMatch({ text: entry, wild: false }, text));
}

/** Whether an entry may be the ARN of the caller or of one of its sessions. */
export function mayBeCaller(entry: string, caller: Caller): boolean {
  return fits(entry, caller.sessionPrefix === '' ? [caller.arn] : [caller.arn, anySessionOf(caller)]);
}

function anySessionOf({ sessionPrefix }: Caller): string {
  return sessionPrefix + hole('session');
}

/** A session's ARN does not tell its role's path. */
function roleArnOf({ roleArn, partition, account, name }: Caller): string {
  return roleArn ?? `arn:${partition}:iam::${account}:role/${hole('path')}/${name}`;
}

function matchService(clause: PrincipalClause, caller: Caller): Channels {
  const named = clause.services.includes(caller.name);
  // Low confidence: whether {"AWS": "*"} covers AWS services is not documented.
  const any = clause.broken || clause.aws.includes('*') ? maybe : no;
  return { any, session: named ? yes : no, role: no, account: no };
}

function walk(entries: readonly string[], caller: Caller): Channels {
  let any: Kleene = no;
  let session: Kleene = no;
  let role: Kleene = no;
  let account: Kleene = no;
  for (const entry of entries) {
    if (entry === '*') any = yes;
    else if (entry === caller.rootArn || entry === caller.account) account = yes;
    else if (entry === caller.arn) {
      if (caller.kind === 'role') role = yes;
      else session = yes;
    } else if (caller.kind === 'session') {
      if (isRoleOf(entry, caller)) role = yes;
    } else if (caller.kind === 'role' && isSessionOf(entry, caller)) session = maybe;
  }
  return any === no && session === no && role === no && account === no ? nobody : { any, session, role, account };
}

/** Whether the entry is a session of the caller's role: which session calls is not known then. */
function isSessionOf(entry: string, { sessionPrefix }: Caller): boolean {
  return (
    entry.startsWith(sessionPrefix) &&
    entry.length > sessionPrefix.length &&
    !/[*?/]/.test(entry.slice(sessionPrefix.length))
  );
}

/**
 * Whether the entry is the role of a calling session. Inferred: where the role's path is not known, account and
 * name decide, since role names are unique in an account.
 */
function isRoleOf(entry: string, { roleArn, partition, account, name }: Caller): boolean {
  if (roleArn !== undefined) return entry === roleArn;
  if (!entry.endsWith(`/${name}`) || !entry.startsWith(`arn:${partition}:iam::${account}:role/`)) return false;
  return !/[*?]/.test(entry);
}

function lookUp(clause: PrincipalClause, caller: Caller): Channels {
  let index = indexes.get(clause);
  if (index === undefined) {
    // Entries that name the caller only in part have to be walked: session ARNs, and role ARNs for a session.
    const sessions = clause.aws.filter((entry) => entry.includes(':assumed-role/'));
    index = { exact: new Set(clause.aws), sessions };
    indexes.set(clause, index);
  }
  if (caller.kind === 'session' && caller.roleArn === undefined) return walk(clause.aws, caller);
  const candidates = ['*', caller.arn, caller.account, caller.rootArn, caller.roleArn ?? caller.arn];
  const { exact } = index;
  return walk([...candidates.filter((candidate) => exact.has(candidate)), ...index.sessions], caller);
}

/**
 * Whether a Deny with NotPrincipal strikes the caller: everyone but those listed. To be spared, a role session needs
 * its account and its role in the list; with only one of them it may be denied.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
 */
export function matchNotPrincipal(clause: PrincipalClause, caller: Caller, hasBoundary: boolean): Kleene {
  // With a permissions boundary the principal is denied, whatever the list holds (same page).
  if (hasBoundary) return yes;
  const listed = matchPrincipal(clause, caller);
  if (listed.any !== no) return not(listed.any);
  if (caller.kind === 'service') return not(listed.session);
  if (caller.kind === 'root') return not(listed.account);
  const self = caller.kind === 'user' || caller.kind === 'federated-user' ? listed.session : listed.role;
  if (listed.account === yes && self === yes) return no;
  // Medium confidence: only part of what is needed is listed, and field tests disagree.
  return listed.account !== no || self !== no || listed.session !== no ? maybe : yes;
}
