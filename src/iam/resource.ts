/** Resource patterns against the ARN of the key or vault that is asked for. */
import { splitArn } from '../estate/arn.ts';
import type { ArnParts } from '../estate/arn.ts';
import { asGiven, hasHole } from '../estate/hole.ts';
import { resolve } from './condition/comparison.ts';
import { globOf } from './condition/string.ts';
import type { Glob } from './glob.ts';
import {
  anyRun,
  compileGlob,
  globAroundHoles,
  matchGlob,
  matchLimitedGlob,
  oneCharacter,
  oneInSegment,
  runInSegment,
} from './glob.ts';
import { hasTemplate, parseTemplate } from './template.ts';
import type { Piece } from './template.ts';
import { mayMatch, surelyMatches } from './open-text.ts';
import { either, kleene, maybe, no, yes } from './truth.ts';
import type { Kleene } from './truth.ts';
import type { RequestContext } from './types.ts';

export interface ResourceQuery {
  /** ARN; `*` for actions without a resource; `undefined` where it is not known. */
  readonly resource: string | undefined;
  readonly resourceAccount: string;
  /** Of the caller, and so of the resource. */
  readonly partition: string;
  readonly context: RequestContext;
}

export interface ResourcePattern {
  readonly text: string;
  readonly glob: Glob;
  /** A star inside one of the first five segments does not reach into the next one. */
  readonly limited: boolean;
  /** Part of it is not known: what fits around that may match. */
  readonly open: boolean;
  /** With variables: what the pattern is depends on the request. */
  readonly template: readonly Piece[] | undefined;
}

export function compileResource(text: string, variables: boolean): ResourcePattern {
  if (hasHole(text)) return { text, glob: globAroundHoles(text), limited: false, open: true, template: undefined };
  const template = variables && hasTemplate(text) ? parseTemplate(text) : undefined;
  const glob = limitStars(compileGlob(text));
  return { text, glob, limited: glob.some(isLimited), open: false, template };
}

const colon = 58;

function isLimited(code: number): boolean {
  return code === runInSegment || code === oneInSegment;
}

/**
 * Wildcards stay inside their segment, except that a star at a segment's end may go beyond it.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_resource.html
 */
function limitStars(glob: Glob): Glob {
  let colons = 0;
  return glob.map((code, index) => {
    if (code === colon) colons++;
    if (colons >= 5) return code;
    if (code === oneCharacter) return oneInSegment;
    const next = glob[index + 1];
    return code === anyRun && next !== undefined && next !== colon ? runInSegment : code;
  });
}

export function matchResources(patterns: readonly ResourcePattern[], query: ResourceQuery): Kleene {
  let result: Kleene = no;
  for (const pattern of patterns) {
    result = either(result, matchResource(pattern, query));
    if (result === yes) return yes;
  }
  return result;
}

function matchResource(pattern: ResourcePattern, query: ResourceQuery): Kleene {
  if (pattern.text === '*') return yes;
  const { resource } = query;
  // The same hole stands for the same value.
  if (pattern.open && pattern.text === resource) return yes;
  if (pattern.open) return resource === undefined || mayBeOpen(pattern, resource) ? maybe : no;
  if (resource === undefined) return mayBeIn(pattern.text, query);
  return hasHole(resource) ? matchOpen(pattern, resource, query) : matchWhole(pattern, resource, query.context);
}

/** Both may be known in part. */
function mayBeOpen({ text, glob }: ResourcePattern, resource: string): boolean {
  return hasHole(resource) ? mayMatch({ text, wild: true }, asGiven(resource)) : matchGlob(glob, resource);
}

/** A key or vault of which a template leaves part open: what that comes to, the pattern may write out. */
function matchOpen(pattern: ResourcePattern, resource: string, query: ResourceQuery): Kleene {
  const { text, template } = pattern;
  if (template === undefined && surelyMatches({ text, wild: true }, resource)) return yes;
  return mayFill(pattern, resource, query) ? maybe : no;
}

function matchWhole({ template, limited, glob }: ResourcePattern, resource: string, context: RequestContext): Kleene {
  if (template !== undefined) return matchTemplate(template, resource, context);
  return kleene(limited ? matchLimitedGlob(glob, resource) : matchGlob(glob, resource));
}

/** Also what is made up, since the key may be there already, and its id be known to who writes the policy. */
function mayFill({ text }: ResourcePattern, resource: string, query: ResourceQuery): boolean {
  return mayBeIn(text, query) !== no && mayMatch({ text, wild: true }, asGiven(resource));
}

/** A Resource that uses an absent variable matches nothing. */
function matchTemplate(template: readonly Piece[], resource: string, context: RequestContext): Kleene {
  const resolved = resolve(template, context);
  if (resolved.kind === 'unknown') return maybe;
  return kleene(resolved.kind === 'text' && matchLimitedGlob(limitStars(globOf(resolved.pieces)), resource));
}

/** A key whose ARN is not known may be any key of its account, but no other account's and no alias. */
function mayBeIn(pattern: string, { resourceAccount, partition }: ResourceQuery): Kleene {
  const parts = splitArn(pattern);
  if (parts === undefined) return /^(arn:|\*)|\$\{/.test(pattern) ? maybe : no;
  if (/^\d{12}$/.test(parts.account) && parts.account !== resourceAccount) return no;
  if (isEveryKey(parts, resourceAccount, partition)) return yes;
  return parts.service === 'kms' && parts.resource.startsWith('alias/') ? no : maybe;
}

/** `arn:aws:kms:*:111122223333:key/*` is every key that there is in the account. */
function isEveryKey({ service, ...parts }: ArnParts, account: string, partition: string): boolean {
  const isIn = (text: string, place: string): boolean => text === '*' || text === place;
  const everywhere = parts.region === '*' && (parts.resource === '*' || parts.resource === 'key/*');
  return service === 'kms' && everywhere && isIn(parts.account, account) && isIn(parts.partition, partition);
}
