/** Every plan's selections, resolved against the resources in sight. */
import type { Plan, Selection } from '../estate/model.ts';
import { compareTexts, orderOf } from './draft.ts';
import { memoize } from '../estate/memoize.ts';
import { indexResources } from './resource-index.ts';
import type { ResourceIndex } from './resource-index.ts';
import type { Scope } from './scope.ts';
import { resolveSelection } from './selection.ts';
import type { Coverage } from './selection.ts';
import { accountOfPlan, stageOf } from './stages.ts';
import type { Stage } from './stages.ts';

export interface Covered {
  readonly plan: Plan;
  /** `undefined`: the plan's selections are not in sight, so that it may cover anything. */
  readonly selection: Selection | undefined;
  readonly coverage: Coverage;
  readonly index: ResourceIndex;
  /**
   * One stage per rule, for what is at a place: the plan's own, where that is known. Plans from backup policies apply to
   * many accounts, and buckets have no account in their ARN: each gives what it has.
   */
  readonly stagesAt: (account?: string, region?: string) => readonly Stage[];
}

/** In an order that does not depend on the order of the inputs' fragments. */
export function coverEstate(scope: Scope): readonly Covered[] {
  const indexes = indexResources(scope.estate.resources);
  return inOrder(scope.estate.plans).flatMap((plan) =>
    inOrder(selectionsOf(plan)).map((selection) => {
      const account = accountOfPlan(scope, plan, selection);
      const index = indexes.at(account, plan.region);
      const known = new Map<string, readonly Stage[]>();
      const stagesAt: Covered['stagesAt'] = (otherAccount, otherRegion) => {
        const at = { account: account ?? otherAccount, region: plan.region ?? otherRegion };
        return memoize(known, `${at.account} ${at.region}`, () =>
          plan.rules.map((rule) => stageOf(scope, plan, selection, rule, at)),
        );
      };
      const coverage = selection === undefined ? coversAnything(index) : resolveSelection(selection, index);
      return { plan, selection, coverage, index, stagesAt };
    }),
  );
}

function inOrder<Item extends Plan | Selection | undefined>(items: readonly Item[]): readonly Item[] {
  const order = (item: Item): string => (item === undefined ? '' : orderOf([item.origin, item.name]));
  return [...items].sort((left, right) => compareTexts(order(left), order(right)));
}

function selectionsOf({ selections }: Plan): readonly (Selection | undefined)[] {
  return selections.length > 0 ? selections : [undefined];
}

function coversAnything(index: ResourceIndex): Coverage {
  const doubtful = index.all.map((resource) => ({ resource, named: false }));
  return { resources: { certain: [], doubtful }, named: [], outOfSight: [], broad: true };
}
