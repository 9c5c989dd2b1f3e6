/** What would settle an unknown decision, as a line of the config or a flag. */
import type { Decision } from './types.ts';

const settledBy: readonly (readonly [start: string, how: string])[] = [
  ['aws:principalorgid', 'organization.id in the config, or --organization'],
  ['aws:resourceorgid', 'organization.id in the config, or --organization'],
  ['aws:principalorgpaths', 'organization.paths in the config'],
  ['aws:resourceorgpaths', 'organization.paths in the config'],
  ['aws:principaltag/', 'the role with its tags among the inputs (aws iam get-role)'],
];

/** One line per key or document that is missing. */
export function settlingLines({
  outcome,
  reason,
  unknownKeys,
  approximate,
}: Pick<Decision, 'outcome' | 'reason' | 'unknownKeys' | 'approximate'>): string[] {
  if (outcome !== 'unknown') return [];
  const lines = unknownKeys.map((key) => `the value of ${key}: ${howToSettle(key)}`);
  if (approximate === true) lines.push('these keys have more cases than are tried: some of their values may do');
  if (reason !== 'unknown-identity-policy') return lines;
  return [...lines, "the principal's identity policies: the role's policies among the inputs, or --identity-policy"];
}

function howToSettle(key: string): string {
  const lower = key.toLowerCase();
  return settledBy.find(([start]) => lower.startsWith(start))?.[1] ?? `--context ${key}=VALUE when simulating`;
}
