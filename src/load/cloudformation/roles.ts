/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_IAM.html */
import type { Fragment, RoleFragment } from '../../estate/fragment.ts';
import type { PlacedPolicy } from '../../estate/model.ts';
import { unseenPolicy } from '../../estate/unseen-policy.ts';
import { defined } from '../kinds/defined.ts';
import type { Properties } from './properties.ts';
import type { Resource } from './resource.ts';
import { tagsOf } from './tags.ts';

export function loadRole(resource: Resource): Fragment[] {
  const { properties, physical, stack } = resource;
  const trust = resource.policy(properties, 'AssumeRolePolicyDocument');
  const boundary = properties.text('PermissionsBoundary');
  const inline = properties.objects('Policies');
  const policies = inline.known.map((policy) => documentIn(resource, policy));
  const known = policies.filter((policy) => policy !== undefined);
  const attached = properties.texts('ManagedPolicyArns');
  return [
    {
      kind: 'role',
      names: [resource.local, ...(physical === undefined ? [] : [physical.arn])],
      subject: resource.id,
      ...defined({ account: stack.facts.account, tags: tagsOf(resource) }),
      ...(trust.kind === 'given' && { trustPolicy: trust.policy }),
      ...(boundary === null && { permissionsBoundary: null }),
      ...(typeof boundary === 'string' && { permissionsBoundary: unseenPolicy(boundary, resource.origin) }),
      inlinePolicies: known,
      attachedPolicies: (attached ?? []).map((name) => ({ name, origin: resource.origin })),
      complete: {
        inline: inline.isWhole && known.length === policies.length,
        attached: attached !== undefined,
      },
      origin: resource.origin,
    },
  ];
}

function documentIn(resource: Resource, holder: Properties): PlacedPolicy | undefined {
  const read = resource.policy(holder, 'PolicyDocument');
  const name = holder.text('PolicyName');
  return read.kind === 'given' ? { ...read.policy, ...(typeof name === 'string' && { name }) } : undefined;
}

/** `AWS::IAM::Policy`: one inline policy of each role; `AWS::IAM::RolePolicy`: of one. */
export function loadInlinePolicy(resource: Resource): Fragment[] {
  const { properties } = resource;
  const policy = documentIn(resource, properties);
  const roles = resource.type === 'AWS::IAM::RolePolicy' ? properties.texts('RoleName') : properties.texts('Roles');
  if (policy === undefined) return unseen(resource, 'its document is not known');
  return roles === undefined
    ? ownerless(resource)
    : roles.map((name) => ({ ...mention(resource, name), inlinePolicies: [policy] }));
}

export function loadManagedPolicy(resource: Resource): Fragment[] {
  const { properties, physical, id } = resource;
  const policy = documentIn(resource, properties);
  if (policy === undefined || physical === undefined) return unseen(resource, 'its document is not known');
  const roles = properties.texts('Roles');
  const attached = { name: physical.arn, origin: resource.origin };
  return [
    { kind: 'managed-policy', names: [resource.local, physical.arn], subject: id, policy, origin: resource.origin },
    ...(roles ?? []).map((name) => ({ ...mention(resource, name), attachedPolicies: [attached] })),
    ...(roles === undefined ? ownerless(resource) : []),
  ];
}

/** A role by its name, or by the name that a template makes up for it. */
function mention({ stack, origin }: Resource, name: string): RoleFragment {
  const arn = `arn:${stack.facts.partition}:iam::${String(stack.reference('AWS::AccountId'))}:role/${name}`;
  return { kind: 'role', names: [arn], subject: name, mentioned: true, origin };
}

/** Any role of the template may have it. */
function ownerless(resource: Resource): Fragment[] {
  resource.stack.hasOpenPolicies = true;
  return unseen(resource, 'it does not tell whose it is');
}

function unseen({ id, stack }: Resource, why: string): Fragment[] {
  return [{ kind: 'not-looked-at', what: `${stack.template.file}: the policy ${id}`, why }];
}
