/** Where a value stands in a template, and where in what the template comes to: `Fn::If` and `AWS::NoValue` move things. */
import { pointerOf } from '../../estate/origin.ts';

export interface Place {
  /** Pointer into the file as it is written. */
  readonly written: string;
  /** Pointer into the same template with its functions resolved. */
  readonly shown: string;
}

export function placeOf(pointer: string): Place {
  return { written: pointer, shown: pointer };
}

export function inside(place: Place, ...steps: readonly (string | number)[]): Place {
  const way = pointerOf(steps);
  return { written: place.written + way, shown: place.shown + way };
}

/** From resolved to written pointers, where they differ. */
export class Shifts {
  readonly #written = new Map<string, string>();

  note({ shown, written }: Place): Place {
    this.#written.set(shown, written);
    return { shown, written };
  }

  get isEmpty(): boolean {
    return this.#written.size === 0;
  }

  /** What is noted of the nearest value around it holds for all that is inside. */
  writtenOf(shown: string): string {
    for (let end = shown.length; end > 0; end = shown.lastIndexOf('/', end - 1)) {
      const written = this.#written.get(shown.slice(0, end));
      if (written !== undefined) return written + shown.slice(end);
    }
    return shown;
  }
}
