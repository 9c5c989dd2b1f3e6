import type { RequestDecision } from '../engine/rule.ts';
import type { StatementRef } from '../iam/types.ts';

/**
 * The Deny statements that refuse a request or leave it open. Where the services that may ask get different answers,
 * nothing decides for all of them: then those that apply, or may, to the one that is worst off.
 */
export function decidingDenies({ verdict, explain }: RequestDecision): readonly StatementRef[] {
  const refs =
    verdict.deciding.length > 0 ? verdict.deciding : explain().statements.filter(({ applied }) => applied !== false);
  return refs.filter(({ effect }) => effect === 'Deny');
}
