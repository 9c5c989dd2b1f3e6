/** Whether a role's trust policy lets someone assume it. */
import { compilePolicy } from './compile.ts';
import { queryOf } from './query.ts';
import { hear, newSay } from './say.ts';
import { maybe, no, toTruth, yes } from './truth.ts';
import type { EvaluationRequest, Truth } from './types.ts';
import { reachOf } from './weigh.ts';

export interface TrustRequest {
  /** `backup.amazonaws.com`, or the ARN of a role, user or account root. */
  readonly principal: string;
  readonly context: EvaluationRequest['context'];
}

/**
 * The trust policy's own word: a Deny that applies wins, and a Deny that may apply leaves an Allow open.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
 */
export function decideTrust(trustPolicy: unknown, { principal, context }: TrustRequest): Truth {
  const policy = compilePolicy(trustPolicy, 'trust-policy');
  const request = { principal, action: 'sts:AssumeRole', resource: undefined, resourceAccount: '', context };
  const said = hear(policy, queryOf(request, false), newSay());
  const allowed = reachOf(said);
  if (said.deny === yes || allowed === no) return false;
  return toTruth(said.deny === no ? allowed : maybe);
}
