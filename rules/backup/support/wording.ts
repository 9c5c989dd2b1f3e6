import type { Plan, PlanRule, Selection } from '../../../src/estate/model.ts';

/** `1 day`, `35 days`, `36,500 days`. */
export function days(count: number): string {
  return counted(count, 'day');
}

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}

export function ruleName(plan: Plan, rule: PlanRule): string {
  return `Rule "${rule.name}" of plan "${plan.name}"`;
}

export function selectionName(selection: Selection): string {
  return `Selection "${selection.name}"`;
}
