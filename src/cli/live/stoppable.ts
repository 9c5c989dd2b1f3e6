import type { Io } from '../io.ts';

export interface Stoppable {
  readonly signal: AbortSignal;
  readonly end: () => void;
}

/** The first Ctrl-C ends the collecting, so that what is known is told; a second one ends the process. */
export function stoppable({ stderr }: Pick<Io, 'stderr'>): Stoppable {
  const controller = new AbortController();
  const stop = (): void => {
    stderr.write('\nbackuplint: stopping; what is known so far follows (Ctrl-C again to leave at once)\n');
    controller.abort();
  };
  process.once('SIGINT', stop);
  return { signal: controller.signal, end: () => process.off('SIGINT', stop) };
}
