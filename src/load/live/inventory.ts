/** The answers that are kept, and what could not be had: together a snapshot. */
import type { KeptCall, Snapshot, SnapshotEntry } from '../snapshot/schema.ts';
import { Notes } from './notes.ts';

export class Inventory {
  readonly notes = new Notes();
  readonly #entries: SnapshotEntry[] = [];
  readonly #texts = new Map<string, string>();

  /** `null`: AWS said that there is no such thing. */
  keep(call: KeptCall, place: Omit<SnapshotEntry, 'call' | 'answer'>, answer: SnapshotEntry['answer']): void {
    this.#share(place);
    this.#share(answer);
    this.#entries.push({ call, ...place, answer });
  }

  /** Thousands of keys share few policies, and their ARNs stand in several answers; each text is held once. */
  #share(value: unknown): void {
    if (typeof value !== 'object' || value === null) return;
    const parts = value as Record<string, unknown>;
    for (const name of Object.keys(parts)) {
      const part = parts[name];
      if (typeof part === 'string') parts[name] = this.#shared(part);
      else this.#share(part);
    }
  }

  #shared(text: string): string {
    const known = this.#texts.get(text);
    if (known !== undefined) return known;
    this.#texts.set(text, text);
    return text;
  }

  /** The same state gives the same snapshot, whichever answer came first. */
  snapshot(): Snapshot {
    return { backuplintSnapshot: 1, answers: this.#entries.toSorted(inOrder), incomplete: [...this.notes.all()] };
  }
}

function inOrder(left: SnapshotEntry, right: SnapshotEntry): number {
  return (
    compare(left.account, right.account) ||
    compare(left.region ?? '', right.region ?? '') ||
    compare(left.call, right.call) ||
    compare(left.subject ?? '', right.subject ?? '') ||
    // Selections and inline policies share their subject with others.
    compare(detailOf(left), detailOf(right))
  );
}

function compare(left: string, right: string): number {
  return left < right ? -1 : Number(left > right);
}

function detailOf({ answer }: SnapshotEntry): string {
  const id = answer?.['SelectionId'] ?? answer?.['PolicyName'];
  return typeof id === 'string' ? id : '';
}
