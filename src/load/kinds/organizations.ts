/** Policies of an organization, as `aws organizations` prints them. */
import { z } from 'zod';
import { optional, shapeLoader } from './shape.ts';

const text = optional(z.string());

const effectivePolicy = z.object({
  EffectivePolicy: z.object({ PolicyContent: optional(z.unknown()), TargetId: text, PolicyType: text }),
});

/** `describe-effective-policy`. */
export const loadEffectivePolicy = shapeLoader(effectivePolicy, ({ EffectivePolicy }, context) => {
  const { PolicyType = 'policy', TargetId = 'an account that is not named' } = EffectivePolicy;
  const what = `${context.subject}: the effective ${PolicyType} of ${TargetId}`;
  return { fragments: [{ kind: 'not-looked-at', what, why: whyNot(PolicyType) }] };
});

const organizationPolicy = z.object({
  Policy: z.object({
    PolicySummary: optional(z.object({ Id: text, Name: text, Type: text })),
    Content: optional(z.unknown()),
  }),
});

/** `describe-policy`. */
export const loadOrganizationPolicy = shapeLoader(organizationPolicy, ({ Policy }, context) => {
  const { Type = 'policy', Name, Id } = Policy.PolicySummary ?? {};
  const what = `${context.subject}: the ${Type} ${Name ?? Id ?? ''}`.trimEnd();
  return { fragments: [{ kind: 'not-looked-at', what, why: whyNot(Type) }] };
});

function whyNot(type: string): string {
  return type === 'SERVICE_CONTROL_POLICY' || type === 'RESOURCE_CONTROL_POLICY'
    ? 'it does not show to which accounts it is attached'
    : 'policies of an organization of this type are not looked at';
}
