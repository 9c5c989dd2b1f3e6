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

/** `paths` are files and folders; folders are walked, and files of the run's own in them passed over. */
export async function findFiles(
  paths: readonly string[],
  workingFolder: string,
  ownFiles: ReadonlySet<string> = new Set(),
): Promise<FoundFiles> {
  const walk = new Walk(workingFolder, ownFiles);
  const named = paths.filter((path) => walk.isPath(path)).map((path) => resolve(workingFolder, path));
  const folders = named.filter((path) => !walk.takeIfFile(path));
  await walk.folders([...new Set(folders)].sort());
  return walk.found();
}

/** Relative to the working folder, `/` as separator. */
function nameOf(path: string, workingFolder: string): string {
  return relative(workingFolder, path).split(sep).join('/') || '.';
}

/** Endings of files that are looked at. */
const readable = /\.(?:json(?:\.gz)?|ya?ml|template|jsonl|ndjson|tfstate)$/i;
const neverWalked: ReadonlySet<string> = new Set(['node_modules', '.git']);

class Walk {
  readonly #workingFolder: string;
  readonly #ownFiles: ReadonlySet<string>;
  readonly #files: FoundFile[] = [];
  readonly #named = new Set<string>();
  readonly #skipped: SkippedFile[] = [];
  readonly #problems: Problem[] = [];
  /** Real paths, so that links cannot lead in circles. */
  readonly #walked = new Set<string>();
  #roots: readonly string[] = [];

  constructor(workingFolder: string, ownFiles: ReadonlySet<string>) {
    this.#workingFolder = workingFolder;
    this.#ownFiles = ownFiles;
  }

  /** An empty one, mostly of a variable that is not set, would mean the whole working folder. */
  isPath(path: string): boolean {
    if (path !== '') return true;
    this.#problems.push({ file: '""', message: 'is no path', help: 'Expected: a file, a folder or -.' });
    return false;
  }

  /** A named path that is no folder; pipes are fine. */
  takeIfFile(path: string): boolean {
    try {
      if (statSync(path).isDirectory()) return false;
      this.#take({ path, file: this.#name(path) }, true);
    } catch (cause) {
      this.#complain(this.#name(path), cause);
    }
    return true;
  }

  async folders(roots: readonly string[]): Promise<void> {
    this.#roots = roots.map((root) => realpathSync(root));
    for (const root of roots) await this.#folder({ path: root, file: this.#name(root) }, await rulesAround(root));
  }

  found(): FoundFiles {
    const byName = (a: { file: string }, b: { file: string }): number =>
      a.file < b.file ? -1 : Number(a.file > b.file);
    return {
      files: this.#files.sort(byName),
      skipped: this.#skipped.sort(byName),
      problems: this.#problems.sort(byName),
    };
  }

  #take(place: Place, isNamed: boolean): void {
    if (this.#named.has(place.path)) return;
    if (isNamed) this.#named.add(place.path);
    this.#files.push({ path: place.path, file: place.file, isNamed });
  }

  async #folder(folder: Place, outer: IgnoreRules | undefined): Promise<void> {
    const entries = this.#entriesOf(folder);
    const hasRules = entries.some(({ name }) => name === '.gitignore');
    const rules = hasRules ? await rulesOf(folder.path, outer) : outer;
    for (const entry of entries) {
      const place = within(folder, entry.name);
      if (neverWalked.has(entry.name) || isIgnored(rules, place.path, entry.isDirectory())) continue;
      if (entry.isDirectory()) await this.#folder(place, rules);
      else if (entry.isSymbolicLink()) await this.#link(place, rules);
      else this.#file(place, entry.isFile());
    }
  }

  /** None of a folder that was walked already, or that cannot be read. */
  #entriesOf({ path, file }: Place): Dirent[] {
    try {
      const real = realpathSync(path);
      if (this.#walked.has(real)) return [];
      this.#walked.add(real);
      return readdirSync(path, { withFileTypes: true });
    } catch (cause) {
      this.#complain(file, cause);
      return [];
    }
  }

  #file(place: Place, isFile: boolean): void {
    if (this.#ownFiles.has(place.path)) return;
    if (!isFile) this.#skip(place, 'not a file');
    else if (readable.test(place.file)) this.#take(place, false);
    else this.#skip(place, 'not a JSON or YAML file');
  }

  async #link(place: Place, rules: IgnoreRules | undefined): Promise<void> {
    try {
      const target = realpathSync(place.path);
      const isFolder = statSync(target).isDirectory();
      const isElsewhere = this.#whereElse(target, isFolder);
      if (isElsewhere !== undefined) this.#skip(place, isElsewhere);
      else if (isFolder) await this.#folder(place, rules);
      else this.#linkedFile(place, target);
    } catch (cause) {
      this.#skip(place, `a symbolic link whose target ${describeReadError(cause).message}`);
    }
  }

  /** What is linked is looked at once: where it lies, if that is walked as well. */
  #whereElse(target: string, isFolder: boolean): string | undefined {
    const isWalked = isFolder || readable.test(target);
    if (isWalked && this.#roots.some((root) => isInside(target, root))) return 'a symbolic link into the same folder';
    const isAround = this.#roots.some((root) => isInside(root, target));
    return isAround ? 'a symbolic link to a folder around it' : undefined;
  }

  #linkedFile(place: Place, target: string): void {
    if (this.#walked.has(target)) return this.#skip(place, 'a second symbolic link to the same file');
    this.#walked.add(target);
    this.#file(place, statSync(target).isFile());
  }

  #name(path: string): string {
    return nameOf(path, this.#workingFolder);
  }

  #skip({ file }: Place, why: string): void {
    this.#skipped.push({ file, why });
  }

  #complain(file: string, cause: unknown): void {
    this.#problems.push({ file, ...describeReadError(cause) });
  }
}

/** By its full path, and as reports name it. */
type Place = Pick<FoundFile, 'path' | 'file'>;

function within(folder: Place, name: string): Place {
  return { path: join(folder.path, name), file: folder.file === '.' ? name : `${folder.file}/${name}` };
}

function isInside(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}
