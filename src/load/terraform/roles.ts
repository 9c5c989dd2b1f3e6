/** Roles and their policies. https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/iam_role */
import { accountOf } from '../../estate/arn.ts';
import type { Fragment, ManagedPolicyFragment, RoleFragment } from '../../estate/fragment.ts';
import type { PlacedPolicy, Role } from '../../estate/model.ts';
import { unseenPolicy } from '../../estate/unseen-policy.ts';
import { defined } from '../kinds/defined.ts';
import { isObject } from '../kinds/kind.ts';
import { listOf, textOf, type TerraformResource } from './document.ts';
import { holdsUnknown, type TerraformPlan } from './plan.ts';
import { policyOf } from './policies.ts';
import { iamArn } from './principals.ts';
import { tagsOf } from './tags.ts';

const roleSources: ReadonlySet<string> = new Set(['aws_iam_role', 'data.aws_iam_role']);
const policySources: ReadonlySet<string> = new Set(['aws_iam_policy', 'data.aws_iam_policy']);

export function roleFragments(plan: TerraformPlan): readonly Fragment[] {
  const roles = new Roles(plan);
  return [
    ...plan.ofType(...roleSources, 'aws_iam_service_linked_role').map((role) => roles.described(role)),
    ...plan.ofType('aws_iam_role_policy').flatMap((resource) => roles.inline(resource)),
    ...plan.ofType('aws_iam_role_policy_attachment').flatMap((resource) => roles.attached(resource, 'role')),
    ...plan.ofType('aws_iam_policy_attachment').flatMap((resource) => roles.attachedToSeveral(resource)),
    ...plan.ofType('aws_iam_role_policies_exclusive').flatMap((resource) => roles.exclusive(resource, 'inline')),
    ...plan
      .ofType('aws_iam_role_policy_attachments_exclusive')
      .flatMap((resource) => roles.exclusive(resource, 'attached')),
    ...plan.ofType(...policySources).flatMap((policy) => managedPolicy(plan, policy)),
  ];
}

/** The role that a selection or another resource takes, where its ARN is not known. */
export function roleSource(
  plan: TerraformPlan,
  resource: TerraformResource,
  attribute: string,
): TerraformResource | undefined {
  return plan.source(resource, plan.configuration.argument(resource, attribute), roleSources);
}

class Roles {
  readonly #plan: TerraformPlan;
  readonly #byName = new Map<string, TerraformResource[]>();
  /** Something may belong to any role, since whose it is is not known. */
  readonly #isOpen: Readonly<Record<'inline' | 'attached', boolean>>;

  constructor(plan: TerraformPlan) {
    this.#plan = plan;
    for (const role of plan.ofType(...roleSources)) {
      const name = textOf(role.values['name']) ?? '';
      this.#byName.set(name, [...(this.#byName.get(name) ?? []), role]);
    }
    const isUnowned = (resource: TerraformResource): boolean => this.#namesFor(resource, 'role').length === 0;
    this.#isOpen = {
      inline: plan.ofType('aws_iam_role_policy').some(isUnowned),
      attached:
        plan.ofType('aws_iam_role_policy_attachment').some(isUnowned) ||
        plan.ofType('aws_iam_policy_attachment').some((resource) => plan.isUnknown(resource, 'roles')),
    };
  }

  described(role: TerraformResource): RoleFragment {
    const plan = this.#plan;
    const { values } = role;
    const arn = iamArn(plan, role);
    const trust = policyOf(plan, role, 'assume_role_policy');
    return {
      kind: 'role',
      names: [arn, plan.local(role), textOf(values['name'])].flatMap((name) => name || []),
      subject: role.address,
      ...defined({
        account: accountOf(arn ?? '') ?? plan.place(role).account,
        trustPolicy: trust.kind === 'given' ? trust.policy : undefined,
        permissionsBoundary: this.#boundaryOf(role),
        tags: tagsOf(role),
      }),
      inlinePolicies: this.#ownInline(role),
      attachedPolicies: this.#ownAttached(role),
      complete: this.#completeness(role),
      origin: plan.at(role),
    };
  }

  /** A role that is made now has what the plan gives it; what a role's own arguments list, they list completely. */
  #completeness(role: TerraformResource): NonNullable<RoleFragment['complete']> {
    const isWhole = (argument: string, isElsewhere: boolean): boolean => {
      const written = this.#plan.isWritten(role, argument);
      // What the configuration does not set is computed, from what other resources give the role.
      if (written !== false && holdsUnknown(role.unknown[argument])) return false;
      return written === true || (role.isNew && !isElsewhere);
    };
    return {
      inline: isWhole('inline_policy', this.#isOpen.inline),
      attached: isWhole('managed_policy_arns', this.#isOpen.attached),
    };
  }

  #boundaryOf(role: TerraformResource): Role['permissionsBoundary'] {
    const plan = this.#plan;
    const given = role.values['permissions_boundary'];
    const origin = plan.at(role, 'permissions_boundary');
    if (typeof given === 'string' && given !== '') return unseenPolicy(given, origin);
    const isOpen = plan.isUnknown(role, 'permissions_boundary');
    if (!isOpen) return role.mode === 'data' && given === undefined ? undefined : null;
    return unseenPolicy(this.#policyName(role, 'permissions_boundary'), origin);
  }

  #ownInline(role: TerraformResource): readonly PlacedPolicy[] {
    return listOf(role.values['inline_policy']).flatMap((value, index) => {
      if (!isObject(value)) return [];
      const name = textOf(value['name']) ?? `${role.address}.inline_policy[${index}]`;
      if (typeof value['policy'] === 'string' && value['policy'] !== '') {
        const steps = [...role.steps, 'values', 'inline_policy', index, 'policy'];
        return [{ ...this.#plan.context.policy(value['policy'], ...steps), name }];
      }
      const unknown = listOf(role.unknown['inline_policy'])[index];
      const isOpen = isObject(unknown) && unknown['policy'] === true;
      return isOpen ? [unseenPolicy(name, this.#plan.at(role, 'inline_policy', index))] : [];
    });
  }

  #ownAttached(role: TerraformResource): NonNullable<RoleFragment['attachedPolicies']> {
    return listOf(role.values['managed_policy_arns']).map((arn, index) => ({
      name: textOf(arn) ?? this.#policyName(role, 'managed_policy_arns'),
      origin: this.#plan.at(role, 'managed_policy_arns', index),
    }));
  }

  inline(resource: TerraformResource): RoleFragment[] {
    const plan = this.#plan;
    const name = textOf(resource.values['name']) ?? resource.address;
    const found = policyOf(plan, resource, 'policy');
    const policy = found.kind === 'given' ? { ...found.policy, name } : unseenPolicy(name, plan.at(resource, 'policy'));
    return this.#for(resource, { inlinePolicies: [policy] });
  }

  attached(resource: TerraformResource, owner: string): RoleFragment[] {
    const name = textOf(resource.values['policy_arn']) ?? this.#policyName(resource, 'policy_arn');
    const origin = this.#plan.at(resource, 'policy_arn');
    return this.#for(resource, { attachedPolicies: [{ name, origin }] }, owner);
  }

  attachedToSeveral(resource: TerraformResource): RoleFragment[] {
    const name = textOf(resource.values['policy_arn']) ?? this.#policyName(resource, 'policy_arn');
    const origin = this.#plan.at(resource, 'policy_arn');
    return listOf(resource.values['roles']).flatMap((role) =>
      typeof role === 'string'
        ? [this.#mention(resource, this.#namesOf(resource, role), { attachedPolicies: [{ name, origin }] })]
        : [],
    );
  }

  exclusive(resource: TerraformResource, list: 'inline' | 'attached'): RoleFragment[] {
    if (list === 'inline') return this.#for(resource, { complete: { inline: true } }, 'role_name');
    const origin = this.#plan.at(resource, 'policy_arns');
    const attachedPolicies = listOf(resource.values['policy_arns']).map((arn) => ({
      name: textOf(arn) ?? this.#policyName(resource, 'policy_arns'),
      origin,
    }));
    const isOpen = this.#plan.isUnknown(resource, 'policy_arns');
    return this.#for(resource, { attachedPolicies, complete: { attached: !isOpen } }, 'role_name');
  }

  #for(resource: TerraformResource, facts: Partial<RoleFragment>, owner = 'role'): RoleFragment[] {
    const names = this.#namesFor(resource, owner);
    if (names.length > 0) return [this.#mention(resource, names, facts)];
    const why = this.#plan.why(resource, this.#plan.configuration.argument(resource, owner));
    this.#plan.note(resource.address, `whose it is, is ${why}`);
    return [];
  }

  #mention(resource: TerraformResource, names: readonly string[], facts: Partial<RoleFragment>): RoleFragment {
    const origin = this.#plan.at(resource);
    return { kind: 'role', names, subject: resource.address, mentioned: true, ...facts, origin };
  }

  #namesFor(resource: TerraformResource, attribute: string): readonly string[] {
    const name = textOf(resource.values[attribute]);
    if (name !== undefined && name !== '') return this.#namesOf(resource, name);
    const source = roleSource(this.#plan, resource, attribute);
    return source === undefined ? [] : [this.#plan.local(source)];
  }

  /** A name is unique in an account; two accounts may have a role of one name. */
  #namesOf(resource: TerraformResource, name: string): readonly string[] {
    const { account } = this.#plan.place(resource);
    const [own, ...others] = (this.#byName.get(name) ?? []).filter(
      (role) => this.#plan.place(role).account === account,
    );
    const arn = this.#plan.arn(resource, 'iam', `role/${name}`, true);
    if (own !== undefined && others.length === 0) return [this.#plan.local(own)];
    return [arn ?? name];
  }

  #policyName(resource: TerraformResource, attribute: string): string {
    const expression = this.#plan.configuration.argument(resource, attribute);
    const source = this.#plan.source(resource, expression, policySources);
    if (source === undefined) return `${resource.address}.${attribute}`;
    return iamArn(this.#plan, source) ?? this.#plan.local(source);
  }
}

function managedPolicy(plan: TerraformPlan, resource: TerraformResource): ManagedPolicyFragment[] {
  const found = policyOf(plan, resource, 'policy');
  if (found.kind !== 'given') return [];
  const arn = iamArn(plan, resource);
  return [
    {
      kind: 'managed-policy',
      names: [arn, plan.local(resource)].filter((name) => name !== undefined),
      subject: resource.address,
      policy: { ...found.policy, name: arn ?? resource.address },
      origin: plan.at(resource),
    },
  ];
}
