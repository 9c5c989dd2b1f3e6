/** From the requests that a key policy refuses to the edits that let them through. */
import type { RequestDecision } from '../engine/rule.ts';
import { compilePolicy } from '../iam/compile.ts';
import type { CompiledPolicy } from '../iam/types.ts';
import { planAdditions } from './add.ts';
import { exempt, retained, type Exception } from './narrow.ts';
import { editDocument, mergeEdits, type Json, type PolicyEdit } from './policy-edit.ts';
import { permissionId, type Permission } from './request.ts';

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

/** What is to be let through: by an Allow where nothing allows it, by an exception from each Deny that refuses it. */
interface Targets {
  readonly lacking: ReadonlyMap<string, Permission>;
  /** By the statement's index. */
  readonly denied: ReadonlyMap<number, readonly Permission[]>;
}

/** Plans for all that is refused, then again without what stays refused all the same. */
export function planFix(input: PlanInput): Plan {
  const hopeless = new Map<string, RequestDecision>();
  for (;;) {
    const targets = findTargets(input, hopeless);
    const edits = editsFor(input, targets);
    const stuck = refusedAfter(input, edits).filter((decision) => isTarget(targets, decision));
    if (stuck.length === 0) return { ...planned(input, targets), edits, hopeless };
    for (const decision of stuck) hopeless.set(idOf(decision), decision);
  }
}

function planned({ manner }: PlanInput, targets: Targets): Pick<Plan, 'manner' | 'narrows' | 'permissions'> {
  return { manner, narrows: targets.denied.size > 0, permissions: permissionsOf(targets) };
}

/** An exception can uncover that nothing allows the request, or that another Deny refuses it too: until nothing new appears. */
function findTargets(input: PlanInput, hopeless: ReadonlyMap<string, unknown>): Targets {
  let targets: Targets = { lacking: new Map(), denied: new Map() };
  for (;;) {
    const next = addTargets(input, targets, hopeless);
    if (next === undefined) return targets;
    targets = next;
  }
}

function addTargets(input: PlanInput, targets: Targets, hopeless: ReadonlyMap<string, unknown>): Targets | undefined {
  const lacking = new Map(targets.lacking);
  const denied = new Map([...targets.denied].map(([index, list]) => [index, [...list]]));
  let found = false;
  const policy = policyAfter(input, editsFor(input, targets));
  for (const decision of input.decide(policy)) {
    const permission = permissionOf(decision);
    const id = permissionId(permission);
    if (decision.outcome === 'allowed' || hopeless.has(id)) continue;
    if (mayAllow(decision) && !lacking.has(id)) {
      lacking.set(id, permission);
      found = true;
    }
    for (const index of input.manner === 'add' ? [] : denyingStatements(decision, policy)) {
      if (index >= input.policy.statements.length) continue; // one of our own
      const list = denied.get(index) ?? [];
      if (list.some((other) => permissionId(other) === id)) continue;
      denied.set(index, [...list, permission]);
      found = true;
    }
  }
  return found ? { lacking, denied } : undefined;
}

/** Whether an Allow in the key policy is wanted. A doubt is mended only where the guidance wants the principal named. */
function mayAllow({ outcome, reason, use }: RequestDecision): boolean {
  return outcome === 'denied' ? reason === 'implicit-deny' : use.requirement.keyPolicyMustAdmit;
}

/** Indices of the key policy's Deny statements that decided. */
function denyingStatements({ outcome, verdict }: RequestDecision, policy: CompiledPolicy): number[] {
  if (outcome !== 'denied' || verdict.reason !== 'explicit-deny') return [];
  const pointers = verdict.deciding
    .filter((ref) => ref.policy === 'key-policy' && ref.effect === 'Deny')
    .map(({ pointer }) => pointer);
  return policy.statements.filter(({ pointer }) => pointers.includes(pointer)).map(({ index }) => index);
}

function editsFor(input: PlanInput, targets: Targets): PolicyEdit[] {
  const sids = new Set(input.policy.statements.map(({ sid }) => sid));
  const exceptions = [...targets.denied].flatMap(([index, permissions]) => exceptionOf(input, index, permissions));
  const kept =
    input.manner === 'except-exactly' ? exceptions.flatMap((exception) => [...retained(exception, sids)]) : [];
  return mergeEdits([
    ...exceptions.map(exempt),
    ...(kept.length === 0 ? [] : [{ kind: 'append' as const, pointer: '/Statement', values: kept }]),
    ...planAdditions(input.policy, [...targets.lacking.values()], sids),
  ]);
}

function exceptionOf({ document, policy }: PlanInput, index: number, permissions: readonly Permission[]): Exception[] {
  const statement = policy.statements[index];
  const { Statement } = document as { Statement: unknown };
  const json: unknown = Array.isArray(Statement) ? Statement[index] : Statement;
  return statement === undefined ? [] : [{ statement, json: json as Record<string, Json>, permissions }];
}

function policyAfter({ document, policy }: PlanInput, edits: readonly PolicyEdit[]): CompiledPolicy {
  return edits.length === 0 ? policy : compilePolicy(editDocument(document, edits), 'key-policy');
}

function refusedAfter(input: PlanInput, edits: readonly PolicyEdit[]): RequestDecision[] {
  return input.decide(policyAfter(input, edits)).filter(({ outcome }) => outcome !== 'allowed');
}

function isTarget({ lacking, denied }: Targets, decision: RequestDecision): boolean {
  const id = idOf(decision);
  return (
    lacking.has(id) || [...denied.values()].some((list) => list.some((permission) => permissionId(permission) === id))
  );
}

function idOf(decision: RequestDecision): string {
  return permissionId(permissionOf(decision));
}

function permissionsOf({ lacking, denied }: Targets): Permission[] {
  const all = [...lacking.values(), ...[...denied.values()].flat()];
  return [...new Map(all.map((permission) => [permissionId(permission), permission])).values()];
}

export function permissionOf({ use, demanded }: RequestDecision): Permission {
  return { principal: use.principal.arn, action: demanded.action, class: demanded.class };
}
