import { partitionOf } from '../estate/arn.ts';
import type { Estate, Guardrails, PlacedPolicy, Role, SourcePolicy } from '../estate/model.ts';
import { isUnseen } from '../estate/unseen-policy.ts';
import { allowAllIdentityPolicy } from '../iam/allow-all.ts';
import { compilePolicy } from '../iam/compile.ts';
import { managedPolicy, type ManagedPolicy } from '../iam/managed-policies.ts';
import type { CompiledPolicy, PolicyKind, PolicySet } from '../iam/types.ts';
import type { BackupPrincipal } from '../paths/types.ts';

/** The policies that bind a principal, and those that bind what it asks for; each compiled once per run. */
export interface PrincipalPolicies {
  readonly of: (principal: BackupPrincipal, resourceAccount: string | undefined) => PolicySet;
}

export function principalPolicies(estate: Estate): PrincipalPolicies {
  const compile = compileOnce();
  const guardrails = new Map(estate.guardrails.map((entry) => [entry.account as string, entry]));
  const sets = new Map<string, Map<Role | undefined, PolicySet>>();

  function build(principal: BackupPrincipal, resourceAccount: string | undefined): PolicySet {
    // Service-linked roles are exempt from SCPs and RCPs and cannot have a boundary; their own policy is AWS's business,
    // so the key policy's side alone is judged.
    // https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html
    if (principal.kind === 'service-linked-role') return { identityPolicies: [allowAllIdentityPolicy] };
    return {
      ...rolePolicies(principal.role, compile),
      ...levels('serviceControlPolicies', guardrails.get(principal.account), compile),
      ...levels('resourceControlPolicies', guardrails.get(resourceAccount ?? ''), compile),
    };
  }

  return {
    of(principal, resourceAccount) {
      const name = `${principal.kind} ${principal.account} ${resourceAccount ?? ''}`;
      const byRole = sets.get(name) ?? new Map<Role | undefined, PolicySet>();
      sets.set(name, byRole);
      const set = byRole.get(principal.role) ?? build(principal, resourceAccount);
      byRole.set(principal.role, set);
      return set;
    },
  };
}

type Compile = (policy: PlacedPolicy, kind: PolicyKind) => CompiledPolicy;

function compileOnce(): Compile {
  const byKind = new Map<PolicyKind, Map<SourcePolicy, CompiledPolicy>>();
  return ({ source }, kind) => {
    const compiled = byKind.get(kind) ?? new Map<SourcePolicy, CompiledPolicy>();
    byKind.set(kind, compiled);
    const policy = compiled.get(source) ?? compilePolicy(source.document, kind);
    compiled.set(source, policy);
    return policy;
  };
}

function rolePolicies(role: Role | undefined, compile: Compile): PolicySet {
  if (role === undefined) return {};
  const known = role.identityPolicies.flatMap((policy) => knownPolicy(policy, role) ?? []);
  const complete = role.identityPoliciesComplete && known.length === role.identityPolicies.length;
  // A role of which no policy is in sight is one whose policies are not known.
  if (known.length === 0 && !complete) return boundary(role, compile);
  return {
    identityPolicies: known.map((policy) => compile(policy, 'identity-policy')),
    identityPoliciesComplete: complete,
    ...boundary(role, compile),
  };
}

/** The policy with its document; what AWS's managed policies say of backups is known without being among the inputs. */
function knownPolicy(policy: PlacedPolicy, { arn }: Role): PlacedPolicy | undefined {
  if (!isUnseen(policy)) return policy;
  const managed = managedPolicy(policy.name ?? '', partitionOf(arn));
  return managed === undefined ? undefined : { ...policy, source: sourceOf(managed) };
}

const managedSources = new WeakMap<ManagedPolicy, SourcePolicy>();

/** One object per managed policy, so that it is compiled once per run. */
function sourceOf(managed: ManagedPolicy): SourcePolicy {
  const source = managedSources.get(managed) ?? { document: managed.document, duplicateKeys: [] };
  managedSources.set(managed, source);
  return source;
}

/** A boundary known by name only may forbid anything: without a document it compiles to a policy that is unknown throughout. */
function boundary(role: Role, compile: Compile): PolicySet {
  const policy = role.permissionsBoundary;
  if (policy === undefined || policy === null) return {};
  return { permissionsBoundary: compile(knownPolicy(policy, role) ?? policy, 'permissions-boundary') };
}

function levels(
  kind: 'serviceControlPolicies' | 'resourceControlPolicies',
  guardrails: Guardrails | undefined,
  compile: Compile,
): PolicySet {
  const policies = guardrails?.[kind];
  if (policies === undefined) return {};
  const policyKind = kind === 'serviceControlPolicies' ? 'service-control-policy' : 'resource-control-policy';
  return { [kind]: policies.map((level) => level.map((policy) => compile(policy, policyKind))) };
}
