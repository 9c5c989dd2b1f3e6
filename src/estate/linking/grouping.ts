/** Puts together what speaks of the same thing: first by names that mean one thing only, then by short names. */
import { groupBy } from '../group-by.ts';
import type { Origin } from '../origin.ts';
import { folderOf } from './file-names.ts';

export interface NamedFragment {
  readonly names: readonly string[];
  readonly origin: Origin;
}

/** How the names of one sort of thing are understood. */
export interface Naming {
  /** A name that can mean only one thing, in its one spelling: an ARN. None for a short name. */
  readonly exact: (name: string) => readonly string[];
  /** What it is called for short: `alias/rds`, a key id, a role's name. Others may be called the same. */
  readonly short: (name: string) => readonly string[];
}

/** One thing, and all that was said of it. */
export class Group<F extends NamedFragment> {
  readonly fragments: [F, ...F[]];
  /** As the fragments spell them. */
  readonly names: Set<string>;

  constructor(first: F) {
    this.fragments = [first];
    this.names = new Set(first.names);
  }

  add(fragment: F): void {
    this.fragments.push(fragment);
    for (const name of fragment.names) this.names.add(name);
  }
}

export class Grouping<F extends NamedFragment> {
  readonly #naming: Naming;
  readonly #exact = new Map<string, Group<F>>();
  readonly #short = new Map<string, Set<Group<F>>>();
  readonly #groups = new Set<Group<F>>();

  constructor(naming: Naming, fragments: Iterable<F>) {
    this.#naming = { exact: remembered(naming.exact), short: remembered(naming.short) };
    const named = [...fragments].filter(({ names }) => names.length > 0);
    const isExact = (fragment: F): boolean => fragment.names.some((name) => this.#naming.exact(name).length > 0);
    for (const fragment of named.filter(isExact)) this.join(fragment, this.#exactly(fragment.names));
    this.#joinByShortNames(named.filter((fragment) => !isExact(fragment)));
  }

  get groups(): readonly Group<F>[] {
    return [...this.#groups];
  }

  /** The thing that any of these names means; `undefined` where none does, or short names mean several. */
  find(names: readonly string[]): Group<F> | undefined {
    const [exact] = this.#exactly(names);
    return exact ?? this.#onlyOne(names);
  }

  /** Adds a fragment to things that turn out to be one; to a new one where there is none. */
  join(fragment: F, things: readonly Group<F>[] = []): Group<F> {
    const [first, ...others] = things;
    const group = first ?? new Group(fragment);
    if (first !== undefined) group.add(fragment);
    for (const other of others) this.#merge(other, group);
    this.#groups.add(group);
    this.#index(fragment.names, group);
    return group;
  }

  #exactly(names: readonly string[]): Group<F>[] {
    const found: Group<F>[] = [];
    for (const name of names) {
      for (const exact of this.#naming.exact(name)) {
        const group = this.#exact.get(exact);
        if (group !== undefined && !found.includes(group)) found.push(group);
      }
    }
    return found;
  }

  #onlyOne(names: readonly string[]): Group<F> | undefined {
    const found = this.#called(names);
    return found.size === 1 ? [...found][0] : undefined;
  }

  /** By their short names; what an ARN names is not what another ARN with the same ending does. */
  #called(names: readonly string[]): Set<Group<F>> {
    const inexact = names.filter((name) => this.#naming.exact(name).length === 0);
    const shorts = inexact.flatMap((name) => this.#naming.short(name));
    return new Set(shorts.flatMap((name) => [...(this.#short.get(name) ?? [])]));
  }

  /** Known things first; where several are called so, one whose inputs lie in the same folder; else things of their own. */
  #joinByShortNames(fragments: readonly F[]): void {
    const unknown: F[] = [];
    for (const fragment of fragments) {
      const known = this.#onlyOne(fragment.names) ?? this.#onlyOneNearby(fragment);
      if (known === undefined) unknown.push(fragment);
      else this.join(fragment, [known]);
    }
    const key = ({ names, origin }: F): string =>
      [folderOf(origin) ?? '', ...new Set(names.flatMap((name) => this.#naming.short(name)))].join('\n');
    for (const [first, ...others] of groupBy(unknown, key).values()) {
      if (first === undefined) continue;
      const group = this.join(first);
      for (const other of others) this.join(other, [group]);
    }
  }

  #onlyOneNearby({ names, origin }: F): Group<F> | undefined {
    const folder = folderOf(origin);
    const near = [...this.#called(names)].filter((group) =>
      group.fragments.some((other) => folderOf(other.origin) === folder),
    );
    return folder !== undefined && near.length === 1 ? near[0] : undefined;
  }

  #merge(from: Group<F>, into: Group<F>): void {
    for (const fragment of from.fragments) into.add(fragment);
    this.#groups.delete(from);
    this.#index([...from.names], into);
    for (const name of [...from.names].flatMap((each) => this.#naming.short(each))) this.#short.get(name)?.delete(from);
  }

  #index(names: readonly string[], group: Group<F>): void {
    for (const name of names) {
      for (const exact of this.#naming.exact(name)) this.#exact.set(exact, group);
      for (const short of this.#naming.short(name)) {
        const called = this.#short.get(short) ?? new Set();
        this.#short.set(short, called.add(group));
      }
    }
  }
}

/** The same few names come by again and again. */
function remembered(spell: (name: string) => readonly string[]): (name: string) => readonly string[] {
  const spellings = new Map<string, readonly string[]>();
  return (name) => {
    const known = spellings.get(name) ?? spell(name);
    spellings.set(name, known);
    return known;
  };
}
