/** The roles that selections name, with all their policies. */
import { roleNameOf, splitArn } from '../../estate/arn.ts';
import type { Place } from './place.ts';

/** `roles`: ARNs, or names of the account's own. A role that only the config names need not exist in every account. */
export async function collectRoles(place: Place, roles: readonly string[]): Promise<void> {
  const policies = new Set<string>();
  await Promise.all([...new Set(roles)].map((role) => collectRole(place, role, policies)));
  await Promise.all([...policies].map((arn) => collectManagedPolicy(place, arn)));
}

async function collectRole(place: Place, role: string, policies: Set<string>): Promise<void> {
  const RoleName = roleNameOf(role) ?? role;
  const answer = await place.ask('iam:GetRole', { RoleName }, role);
  if (answer === undefined) return;
  const arn = answer?.Role.Arn ?? role;
  if (answer === null) {
    if (splitArn(role) !== undefined) place.keep('iam:GetRole', null, role, 'account');
    return;
  }
  const trust = decoded(answer.Role.AssumeRolePolicyDocument);
  place.keep('iam:GetRole', { Role: { ...answer.Role, AssumeRolePolicyDocument: trust } }, arn, 'account');
  const boundary = answer.Role.PermissionsBoundary?.PermissionsBoundaryArn;
  if (boundary !== undefined) policies.add(boundary);
  await Promise.all([collectInline(place, RoleName, arn), collectAttached(place, RoleName, arn, policies)]);
}

async function collectInline(place: Place, RoleName: string, arn: string): Promise<void> {
  const { isWhole, answer } = await place.list('iam:ListRolePolicies', { RoleName }, arn);
  if (isWhole) place.keep('iam:ListRolePolicies', answer, arn, 'account');
  await Promise.all(
    answer.PolicyNames.map(async (PolicyName) => {
      const policy = await place.ask('iam:GetRolePolicy', { RoleName, PolicyName }, arn);
      if (!policy) return;
      const document = decoded(policy.PolicyDocument);
      place.keep('iam:GetRolePolicy', { ...policy, PolicyDocument: document }, arn, 'account');
    }),
  );
}

async function collectAttached(place: Place, RoleName: string, arn: string, policies: Set<string>): Promise<void> {
  const { isWhole, answer } = await place.list('iam:ListAttachedRolePolicies', { RoleName }, arn);
  for (const { PolicyArn } of answer.AttachedPolicies) policies.add(PolicyArn);
  if (isWhole) place.keep('iam:ListAttachedRolePolicies', answer, arn, 'account');
}

async function collectManagedPolicy(place: Place, PolicyArn: string): Promise<void> {
  const policy = await place.ask('iam:GetPolicy', { PolicyArn }, PolicyArn);
  if (!policy) return;
  const input = { PolicyArn, VersionId: policy.Policy.DefaultVersionId };
  const version = await place.ask('iam:GetPolicyVersion', input, PolicyArn);
  if (!version) return;
  const Document = decoded(version.PolicyVersion.Document);
  place.keep('iam:GetPolicyVersion', { PolicyVersion: { ...version.PolicyVersion, Document } }, PolicyArn, 'account');
}

/** IAM sends documents URL-encoded. https://docs.aws.amazon.com/IAM/latest/APIReference/API_PolicyVersion.html */
function decoded(document: unknown): unknown {
  if (typeof document !== 'string') return document;
  try {
    return decodeURIComponent(document);
  } catch {
    return document;
  }
}
