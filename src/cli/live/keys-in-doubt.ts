import { run } from '../../engine/run.ts';
import { defaultSettings } from '../../engine/settings.ts';
import { buildEstate } from '../../estate/build.ts';
import type { Estate } from '../../estate/model.ts';
import { buildHints, placedInOrganization, type JudgeSetup } from '../../judge.ts';
import type { LoadedInputs } from '../../load/load-files.ts';

/** ARNs of keys whose policy alone does not admit what backups need: a grant may. */
export async function keysInDoubt(load: () => Promise<LoadedInputs>, setup: JudgeSetup): Promise<readonly string[]> {
  const { deployments, profile } = setup;
  const estate = await estateOf(load, setup);
  const { uses } = run({ estate, deployments, profile, rules: [], settings: defaultSettings });
  const arns = [...uses].flatMap(([{ key }, { outcome }]) =>
    outcome === 'allowed' || key.arn === undefined || key.manager === 'AWS' ? [] : [key.arn],
  );
  return [...new Set(arns)].sort();
}

/** What was loaded lives here alone, so that it is gone when the estate is judged: a large one takes much memory. */
async function estateOf(load: () => Promise<LoadedInputs>, setup: JudgeSetup): Promise<Estate> {
  const fragments = await placedInOrganization((await load()).fragments, setup.deployments);
  return buildEstate(fragments, buildHints(setup)).estate;
}
