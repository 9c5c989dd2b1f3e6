import type { RuleContext } from '../../../src/engine/rule.ts';
import { accountOf } from '../../../src/estate/arn.ts';
import type { Plan, Role, Selection } from '../../../src/estate/model.ts';
import { roleArn } from '../../../src/paths/principals.ts';
import type { BackupPath } from '../../../src/paths/types.ts';
import { groupedBy } from './grouped.ts';

/** A selection whose role is known, with the paths that it makes. */
export interface SelectedRole {
  readonly arn: string;
  /** `undefined`: not among the inputs. */
  readonly plan: Plan | undefined;
  readonly selection: Selection;
  readonly paths: readonly BackupPath[];
}

export function selectedRoles({ estate, derived }: RuleContext): SelectedRole[] {
  const paths = groupedBy(derived.paths, ({ selection }) => selection);
  const selected = (selection: Selection, plan?: Plan): SelectedRole[] => {
    const arn = selection.roleArn === undefined ? undefined : roleArn(selection.roleArn, plan?.account, 'aws');
    return arn === undefined ? [] : [{ arn, plan, selection, paths: paths.get(selection) ?? [] }];
  };
  return [
    ...estate.plans.flatMap((plan) => plan.selections.flatMap((selection) => selected(selection, plan))),
    ...estate.orphanSelections.flatMap((selection) => selected(selection)),
  ];
}

/** A role in sight, with the paths whose jobs it runs. */
export interface WorkingRole {
  readonly role: Role;
  readonly paths: readonly BackupPath[];
}

/** Roles that selections name; the deployment's own role where a path has no selection. */
export function workingRoles({ estate, derived }: RuleContext): WorkingRole[] {
  const roles = new Map(estate.roles.map((role) => [role.arn, role]));
  const byArn = groupedBy(derived.paths, roleOfPath);
  return [...byArn].flatMap(([arn, paths]) => {
    const role = roles.get(arn ?? '');
    return role === undefined ? [] : [{ role, paths }];
  });
}

function roleOfPath(path: BackupPath): string | undefined {
  const principals = path.legs.flatMap(({ keyUses, vaultUse }) => [
    ...keyUses.map(({ principal }) => principal),
    ...(vaultUse === undefined ? [] : [vaultUse.principal]),
  ]);
  return (
    principals.find(({ kind }) => kind === 'backup-role')?.arn ??
    roleArn(path.selection?.roleArn ?? '', path.plan?.account ?? accountOf(path.resource), path.deployment.partition)
  );
}
