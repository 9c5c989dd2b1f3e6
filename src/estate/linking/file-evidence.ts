/**
 * Whose something is that does not say it: `get-key-policy`, `list-attached-role-policies` and `get-policy-version` print no
 * name of their subject, but people keep their output in files that do.
 */
import { groupBy } from '../group-by.ts';
import type { Origin } from '../origin.ts';
import { contains, fileOf, folderOf, foldersOf, gistOf, parentOf, stemOf } from './file-names.ts';

export interface FileLinking<F, T> {
  /** What may tell the owner before names are compared. */
  readonly known?: (file: string) => T | undefined;
  /** Whether several may have one owner. Where not, a name that speaks for several speaks for none. */
  readonly mayShare: (fragments: readonly F[]) => boolean;
}

/** What does not say whose it is, and whose it is as far as files' names tell. */
export function linkByFile<F extends { readonly origin: Origin }, T>(
  fragments: readonly F[],
  candidates: readonly Candidate<T>[],
  { known = () => undefined, mayShare }: FileLinking<F, T>,
): Map<F, T> {
  if (fragments.length === 0) return new Map();
  const evidence = new FileEvidence(candidates);
  const inFolder = groupBy(fragments, ({ origin }) => folderOf(origin));
  const isAlone = ({ origin }: F): boolean => inFolder.get(folderOf(origin))?.length === 1;
  const links = [...groupBy(fragments, ({ origin }) => fileOf(origin))].flatMap(([file, [fragment, ...more]]) => {
    // Of several in one file none is meant by the file's name.
    if (file === undefined || fragment === undefined || more.length > 0) return [];
    const owner =
      known(file) ?? evidence.find(file) ?? (isAlone(fragment) ? evidence.findOnlyNeighbour(file) : undefined);
    return owner === undefined ? [] : [[fragment, owner] as const];
  });
  const shares = [...groupBy(links, ([, owner]) => owner).values()];
  return new Map(shares.filter((share) => share.length === 1 || mayShare(share.map(([each]) => each))).flat());
}

export function filesOf({ fragments }: { readonly fragments: readonly { readonly origin: Origin }[] }): string[] {
  return [...new Set(fragments.map(({ origin }) => fileOf(origin)))].filter((file) => file !== undefined);
}

/** A thing whose it may be. */
export interface Candidate<T> {
  readonly thing: T;
  /** What people call it: `rds` for `alias/rds`, a key id, a role's name. */
  readonly calledNames: readonly string[];
  /** The files that describe it. */
  readonly files: readonly string[];
}

/** One file or name of a candidate, and what it speaks of. */
interface Clue<T> {
  readonly gist: string;
  readonly thing: T;
  readonly name: string;
}

class FileEvidence<T> {
  readonly #byName: Map<string, Clue<T>[]>;
  readonly #byStem: Map<string, Clue<T>[]>;
  readonly #byFolder: Map<string, Clue<T>[]>;

  constructor(candidates: readonly Candidate<T>[]) {
    const names = candidates.flatMap(({ thing, calledNames }) =>
      calledNames.map((name) => ({ gist: gistOf(name), name, thing })),
    );
    const files = candidates.flatMap(({ thing, files: own }) =>
      own.map((name) => ({ gist: gistOf(stemOf(name)), name, thing })),
    );
    this.#byName = groupBy(names, ({ gist }) => gist);
    this.#byStem = groupBy(files, ({ gist }) => gist);
    this.#byFolder = groupBy(files, ({ name }) => parentOf(name));
  }

  /** By the name in the file's name, else in its folder's, else because a file of a candidate is called alike. */
  find(file: string): T | undefined {
    return this.#named(stemOf(file), file) ?? this.#namedByFolder(file) ?? this.#calledAlike(file);
  }

  /** The only candidate whose file lies in the same folder, unless the two files' names speak of different things. */
  findOnlyNeighbour(file: string): T | undefined {
    const gist = gistOf(stemOf(file));
    const neighbours = this.#byFolder.get(parentOf(file)) ?? [];
    const isContradicted = gist !== '' && neighbours.every((other) => other.gist !== '' && other.gist !== gist);
    return isContradicted ? undefined : only(neighbours);
  }

  #named(name: string, file: string): T | undefined {
    const gist = gistOf(name);
    const alike = this.#byName.get(gist) ?? [];
    // A name of nothing but common words (`backup-role`) must stand there in full.
    const spelledOut = longest(alike.filter((clue) => isPhrase(clue.name) && contains(name, clue.name)));
    if (gist === '') return only(spelledOut) ?? this.#onlyNear(spelledOut, file);
    return only(alike) ?? only(spelledOut) ?? this.#onlyNear(alike, file);
  }

  /** Where the file's own name says nothing, the first folder around it that does. */
  #namedByFolder(file: string): T | undefined {
    if (gistOf(stemOf(file)) !== '') return undefined;
    const name = foldersOf(file).find((each) => gistOf(each) !== '');
    return name === undefined ? undefined : this.#named(name, file);
  }

  #calledAlike(file: string): T | undefined {
    const gist = gistOf(stemOf(file));
    if (gist === '') return undefined;
    const alike = this.#byStem.get(gist) ?? [];
    return only(alike.filter(({ name }) => parentOf(name) === parentOf(file))) ?? only(alike);
  }

  /** Accounts have things of the same name; people keep each account in a folder. */
  #onlyNear(clues: readonly Clue<T>[], file: string): T | undefined {
    const near = new Set(this.#byFolder.get(parentOf(file))?.map(({ thing }) => thing));
    return only(clues.filter(({ thing }) => near.has(thing)));
  }
}

function only<T>(clues: readonly Clue<T>[]): T | undefined {
  return new Set(clues.map(({ thing }) => thing)).size === 1 ? clues[0]?.thing : undefined;
}

/** `backup-role`, but not `backup`, which stands in the name of many a file. */
function isPhrase(name: string): boolean {
  return /[^\p{L}\p{N}]/u.test(name);
}

function longest<T>(clues: readonly Clue<T>[]): readonly Clue<T>[] {
  const length = Math.max(...clues.map(({ name }) => name.length));
  return clues.filter(({ name }) => name.length === length);
}
