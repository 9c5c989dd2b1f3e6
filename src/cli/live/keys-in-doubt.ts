import { run } from '../../engine/run.ts';
import { defaultSettings } from '../../engine/settings.ts';
import { buildEstate } from '../../estate/build.ts';
import { buildHints, placedInOrganization, type JudgeSetup } from '../../judge.ts';
import type { LoadedInputs } from '../../load/load-files.ts';

/** ARNs of keys whose policy alone does not admit what backups need: a grant may. */
export async function keysInDoubt(inputs: LoadedInputs, setup: JudgeSetup): Promise<readonly string[]> {
  const { deployments, profile } = setup;
  const fragments = await placedInOrganization(inputs.fragments, deployments);
  const { estate } = buildEstate(fragments, buildHints(setup));
  const { uses } = run({ estate, deployments, profile, rules: [], settings: defaultSettings });
  const arns = [...uses].flatMap(([{ key }, { outcome }]) =>
    outcome === 'allowed' || key.arn === undefined || key.manager === 'AWS' ? [] : [key.arn],
  );
  return [...new Set(arns)].sort();
}
