/** Plans with their selections. */
import { splitArn } from '../arn.ts';
import type { PlanFragment, PlanRuleFragment, SelectionFragment } from '../fragment.ts';
import { groupBy } from '../group-by.ts';
import type { CopyAction, Plan, PlanRule, Role, Selection, Vault } from '../model.ts';
import { filesOf, linkByFile } from './file-evidence.ts';
import { fileOf, folderOf } from './file-names.ts';
import { Grouping, type Group, type Naming } from './grouping.ts';
import { byPrecedence, firstStated } from './merge.ts';

type PlanGroup = Group<PlanFragment>;

/** Plans of the organization have the same id in every account. */
const planNaming: Naming = {
  exact: (name) => (splitArn(name) === undefined && name.startsWith('orgs/') ? [] : [name]),
  short: (name) => (name.startsWith('orgs/') ? [name] : []),
};

const selectionNaming: Naming = { exact: (name) => [name], short: () => [] };

/** What local names in plans and selections lead to. */
export interface PlanReferences {
  readonly vault: (name: string) => Vault | undefined;
  readonly role: (name: string) => Role | undefined;
}

export interface Plans {
  readonly plans: readonly Plan[];
  readonly orphans: readonly Selection[];
}

export function buildPlans(
  fragments: readonly PlanFragment[],
  selections: readonly SelectionFragment[],
  references: PlanReferences,
): Plans {
  const grouping = new Grouping(planNaming, fragments);
  for (const fragment of fragments) if (fragment.names.length === 0) grouping.join(fragment);
  const merged = mergeSelections(selections);
  const owners = planOf(grouping, merged);
  const byPlan = groupBy(merged, (selection) => owners(selection));
  const toEach = (group: PlanGroup): Plan => toPlan(group, byPlan.get(group) ?? [], references);
  return {
    plans: grouping.groups.map(toEach),
    orphans: (byPlan.get(undefined) ?? []).map((fragment) => toSelection(fragment, references)),
  };
}

/** `list-backup-selections` and `get-backup-selection` speak of the same one; the latter says more. */
function mergeSelections(fragments: readonly SelectionFragment[]): SelectionFragment[] {
  const named = new Grouping(selectionNaming, fragments).groups.map(
    ({ fragments: all }) => byPrecedence(all)[0] ?? all[0],
  );
  return [...named, ...fragments.filter(({ names }) => names.length === 0)];
}

/**
 * By the plan's id; bodies of `create-backup-selection` often have none: then the only plan in the same file, one that the
 * file's name tells, or the only plan in the same folder. Bodies of `create-backup-plan` never have one, so an id that is
 * none of the plans in sight is that of the only such plan in the same folder, where it is the only such id.
 */
function planOf(
  grouping: Grouping<PlanFragment>,
  selections: readonly SelectionFragment[],
): (selection: SelectionFragment) => PlanGroup | undefined {
  const bodies = selections.filter(({ planNames }) => planNames.length === 0);
  const places = grouping.groups.flatMap((thing) => thing.fragments.map(({ origin }) => ({ thing, origin })));
  const inFile = groupBy(places, ({ origin }) => fileOf(origin));
  const inFolder = groupBy(places, ({ origin }) => folderOf(origin));
  const nameless = groupBy(
    places.filter(({ thing }) => thing.fragments.every(({ names }) => names.length === 0)),
    ({ origin }) => folderOf(origin),
  );
  const byName = linkByFile(
    bodies,
    grouping.groups.map((thing) => ({
      thing,
      calledNames: thing.fragments.map(({ name }) => name),
      files: filesOf(thing),
    })),
    { mayShare: () => true },
  );
  const foreignIds = groupBy(
    selections.filter(({ planNames }) => planNames.length > 0 && grouping.find(planNames) === undefined),
    ({ origin }) => folderOf(origin),
  );
  const ofForeignId = (folder: string | undefined): PlanGroup | undefined => {
    const ids = new Set(foreignIds.get(folder)?.flatMap(({ planNames }) => planNames));
    return ids.size === 1 ? onlyPlan(nameless.get(folder)) : undefined;
  };
  return (selection) => {
    const { origin, planNames } = selection;
    if (planNames.length > 0) return grouping.find(planNames) ?? ofForeignId(folderOf(origin));
    return onlyPlan(inFile.get(fileOf(origin))) ?? byName.get(selection) ?? onlyPlan(inFolder.get(folderOf(origin)));
  };
}

function onlyPlan(places: readonly { readonly thing: PlanGroup }[] = []): PlanGroup | undefined {
  return new Set(places.map(({ thing }) => thing)).size === 1 ? places[0]?.thing : undefined;
}

function toPlan(group: PlanGroup, selections: readonly SelectionFragment[], references: PlanReferences): Plan {
  const fragments = byPrecedence(group.fragments);
  const [{ subject, name, rules, fromOrganization, origin } = group.fragments[0]] = fragments;
  return {
    subject,
    name,
    ...firstStated(fragments, ['id', 'arn', 'account', 'region']),
    rules: rules.map((rule) => toRule(rule, references)),
    selections: selections.map((selection) => toSelection(selection, references)),
    fromOrganization,
    origin,
  };
}

function toRule({ targetVault, copyActions, ...rule }: PlanRuleFragment, { vault }: PlanReferences): PlanRule {
  const name = rule.targetVaultName ?? (targetVault === undefined ? undefined : vault(targetVault)?.name);
  return {
    ...rule,
    ...(name !== undefined && { targetVaultName: name }),
    copyActions: copyActions.map(({ destinationVault, ...copy }): CopyAction => {
      const arn =
        copy.destinationVaultArn ?? (destinationVault === undefined ? undefined : vault(destinationVault)?.arn);
      return { ...copy, ...(arn !== undefined && { destinationVaultArn: arn }) };
    }),
  };
}

function toSelection({ selection, role: name }: SelectionFragment, { role }: PlanReferences): Selection {
  const roleArn = name === undefined ? undefined : role(name)?.arn;
  return roleArn === undefined ? selection : { ...selection, roleArn };
}
