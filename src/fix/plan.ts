/** From the requests that a key policy refuses to the edits that let them through. */
import type { RequestDecision } from '../engine/rule.ts';
import { compilePolicy } from '../iam/compile.ts';
import type { CompiledPolicy } from '../iam/types.ts';
import { planAdditions } from './add.ts';
import { decidingDenies } from './deciding.ts';
import { exempt, retained, type Exception } from './narrow.ts';
import { editDocument, mergeEdits, type Json, type PolicyEdit } from './policy-edit.ts';
import { distinct, permissionId, type Permission } from './request.ts';

/** Decides every demanded request of every use of the policy. */
export type Decide = (policy: CompiledPolicy) => readonly RequestDecision[];

/**
 * `add`: additions only. `except`: exceptions from Deny statements too. `except-exactly`: and what the exempted principals
 * do not need stays denied to them by statements of its own.
 */
export type Manner = 'add' | 'except' | 'except-exactly';

export interface PlanInput {
  readonly document: unknown;
  readonly policy: CompiledPolicy;
  readonly decide: Decide;
  readonly manner: Manner;
}

export interface Plan {
  readonly manner: Manner;
  /** Whether a Deny gets an exception. */
  readonly narrows: boolean;
  readonly edits: readonly PolicyEdit[];
  /** What they are for; every one of them is decided as allowed once they are made. */
  readonly permissions: readonly Permission[];
  /** What was tried and stayed refused, as it was decided then; by permission. */
  readonly hopeless: ReadonlyMap<string, RequestDecision>;
}

/** A permission to be let through: by an Allow, or by an exception from the Deny with that index. */
interface Target {
  readonly permission: Permission;
  readonly deny?: number;
}

/** The edits for some targets, and what is decided once they are made. */
interface Draft {
  readonly targets: readonly Target[];
  readonly edits: readonly PolicyEdit[];
  readonly policy: CompiledPolicy;
  readonly decisions: readonly RequestDecision[];
}

/** Plans for all that is refused, then again without what stays refused all the same. */
export function planFix(input: PlanInput): Plan {
  const hopeless = new Map<string, RequestDecision>();
  for (;;) {
    const draft = completeDraft(input, hopeless);
    const tried = new Set(draft.targets.map(({ permission }) => permissionId(permission)));
    const stuck = draft.decisions.filter((decision) => decision.outcome !== 'allowed' && tried.has(idOf(decision)));
    if (stuck.length === 0) return planOf(input, draft, hopeless);
    for (const decision of stuck) hopeless.set(idOf(decision), decision);
  }
}

function planOf({ manner }: PlanInput, { targets, edits }: Draft, hopeless: Plan['hopeless']): Plan {
  const permissions = distinct(
    targets.map(({ permission }) => permission),
    permissionId,
  );
  return { manner, narrows: targets.some(({ deny }) => deny !== undefined), edits, permissions, hopeless };
}

/** An exception can uncover that nothing allows the request, or that another Deny refuses it too: until nothing new appears. */
function completeDraft(input: PlanInput, hopeless: Plan['hopeless']): Draft {
  let draft = draftFor(input, []);
  for (;;) {
    const targets = distinct([...draft.targets, ...newTargets(input, draft, hopeless)], targetId);
    if (targets.length === draft.targets.length) return draft;
    draft = draftFor(input, targets);
  }
}

function targetId({ permission, deny }: Target): string {
  return `${permissionId(permission)} ${deny ?? 'allow'}`;
}

function draftFor(input: PlanInput, targets: readonly Target[]): Draft {
  const edits = editsFor(input, targets);
  const { document } = input;
  const policy = edits.length === 0 ? input.policy : compilePolicy(editDocument(document, edits), 'key-policy');
  return { targets, edits, policy, decisions: input.decide(policy) };
}

function newTargets(input: PlanInput, draft: Draft, hopeless: Plan['hopeless']): Target[] {
  const known = new Set(draft.targets.map(targetId));
  const refused = draft.decisions.filter((decision) => decision.outcome !== 'allowed' && !hopeless.has(idOf(decision)));
  return refused.flatMap((decision): Target[] => {
    const permission = permissionOf(decision);
    const denying = input.manner === 'add' ? [] : denyingStatements(decision, draft.policy);
    // Later ones are the fix's own.
    const given = denying.filter((index) => index < input.policy.statements.length);
    const exceptions = given.map((deny) => ({ permission, deny })).filter((target) => !known.has(targetId(target)));
    // What a Deny leaves open may be allowed already.
    return exceptions.length === 0 && mayAllow(decision) ? [{ permission }] : exceptions;
  });
}

/** Whether an Allow in the key policy is wanted. A doubt is mended only where the guidance wants the principal named. */
function mayAllow({ outcome, reason, use }: RequestDecision): boolean {
  return outcome === 'denied' ? reason === 'implicit-deny' : use.requirement.keyPolicyMustAdmit;
}

/** Indices of the key policy's Deny statements that refuse it, or leave it open where the guidance wants it allowed. */
function denyingStatements(decision: RequestDecision, policy: CompiledPolicy): number[] {
  const { outcome, verdict, use } = decision;
  const isRefused = outcome === 'denied' ? verdict.reason === 'explicit-deny' : use.requirement.keyPolicyMustAdmit;
  if (!isRefused) return [];
  const denies = decidingDenies(decision).filter((ref) => ref.policy === 'key-policy');
  const pointers = new Set(denies.map(({ pointer }) => pointer));
  return policy.statements.filter(({ pointer }) => pointers.has(pointer)).map(({ index }) => index);
}

function editsFor(input: PlanInput, targets: readonly Target[]): PolicyEdit[] {
  const { policy, manner } = input;
  const sids = new Set(policy.statements.map(({ sid }) => sid));
  const exceptions = policy.statements.flatMap(({ index }) => exceptionFrom(input, index, targets));
  const kept = manner === 'except-exactly' ? exceptions.flatMap((exception) => [...retained(exception, sids)]) : [];
  const lacking = targets.filter(({ deny }) => deny === undefined).map(({ permission }) => permission);
  return mergeEdits([
    ...exceptions.map(exempt),
    ...(kept.length === 0 ? [] : [{ kind: 'append' as const, pointer: '/Statement', values: kept }]),
    ...planAdditions(policy, lacking, sids),
  ]);
}

function exceptionFrom({ document, policy }: PlanInput, index: number, targets: readonly Target[]): Exception[] {
  const statement = policy.statements[index];
  const excepted = new Set(targets.filter(({ deny }) => deny === index).map(({ permission }) => permission.principal));
  if (statement === undefined || excepted.size === 0) return [];
  const permissions = distinct(
    targets.map(({ permission }) => permission).filter(({ principal }) => excepted.has(principal)),
    permissionId,
  );
  const { Statement } = document as { Statement: unknown };
  const json: unknown = Array.isArray(Statement) ? Statement[index] : Statement;
  return [{ statement, json: json as Record<string, Json>, permissions }];
}

function idOf(decision: RequestDecision): string {
  return permissionId(permissionOf(decision));
}

export function permissionOf({ use, demanded }: RequestDecision): Permission {
  return { principal: use.principal.arn, action: demanded.action, class: demanded.class };
}
