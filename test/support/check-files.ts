import { exampleConfig } from '../../rules/examples.ts';
import { deploymentsOf } from '../../src/config/deployments.ts';
import { readConfigText } from '../../src/config/document.ts';
import { keyHints } from '../../src/config/key-hints.ts';
import { readOverrides } from '../../src/config/overrides.ts';
import type { ReadConfig } from '../../src/config/read.ts';
import { configSchema } from '../../src/config/schema.ts';
import type { Finding } from '../../src/engine/finding.ts';
import type { RunResult } from '../../src/engine/run.ts';
import type { Profile } from '../../src/estate/deployment.ts';
import type { Fragment, KeyHint } from '../../src/estate/fragment.ts';
import type { Estate } from '../../src/estate/model.ts';
import { judge } from '../../src/judge.ts';
import { loadText } from '../../src/load/load-text.ts';
import { PolicyStore } from '../../src/load/policy-store.ts';

export interface Checked extends RunResult {
  readonly estate: Estate;
}

export type Files = Readonly<Record<string, string>>;

const folder = '/project';
const configFile = 'backuplint.config.yaml';
const today = '2026-11-24';

/**
 * Files and a config, as a user has them, through the whole pipeline, without a disk. Bad input and a rule that throws
 * fail the test.
 */
export async function checkFiles(files: Files, config: string = exampleConfig): Promise<Checked> {
  const read = await configOf(config);
  const { current, expired } = await readOverrides(read, folder, today);
  const policies = new PolicyStore();
  const fragments: Fragment[] = [];
  for (const [file, text] of Object.entries(files)) fragments.push(...(await fragmentsOf(file, text, policies)));
  const judged = await judge(
    {
      fragments,
      problems: [],
      skipped: [],
      recognised: fragments.length,
      sourceText: (file) => files[file],
      formatOf: (file) => (isYaml(file) ? 'yaml' : 'json'),
      commented: Object.keys(files).filter(isYaml),
    },
    {
      deployments: deploymentsOf({}, read.config),
      profile: read.config.requirements ?? 'guidance',
      keys: hintsOf(read),
      settings: { layers: [read.config.rules ?? {}], overrides: current, expired },
    },
    false,
  );
  if (!judged.ok) throw new Error(`contradicting inputs: ${JSON.stringify(judged.problems)}`);
  const { estate, result, findings, idle } = judged.value;
  for (const { error } of result.crashes) throw error;
  return { estate, ...result, findings: [...findings, ...idle] };
}

function isYaml(file: string): boolean {
  return /\.ya?ml$/.test(file);
}

async function configOf(text: string): Promise<ReadConfig> {
  const document = await readConfigText(configFile, text);
  if (!document.ok) throw new Error(`config: ${document.problems[0].message}`);
  const config = configSchema.parse(document.value.value ?? {});
  const place = { path: `${folder}/${configFile}`, inPackageJson: false };
  return { place, config, document: document.value, base: [] };
}

function hintsOf(read: ReadConfig): readonly KeyHint[] {
  return keyHints(read, folder).map((hint, index) => ({
    ...hint,
    origin: { kind: 'file', file: configFile, pointer: `/keys/${index}` },
  }));
}

async function fragmentsOf(file: string, text: string, policies: PolicyStore): Promise<readonly Fragment[]> {
  const loaded = await loadText({ file, text }, policies);
  if (loaded.outcome === 'foreign') throw new Error(`${file} is ${loaded.why}`);
  if (loaded.problems.length > 0) throw new Error(JSON.stringify(loaded.problems));
  return loaded.outcome === 'loaded' ? loaded.fragments : [];
}

/** The findings of one rule. */
export async function findingsOf(rule: string, files: Files, config?: string): Promise<readonly Finding[]> {
  const { findings } = await checkFiles(files, config);
  return findings.filter((finding) => finding.rule === rule);
}

/** All findings on one bare key policy of the rules' example deployment. */
export async function checkPolicy(policy: string, profile: Profile = 'guidance'): Promise<readonly Finding[]> {
  const { findings } = await checkFiles({ 'policy.json': policy }, `requirements: ${profile}\n${exampleConfig}`);
  return findings;
}
