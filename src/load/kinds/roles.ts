/** Roles and their policies. https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html */
import { z } from 'zod';
import { accountOf } from '../../estate/arn.ts';
import type { ManagedPolicyFragment, RoleFragment } from '../../estate/fragment.ts';
import { unseenPolicy } from '../../estate/unseen-policy.ts';
import { defined } from './defined.ts';
import { optional, shapeLoader } from './shape.ts';

const text = optional(z.string());

export const roleDescription = z.object({
  Role: z.object({
    RoleName: z.string(),
    Arn: z.string(),
    AssumeRolePolicyDocument: optional(z.unknown()),
    PermissionsBoundary: optional(z.object({ PermissionsBoundaryArn: z.string() })),
    Tags: optional(z.array(z.object({ Key: z.string(), Value: z.string() }))),
  }),
});

/** `get-role`. It prints boundary and tags where the role has any. */
export const loadRole = shapeLoader(roleDescription, ({ Role }, context) => {
  const boundary = Role.PermissionsBoundary?.PermissionsBoundaryArn;
  const trust = Role.AssumeRolePolicyDocument;
  const fragment: RoleFragment = {
    kind: 'role',
    names: [Role.Arn, Role.RoleName],
    subject: Role.Arn,
    ...defined({
      account: accountOf(Role.Arn),
      trustPolicy: trust === undefined ? undefined : context.policy(trust, 'Role', 'AssumeRolePolicyDocument'),
    }),
    permissionsBoundary:
      boundary === undefined ? null : unseenPolicy(boundary, context.at('Role', 'PermissionsBoundary')),
    tags: Object.fromEntries((Role.Tags ?? []).map(({ Key, Value }) => [Key, Value])),
    origin: context.at('Role'),
  };
  return { fragments: [fragment] };
});

export const inlinePolicy = z.object({ RoleName: z.string(), PolicyName: z.string(), PolicyDocument: z.unknown() });

/** `get-role-policy`, and the input of `put-role-policy`: one of the role's inline policies. */
export const loadRolePolicy = shapeLoader(inlinePolicy, (value, context) => {
  const policy = { ...context.policy(value.PolicyDocument, 'PolicyDocument'), name: value.PolicyName };
  const fragment: RoleFragment = {
    kind: 'role',
    names: [value.RoleName],
    subject: value.RoleName,
    mentioned: true,
    inlinePolicies: [policy],
    origin: context.at(),
  };
  return { fragments: [fragment] };
});

export const attachedPolicies = z.object({
  AttachedPolicies: z.array(z.object({ PolicyArn: z.string() })),
  IsTruncated: optional(z.boolean()),
});

/** `list-attached-role-policies`. It does not print whose they are. */
export const loadAttachedPolicies = shapeLoader(attachedPolicies, ({ AttachedPolicies, IsTruncated }, context) => {
  const fragment: RoleFragment = {
    kind: 'role',
    names: [],
    subject: context.subject,
    mentioned: true,
    attachedPolicies: AttachedPolicies.map(({ PolicyArn }, index) => ({
      name: PolicyArn,
      origin: context.at('AttachedPolicies', index),
    })),
    complete: { attached: IsTruncated !== true },
    origin: context.at('AttachedPolicies'),
  };
  return { fragments: [fragment] };
});

export const policyVersion = z.object({
  PolicyVersion: z.object({ Document: z.unknown(), VersionId: text, IsDefaultVersion: optional(z.boolean()) }),
});

/** `get-policy-version`. It does not print which policy it is a version of. */
export const loadPolicyVersion = shapeLoader(policyVersion, ({ PolicyVersion }, context) => {
  if (PolicyVersion.IsDefaultVersion === false) {
    const why = `version ${PolicyVersion.VersionId ?? ''} is not the default version, so it is not in force`;
    return { fragments: [{ kind: 'not-looked-at', what: context.subject, why }] };
  }
  const fragment: ManagedPolicyFragment = {
    kind: 'managed-policy',
    names: [],
    subject: context.subject,
    policy: context.policy(PolicyVersion.Document, 'PolicyVersion', 'Document'),
    origin: context.at('PolicyVersion'),
  };
  return { fragments: [fragment] };
});
