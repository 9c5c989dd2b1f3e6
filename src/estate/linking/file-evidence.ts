/**
 * Whose something is that does not say it: `get-key-policy`, `list-attached-role-policies` and `get-policy-version` print no
 * name of their subject, but people keep their output in files that do.
 */
import { groupBy } from '../group-by.ts';
import type { Origin } from '../origin.ts';
import { contains, fileOf, folderOf, foldersOf, gistOf, parentOf, stemOf } from './file-names.ts';

/** What says nothing of its owner, and whose it is as far as files' names tell. `known` may tell first. */
export function linkByFile<F extends { readonly origin: Origin }, T>(
  fragments: readonly F[],
  candidates: readonly Candidate<T>[],
  known: (file: string) => T | undefined = () => undefined,
): Map<F, T> {
  const evidence = new FileEvidence(candidates);
  const links = new Map<F, T>();
  const inFile = groupBy(fragments, ({ origin }) => fileOf(origin));
  const inFolder = groupBy(fragments, ({ origin }) => folderOf(origin));
  for (const [file, [fragment, ...more]] of inFile) {
    // Of several in one file none is meant by the file's name.
    if (file === undefined || fragment === undefined || more.length > 0) continue;
    const isAlone = inFolder.get(folderOf(fragment.origin))?.length === 1;
    const owner = known(file) ?? evidence.find(file) ?? (isAlone ? evidence.findOnlyNeighbour(file) : undefined);
    if (owner !== undefined) links.set(fragment, owner);
  }
  return links;
}

export function filesOf({ fragments }: { readonly fragments: readonly { readonly origin: Origin }[] }): string[] {
  return fragments.map(({ origin }) => fileOf(origin)).filter((file) => file !== undefined);
}

/** A thing whose it may be. */
export interface Candidate<T> {
  readonly thing: T;
  /** What people call it: `rds` for `alias/rds`, a key id, a role's name. */
  readonly calledNames: readonly string[];
  /** The files that describe it. */
  readonly files: readonly string[];
}

class FileEvidence<T> {
  readonly #byName: Map<string, (readonly [gist: string, name: string, thing: T])[]>;
  readonly #byStem: Map<string, (readonly [key: string, thing: T])[]>;
  readonly #byFolder: Map<string, (readonly [folder: string, gist: string, thing: T])[]>;

  constructor(candidates: readonly Candidate<T>[]) {
    const names = candidates.flatMap(({ thing, calledNames }) =>
      calledNames.map((name) => [gistOf(name), name, thing] as const),
    );
    const files = candidates.flatMap(({ thing, files: own }) =>
      own.map((file) => ({ file, gist: gistOf(stemOf(file)), thing })),
    );
    this.#byName = groupBy(names, ([gist]) => gist);
    this.#byStem = groupBy(
      files
        .filter(({ gist }) => gist !== '')
        .flatMap(({ file, gist, thing }) => [[gist, thing] as const, [`${parentOf(file)}/${gist}`, thing] as const]),
      ([key]) => key,
    );
    this.#byFolder = groupBy(
      files.map(({ file, gist, thing }) => [parentOf(file), gist, thing] as const),
      ([at]) => at,
    );
  }

  /** By the name in the file's name, else in its folder's, else because a file of a candidate is called alike. */
  find(file: string): T | undefined {
    return this.#named(stemOf(file)) ?? this.#namedByFolder(file) ?? this.#calledAlike(file);
  }

  /** The only candidate whose file lies in the same folder, unless the two files' names speak of different things. */
  findOnlyNeighbour(file: string): T | undefined {
    const gist = gistOf(stemOf(file));
    const neighbours = this.#byFolder.get(parentOf(file)) ?? [];
    const thing = only(neighbours.map((neighbour) => neighbour[2]));
    const isContradicted = gist !== '' && neighbours.every(([, other]) => other !== '' && other !== gist);
    return isContradicted ? undefined : thing;
  }

  #named(name: string): T | undefined {
    const gist = gistOf(name);
    const alike = this.#byName.get(gist) ?? [];
    const spelledOut = alike.filter(([, called]) => contains(name, called));
    // A name of nothing but common words (`backup-role`) must stand there in full.
    if (gist === '') return longest(spelledOut);
    return only(alike.map(([, , thing]) => thing)) ?? longest(spelledOut);
  }

  /** Where the file's own name says nothing, the first folder around it that does. */
  #namedByFolder(file: string): T | undefined {
    if (gistOf(stemOf(file)) !== '') return undefined;
    const name = foldersOf(file).find((each) => gistOf(each) !== '');
    return name === undefined ? undefined : this.#named(name);
  }

  #calledAlike(file: string): T | undefined {
    const gist = gistOf(stemOf(file));
    const find = (key: string): T | undefined => only((this.#byStem.get(key) ?? []).map(([, thing]) => thing));
    return gist === '' ? undefined : (find(`${parentOf(file)}/${gist}`) ?? find(gist));
  }
}

function only<T>(things: readonly T[]): T | undefined {
  return new Set(things).size === 1 ? things[0] : undefined;
}

function longest<T>(named: readonly (readonly [gist: string, name: string, thing: T])[]): T | undefined {
  const length = Math.max(...named.map(([, name]) => name.length));
  return only(
    named.filter(([, name]) => name.length === length && /[^\p{L}\p{N}]/u.test(name)).map(([, , thing]) => thing),
  );
}
