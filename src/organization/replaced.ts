/** Plans that the organization has made of its policies already: where the policies are given, these count. */
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
