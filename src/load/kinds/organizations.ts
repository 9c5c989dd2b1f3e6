/** Policies of an organization, as `aws organizations` prints them, and backup policies as people keep them. */
import { z } from 'zod';
import type { Fragment, OrganizationPolicyFragment } from '../../estate/fragment.ts';
import type { PlacedPolicy } from '../../estate/model.ts';
import { isTarget } from '../../organization/places.ts';
import type { DocumentContext, LoadedDocument, Loader } from './kind.ts';
import { organizationPolicy } from './organization-policy.ts';
import { optional, shapeLoader } from './shape.ts';

const text = optional(z.string());

const effectivePolicy = z.object({
  EffectivePolicy: z.object({ PolicyContent: z.unknown(), TargetId: text, PolicyType: text }),
});

/** `describe-effective-policy`. */
export const loadEffectivePolicy = shapeLoader(effectivePolicy, ({ EffectivePolicy }, context) => {
  const { PolicyType = 'BACKUP_POLICY', TargetId, PolicyContent } = EffectivePolicy;
  const policy: OrganizationPolicyFragment = {
    kind: 'organization-policy',
    type: PolicyType,
    names: [],
    subject: `${context.subject}: the effective ${PolicyType} of ${TargetId ?? 'an account that is not named'}`,
    policy: placed(PolicyContent, context, 'EffectivePolicy', 'PolicyContent'),
    effectiveFor: TargetId ?? null,
  };
  return organizationPolicy(policy, context.pointer('EffectivePolicy', 'PolicyContent'));
});

const description = z.object({
  Policy: z.object({
    PolicySummary: optional(z.object({ Id: text, Arn: text, Name: text, Type: text })),
    Content: z.unknown(),
  }),
});

/** `describe-policy`. */
export const loadOrganizationPolicy = shapeLoader(description, ({ Policy }, context) => {
  const { Type, Name, Id, Arn } = Policy.PolicySummary ?? {};
  const content = placed(Policy.Content, context, 'Policy', 'Content');
  const type = Type ?? (isBackupPolicy(content.source.document) ? 'BACKUP_POLICY' : 'policy');
  const policy: OrganizationPolicyFragment = {
    kind: 'organization-policy',
    type,
    names: [Id, Arn].filter((name) => name !== undefined),
    subject: `${context.subject}: the ${type} ${Name ?? Id ?? ''}`.trimEnd(),
    policy: content,
  };
  return organizationPolicy(policy, context.pointer('Policy', 'Content'));
});

function isBackupPolicy(document: unknown): boolean {
  return typeof document === 'object' && document !== null && Object.hasOwn(document, 'plans');
}

/** A backup policy by itself: as it is written, or as an effective policy is shown. */
export const loadBackupPolicy: Loader = (document, context) => {
  const policy: OrganizationPolicyFragment = {
    kind: 'organization-policy',
    type: 'BACKUP_POLICY',
    names: [],
    subject: `${context.subject}: the backup policy`,
    policy: placed(document, context),
  };
  return organizationPolicy(policy, context.pointer());
};

/** Keys that stand twice in a value of the file itself are told of the file. */
function placed(value: unknown, context: DocumentContext, ...steps: readonly string[]): PlacedPolicy {
  if (typeof value === 'string') return context.policy(value, ...steps);
  return { source: { document: value, duplicateKeys: [] }, origin: context.at(...steps) };
}

const attachments = z.object({ Policies: z.array(z.object({ Id: z.string(), Type: z.string() })) });

/** `list-policies-for-target`. It does not print the target; the file's name may tell it. */
export const loadPolicyAttachments = shapeLoader(attachments, ({ Policies }, context): LoadedDocument => {
  const target = targetOfFile(context.file);
  const fragment: Fragment =
    target === undefined
      ? {
          kind: 'not-looked-at',
          what: `${context.subject}: which policies are attached`,
          why: "the list does not say to what, and neither does the file's name: let it hold the id of the root, unit or account",
        }
      : { kind: 'policy-attachments', target, policies: Policies.map(({ Id, Type }) => ({ id: Id, type: Type })) };
  return { fragments: [fragment] };
});

/** The file's own name counts before its folders. */
function targetOfFile(file: string): string | undefined {
  const parts = file.toLowerCase().split('/').toReversed();
  return parts.map(targetIn).find((target) => target !== undefined);
}

function targetIn(name: string): string | undefined {
  const targets = name.match(/(?<![a-z\d])(?:ou-[a-z\d]{4,32}-[a-z\d]{8,32}|r-[a-z\d]{4,32}|\d{12})(?![a-z\d])/g) ?? [];
  return targets.length === 1 ? targets.find(isTarget) : undefined;
}
