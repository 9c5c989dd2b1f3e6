/** What the policies of the organization mean for the accounts of the deployments: plans and guardrails. */
import { parseAccountId } from '../estate/arn.ts';
import type { Deployment } from '../estate/deployment.ts';
import type { Fragment, OrganizationPolicyFragment, PolicyAttachmentsFragment } from '../estate/fragment.ts';
import { isSameJson } from '../estate/linking/merge.ts';
import { BackupPolicies } from './backup-policies.ts';
import { guardrailFragments } from './guardrails.ts';
import { attachmentsOf, placesOf } from './places.ts';
import { notYetDeployed, withoutReplaced } from './replaced.ts';

/** The same fragments, with plans, selections and guardrails in place of policies and their attachments. */
export function resolveOrganization(
  fragments: readonly Fragment[],
  deployments: readonly Deployment[],
): readonly Fragment[] {
  const { policies, notes } = distinct(
    fragments.filter((each): each is OrganizationPolicyFragment => each.kind === 'organization-policy'),
  );
  const lists = fragments.filter((each): each is PolicyAttachmentsFragment => each.kind === 'policy-attachments');
  const rest = fragments.filter(({ kind }) => kind !== 'organization-policy' && kind !== 'policy-attachments');
  const organizations = fragments.filter((each) => each.kind === 'organization');
  const places = placesOf(deployments, organizations);
  const attachments = attachmentsOf(lists);
  const backup = policies.filter(({ type }) => type === 'BACKUP_POLICY');
  const access = policies.filter(({ type }) => type !== 'BACKUP_POLICY');
  const given = backup.filter((policy) => !isInForce(policy));
  const plans = backupFragments(given, new BackupPolicies(places, attachments));
  const inForce = backup.filter((policy) => isInForce(policy) && !isGiven(policy, given));
  const effective = notYetDeployed(backupFragments(inForce, new BackupPolicies(places, attachments)), [
    ...rest,
    ...plans,
  ]);
  return [
    ...withoutReplaced(rest, [...plans, ...effective]),
    ...notes,
    ...plans,
    ...effective,
    ...guardrailFragments(access, places, attachments),
  ];
}

/** AWS tells it; what files say is to come, and counts before it. */
function isInForce({ effectiveFor, policy }: OrganizationPolicyFragment): boolean {
  return effectiveFor !== undefined && policy.origin.kind === 'live';
}

/** A file holds the whole effective policy of the account. */
function isGiven({ effectiveFor }: OrganizationPolicyFragment, given: readonly OrganizationPolicyFragment[]): boolean {
  return given.some((each) => each.effectiveFor === null || each.effectiveFor === effectiveFor);
}

function backupFragments(policies: readonly OrganizationPolicyFragment[], backup: BackupPolicies): readonly Fragment[] {
  const effective = policies.filter(({ effectiveFor }) => effectiveFor !== undefined);
  for (const policy of effective) backup.addEffective(policy, parseAccountId(policy.effectiveFor ?? ''));
  backup.addInherited(policies.filter(({ effectiveFor }) => effectiveFor === undefined));
  return backup.fragments();
}

interface Distinct {
  readonly policies: readonly OrganizationPolicyFragment[];
  readonly notes: readonly Fragment[];
}

/** Of one policy in several inputs the first counts, attached wherever any of them says. */
function distinct(policies: readonly OrganizationPolicyFragment[]): Distinct {
  const kept: OrganizationPolicyFragment[] = [];
  const notes: Fragment[] = [];
  for (const policy of policies) {
    const index = kept.findIndex(({ names }) => names.some((name) => policy.names.includes(name)));
    const same = kept[index];
    if (same === undefined) {
      kept.push(policy);
      continue;
    }
    kept[index] = together(same, policy);
    if (isSameJson(same.policy.source.document, policy.policy.source.document)) continue;
    const why = `it is the same policy as ${same.subject} with other content; the other one counts`;
    notes.push({ kind: 'not-looked-at', what: policy.subject, why });
  }
  return { policies: kept, notes };
}

function together(first: OrganizationPolicyFragment, other: OrganizationPolicyFragment): OrganizationPolicyFragment {
  const targets = [...(first.targets ?? []), ...(other.targets ?? [])];
  return { ...first, names: [...new Set([...first.names, ...other.names])], ...(targets.length > 0 && { targets }) };
}
