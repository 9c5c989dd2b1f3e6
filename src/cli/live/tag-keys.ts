import { accountOf, regionOf } from '../../estate/arn.ts';
import type { SelectionFragment } from '../../estate/fragment.ts';
import { placedInOrganization, type JudgeSetup } from '../../judge.ts';
import type { TagKey } from '../../load/live/tags.ts';
import type { LoadedInputs } from '../../load/load-files.ts';
import { tagKeysOf } from '../../paths/selection.ts';

/** The tags on which it depends what selections take, deployed ones and those that files plan. */
export async function tagKeysInUse(inputs: LoadedInputs, { deployments }: JudgeSetup): Promise<readonly TagKey[]> {
  const fragments = await placedInOrganization(inputs.fragments, deployments);
  const plans = new Map(
    fragments.flatMap((each) => (each.kind === 'plan' ? each.names.map((name) => [name, each] as const) : [])),
  );
  const placeOf = ({ planNames }: SelectionFragment): Omit<TagKey, 'key'> => {
    const [name = ''] = planNames;
    const { account, region } = plans.get(name) ?? {};
    return { account: account ?? accountOf(name), region: region ?? regionOf(name) };
  };
  return fragments.flatMap((each) =>
    each.kind === 'selection' ? tagKeysOf(each.selection).map((key) => ({ ...placeOf(each), key })) : [],
  );
}
