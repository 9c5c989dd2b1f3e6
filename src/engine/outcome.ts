import type { Outcome } from '../iam/types.ts';

const order: readonly Outcome[] = ['allowed', 'unknown', 'denied'];

/** Denied, then unknown, then allowed; of nothing: allowed. */
export function worstOf(outcomes: Iterable<Outcome>): Outcome {
  let worst = 0;
  for (const outcome of outcomes) worst = Math.max(worst, order.indexOf(outcome));
  return order[worst] ?? 'allowed';
}
