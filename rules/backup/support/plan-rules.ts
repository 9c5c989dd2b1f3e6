import type { RuleContext } from '../../../src/engine/rule.ts';
import type { Plan, PlanRule } from '../../../src/estate/model.ts';
import type { BackupPath } from '../../../src/paths/types.ts';
import { groupedBy } from './grouped.ts';

/** A plan's rule with the backup paths that it makes; none where no selection of the plan is in sight. */
export interface PlannedRule {
  readonly plan: Plan;
  readonly rule: PlanRule;
  readonly paths: readonly BackupPath[];
}

export function plannedRules({ estate, derived }: RuleContext): PlannedRule[] {
  const byRule = groupedBy(derived.paths, ({ rule }) => rule);
  return estate.plans.flatMap((plan) =>
    plan.rules.map((rule): PlannedRule => ({ plan, rule, paths: byRule.get(rule) ?? [] })),
  );
}

export function idsOf(paths: readonly BackupPath[]): string[] {
  return paths.map(({ id }) => id);
}
