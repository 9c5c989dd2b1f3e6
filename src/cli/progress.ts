import type { Io } from './io.ts';

/** Before this many milliseconds nobody wonders what is going on. */
const quietFor = 500;
const every = 100;

export interface Progress {
  readonly onFile: (done: number, total: number) => void;
  readonly say: (text: string) => void;
  /** Takes the line away again. */
  readonly done: () => void;
}

export const noProgress: Progress = { onFile: () => undefined, say: () => undefined, done: () => undefined };

/** A line on a terminal's standard error that says how far it has come; silence everywhere else. */
export function progressOn(io: Pick<Io, 'stderr'>, now: () => number = Date.now): Progress {
  let shownAt = now() + quietFor - every;
  let isShown = false;
  const say = (text: string): void => {
    if (now() - shownAt < every) return;
    shownAt = now();
    if (io.stderr.isTTY !== true) return;
    isShown = true;
    io.stderr.write(`\r\u001b[K${text}`);
  };
  return {
    onFile: (done, total) => say(`reading file ${done + 1} of ${total}`),
    say,
    done() {
      if (isShown) io.stderr.write('\r\u001b[K');
    },
  };
}
