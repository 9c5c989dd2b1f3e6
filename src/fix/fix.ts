import type { RequestDecision } from '../engine/rule.ts';
import { compilePolicy } from '../iam/compile.ts';
import type { CompiledPolicy } from '../iam/types.ts';
import type { KeyUse } from '../paths/types.ts';
import { permissionOf, planFix, type Decide, type Manner, type Plan } from './plan.ts';
import type { ProtectedKey } from './claim.ts';
import { unwantedChange } from './prove.ts';
import { distinct, permissionId, type Permission } from './request.ts';
import { isSameDocument } from './same-document.ts';
import { documentSite, type PolicySite, type Rewritten } from './site.ts';
import type { TextEdit } from './text-edit.ts';
import { whyInvalid } from '../iam/validity.ts';
import { whyRefused, type WhySetting } from './why.ts';

export interface FixInput {
  /** The policy as it was read; undefined where its text is no JSON. */
  readonly document: unknown;
  /** Pointers of object keys that stand twice in it. */
  readonly duplicateKeys: readonly string[];
  /** Where it stands; a text that says something else (a template's, before it is resolved) is not edited. */
  readonly site: PolicySite;
  readonly decide: Decide;
  /** Whether exceptions from Deny statements are allowed. */
  readonly unsafe: boolean;
}

export interface FixResult {
  /** False: the policy is as it was, because nothing is refused or because nothing can be mended. */
  readonly changed: boolean;
  readonly policy: unknown;
  /** What `--fix` prints. */
  readonly text: string;
  /** Edits of the whole file that the policy stands in; empty where it comes from none. */
  readonly fileEdits: readonly TextEdit[];
  /** `unsafe`: a Deny statement was narrowed. */
  readonly safety: 'safe' | 'unsafe';
  /** Demanded requests that are allowed now and were not. */
  readonly mended: readonly RequestOf[];
  /** Demanded requests that are still not allowed, by the reason why no fix mends them. */
  readonly withheld: readonly Withheld[];
}

export interface RequestOf {
  readonly use: KeyUse;
  readonly action: string;
}

interface Withheld {
  /** A sentence without its full stop. */
  readonly reason: string;
  readonly requests: readonly RequestOf[];
}

/** KMS takes key policies up to this size. https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html */
const maxBytes = 32_768;

/** Mends what can be mended and proved; what cannot is left as it is, with the reason. */
export function fixKey(given: FixInput): FixResult {
  const { document, site } = given;
  const own = isSameDocument(site.document, document) ? site : documentSite(document);
  const input = { ...given, site: own, decide: once(given.decide) };
  const before = compilePolicy(input.document, 'key-policy');
  const refused = input.decide(before).filter(({ outcome }) => outcome !== 'allowed');
  if (refused.length === 0) return unchanged(input, []);
  const obstacle = obstacleIn(input, before);
  if (obstacle !== undefined) return unchanged(input, [{ reason: obstacle, requests: refused.map(requestOf) }]);
  const best = firstProved(input, before, input.unsafe ? allManners : safeManners);
  if (best.proved === undefined) return unchanged(input, [{ reason: best.failure, requests: refused.map(requestOf) }]);
  return resultOf(input, refused, best.proved, best.failure);
}

/** The same policy is asked about while planning, proving and reporting. */
function once(decide: Decide): Decide {
  const known = new Map<CompiledPolicy, readonly RequestDecision[]>();
  return (policy) => {
    const decisions = known.get(policy) ?? decide(policy);
    known.set(policy, decisions);
    return decisions;
  };
}

/** `failure`: what kept exceptions from Deny statements, or all of it, from being proved. */
type Best =
  | { readonly proved: Proved; readonly failure: string | undefined }
  | { readonly proved?: undefined; readonly failure: string };

/** From the one that mends most to the one that risks least. */
const safeManners = ['add'] as const;
const allManners = ['except', 'except-exactly', 'add'] as const;

function firstProved(
  input: FixInput,
  before: CompiledPolicy,
  [manner, ...others]: readonly [Manner, ...Manner[]],
  earlier?: string,
): Best {
  const { document, decide } = input;
  const plan = planFix({ document, policy: before, decide, manner });
  const attempt = prove(input, before, plan);
  if (typeof attempt !== 'string') return { proved: attempt, failure: earlier };
  const [next, ...rest] = others;
  // Where no Deny is narrowed, the other manners would plan the same.
  if (next === undefined || !plan.narrows) return { failure: attempt };
  return firstProved(input, before, [next, ...rest], attempt);
}

/** What makes any fix of this policy pointless or unsafe. */
function obstacleIn({ document, duplicateKeys }: FixInput, policy: CompiledPolicy): string | undefined {
  const [doubled] = duplicateKeys;
  if (document === undefined) return 'its text is no JSON document';
  return doubled === undefined
    ? invalidity(policy, 'KMS would refuse the policy all the same')
    : `the policy has an object key that stands twice, at ${doubled}, so one of the two values is lost`;
}

function invalidity(policy: CompiledPolicy, subject: string): string | undefined {
  const reason = whyInvalid(policy);
  return reason && `${subject}: ${reason}`;
}

interface Proved {
  readonly plan: Plan;
  readonly rewritten: Rewritten;
  readonly decisions: readonly RequestDecision[];
}

/** The proof is made of the corrected text, as it was read again; what it finds wrong is a sentence. */
function prove(input: FixInput, before: CompiledPolicy, plan: Plan): Proved | string {
  const { document, site } = input;
  if (plan.edits.length === 0) {
    return { plan, rewritten: { text: site.text, document, fileEdits: [] }, decisions: input.decide(before) };
  }
  const rewritten = site.rewrite(plan.edits);
  if (rewritten === undefined) return 'the policy cannot be edited in its text without changing something else';
  const after = compilePolicy(rewritten.document, 'key-policy');
  const proved: Proved = { plan, rewritten, decisions: input.decide(after) };
  const failure = failureOf(input, proved, before, after);
  return failure === undefined ? proved : `no fix could be proved: ${failure}`;
}

function failureOf(
  input: FixInput,
  { plan, rewritten, decisions }: Proved,
  before: CompiledPolicy,
  after: CompiledPolicy,
): string | undefined {
  const { decide } = input;
  const { manner, permissions } = plan;
  return (
    tooLarge(rewritten.text) ??
    invalidity(after, 'KMS would refuse the corrected policy') ??
    stillRefused(permissions, decisions) ??
    unwantedChange({ before, after, keys: keysOf(decisions), permissions }) ??
    notFinal(planFix({ document: rewritten.document, policy: after, decide, manner }))
  );
}

/** One, but for files that stand for several. */
function keysOf(decisions: readonly RequestDecision[]): ProtectedKey[] {
  const keys = decisions.map(({ use }) => ({ arn: use.key.arn, account: use.keyAccount }));
  return distinct(keys, ({ arn, account }) => `${arn} ${account}`);
}

function tooLarge(text: string): string | undefined {
  const bytes = new TextEncoder().encode(text.replace(/^\uFEFF/, '')).length;
  return bytes > maxBytes ? `the corrected policy would have ${bytes} bytes, and KMS takes ${maxBytes}` : undefined;
}

function stillRefused(permissions: readonly Permission[], decisions: readonly RequestDecision[]): string | undefined {
  const promised = new Set(permissions.map(permissionId));
  const broken = decisions.find(
    (decision) => decision.outcome !== 'allowed' && promised.has(permissionId(permissionOf(decision))),
  );
  return broken && `${broken.demanded.action} would still be ${broken.outcome} for ${broken.use.principal.arn}`;
}

function notFinal({ edits }: Plan): string | undefined {
  return edits.length === 0 ? undefined : 'fixing the corrected policy again would change it once more';
}

function resultOf(
  input: FixInput,
  refused: readonly RequestDecision[],
  proved: Proved,
  failure: string | undefined,
): FixResult {
  const { plan, rewritten, decisions } = proved;
  const still = decisions.filter(({ outcome }) => outcome !== 'allowed');
  const asTried = still.map((decision) => plan.hopeless.get(permissionId(permissionOf(decision))) ?? decision);
  const withheld = withheldFor(asTried, { ...input, failure });
  if (plan.edits.length === 0) return unchanged(input, withheld);
  return {
    changed: true,
    policy: rewritten.document,
    text: rewritten.text,
    fileEdits: rewritten.fileEdits,
    safety: plan.narrows ? 'unsafe' : 'safe',
    mended: refused.filter((decision) => !still.some((other) => isSameRequest(decision, other))).map(requestOf),
    withheld,
  };
}

function unchanged({ document, site }: FixInput, withheld: readonly Withheld[]): FixResult {
  return { changed: false, policy: document, text: site.text, fileEdits: [], safety: 'safe', mended: [], withheld };
}

/** One entry for each cause. */
function withheldFor(refused: readonly RequestDecision[], setting: WhySetting): Withheld[] {
  const causes = new Map<string, RequestOf[]>();
  for (const decision of refused) {
    const reason = whyRefused(decision, setting);
    causes.set(reason, [...(causes.get(reason) ?? []), requestOf(decision)]);
  }
  return [...causes].map(([reason, requests]) => ({ reason, requests }));
}

function requestOf({ use, demanded }: RequestDecision): RequestOf {
  return { use, action: demanded.action };
}

function isSameRequest(left: RequestDecision, right: RequestDecision): boolean {
  return left.use === right.use && left.demanded.action === right.demanded.action;
}
