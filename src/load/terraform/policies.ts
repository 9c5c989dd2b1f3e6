/** The policy of a resource: given, put together from a policy document that is only known in part, or unknown. */
import { isHole } from '../../estate/hole.ts';
import type { PlacedPolicy, SourcePolicy } from '../../estate/model.ts';
import type { TerraformResource } from './document.ts';
import type { TerraformPlan } from './plan.ts';
import { documentOf } from './policy-document.ts';

export type FoundPolicy =
  | { readonly kind: 'given'; readonly policy: PlacedPolicy }
  | { readonly kind: 'none' }
  /** `why` goes on after "its policy is". */
  | { readonly kind: 'unknown'; readonly why: string };

const policyDocuments: ReadonlySet<string> = new Set(['data.aws_iam_policy_document']);

export function policyOf(plan: TerraformPlan, resource: TerraformResource, attribute: string): FoundPolicy {
  const given = plan.policy(resource, attribute);
  if (given !== undefined) return { kind: 'given', policy: given };
  const isKnown = !plan.isUnknown(resource, attribute);
  // What has no policy has `null`; a plan that was cut down says nothing.
  if (isKnown && !Object.hasOwn(resource.values, attribute)) return { kind: 'unknown', why: 'not shown' };
  if (isKnown || plan.isWritten(resource, attribute) === false) return { kind: 'none' };
  const expression = plan.configuration.argument(resource, attribute);
  const source = plan.source(resource, expression, policyDocuments);
  const document = source === undefined ? undefined : reconstructed(plan, source);
  return document ?? { kind: 'unknown', why: plan.why(resource, expression) };
}

const documents = new WeakMap<TerraformPlan, Map<TerraformResource, SourcePolicy | undefined>>();

/** One object per document, whoever uses it. */
function reconstructed(plan: TerraformPlan, source: TerraformResource): FoundPolicy | undefined {
  const known = documents.get(plan) ?? new Map<TerraformResource, SourcePolicy | undefined>();
  documents.set(plan, known);
  if (!known.has(source)) {
    const document = documentOf(plan, source);
    known.set(source, document === undefined || isHole(document) ? undefined : { document, duplicateKeys: [] });
  }
  const policy = known.get(source);
  return policy && { kind: 'given', policy: { source: policy, origin: plan.at(source) } };
}
