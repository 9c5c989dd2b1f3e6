/** Policies of the organization, and to what they are attached. */
import type { Fragment, OrganizationPolicyFragment } from '../../estate/fragment.ts';
import { organizationPolicy } from '../kinds/organization-policy.ts';
import { textOf, type TerraformResource } from './document.ts';
import type { TerraformPlan } from './plan.ts';

/** https://registry.terraform.io/providers/hashicorp/aws/latest/docs/resources/organizations_policy */
const usualType = 'SERVICE_CONTROL_POLICY';
const lookedAt: ReadonlySet<string> = new Set(['BACKUP_POLICY', 'SERVICE_CONTROL_POLICY', 'RESOURCE_CONTROL_POLICY']);

export function organizationFragments(plan: TerraformPlan): readonly Fragment[] {
  return plan.ofType('aws_organizations_policy').flatMap((resource): readonly Fragment[] => {
    const type = textOf(resource.values['type']) ?? usualType;
    if (!lookedAt.has(type)) return [];
    const policy = plan.policy(resource, 'content');
    if (policy === undefined) {
      const why = plan.why(resource, plan.configuration.argument(resource, 'content'));
      plan.note(`the ${type} ${resource.address}`, `its content is ${why}`);
      return [];
    }
    const fragment: OrganizationPolicyFragment = {
      kind: 'organization-policy',
      type,
      names: [textOf(resource.values['id']), textOf(resource.values['arn']), plan.local(resource)].filter(
        (name) => name !== undefined,
      ),
      subject: `${plan.context.file}: the ${type} ${resource.address}`,
      policy,
      ...attachedTo(plan, resource),
    };
    const pointer = plan.context.pointer(...resource.steps, 'values', 'content');
    const { fragments, misfits } = organizationPolicy(fragment, pointer);
    for (const misfit of misfits) plan.misfits.push(misfit);
    return fragments;
  });
}

const policies: ReadonlySet<string> = new Set(['aws_organizations_policy']);

function attachedTo(plan: TerraformPlan, policy: TerraformResource): Pick<OrganizationPolicyFragment, 'targets'> {
  const attachments = plan.ofType('aws_organizations_policy_attachment').filter((attachment) => {
    const id = textOf(attachment.values['policy_id']);
    if (id !== undefined) return id === textOf(policy.values['id']);
    return plan.source(attachment, plan.configuration.argument(attachment, 'policy_id'), policies) === policy;
  });
  const targets = attachments.map(
    (attachment) =>
      textOf(attachment.values['target_id']) ??
      plan.holeFor(attachment, 'target_id', plan.configuration.argument(attachment, 'target_id')),
  );
  return targets.length === 0 ? {} : { targets };
}
