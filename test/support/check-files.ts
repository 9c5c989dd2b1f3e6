import { configSchema } from '../../src/config/schema.ts';
import { deploymentsOf } from '../../src/config/deployments.ts';
import { readConfigText } from '../../src/config/document.ts';
import type { Finding } from '../../src/engine/finding.ts';
import { run, type RunResult } from '../../src/engine/run.ts';
import { defaultSettings } from '../../src/engine/settings.ts';
import { buildEstate } from '../../src/estate/build.ts';
import type { Fragment } from '../../src/estate/fragment.ts';
import type { Estate } from '../../src/estate/model.ts';
import { loadText } from '../../src/load/load-text.ts';
import { PolicyStore } from '../../src/load/policy-store.ts';
import { exampleConfig } from '../../rules/examples.ts';
import { rules } from '../../rules/index.ts';

export interface Checked extends RunResult {
  readonly estate: Estate;
}

export type Files = Readonly<Record<string, string>>;

/** Files and a config, as a user has them, through the whole pipeline, without a disk. Bad input fails the test. */
export async function checkFiles(files: Files, config: string = exampleConfig): Promise<Checked> {
  const { deployments, requirements = 'guidance', keys = [] } = await configOf(config);
  const policies = new PolicyStore();
  const fragments: Fragment[] = [];
  for (const [file, text] of Object.entries(files)) fragments.push(...(await fragmentsOf(file, text, policies)));
  const at = (index: number) => ({ kind: 'file', file: 'backuplint.config.yaml', pointer: `/keys/${index}` }) as const;
  const hints = keys.map((key, index) => ({ ...key, origin: at(index) }));
  const { estate, problems } = buildEstate(fragments, { keys: hints });
  if (problems.length > 0) throw new Error(`contradicting inputs: ${JSON.stringify(problems)}`);
  return { estate, ...run({ estate, deployments, profile: requirements, rules, settings: defaultSettings }) };
}

async function configOf(text: string) {
  const read = await readConfigText('backuplint.config.yaml', text);
  if (!read.ok) throw new Error(`config: ${read.problems[0].message}`);
  const config = configSchema.parse(read.value.value ?? {});
  return { ...config, deployments: deploymentsOf({}, config) };
}

async function fragmentsOf(file: string, text: string, policies: PolicyStore): Promise<readonly Fragment[]> {
  const loaded = await loadText({ file, text }, policies);
  if (loaded.outcome === 'foreign') throw new Error(`${file} is ${loaded.why}`);
  if (loaded.problems.length > 0) throw new Error(JSON.stringify(loaded.problems));
  return loaded.outcome === 'loaded' ? loaded.fragments : [];
}

/** The findings of one rule. */
export async function findingsOf(rule: string, files: Files, config?: string): Promise<readonly Finding[]> {
  const { findings, crashes } = await checkFiles(files, config);
  if (crashes.length > 0) throw crashes[0]?.error;
  return findings.filter((finding) => finding.rule === rule);
}
