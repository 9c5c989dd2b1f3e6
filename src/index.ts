/** The library's face. */
export { check, CheckInputError, type CheckInput } from './check.ts';
export type { DeploymentInput } from './deployment-input.ts';
export { compilePolicy } from './iam/compile.ts';
export { evaluate, EvaluateInputError, type EvaluateInput } from './iam/library.ts';
export type { CompiledPolicy, Decision, PolicyDocument, PolicyKind, StatementTrace } from './iam/types.ts';
export type { Deployment, Profile } from './estate/deployment.ts';
export type { Grant } from './estate/model.ts';
export {
  fixKeyPolicy,
  FixInputError,
  type FixedKeyPolicy,
  type FixKeyPolicyOptions,
  type PolicyRequest,
} from './fix/fix-key-policy.ts';
export { loadFiles, type LoadedInputs, type LoadOptions } from './load/load-files.ts';
export type { Problem } from './load/types.ts';
export type { Finding, FindingDraft, RelatedPlace, Severity } from './engine/finding.ts';
export type { CustomRule, EstateContext, JudgedKey, RuleContext } from './engine/rule.ts';
export { definePlugin, type Plugin } from './plugin.ts';
export { originAt } from './estate/origin.ts';
export type { Report } from './report/model.ts';
