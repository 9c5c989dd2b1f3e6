/** Loads the plugins that a config names: code, so only where the command line allows it. */
import { dirname, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CustomRule } from '../engine/rule.ts';
import type { Loaded, Problem } from '../load/types.ts';
import { guardedRule, pluginFaults, type Plugin } from '../plugin.ts';
import type { ReadConfig } from './read.ts';
import { shownPath } from './shown-path.ts';

/** The code is loaded by whoever is no part of a bundle. */
export type ImportModule = (url: string) => Promise<unknown>;

export interface PluginLoading {
  readonly isAllowed: boolean;
  readonly importModule: ImportModule | undefined;
  readonly cwd: string;
}

export async function loadPlugins(
  read: ReadConfig,
  builtIn: readonly CustomRule[],
  { isAllowed, importModule = (url) => import(url), cwd }: PluginLoading,
): Promise<Loaded<readonly CustomRule[]>> {
  const files = read.config.plugins ?? [];
  const placeOf = (index: number): Pick<Problem, 'file' | 'line' | 'column'> => ({
    file: read.document.file,
    ...read.document.rangeOf([...read.base, 'plugins', index])?.start,
  });
  const [first] = files;
  if (first !== undefined && !isAllowed) return { ok: false, problems: [{ ...placeOf(0), ...notAllowed(files) }] };
  const rules = [...builtIn];
  for (const [index, file] of files.entries()) {
    const path = resolve(dirname(read.place.path), file);
    const loaded = await loadPlugin(path, importModule);
    const complaint = (why: string): Problem => ({ ...placeOf(index), message: `the plugin ${file}: ${why}` });
    if (!loaded.ok) return { ok: false, problems: [complaint(loaded.why)] };
    const ids = rules.map(({ id }) => id);
    const [fault, ...others] = pluginFaults(loaded.value, ids).map(complaint);
    if (fault !== undefined) return { ok: false, problems: [fault, ...others] };
    const plugin = loaded.value as Plugin; // as it has just been checked to be
    rules.push(...plugin.rules.map((rule) => guardedRule(rule, shownPath(path, cwd))));
  }
  return { ok: true, value: rules };
}

function notAllowed(files: readonly string[]): Pick<Problem, 'message' | 'help'> {
  return {
    message: `the config loads code (${files.join(', ')}), which is not allowed`,
    help: 'Give --allow-plugins to run it; not where others may change config or code, as in a pull request from a fork.',
  };
}

async function loadPlugin(
  path: string,
  importModule: ImportModule,
): Promise<{ ok: true; value: unknown } | { ok: false; why: string }> {
  try {
    const loaded = (await importModule(pathToFileURL(path).href)) as { readonly default?: unknown };
    return { ok: true, value: loaded.default };
  } catch (error) {
    return { ok: false, why: `cannot be loaded: ${error instanceof Error ? error.message : String(error)}` };
  }
}
