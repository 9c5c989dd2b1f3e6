import { madeAt } from '../instant.ts';
import { AwsError, requiredText } from '../errors.ts';
import { policyText, type ManagedPolicySeed, type PolicySeed, type RoleSeed } from '../seed.ts';
import type { Call, Operations, Output, World } from '../call.ts';
import type { Page, Paging } from '../pages.ts';

/** https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListRolePolicies.html: 1 to 1,000, 100 unless told. */
const paging: Paging = {
  size: 'MaxItems',
  token: 'Marker',
  max: 1000,
  fallback: 100,
  badToken: 'ValidationError',
  badSize: 'ValidationError',
};

export const iam: Operations = {
  GetRole: (call, world) => {
    const role = findRole(call, world);
    return {
      Role: {
        Path: role.path ?? '/',
        RoleName: role.name,
        RoleId: `AROAFAKE${role.name}`,
        Arn: roleArn(call.caller.account, role),
        CreateDate: madeAt,
        AssumeRolePolicyDocument: encoded(role.trust),
        MaxSessionDuration: 3600,
        PermissionsBoundary:
          role.boundary === undefined
            ? undefined
            : { PermissionsBoundaryType: 'Policy', PermissionsBoundaryArn: role.boundary },
      },
    };
  },

  ListRolePolicies: (call, world) => {
    const page = world.pager(call, Object.keys(findRole(call, world).inline ?? {}), paging);
    return { PolicyNames: page.items, ...markers(page) };
  },

  GetRolePolicy: (call, world) => {
    const role = findRole(call, world);
    const name = requiredText(call.input, 'PolicyName', 'ValidationError');
    const policy = Object.hasOwn(role.inline ?? {}, name) ? role.inline?.[name] : undefined;
    if (policy === undefined) throw noSuchEntity(`The role policy with name ${name} cannot be found.`);
    return { RoleName: role.name, PolicyName: name, PolicyDocument: encoded(policy) };
  },

  ListAttachedRolePolicies: (call, world) => {
    const page = world.pager(call, findRole(call, world).attached ?? [], paging);
    const entry = (arn: string): Output => ({ PolicyName: arn.split('/').at(-1), PolicyArn: arn });
    return { AttachedPolicies: page.items.map(entry), ...markers(page) };
  },

  GetPolicy: (call, world) => {
    const policy = findPolicy(call, world);
    const [, ...path] = policy.arn.split(':').slice(5).join(':').split('/');
    const name = path.pop();
    return {
      Policy: {
        PolicyName: name,
        PolicyId: `ANPAFAKE${name}`,
        Arn: policy.arn,
        Path: ['', ...path, ''].join('/'),
        DefaultVersionId: policy.versionId ?? 'v1',
        AttachmentCount: 1,
        IsAttachable: true,
        CreateDate: madeAt,
        UpdateDate: madeAt,
      },
    };
  },

  GetPolicyVersion: (call, world) => {
    const policy = findPolicy(call, world);
    const version = requiredText(call.input, 'VersionId', 'ValidationError');
    if (version !== (policy.versionId ?? 'v1')) {
      throw noSuchEntity(`Policy ${policy.arn} version ${version} does not exist or is not attachable.`);
    }
    return {
      PolicyVersion: {
        Document: encoded(policy.document),
        VersionId: version,
        IsDefaultVersion: true,
        CreateDate: madeAt,
      },
    };
  },
};

function markers({ next }: Page<unknown>): Output {
  return { IsTruncated: next !== undefined, Marker: next };
}

/** Documents travel percent-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRolePolicy.html */
function encoded(policy: PolicySeed): string {
  return encodeURIComponent(policyText(policy));
}

export function roleArn(account: string, { path = '/', name }: RoleSeed): string {
  return `arn:aws:iam::${account}:role${path}${name}`;
}

function findRole({ caller, input }: Call, { seed }: World): RoleSeed {
  const name = requiredText(input, 'RoleName', 'ValidationError');
  const role = seed.accounts[caller.account]?.roles?.find((role) => role.name.toLowerCase() === name.toLowerCase());
  if (role !== undefined) return role;
  throw noSuchEntity(`The role with name ${name} cannot be found.`);
}

function findPolicy({ caller, input }: Call, { seed }: World): ManagedPolicySeed {
  const arn = requiredText(input, 'PolicyArn', 'ValidationError');
  const visible = [...(seed.accounts[caller.account]?.policies ?? []), ...(seed.awsManagedPolicies ?? [])];
  const policy = visible.find((policy) => policy.arn === arn);
  if (policy !== undefined) return policy;
  throw noSuchEntity(`Policy ${arn} was not found.`);
}

function noSuchEntity(message: string): AwsError {
  return new AwsError('NoSuchEntity', message, 404);
}
