/** Paths of the resources in sight that plans cover. */
import type { Resource } from '../estate/model.ts';
import type { Covered } from './coverage.ts';
import type { PathDraft } from './draft.ts';
import { memoize } from './group-by.ts';
import { optInDoubts } from './opt-in.ts';
import { plannedPath } from './planned-path.ts';
import type { Scope } from './scope.ts';
import type { SelectedResource } from './selection.ts';
import type { Stage } from './stages.ts';
import type { BackupSubject } from './subject.ts';
import { subjectOfResource } from './subjects.ts';
import type { Obstacle } from './types.ts';

export interface ResourceDrafts {
  readonly drafts: readonly PathDraft[];
  readonly resources: ReadonlySet<Resource>;
}

export function plannedResources(scope: Scope, covered: readonly Covered[]): ResourceDrafts {
  const certain = pathsOf(
    scope,
    covered,
    ({ certain }) => certain,
    () => true,
  );
  // Whether tags select a resource may not be known. One that no selection takes for certain is judged once for each
  // way in which it may be backed up; a resource of 200 plans that all ask the same needs no 200 doubtful paths.
  const seen = new Map<string, Set<Resource>>();
  const isNew = ({ resource }: SelectedResource, { demands }: Stage): boolean => {
    if (certain.resources.has(resource)) return false;
    const judged = memoize(seen, demands, () => new Set());
    return !judged.has(resource) && judged.add(resource).has(resource);
  };
  const doubtful = pathsOf(scope, covered, ({ certain }) => !certain, isNew);
  return {
    drafts: [...certain.drafts, ...doubtful.drafts],
    resources: new Set([...certain.resources, ...doubtful.resources]),
  };
}

function pathsOf(
  scope: Scope,
  covered: readonly Covered[],
  concerns: (selected: SelectedResource) => boolean,
  isWanted: (selected: SelectedResource, stage: Stage) => boolean,
): ResourceDrafts {
  const drafts: PathDraft[] = [];
  const resources = new Set<Resource>();
  for (const each of covered) {
    for (const selected of each.coverage.resources.filter(concerns)) {
      for (const stage of each.stagesAt(selected.resource.account, selected.resource.region)) {
        const subject = isWanted(selected, stage)
          ? subjectOfResource(scope, selected.resource, stage.place)
          : undefined;
        if (subject === undefined) continue;
        drafts.push(plannedPath(scope, { subject, stage, doubts: doubtsAbout(scope, selected, subject, stage) }));
        resources.add(selected.resource);
      }
    }
  }
  return { drafts, resources };
}

function doubtsAbout(
  scope: Scope,
  { certain, named }: SelectedResource,
  subject: BackupSubject,
  stage: Stage,
): readonly Obstacle[] {
  const optIn = optInDoubts(scope, named, subject, stage);
  return certain ? optIn : [doubtfulSelection(stage), ...optIn];
}

function doubtfulSelection({ plan, selection }: Stage): Obstacle {
  const why =
    selection?.resources === undefined
      ? `what the plan ${plan.name} selects is not in sight`
      : `whether the selection ${selection.name} takes the resource depends on tags that are not known`;
  return { code: 'selection-unknown', outcome: 'warning', why };
}
