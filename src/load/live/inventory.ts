/** The answers that are kept, and what could not be had: together a snapshot. */
import type { KeptCall, Snapshot, SnapshotEntry } from '../snapshot/schema.ts';
import { Notes } from './notes.ts';

export class Inventory {
  readonly notes = new Notes();
  readonly #entries: SnapshotEntry[] = [];
  readonly #texts = new Map<string, string>();

  /** `null`: AWS said that there is no such thing. */
  keep(call: KeptCall, place: Omit<SnapshotEntry, 'call' | 'answer'>, answer: SnapshotEntry['answer']): void {
    this.#entries.push({ call, ...place, answer });
  }

  /** Thousands of keys share few policies; each text is held once. */
  shared(text: string): string {
    const known = this.#texts.get(text) ?? text;
    this.#texts.set(known, known);
    return known;
  }

  /** The same state gives the same snapshot, whichever answer came first. */
  snapshot(): Snapshot {
    const keyed = this.#entries.map((entry) => ({ entry, key: orderOf(entry) }));
    keyed.sort((left, right) => (left.key < right.key ? -1 : Number(left.key > right.key)));
    return { backuplintSnapshot: 1, answers: keyed.map(({ entry }) => entry), incomplete: [...this.notes.all()] };
  }
}

function orderOf({ account, region = '', call, subject = '' }: SnapshotEntry): string {
  return `${account}\n${region}\n${call}\n${subject}`;
}
