/** `.gitignore` files as git reads them: each for its own folder, the innermost that has an opinion decides. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { Ignore } from 'ignore';

/** A chain from a folder outwards. */
export interface IgnoreRules {
  readonly folder: string;
  readonly rules: Ignore;
  readonly outer: IgnoreRules | undefined;
}

/** The rules that hold in a folder because of those around it, up to the repository's root. None outside a repository. */
export async function rulesAround(folder: string): Promise<IgnoreRules | undefined> {
  const around: string[] = [];
  let at = folder;
  while (!existsSync(join(at, '.git'))) {
    const parent = dirname(at);
    if (parent === at) return undefined;
    around.unshift(parent);
    at = parent;
  }
  let rules: IgnoreRules | undefined;
  for (const each of around) rules = existsSync(join(each, '.gitignore')) ? await rulesOf(each, rules) : rules;
  // A folder that is named on the command line is looked at, even where git ignores it.
  return isIgnored(rules, folder, true) ? undefined : rules;
}

/** The rules of a folder that has a `.gitignore`, before those around it. */
export async function rulesOf(folder: string, outer: IgnoreRules | undefined): Promise<IgnoreRules> {
  const { default: ignore } = await import('ignore');
  const rules = ignore({ ignorecase: process.platform === 'win32' || process.platform === 'darwin' });
  return { folder, rules: rules.add(readLeniently(join(folder, '.gitignore'))), outer };
}

/** Rules that cannot be read ignore nothing: then more is looked at, not less. */
function readLeniently(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

export function isIgnored(rules: IgnoreRules | undefined, path: string, isFolder: boolean): boolean {
  for (let each = rules; each !== undefined; each = each.outer) {
    const inside = relative(each.folder, path).split(sep).join('/');
    const { ignored, unignored } = each.rules.test(isFolder ? `${inside}/` : inside);
    if (ignored) return true;
    if (unignored) return false;
  }
  return false;
}
