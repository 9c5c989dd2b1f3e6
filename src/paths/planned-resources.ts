/** Paths of the resources in sight that plans cover. */
import type { Resource } from '../estate/model.ts';
import type { Covered } from './coverage.ts';
import type { PathDraft } from './draft.ts';
import { memoize } from '../estate/memoize.ts';
import { optInDoubts } from './opt-in.ts';
import { plannedPath } from './planned-path.ts';
import type { Scope } from './scope.ts';
import type { SelectedResource } from './selection.ts';
import type { Stage } from './stages.ts';
import { subjectOfResource } from './subjects.ts';
import type { Obstacle } from './types.ts';

export interface ResourceDrafts {
  readonly drafts: readonly PathDraft[];
  readonly resources: ReadonlySet<Resource>;
}

export function plannedResources(scope: Scope, covered: readonly Covered[]): ResourceDrafts {
  const drafts: PathDraft[] = [];
  const certain = new Set<Resource>();
  for (const { coverage, stagesAt } of covered) {
    for (const selected of coverage.resources.certain) {
      const made = pathsOf(scope, selected, stagesAt(selected.resource.account, selected.resource.region), []);
      if (made.length > 0) certain.add(selected.resource);
      drafts.push(...made);
    }
  }
  const doubtful = doubtfulResources(scope, covered, certain);
  return { drafts: [...drafts, ...doubtful.drafts], resources: new Set([...certain, ...doubtful.resources]) };
}

/**
 * Whether tags select a resource may not be known. One that no selection takes for certain is judged once for each way
 * in which it may be backed up: a resource of 200 plans that all ask the same needs no 200 doubtful paths.
 */
function doubtfulResources(scope: Scope, covered: readonly Covered[], certain: ReadonlySet<Resource>): ResourceDrafts {
  const drafts: PathDraft[] = [];
  const judged = new Map<string, Set<Resource>>();
  const isRepeated = repetitions();
  for (const each of covered) {
    const { doubtful } = each.coverage.resources;
    const { stagesAt } = each;
    if (doubtful.length === 0 || isRepeated(each)) continue;
    for (const selected of doubtful) {
      const { resource } = selected;
      if (certain.has(resource)) continue;
      const stages = stagesAt(resource.account, resource.region).filter(({ demands: asked }) => {
        const known = memoize(judged, asked, () => new Set());
        return !known.has(resource) && known.add(resource);
      });
      for (const stage of stages) drafts.push(...pathsOf(scope, selected, [stage], [doubtfulSelection(stage)]));
    }
  }
  return { drafts, resources: new Set([...judged.values()].flatMap((resources) => [...resources])) };
}

/** Whether a selection with these demands and this very list of doubtful resources came before. */
function repetitions(): (covered: Covered) => boolean {
  const done = new Map<string, Set<unknown>>();
  return ({ coverage, index, stagesAt }) => {
    // Without an account the demands depend on the resource.
    if (index.account === undefined) return false;
    const lists = stagesAt().map(({ demands }) => memoize(done, demands, () => new Set()));
    const { doubtful } = coverage.resources;
    if (lists.every((list) => list.has(doubtful))) return true;
    for (const list of lists) list.add(doubtful);
    return false;
  };
}

function pathsOf(
  scope: Scope,
  { resource, named }: SelectedResource,
  stages: readonly Stage[],
  doubts: readonly Obstacle[],
): readonly PathDraft[] {
  return stages.flatMap((stage) => {
    const subject = subjectOfResource(scope, resource, stage.place);
    if (subject === undefined) return [];
    return plannedPath(scope, { subject, stage, doubts: [...doubts, ...optInDoubts(scope, named, subject, stage)] });
  });
}

function doubtfulSelection({ plan, selection }: Stage): Obstacle {
  const why =
    selection?.resources === undefined
      ? `what the plan ${plan.name} selects is not in sight`
      : `whether the selection ${selection.name} takes the resource depends on tags that are not known`;
  return { code: 'selection-unknown', outcome: 'warning', why };
}
