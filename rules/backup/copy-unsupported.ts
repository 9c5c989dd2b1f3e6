import type { FindingDraft } from '../../src/engine/finding.ts';
import type { EstateContext, Rule } from '../../src/engine/rule.ts';
import { typesOfPattern } from '../../src/paths/named-types.ts';
import type { ResourceTypeRow } from '../../src/paths/resource-type-row.ts';
import { rowById } from '../../src/paths/resource-types.ts';
import { typesMerelyCovered } from './support/broad-selections.ts';
import { copyToCentral, planFile, selectionFile } from './support/examples.ts';
import { groupedBy } from './support/grouped.ts';
import { type Hindrance, hindrances, legOrigin, pathIdsOf, refusalShown } from './support/hindrances.ts';
import { backupGuide, knowledgeCenter } from './support/pages.ts';
import { listed } from '../kms/support/wording.ts';
import { selectionName } from './support/wording.ts';

const plan = planFile({ CopyActions: [copyToCentral] });

export const copyUnsupported: Rule = {
  id: 'backup/copy-unsupported',
  severity: 'error',
  docs: {
    what: 'A plan copies a resource whose type, or Region, does not have that kind of copy.',
    why: 'AWS Backup cannot copy every type that it can back up: Redshift clusters and namespaces, FSx for ONTAP volumes and RDS Multi-AZ clusters can be copied nowhere at all, and some types not out of some Regions. The backup succeeds and stays where it is, while the copy job fails ("Feature is not supported for provided resource type") or is never started.',
    remedy:
      "Protect such a resource in another way (the service's own snapshot copy or replication), and leave it out of the rule that copies.",
    notes:
      "Error where a known resource is concerned, warning where a selection names exactly such a type, info where a broader selection merely covers it. AWS's sources disagree on three things: the feature table ticks copies of RDS Multi-AZ clusters and takes them back in a footnote (error); whether CloudFormation stacks can be copied to another account is blank in the table and implied elsewhere (warning); and one copy action for RDS, Aurora, DocumentDB or Neptune that goes to another account and another Region at once is possible by the feature table of 2026, and not by older pages and a field test of 2024 (info). FSx file systems are judged by the present table, which refuses cross-Region copies only from Bahrain and the UAE. DynamoDB without advanced features has its own rule, `backup/dynamodb-advanced-features`.",
    firing: {
      title: 'The selection names Redshift clusters, and the rule copies',
      files: { 'plan.json': plan, 'selection.json': selectionFile({ Resources: ['arn:aws:redshift:*:*:cluster:*'] }) },
    },
    silent: {
      title: 'RDS instances can be copied',
      files: { 'plan.json': plan, 'selection.json': selectionFile({ Resources: ['arn:aws:rds:*:*:db:*'] }) },
    },
    sources: [
      backupGuide('backup-feature-availability'),
      backupGuide('recov-point-create-a-copy'),
      backupGuide('rds-backup'),
      backupGuide('backup-dashboards'),
      knowledgeCenter('backup-troubleshoot-cross-account-copy'),
      'https://www.tecracer.com/blog/2024/04/automating-cross-account-/-cross-region-backups-with-aws-backup-in-aws-organizations.html',
    ],
  },

  *checkEstate(context) {
    const found = groupedBy(hindrances(context, 'copy-unsupported'), standingOf);
    yield* perCopyAction(found.get('known') ?? [], 'error');
    yield* perCopyAction(found.get('named') ?? [], 'warning');
    yield* perSelection(context, found.get('covered') ?? []);
    yield* disputed(context);
  },
};

/** How sure it is that there is such a resource. */
type Standing = 'known' | 'named' | 'covered';

function standingOf({ path }: Hindrance): Standing {
  if (path.resourceRef !== undefined) return 'known';
  return (path.selection?.resources ?? []).some((pattern) => namesJust(pattern, path.typeId)) ? 'named' : 'covered';
}

/** Whether the pattern means this type and no other one. */
function namesJust(pattern: string, typeId: string): boolean {
  const { level, rows } = typesOfPattern(pattern);
  return level !== 'service' && rows.length === 1 && rows[0]?.id === typeId;
}

function* perCopyAction(items: readonly Hindrance[], severity: 'error' | 'warning'): Iterable<FindingDraft> {
  const causes = groupedBy(items, ({ path, leg, obstacle }) =>
    JSON.stringify([path.plan?.subject, path.rule?.name, leg.to, path.typeId, obstacle.why]),
  );
  for (const group of causes.values()) {
    const [{ path, leg, obstacle }] = group;
    yield {
      message: refusalShown(group, `to ${leg.to}`),
      severity: obstacle.outcome === 'denied' ? severity : 'warning',
      at: legOrigin(group[0]),
      subject: path.plan?.subject ?? path.resource,
      paths: pathIdsOf(group),
      help: 'Take such resources out of the selection of this plan, and protect them in another way',
      identity: `${path.rule?.name} ${leg.to} ${path.typeId} ${obstacle.why}`,
    };
  }
}

/** A selection that takes many types need not have any such resource: one remark for all of them. */
function* perSelection({ estate, derived }: EstateContext, items: readonly Hindrance[]): Iterable<FindingDraft> {
  const hindered = groupedBy(items, ({ path }) => path.selection);
  const paths = groupedBy(derived.paths, ({ selection }) => selection);
  for (const plan of estate.plans.filter(({ rules }) => rules.some(({ copyActions }) => copyActions.length > 0))) {
    for (const selection of plan.selections) {
      const group = hindered.get(selection) ?? [];
      const judged = new Set((paths.get(selection) ?? []).map(({ typeId }) => typeId));
      const covered = typesMerelyCovered(selection).filter((row) => isCopiedNowhere(row) && !judged.has(row.id));
      const types = new Set([...group.flatMap(typesRefused), ...covered.map(({ name }) => name)]);
      if (types.size === 0) continue;
      yield {
        message: `${selectionName(selection)} also takes what cannot be copied: ${listed([...types])}`,
        severity: 'info',
        at: selection.origin,
        subject: plan.subject,
        paths: pathIdsOf(group),
        help: 'Nothing to do if there are no such resources',
        identity: `${selection.name} ${[...types].join(' ')}`,
      };
    }
  }
}

/** Where the ARN may be of several types, those of them that are copied nowhere. */
function typesRefused({ path, obstacle }: Hindrance): string[] {
  const row = rowById(path.typeId);
  if (row === undefined) return [path.resourceType];
  const sharing = obstacle.outcome === 'denied' ? [] : row.arnSharedWith.flatMap((id) => rowById(id) ?? []);
  const refused = sharing.filter(isCopiedNowhere);
  return refused.length === 0 ? [row.name] : refused.map(({ name }) => name);
}

/** DynamoDB without advanced features has a rule of its own. */
function isCopiedNowhere({ id, crossAccountCopy, crossRegionCopy }: ResourceTypeRow): boolean {
  return crossAccountCopy === false && crossRegionCopy === false && id !== 'dynamodb-basic';
}

function* disputed(context: EstateContext): Iterable<FindingDraft> {
  const causes = groupedBy(hindrances(context, 'one-action-disputed'), ({ path, leg }) =>
    JSON.stringify([path.plan?.subject, path.rule?.name, leg.to]),
  );
  for (const group of causes.values()) {
    const [{ path, leg, obstacle }] = group;
    const types = listed([...new Set(group.map((item) => item.path.resourceType))]);
    yield {
      message: `${types} would be copied to ${leg.to} in another account and another Region at once: ${obstacle.why}`,
      severity: 'info',
      at: legOrigin(group[0]),
      subject: path.plan?.subject ?? path.resource,
      paths: pathIdsOf(group),
      help: 'Try one such copy, or copy in two steps: first to the other account, from there to the other Region',
      identity: `${path.rule?.name} ${leg.to} one action`,
    };
  }
}
