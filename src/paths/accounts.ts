/** Whose account a backup is taken in, where the inputs do not say it outright. */
import type { Deployment } from '../estate/deployment.ts';
import type { Key } from '../estate/model.ts';
import { deploymentFor, partitionOf } from './deployments.ts';
import { accountOfRole } from './principals.ts';
import type { Scope } from './scope.ts';
import type { Place } from './subjects.ts';
import type { BackupPrincipal } from './types.ts';

/** A key of which only the policy is known, and whose it is. */
export interface BareKey {
  readonly key: Key;
  readonly deployment: Deployment;
  /** The workload account. */
  readonly account: string | undefined;
}

export function bareKeyOf(scope: Scope, key: Key): BareKey {
  const { rootAccounts } = scope.targets.hintsOf(key);
  const deployment = deploymentFor(scope.deployments, [key.account, ...rootAccounts]);
  return { key, deployment, account: workloadAccountOf(key, deployment, rootAccounts) };
}

export function placeOfBareKey(scope: Scope, { key, deployment, account }: BareKey, selectedRole?: string): Place {
  if (account === undefined) scope.miss('workload-account', key.subject);
  return { deployment, account, region: key.region, role: roleAt(scope, selectedRole, account, deployment, key) };
}

/** Never the central account: a key that lives there belongs to a vault that workload accounts copy to. */
function workloadAccountOf(key: Key, deployment: Deployment, rootAccounts: readonly string[]): string | undefined {
  const { workloadAccounts = [], centralAccount, backupRole } = deployment;
  const isWorkload = (account: string | undefined): account is string =>
    account !== undefined && account !== centralAccount;
  const [only, ...others] = workloadAccounts;
  return (
    [key.account].find(isWorkload) ??
    rootAccounts.find((account) => workloadAccounts.some((listed) => listed === account)) ??
    (others.length === 0 ? only : undefined) ??
    rootAccounts.find(isWorkload) ??
    [accountOfRole(backupRole)].find(isWorkload)
  );
}

/** The selection's role, else the deployment's. What lacks for it is noted. */
export function roleAt(
  scope: Scope,
  selected: string | undefined,
  account: string | undefined,
  deployment: Deployment,
  needed: { readonly subject: string; readonly arn?: string },
): BackupPrincipal | undefined {
  const written = selected ?? deployment.backupRole;
  if (written === undefined) {
    scope.miss('backup-role', needed.subject);
    return undefined;
  }
  const role = scope.principals.role(written, account, partitionOf(needed.arn, deployment));
  if (role === undefined) scope.miss('workload-account', needed.subject);
  return role;
}
