/** The library's face. https://github.com/backuplint/backuplint#library */
export { compilePolicy } from './iam/compile.ts';
export { evaluate, EvaluateInputError, type EvaluateInput } from './iam/library.ts';
export type { CompiledPolicy, Decision, PolicyDocument, PolicyKind, StatementTrace } from './iam/types.ts';
export type { Grant } from './estate/model.ts';
export { loadFiles, type LoadedInputs, type LoadOptions } from './load/load-files.ts';
export type { Problem } from './load/types.ts';
