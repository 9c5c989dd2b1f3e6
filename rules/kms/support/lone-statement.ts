import { compilePolicy } from '../../../src/iam/compile.ts';
import type { CompiledPolicy, StatementView } from '../../../src/iam/types.ts';

/** The policy that would stand if it had this statement alone: what the statement does is asked of the evaluator. */
export function loneStatement({ version }: CompiledPolicy, { raw }: StatementView): CompiledPolicy {
  return compilePolicy({ Version: version, Statement: [raw] }, 'key-policy');
}
