/** Why a statement's principals are not the caller, in words. */
import { splitArn } from '../estate/arn.ts';
import { editDistance } from '../text/did-you-mean.ts';
import { compileGlob, isWild, matchGlob } from './glob.ts';
import { parseCaller } from './principal.ts';
import type { Caller } from './principal.ts';
import type { PrincipalEntry } from './types.ts';

/** What keeps an entry from being the caller. */
export interface Miss {
  readonly message: string;
  readonly pointer: string;
  readonly near: boolean;
}

/** The entry that comes nearest, or a word on all of them. */
export function principalMiss(entries: readonly PrincipalEntry[], caller: Caller, pointer: string): Miss {
  const near = nearest(entries, caller);
  if (near !== undefined) return near;
  const [only, ...others] = entries;
  const found =
    only === undefined
      ? 'names nobody'
      : others.length === 0
        ? `names ${only.value}`
        : `names ${entries.length} principals, none of them ${caller.arn}`;
  return { message: `principal is ${caller.arn}, statement ${found}`, pointer, near: false };
}

function nearest(entries: readonly PrincipalEntry[], caller: Caller): Miss | undefined {
  for (const difference of differences) {
    for (const { type, value, pointer } of entries) {
      const why = type === 'AWS' ? difference(value, caller) : undefined;
      if (why === undefined) continue;
      return { message: `principal is ${caller.arn}, statement names ${value}: ${why}`, pointer, near: true };
    }
  }
  const service = caller.kind === 'service' ? undefined : entries.find(({ type }) => type === 'Service');
  if (service === undefined) return undefined;
  const why = `statement names the service ${service.value}, but the call is made by a role or user`;
  return { message: `principal is ${caller.arn}, ${why}`, pointer: service.pointer, near: true };
}

type Difference = (entry: string, caller: Caller) => string | undefined;

/** The clearest first. */
const differences: readonly Difference[] = [
  letterCase,
  lackingPath,
  otherPath,
  otherPartition,
  otherAccount,
  wildcard,
  otherName,
];

function letterCase(entry: string, caller: Caller): string | undefined {
  return entry.toLowerCase() === caller.arn.toLowerCase() ? 'case differs' : undefined;
}

interface Named {
  readonly partition: string;
  readonly account: string;
  readonly kind: string;
  /** `/`, `/service-role/`. */
  readonly path: string;
  readonly name: string;
}

function parseNamed(arn: string): Named | undefined {
  const parts = splitArn(arn);
  if (parts?.service !== 'iam') return undefined;
  const first = parts.resource.indexOf('/');
  const last = parts.resource.lastIndexOf('/');
  if (first < 0) return undefined;
  return {
    partition: parts.partition,
    account: parts.account,
    kind: parts.resource.slice(0, first),
    path: parts.resource.slice(first, last + 1),
    name: parts.resource.slice(last + 1),
  };
}

/** What the two ARNs have, when only the listed parts differ. */
function differingOnlyIn(parts: readonly (keyof Named)[], entry: string, caller: Caller): [Named, Named] | undefined {
  const theirs = parseNamed(entry);
  const ours = parseNamed(caller.roleArn ?? caller.arn);
  if (theirs === undefined || ours === undefined) return undefined;
  const others = (['partition', 'account', 'kind', 'path', 'name'] as const).filter((part) => !parts.includes(part));
  return others.every((part) => theirs[part] === ours[part]) ? [theirs, ours] : undefined;
}

function lackingPath(entry: string, caller: Caller): string | undefined {
  const [theirs, ours] = differingOnlyIn(['path'], entry, caller) ?? [];
  return theirs?.path === '/' ? `ARN lacks the path ${ours?.path}` : undefined;
}

function otherPath(entry: string, caller: Caller): string | undefined {
  const [theirs, ours] = differingOnlyIn(['path'], entry, caller) ?? [];
  return theirs === undefined ? undefined : `path is ${theirs.path} instead of ${ours?.path}`;
}

function otherPartition(entry: string, caller: Caller): string | undefined {
  const [theirs, ours] = differingOnlyIn(['partition'], entry, caller) ?? [];
  return theirs === undefined ? undefined : `partition is ${theirs.partition} instead of ${ours?.partition}`;
}

/** The account alone, or the account and a forgotten path. */
function otherAccount(entry: string, caller: Caller): string | undefined {
  const [theirs, ours] = differingOnlyIn(['account', 'path'], entry, caller) ?? [];
  if (theirs === undefined || ours === undefined) return undefined;
  const path = theirs.path === ours.path ? '' : `, and path ${theirs.path} instead of ${ours.path}`;
  return `account is ${theirs.account} instead of ${ours.account}${path}`;
}

function wildcard(entry: string, caller: Caller): string | undefined {
  const meant = isWild(entry) && entry !== '*' && matchGlob(compileGlob(entry), caller.roleArn ?? caller.arn);
  return meant ? 'a wildcard inside a principal ARN matches nothing' : undefined;
}

function otherName(entry: string, caller: Caller): string | undefined {
  const [theirs, ours] = differingOnlyIn(['name'], entry, caller) ?? [];
  if (theirs === undefined || ours === undefined) return undefined;
  const most = Math.min(3, Math.floor(ours.name.length / 4));
  return editDistance(theirs.name, ours.name, most) <= most
    ? `name is ${theirs.name} instead of ${ours.name}`
    : undefined;
}

/** Session ARNs of the caller's role: which session calls is not known. */
export function sessionEntry(entries: readonly PrincipalEntry[], caller: Caller): PrincipalEntry | undefined {
  return entries.find(
    ({ value }) => caller.sessionPrefix !== '' && parseCaller(value)?.sessionPrefix === caller.sessionPrefix,
  );
}
