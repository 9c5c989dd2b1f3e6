import type { CompiledPolicy, PrincipalEntry } from './types.ts';

/** Why KMS would refuse the policy, as far as its text tells; undefined where it would not. */
export function whyInvalid({ problems, statements }: CompiledPolicy): string | undefined {
  const errors = problems.filter(({ severity }) => severity === 'error');
  // A list of no statements is an error that any addition cures.
  const problem = errors.find(({ code, pointer }) => code !== 'bad-value' || pointer !== '/Statement');
  if (problem !== undefined) return `${problem.message} (${problem.pointer === '' ? 'at the top' : problem.pointer})`;
  for (const { principals = [], notPrincipals = [] } of statements) {
    const refused = principals.find(isRefused) ?? notPrincipals.find(isRefused);
    if (refused !== undefined) return whyRefused(refused);
  }
  return undefined;
}

function isRefused(entry: PrincipalEntry): boolean {
  return whyRefused(entry) !== undefined;
}

/**
 * KMS shows the unique id in place of a principal that was deleted, and takes no policy that names one.
 * https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html
 */
const uniqueId = /^A(?:RO|ID)A[A-Z0-9]{8,}$/;
const placeholder = /\$\{|[<>]|\{\{/;

function whyRefused({ type, value, pointer }: PrincipalEntry): string | undefined {
  if (type !== 'AWS') return undefined;
  if (uniqueId.test(value)) return `${value} is what is left of a deleted principal (${pointer})`;
  return placeholder.test(value) ? `${value} holds a placeholder (${pointer})` : undefined;
}
