/** Derived paths as lines that a test can read. */
import type { BackupPath, DerivedPaths, KeyUse, Leg } from '../../src/paths/types.ts';

export function renderPaths({ paths }: DerivedPaths): string[] {
  return paths.flatMap((path) => [renderPath(path), ...path.legs.map((leg) => `  ${renderLeg(leg)}`)]);
}

/** `p1 RDS arn:…:db:orders (plan/daily)` */
function renderPath({ id, resource, typeId, plan, rule }: BackupPath): string {
  const from = plan === undefined ? 'assumed' : `${plan.name}/${rule?.name}`;
  return `${id} ${typeId} ${resource} (${from})`;
}

/** `cross-account-copy role@orders linked@orders vault-policy !aws-managed-key=denied` */
export function renderLeg({ kind, keyUses, vaultUse, obstacles }: Leg): string {
  return [
    kind,
    ...keyUses.map(renderUse),
    ...(vaultUse === undefined ? [] : [`policy@${vaultUse.vault.name}`]),
    ...obstacles.map(({ code, outcome }) => `!${code}=${outcome}`),
  ].join(' ');
}

function renderUse({ principal, key, requirement }: KeyUse): string {
  const who = principal.kind === 'backup-role' ? 'role' : `linked(${principal.account.slice(0, 3)})`;
  const what = requirement.id.replace(/^\w+\//, '');
  return `${who}:${what}@${key.subject.slice(key.subject.lastIndexOf('/') + 1)}`;
}
