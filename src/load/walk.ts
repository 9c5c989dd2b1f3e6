/** From paths to the files to look at, in an order that depends on their names alone. */
import { readdirSync, realpathSync, statSync, type Dirent } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { isIgnored, rulesAround, rulesOf, type IgnoreRules } from './ignore-rules.ts';
import { describeReadError } from './read.ts';
import type { Problem } from './types.ts';

export interface FoundFile {
  readonly path: string;
  /** As reports name it. */
  readonly file: string;
  /** On the command line, not met in a folder. */
  readonly isNamed: boolean;
}

export interface SkippedFile {
  readonly file: string;
  readonly why: string;
}

export interface FoundFiles {
  readonly files: readonly FoundFile[];
  readonly skipped: readonly SkippedFile[];
  readonly problems: readonly Problem[];
}

/** `paths` are files and folders; folders are walked. */
export async function findFiles(paths: readonly string[], workingFolder: string): Promise<FoundFiles> {
  const walk = new Walk(workingFolder);
  const folders = paths.map((path) => resolve(workingFolder, path)).filter((path) => !walk.takeIfFile(path));
  await walk.folders([...new Set(folders)].sort());
  return walk.found();
}

/** Relative to the working folder, `/` as separator. */
export function nameOf(path: string, workingFolder: string): string {
  return relative(workingFolder, path).split(sep).join('/') || '.';
}

const readable = /\.(?:json|ya?ml|template|jsonl|ndjson|tfstate)$/i;
const neverWalked: ReadonlySet<string> = new Set(['node_modules', '.git']);

class Walk {
  readonly #workingFolder: string;
  readonly #files = new Map<string, FoundFile>();
  readonly #skipped: SkippedFile[] = [];
  readonly #problems: Problem[] = [];
  /** Real paths, so that links cannot lead in circles. */
  readonly #walked = new Set<string>();
  #roots: readonly string[] = [];

  constructor(workingFolder: string) {
    this.#workingFolder = workingFolder;
  }

  /** A named path that is no folder; pipes are fine. */
  takeIfFile(path: string): boolean {
    try {
      if (statSync(path).isDirectory()) return false;
      this.#take(path, true);
    } catch (cause) {
      this.#complain(path, cause);
    }
    return true;
  }

  async folders(roots: readonly string[]): Promise<void> {
    this.#roots = roots.map((root) => realpathSync(root));
    for (const root of roots) await this.#folder(root, await rulesAround(root));
  }

  found(): FoundFiles {
    const byName = (a: { file: string }, b: { file: string }): number =>
      a.file < b.file ? -1 : Number(a.file > b.file);
    return {
      files: [...this.#files.values()].sort(byName),
      skipped: this.#skipped.sort(byName),
      problems: this.#problems.sort(byName),
    };
  }

  #take(path: string, isNamed: boolean): void {
    if (!this.#files.has(path)) this.#files.set(path, { path, file: this.#name(path), isNamed });
  }

  async #folder(folder: string, outer: IgnoreRules | undefined): Promise<void> {
    const real = realpathSync(folder);
    if (this.#walked.has(real)) return;
    this.#walked.add(real);
    const entries = this.#entriesOf(folder);
    const rules = entries.some(({ name }) => name === '.gitignore') ? await rulesOf(folder, outer) : outer;
    for (const entry of entries) await this.#entry(entry, join(folder, entry.name), rules);
  }

  #entriesOf(folder: string): Dirent[] {
    try {
      return readdirSync(folder, { withFileTypes: true });
    } catch (cause) {
      this.#complain(folder, cause);
      return [];
    }
  }

  async #entry(entry: Dirent, path: string, rules: IgnoreRules | undefined): Promise<void> {
    if (neverWalked.has(entry.name) || isIgnored(rules, path, entry.isDirectory())) return;
    if (entry.isDirectory()) return this.#folder(path, rules);
    if (entry.isSymbolicLink()) return this.#link(path, rules);
    this.#file(path, entry.isFile());
  }

  #file(path: string, isFile: boolean): void {
    if (!isFile) this.#skip(path, 'not a file');
    else if (readable.test(path)) this.#take(path, false);
    else this.#skip(path, 'not a JSON or YAML file');
  }

  async #link(path: string, rules: IgnoreRules | undefined): Promise<void> {
    try {
      const target = realpathSync(path);
      const isFolder = statSync(target).isDirectory();
      const isElsewhere = this.#whereElse(target, isFolder);
      if (isElsewhere !== undefined) this.#skip(path, isElsewhere);
      else if (isFolder) await this.#folder(path, rules);
      else this.#linkedFile(path, target);
    } catch (cause) {
      this.#skip(path, `a symbolic link whose target ${describeReadError(cause).message}`);
    }
  }

  /** What is linked is looked at once: where it lies, if that is walked as well. */
  #whereElse(target: string, isFolder: boolean): string | undefined {
    const isWalked = isFolder || readable.test(target);
    if (isWalked && this.#roots.some((root) => isInside(target, root))) return 'a symbolic link into the same folder';
    const isAround = this.#roots.some((root) => isInside(root, target));
    return isAround ? 'a symbolic link to a folder around it' : undefined;
  }

  #linkedFile(path: string, target: string): void {
    if (this.#walked.has(target)) return this.#skip(path, 'a second symbolic link to the same file');
    this.#walked.add(target);
    this.#file(path, statSync(target).isFile());
  }

  #name(path: string): string {
    return nameOf(path, this.#workingFolder);
  }

  #skip(path: string, why: string): void {
    this.#skipped.push({ file: this.#name(path), why });
  }

  #complain(path: string, cause: unknown): void {
    this.#problems.push({ file: this.#name(path), ...describeReadError(cause) });
  }
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
