import { dirname, resolve } from 'node:path';
import { deploymentsOf } from '../config/deployments.ts';
import { configPlace, findConfigs, type ConfigPlace } from '../config/lookup.ts';
import type { KnownNames } from '../config/check-names.ts';
import type { Overrides } from '../config/overrides.ts';
import type { PluginLoading } from '../config/plugins.ts';
import type { ReadConfig } from '../config/read.ts';
import { shownPath } from '../config/shown-path.ts';
import { UsageError } from '../config/usage-error.ts';
import { unknownRule } from '../engine/rule-names.ts';
import type { RunnableRule } from '../engine/rule.ts';
import type { KeyHint } from '../estate/fragment.ts';
import type { Loaded } from '../load/types.ts';
import { resourceTypes } from '../paths/resource-types.ts';
import type { BaselineFile } from './baseline/baseline.ts';
import type { CheckOptions } from './check-options.ts';
import type { JudgeSetup } from '../judge.ts';
import type { Io } from './io.ts';
import type { ShardOption } from './shard-option.ts';
import type { FailOn } from './fail-on.ts';

/** What config and command line together say of a run. */
export interface Setup extends JudgeSetup {
  readonly rules: readonly RunnableRule[];
  readonly failOn: FailOn;
  /** The baseline as it is before the run. */
  readonly baselineFile?: BaselineFile;
  /** Full paths of config, plugins and baseline, which are no inputs. */
  readonly ownFiles: readonly string[];
}

/** What a config adds to the command line. */
interface Configured {
  readonly read: ReadConfig | undefined;
  readonly overrides: Overrides;
  readonly keys: readonly KeyHint[];
  /** With those of its plugins. */
  readonly rules: readonly RunnableRule[];
}

function unconfigured({ rules }: Surroundings): Loaded<Configured> {
  return { ok: true, value: { read: undefined, overrides: { current: [], expired: [] }, keys: [], rules } };
}

/** Where and when a command runs, and what it knows. */
export interface Surroundings {
  readonly cwd: string;
  /** `2027-03-31`: overrides may expire. */
  readonly today: string;
  readonly rules: readonly RunnableRule[];
  readonly io: Pick<Io, 'env' | 'importModule'>;
}

export async function setUp(options: CheckOptions, surroundings: Surroundings): Promise<Loaded<Setup>> {
  const { cwd } = surroundings;
  const place = placeOf(options.config, cwd);
  const isAllowed = options.allowPlugins === true;
  const configured =
    place === undefined ? unconfigured(surroundings) : await readConfigured(place, surroundings, isAllowed);
  if (!configured.ok) return configured;
  checkRuleFlags(options, configured.value.rules);
  const setup = { ...combined(options, configured.value), ...(await partOf(options.shard, surroundings.io.env)) };
  return options.baseline === undefined
    ? { ok: true, value: setup }
    : withBaseline(setup, options.baseline, options, cwd);
}

async function partOf(shard: ShardOption | undefined, env: Io['env']): Promise<Pick<Setup, 'shard'>> {
  if (shard === undefined) return {};
  const { shardFrom } = await import('./shard.ts');
  return { shard: shardFrom(shard, env) };
}

/** One that is about to be written holds nothing back yet. */
async function withBaseline(setup: Setup, file: string, options: CheckOptions, cwd: string): Promise<Loaded<Setup>> {
  const isUpdated = options.updateBaseline === true;
  const { readBaseline } = await import('./baseline/baseline.ts');
  const read = await readBaseline(file, isUpdated, cwd);
  if (!read.ok) return read;
  const ownFiles = [...setup.ownFiles, resolve(cwd, file)];
  const baseline = isUpdated ? {} : { baseline: read.value.entries };
  return { ok: true, value: { ...setup, ...baseline, baselineFile: read.value, ownFiles } };
}

function ownFilesOf({ place: { path }, config: { plugins = [] } }: ReadConfig): readonly string[] {
  return [path, ...plugins.map((plugin) => resolve(dirname(path), plugin))];
}

function knownNames(rules: readonly RunnableRule[]): KnownNames {
  return {
    rules: rules.map(({ id }) => id),
    resourceTypes: [...new Set(resourceTypes.map(({ resourceType }) => resourceType))],
  };
}

function checkRuleFlags({ rules: flags }: CheckOptions, rules: readonly RunnableRule[]): void {
  const known = rules.map(({ id }) => id);
  const [unknown] = Object.keys(flags).flatMap((id) => unknownRule(id, known) ?? []);
  if (unknown === undefined) return;
  throw new UsageError(unknown.message, [unknown.help ?? '`backuplint explain` lists all rules']);
}

function placeOf(file: string | undefined, cwd: string): ConfigPlace | undefined {
  if (file !== undefined) return configPlace(resolve(cwd, file));
  const [place, ...others] = findConfigs(cwd);
  if (place !== undefined && others.length > 0) {
    const names = [place, ...others].map(({ path }) => shownPath(path, cwd)).join(' and ');
    throw new UsageError(`there are several configs: ${names}`, ['keep one, or say which with -c']);
  }
  return place;
}

/** What reads configs is loaded only where there is one. */
async function readConfigured(
  place: ConfigPlace,
  { cwd, today, rules: builtIn, io: { importModule } }: Surroundings,
  isAllowed: boolean,
): Promise<Loaded<Configured>> {
  const [{ readConfig }, { checkNames }, { readOverrides }, { keyHints }] = await Promise.all([
    import('../config/read.ts'),
    import('../config/check-names.ts'),
    import('../config/overrides.ts'),
    import('../config/key-hints.ts'),
  ]);
  const read = await readConfig(place, cwd);
  if (!read.ok) return read;
  const rules = await withPlugins(read.value, builtIn, { isAllowed, importModule, cwd });
  if (!rules.ok) return rules;
  const [problem, ...problems] = checkNames(read.value, knownNames(rules.value));
  if (problem !== undefined) return { ok: false, problems: [problem, ...problems] };
  const overrides = await readOverrides(read.value, cwd, today);
  return { ok: true, value: { read: read.value, overrides, keys: keyHints(read.value, cwd), rules: rules.value } };
}

async function withPlugins(
  read: ReadConfig,
  builtIn: readonly RunnableRule[],
  loading: PluginLoading,
): Promise<Loaded<readonly RunnableRule[]>> {
  if (read.config.plugins === undefined) return { ok: true, value: builtIn };
  const { loadPlugins } = await import('../config/plugins.ts');
  return loadPlugins(read, builtIn, loading);
}

function combined(options: CheckOptions, { read, overrides, keys, rules }: Configured): Setup {
  const config = read?.config;
  return {
    rules,
    profile: config?.requirements ?? 'guidance',
    failOn: options.failOn ?? config?.failOn ?? 'error',
    deployments: deploymentsOf(options.deployment, config),
    keys,
    settings: {
      layers: [config?.rules ?? {}, options.rules],
      overrides: overrides.current,
      expired: overrides.expired,
    },
    ownFiles: read === undefined ? [] : ownFilesOf(read),
    ...(read === undefined ? {} : { configText: { file: read.document.file, text: read.document.text } }),
  };
}
