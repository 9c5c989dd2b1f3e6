import type { Query } from './query.ts';
import { placedPolicies, refOf } from './refs.ts';
import { statementsOf } from './compile.ts';
import { matchPrincipals } from './statement.ts';
import { matchRest, strongest } from './say.ts';
import { both, toTruth } from './truth.ts';
import type { PolicySet, StatementTrace } from './types.ts';

export function statementTraces(query: Query, policies: PolicySet): readonly StatementTrace[] {
  return placedPolicies(policies).flatMap((placed) =>
    statementsOf(placed.policy).map((statement) => ({
      ...refOf(statement, placed),
      applied: toTruth(both(strongest(matchPrincipals(statement, query)), matchRest(statement, query))),
      elements: [],
    })),
  );
}
