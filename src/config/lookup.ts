import { readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A config file, and where in it the config stands. */
export interface ConfigPlace {
  /** Absolute. */
  readonly path: string;
  /** `package.json` holds it under `backuplint`. */
  readonly inPackageJson: boolean;
}

const fileNames = ['backuplint.config.yaml', 'backuplint.config.yml', 'backuplint.config.json'];

/**
 * The configs of the nearest folder, from `folder` upwards, that has one. More than one in a folder is for the caller
 * to refuse: which of them holds would be a guess.
 */
export function findConfigs(folder: string): readonly ConfigPlace[] {
  const found = [
    ...fileNames
      .map((name) => join(folder, name))
      .filter(isFile)
      .map(ownFile),
    ...packageJson(folder),
  ];
  const parent = dirname(folder);
  return found.length > 0 || parent === folder ? found : findConfigs(parent);
}

export function configPlace(path: string): ConfigPlace {
  return { path, inPackageJson: /(^|[/\\])package\.json$/.test(path) };
}

function ownFile(path: string): ConfigPlace {
  return { path, inPackageJson: false };
}

function packageJson(folder: string): ConfigPlace[] {
  const path = join(folder, 'package.json');
  return isFile(path) && hasBackuplint(readFileSync(path, 'utf8')) ? [{ path, inPackageJson: true }] : [];
}

/** The word stands in many a package.json that has no config: as a dependency, as a script. */
function hasBackuplint(text: string): boolean {
  if (!text.includes('"backuplint"')) return false;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && Object.hasOwn(value, 'backuplint');
  } catch {
    return true; // Whoever reads it next says what is wrong with it, and where.
  }
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
