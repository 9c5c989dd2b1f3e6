/** Why a statement's principals are not the caller, in words. */
import { splitArn } from '../../estate/arn.ts';
import { editDistance } from '../../text/did-you-mean.ts';
import { compileGlob, isWild, matchGlob } from '../glob.ts';
import type { Caller } from '../principal.ts';
import type { PrincipalEntry } from '../types.ts';

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
  const ours = parseNamed(caller.roleArn ?? caller.arn);
  const pairs = entries
    .filter(({ type }) => type === 'AWS')
    .map((entry) => ({ entry, pair: { text: entry.value, theirs: parseNamed(entry.value), ours, caller } }));
  for (const difference of differences) {
    for (const { entry, pair } of pairs) {
      const why = difference(pair);
      if (why === undefined) continue;
      const message = `principal is ${caller.arn}, statement names ${entry.value}: ${why}`;
      return { message, pointer: entry.pointer, near: true };
    }
  }
  const service = caller.kind === 'service' ? undefined : entries.find(({ type }) => type === 'Service');
  if (service === undefined) return undefined;
  const why = `statement names the service ${service.value}, but the call is made by a role or user`;
  return { message: `principal is ${caller.arn}, ${why}`, pointer: service.pointer, near: true };
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
  const { partition, account, resource } = parts;
  const first = resource.indexOf('/');
  if (first < 0) return undefined;
  const last = resource.lastIndexOf('/');
  const [kind, path, name] = [resource.slice(0, first), resource.slice(first, last + 1), resource.slice(last + 1)];
  return { partition, account, kind, path, name };
}

/** An entry of the statement, and the caller, both taken apart. */
interface Pair {
  readonly text: string;
  readonly theirs: Named | undefined;
  readonly ours: Named | undefined;
  readonly caller: Caller;
}

type Difference = (pair: Pair) => string | undefined;

/** The clearest first. */
const differences: readonly Difference[] = [letterCase, otherPath, otherPartition, otherAccount, wildcard, otherName];

function letterCase({ text, caller }: Pair): string | undefined {
  const same = text.length === caller.arn.length && text.toLowerCase() === caller.arn.toLowerCase();
  return same ? 'case differs' : undefined;
}

const namedParts = ['name', 'kind', 'account', 'partition', 'path'] as const;

/** The two, when nothing else than the given parts differs. */
function differingIn({ theirs, ours }: Pair, ...parts: readonly (keyof Named)[]): readonly [Named, Named] | undefined {
  if (theirs === undefined || ours === undefined) return undefined;
  const differ = namedParts.some((part) => theirs[part] !== ours[part] && !parts.includes(part));
  return differ ? undefined : [theirs, ours];
}

function otherPath(pair: Pair): string | undefined {
  const [theirs, ours] = differingIn(pair, 'path') ?? [];
  if (theirs === undefined || ours === undefined) return undefined;
  return theirs.path === '/' ? `ARN lacks the path ${ours.path}` : `path is ${theirs.path} instead of ${ours.path}`;
}

function otherPartition(pair: Pair): string | undefined {
  const [theirs, ours] = differingIn(pair, 'partition') ?? [];
  return theirs === undefined ? undefined : `partition is ${theirs.partition} instead of ${ours?.partition}`;
}

/** The account alone, or the account and a forgotten path. */
function otherAccount(pair: Pair): string | undefined {
  const [theirs, ours] = differingIn(pair, 'account', 'path') ?? [];
  if (theirs === undefined || ours === undefined) return undefined;
  const path = theirs.path === ours.path ? '' : `, and path ${theirs.path} instead of ${ours.path}`;
  return `account is ${theirs.account} instead of ${ours.account}${path}`;
}

function wildcard({ text, caller }: Pair): string | undefined {
  const meant = isWild(text) && matchGlob(compileGlob(text), caller.roleArn ?? caller.arn);
  return meant ? 'a wildcard inside a principal ARN matches nothing' : undefined;
}

function otherName(pair: Pair): string | undefined {
  const [theirs, ours] = differingIn(pair, 'name') ?? [];
  if (theirs === undefined || ours === undefined) return undefined;
  const most = Math.min(3, Math.floor(ours.name.length / 4));
  const near = editDistance(theirs.name, ours.name, most) <= most;
  return near ? `name is ${theirs.name} instead of ${ours.name}` : undefined;
}

/** Session ARNs of the caller's role: which session calls is not known. */
export function sessionEntry(entries: readonly PrincipalEntry[], caller: Caller): PrincipalEntry | undefined {
  const { sessionPrefix } = caller;
  return sessionPrefix === '' ? undefined : entries.find(({ value }) => value.startsWith(sessionPrefix));
}
