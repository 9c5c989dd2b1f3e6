/** What linking could not do, collected on the way. */
import type { Origin } from '../origin.ts';

/** Inputs that contradict each other. The file and the text position are the loader's to add. */
export interface BuildProblem {
  readonly origin: Origin;
  readonly message: string;
  readonly help: string;
}

export class Findings {
  readonly problems: BuildProblem[] = [];
  readonly unseen: { readonly what: string; readonly why: string }[] = [];

  problem(origin: Origin, message: string, help: string): void {
    this.problems.push({ origin, message, help });
  }

  /** Something that is about a thing which it does not name. */
  unlinked(what: string): void {
    this.notLookedAt(what, 'neither the document nor the name of its file says it');
  }

  notLookedAt(what: string, why: string): void {
    this.unseen.push({ what, why });
  }
}
