/** What the organization's backup policies come to in each account, as AWS itself has merged them. */
import type { Fragment, NotLookedAtFragment, OrganizationPolicyFragment } from '../../estate/fragment.ts';
import type { DocumentContext } from '../kinds/kind.ts';
import { isObject } from '../kinds/kind.ts';
import { organizationPolicy } from '../kinds/organization-policy.ts';
import type { SnapshotEntry } from './schema.ts';

export function effectivePolicies(
  answers: readonly SnapshotEntry[],
  policyOf: DocumentContext['policy'],
): readonly Fragment[] {
  return answers.flatMap(({ call, account, answer }, index) => {
    const policy = answer?.['EffectivePolicy'];
    if (call !== 'organizations:DescribeEffectivePolicy' || !isObject(policy)) return [];
    const steps = ['answers', index, 'answer', 'EffectivePolicy', 'PolicyContent'] as const;
    const { source } = policyOf(policy['PolicyContent'], ...steps);
    return fragmentsOf(account, source, regionsLookedAt(answers, account));
  });
}

function fragmentsOf(
  account: string,
  source: OrganizationPolicyFragment['policy']['source'],
  regions: readonly string[],
): readonly Fragment[] {
  const subject = `the effective backup policy of account ${account}`;
  const { fragments, misfits } = organizationPolicy(
    {
      kind: 'organization-policy',
      type: 'BACKUP_POLICY',
      names: [],
      subject,
      policy: { source, origin: { kind: 'live', arn: subject } },
      effectiveFor: account,
      regions,
    },
    '',
  );
  // Nobody wrote it by hand: what of it is not understood is told, and the deployed plans still count.
  const notes = misfits.map(({ message }): NotLookedAtFragment => ({
    kind: 'not-looked-at',
    what: subject,
    why: message,
  }));
  return [...fragments, ...notes];
}

/** Elsewhere neither plans nor what they cover are in sight. */
function regionsLookedAt(answers: readonly SnapshotEntry[], account: string): readonly string[] {
  const here = answers.filter((entry) => entry.account === account);
  return [...new Set(here.flatMap(({ region }) => region ?? []))];
}
