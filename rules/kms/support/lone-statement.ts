import { compilePolicy } from '../../../src/iam/compile.ts';
import type { CompiledPolicy, StatementView } from '../../../src/iam/types.ts';
import type { SourcePolicy } from '../../../src/estate/model.ts';

/** The policy that would stand if it had this statement alone: what the statement does is asked of the evaluator. */
export function loneStatement(
  { document }: SourcePolicy,
  { version }: CompiledPolicy,
  { index }: StatementView,
): CompiledPolicy {
  const { Statement: statements } = document as { readonly Statement?: unknown };
  const statement: unknown = Array.isArray(statements) ? statements[index] : statements;
  return compilePolicy({ Version: version, Statement: [statement] }, 'key-policy');
}
