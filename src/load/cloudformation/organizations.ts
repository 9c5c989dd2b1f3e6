/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-organizations-policy.html */
import type { Fragment, OrganizationPolicyFragment } from '../../estate/fragment.ts';
import type { PlacedPolicy } from '../../estate/model.ts';
import { organizationPolicy } from '../kinds/organization-policy.ts';
import type { Resource } from './resource.ts';

export function loadOrganizationPolicy(resource: Resource): readonly Fragment[] {
  const { properties, stack, id } = resource;
  const type = properties.text('Type') ?? 'policy';
  const subject = `${stack.template.file}: ${id} (${type})`;
  const content = resource.policy(properties, 'Content');
  if (content.kind !== 'given') {
    return [{ kind: 'not-looked-at', what: subject, why: 'the template does not tell what it holds' }];
  }
  const targets = properties.texts('TargetIds');
  const policy: OrganizationPolicyFragment = {
    kind: 'organization-policy',
    type,
    names: [resource.local],
    subject,
    policy: parsed(content.policy),
    // Without any it is attached by other means, if at all.
    ...(targets !== undefined && targets.length > 0 && { targets }),
  };
  const pointer = `${properties.pointer}/Content`;
  const { fragments, misfits } = organizationPolicy(policy, pointer);
  for (const misfit of misfits) {
    stack.complain(stack.shifts.writtenOf(misfit.pointer), misfit.message);
  }
  return fragments;
}

/** The content may be an object or text that holds one. */
function parsed(policy: PlacedPolicy): PlacedPolicy {
  const { document } = policy.source;
  if (typeof document !== 'string') return policy;
  try {
    return { ...policy, source: { document: JSON.parse(document) as unknown, duplicateKeys: [] } };
  } catch (error) {
    const unreadable = error instanceof Error ? error.message : String(error);
    return { ...policy, source: { document: undefined, unreadable, duplicateKeys: [] } };
  }
}
