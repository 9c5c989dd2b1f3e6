import { readFileSync } from 'node:fs';
import type { Loaded, Problem } from '../load/types.ts';
import { readConfigText, type ConfigDocument, type Step } from './document.ts';
import type { ConfigPlace } from './lookup.ts';
import { problemsOf, valueAt } from './problems.ts';
import { configSchema, type ConfigFile } from './schema.ts';
import { shownPath } from './shown-path.ts';

/** A config file that is in order, and its text for whoever finds something else wrong with it. */
export interface ReadConfig {
  readonly place: ConfigPlace;
  readonly config: ConfigFile;
  readonly document: ConfigDocument;
  /** Steps from the file's root to the config. */
  readonly base: readonly Step[];
}

export async function readConfig(place: ConfigPlace, cwd: string): Promise<Loaded<ReadConfig>> {
  const file = shownPath(place.path, cwd);
  const text = readText(place.path);
  if (!text.ok) return { ok: false, problems: [{ file, message: text.why }] };
  const read = await readConfigText(file, text.value);
  return read.ok ? checkConfig(place, read.value) : read;
}

function checkConfig(place: ConfigPlace, document: ConfigDocument): Loaded<ReadConfig> {
  const base = place.inPackageJson ? ['backuplint'] : [];
  const value = valueAt(document.value, base);
  if (place.inPackageJson && value === undefined) return refused([noConfig(document)]);
  // An empty file is a config that says nothing.
  const checked = configSchema.safeParse(value ?? {});
  if (checked.success) return { ok: true, value: { place, config: checked.data, document, base } };
  return refused(problemsOf(checked.error.issues, { schema: configSchema, document, base }));
}

function refused([first, ...others]: readonly Problem[]): Loaded<never> {
  if (first === undefined) throw new Error('A config was refused without a reason');
  return { ok: false, problems: [first, ...others] };
}

function noConfig({ file, rangeOf }: ConfigDocument): Problem {
  return { file, ...rangeOf([])?.start, message: 'has no key "backuplint"' };
}

function readText(path: string): { ok: true; value: string } | { ok: false; why: string } {
  try {
    return { ok: true, value: readFileSync(path, 'utf8') };
  } catch (error) {
    return { ok: false, why: `cannot be read: ${error instanceof Error ? error.message : String(error)}` };
  }
}
