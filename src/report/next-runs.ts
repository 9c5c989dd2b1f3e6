import type { Paint } from './paint.ts';
import { printable } from './printable.ts';
import type { RuleRuns } from './reporter.ts';
import { wrap } from './wrap.ts';

/** With `--verbose`: when each plan rule runs next. */
export function nextRunsBlock(rules: readonly RuleRuns[], paint: Paint, width: number): string[][] {
  if (rules.length === 0) return [];
  const lines = rules.flatMap(({ plan, rule, runs }) => {
    const when = runs.length === 0 ? 'never again' : runs.join(', ');
    return wrap(printable(`plan ${plan}, rule ${rule}: ${when}`), width, '  ');
  });
  return [[paint.strong('next runs'), ...lines]];
}
