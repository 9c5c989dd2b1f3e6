import type { DerivedPaths, VaultUse } from '../paths/types.ts';
import { allowAllIdentityPolicy } from '../iam/allow-all.ts';
import { compilePolicy } from '../iam/compile.ts';
import { decide, explain } from '../iam/evaluate.ts';
import type { CompiledPolicy, EvaluationRequest, PolicySet, Verdict } from '../iam/types.ts';
import type { SourcePolicy } from '../estate/model.ts';
import type { PrincipalPolicies } from './principals.ts';
import type { JudgedVaultUse } from './rule.ts';

const action = 'backup:CopyIntoBackupVault';

/** Decides whether each source may copy into each destination vault whose access policy is in sight. */
export function judgeVaultUses(derived: DerivedPaths, principals: PrincipalPolicies): Map<VaultUse, JudgedVaultUse> {
  const compiled = new Map<SourcePolicy, CompiledPolicy>();
  const pathIds = vaultPathIds(derived);
  return new Map(
    derived.vaultUses.map((use) => [use, judgeVaultUse(use, principals, compiled, pathIds.get(use) ?? [])]),
  );
}

function judgeVaultUse(
  use: VaultUse,
  principals: PrincipalPolicies,
  compiled: Map<SourcePolicy, CompiledPolicy>,
  pathIds: readonly string[],
): JudgedVaultUse {
  const request: EvaluationRequest = {
    principal: use.principal.arn,
    action,
    resource: use.vault.arn,
    resourceAccount: use.vault.account ?? '',
    context: use.context,
  };
  const given: PolicySet = {
    ...principals.of(use.principal, use.vault.account),
    vaultPolicy: vaultPolicy(use, compiled),
  };
  const policies = isLeftToRole(decide(request, given)) ? { ...given, ...allowAll } : given;
  return { use, pathIds, verdict: decide(request, policies), explain: () => explain(request, policies) };
}

/** A role whose policies are not in sight is not considered, and named: the vault's side alone is judged. */
const allowAll: PolicySet = { identityPolicies: [allowAllIdentityPolicy], identityPoliciesComplete: true };

function isLeftToRole({ outcome, reason }: Verdict): boolean {
  return outcome === 'unknown' && reason === 'unknown-identity-policy';
}

function vaultPolicy({ vault }: VaultUse, compiled: Map<SourcePolicy, CompiledPolicy>): CompiledPolicy {
  const source = vault.accessPolicy?.source;
  // A vault without an access policy admits nobody from outside.
  if (source === undefined) return compilePolicy({ Version: '2012-10-17', Statement: [] }, 'vault-policy');
  const policy = compiled.get(source) ?? compilePolicy(source.document, 'vault-policy');
  compiled.set(source, policy);
  return policy;
}

function vaultPathIds({ paths }: DerivedPaths): Map<VaultUse, string[]> {
  const ids = new Map<VaultUse, string[]>();
  for (const path of paths) {
    for (const { vaultUse } of path.legs) {
      if (vaultUse === undefined) continue;
      const known = ids.get(vaultUse) ?? [];
      if (known.at(-1) !== path.id) known.push(path.id);
      ids.set(vaultUse, known);
    }
  }
  return ids;
}
