/**
 * Plans that the organization has made of its policies already. Where files give the policies, these count, since they
 * tell what is to come; before the effective policy of the live account the plans count, since they tell what is.
 */
import type { Fragment, PlanFragment } from '../estate/fragment.ts';

/** The fragments without the deployed plans that `planned` holds too, and without the selections of these. */
export function withoutReplaced(fragments: readonly Fragment[], planned: readonly Fragment[]): readonly Fragment[] {
  const places = new Set(planned.flatMap((each) => (isWhole(each) ? [placeOf(each)] : [])));
  const replaced = fragments.flatMap((each) => (isDeployed(each) && places.has(placeOf(each)) ? [each] : []));
  if (replaced.length === 0) return fragments;
  const plans = new Set<Fragment>(replaced);
  const arns = new Set(replaced.flatMap(({ arn }) => arn ?? []));
  return fragments.filter(
    (each) => !plans.has(each) && !(each.kind === 'selection' && each.planNames.some((name) => arns.has(name))),
  );
}

/**
 * The plans of the live effective policy, and their selections, that AWS Backup does not show in their place by `others`,
 * deployed or planned: not deployed yet, or refused.
 */
export function notYetDeployed(effective: readonly Fragment[], others: readonly Fragment[]): readonly Fragment[] {
  const selected = new Set(others.flatMap((each) => (each.kind === 'selection' ? each.planNames : [])));
  const shown = others.flatMap((each) => {
    if (!isWhole(each) || !each.fromOrganization) return [];
    // Every plan of the organization has selections: where none is in sight, they were refused.
    return isDeployed(each) && !each.names.some((name) => selected.has(name)) ? [] : [placeOf(each)];
  });
  const places = new Set(shown);
  const known = new Set(
    effective.flatMap((each) => (each.kind === 'plan' && places.has(placeOf(each)) ? each.names : [])),
  );
  return effective.filter((each) => {
    if (each.kind === 'plan') return !each.names.some((name) => known.has(name));
    return each.kind !== 'selection' || !each.planNames.some((name) => known.has(name));
  });
}

/** Of a policy whose parents are not in sight there may be no more than a few settings. */
function isWhole(fragment: Fragment): fragment is PlanFragment {
  return fragment.kind === 'plan' && fragment.rules.length > 0;
}

function isDeployed(fragment: Fragment): fragment is PlanFragment {
  return fragment.kind === 'plan' && fragment.fromOrganization && fragment.origin.kind === 'live';
}

/** In one account and Region, no two plans of the effective policy have one name. */
function placeOf({ name, account, region }: PlanFragment): string {
  return JSON.stringify([name.toLowerCase(), account, region]);
}
