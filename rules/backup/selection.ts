import type { FindingDraft } from '../../src/engine/finding.ts';
import type { EstateContext, Rule } from '../../src/engine/rule.ts';
import type { Plan, Selection } from '../../src/estate/model.ts';
import { copyToCentral, planFile, selectionFile } from './support/examples.ts';
import { groupedBy } from './support/grouped.ts';
import { backupGuide } from './support/pages.ts';
import { partOf } from './support/part-of.ts';
import { idsOf } from './support/plan-rules.ts';
import { type SelectionFault, selectionFaults } from './support/selection-faults.ts';
import { selectionName } from './support/wording.ts';

const plan = planFile({ CopyActions: [copyToCentral] });

export const selection: Rule = {
  id: 'backup/selection',
  severity: 'error',
  docs: {
    what: 'A selection that can match nothing, or that AWS Backup refuses.',
    why: 'A selection that matches no resource is no error to AWS Backup: the plan runs every night, backs up nothing, and nobody is told.',
    remedy:
      "Write resources as ARNs of the plan's own account and Region, or as patterns of a supported type (`arn:aws:ec2:*:*:volume/*`), and tags as AWS's guide has them: `ListOfTags` with the bare tag key, `Conditions` with `aws:ResourceTag/` before it.",
    notes:
      "Error: entries that are no ARN, resources that are all excluded again, contradicting conditions, a `ConditionType` other than `STRINGEQUALS`, more entries than AWS Backup takes, single resources in a backup policy of the organization. Warning: one entry among others that matches nothing; a tag key in the form of the other list (the guide tells the two forms apart, the CloudFormation page prints the prefixed one for both); and a `*` inside a resource's name, which the API reference allows at the end only while the guide shows it anywhere. Whether a tag is really on a resource is not judged: files do not show all resources.",
    firing: {
      title: 'RDS instances are `db:` in an ARN, not `instance:`',
      files: {
        'plan.json': plan,
        'selection.json': selectionFile({ Resources: ['arn:aws:rds:eu-west-2:111122223333:instance:orders'] }),
      },
    },
    silent: {
      title: 'The ARN of an RDS instance',
      files: {
        'plan.json': plan,
        'selection.json': selectionFile({ Resources: ['arn:aws:rds:eu-west-2:111122223333:db:orders'] }),
      },
    },
    sources: [
      backupGuide('API_BackupSelection'),
      backupGuide('assigning-resources-json'),
      backupGuide('assigning-resources'),
      backupGuide('aws-backup-limits'),
      'https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_backup_syntax.html',
    ],
  },

  *checkEstate(context) {
    const paths = groupedBy(context.derived.paths, (path) => path.selection);
    for (const [plan, selection] of selectionsOf(context)) {
      for (const fault of selectionFaults(selection, plan)) {
        yield finding(selection, fault, idsOf(paths.get(selection) ?? []));
      }
    }
  },
};

function* selectionsOf({ estate }: EstateContext): Iterable<readonly [Plan | undefined, Selection]> {
  for (const plan of estate.plans) for (const selection of plan.selections) yield [plan, selection];
  for (const selection of estate.orphanSelections) yield [undefined, selection];
}

function finding(
  selection: Selection,
  { severity, message, help, steps }: SelectionFault,
  paths: readonly string[],
): FindingDraft {
  return {
    message: `${selectionName(selection)} ${message}`,
    severity,
    at: partOf(selection.origin, ...steps),
    subject: selection.subject,
    paths,
    // AWS Backup refuses the selection as a whole.
    ...(severity === 'error' && { stops: { outcome: 'denied' as const } }),
    help,
    identity: message,
  };
}
