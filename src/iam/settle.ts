import type { Query } from './query.ts';
import type { PolicySet, Verdict } from './types.ts';
import { verdictOf } from './verdict.ts';
import { weigh } from './weigh.ts';

export function settle(query: Query, policies: PolicySet): Verdict {
  return verdictOf(weigh(query, policies), query, policies);
}
