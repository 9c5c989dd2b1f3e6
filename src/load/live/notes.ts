/** What could not be collected, gathered on the way. */
import { groupBy } from '../../estate/group-by.ts';
import type { Incomplete } from '../snapshot/schema.ts';

interface Note {
  /** `the key policy` */
  readonly noun: string;
  /** What it is of: an ARN, or the place. */
  readonly of: string;
  /** `account 111122223333 in eu-west-2` */
  readonly place: string;
  readonly why: string;
  readonly required: boolean;
}

/** Above this many alike, they are counted and only the first are named. */
const mostNamed = 5;
/** Reasons that name a permission differ from sort to sort; the others are not about what was asked. */
const mostSorts = 3;

export class Notes {
  readonly #notes: Note[] = [];
  #stopped = false;

  add(note: Note): void {
    this.#notes.push(note);
  }

  /** What is not asked any more is one thing. */
  stopped(): void {
    this.#stopped = true;
  }

  /** In an order that does not depend on which answer came first. */
  all(): readonly Incomplete[] {
    const alike = groupBy(this.#together(), ({ noun, place, why }) => `${noun}\n${place}\n${why}`);
    const refused = [...alike.values()].flatMap((notes) =>
      notes.length > mostNamed ? [summed(notes)] : notes.map(told),
    );
    return this.#stopped ? [...refused.sort(byWhat), stoppedEarly] : refused.sort(byWhat);
  }

  /** Where one cause keeps several sorts of things out of sight, it is told once for the place. */
  #together(): readonly Note[] {
    return [...groupBy(this.#notes, ({ place, why }) => `${place}\n${why}`).values()].flatMap((notes) => {
      const [first] = notes;
      if (first === undefined || new Set(notes.map(({ noun }) => noun)).size <= mostSorts) return notes;
      const required = notes.some((note) => note.required);
      return [{ ...first, noun: `${notes.length} answers`, of: first.place, required }];
    });
  }
}

const stoppedEarly: Incomplete = {
  what: 'everything that was not collected yet',
  why: 'it was stopped with Ctrl-C',
  required: true,
};

function told({ noun, of, why, required }: Note): Incomplete {
  return { what: `${noun} of ${of}`, why, required };
}

function summed(notes: readonly Note[]): Incomplete {
  const { noun, place, why, required } = notes[0] ?? unnamed;
  const names = notes.map(({ of }) => of).sort();
  const named = names.slice(0, mostNamed - 1).join(', ');
  return { what: `${noun} of ${named} and ${names.length - mostNamed + 1} more in ${place}`, why, required };
}

const unnamed: Note = { noun: '', of: '', place: '', why: '', required: false };

function byWhat(left: Incomplete, right: Incomplete): number {
  const [a, b] = [`${left.what}\n${left.why}`, `${right.what}\n${right.why}`];
  return a < b ? -1 : Number(a > b);
}
