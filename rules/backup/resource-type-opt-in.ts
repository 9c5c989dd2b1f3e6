import type { Rule } from '../../src/engine/rule.ts';
import { planFile, regionSettingsFile, selectionFile } from './support/examples.ts';
import { groupedBy } from './support/grouped.ts';
import { hindrances, pathIdsOf } from './support/hindrances.ts';
import { backupGuide, knowledgeCenter } from './support/pages.ts';
import { inPlace, placeOf } from './support/place.ts';
import { selectionName } from './support/wording.ts';

const files = {
  'plan.json': planFile({}),
  'selection.json': selectionFile({ Resources: ['arn:aws:fsx:*:*:file-system/*'] }),
};

export const resourceTypeOptIn: Rule = {
  id: 'backup/resource-type-opt-in',
  severity: 'warning',
  docs: {
    what: 'A selection covers a resource type that is not opted in, in the account and Region of its plan.',
    why: 'AWS Backup leaves out resources whose type is not switched on in the settings of the account and Region. Aurora and FSx are off until somebody opts in. There is no failed job: the resources are just not backed up.',
    remedy:
      'Opt in, in each account and Region: `aws backup update-region-settings --resource-type-opt-in-preference Aurora=true`.',
    notes:
      "A selection by the ARN of a type (`arn:aws:ec2:*:*:instance/*`) works without the opt-in; one by service (`arn:aws:ec2:*`), by tags alone, or by an ARN that several types share (clusters of Aurora, RDS, DocumentDB and Neptune) needs it. For plans that come from a backup policy of the organization the management account's settings count, which the settings of a member account do not show.",
    firing: {
      title: 'FSx is not opted in',
      files: {
        ...files,
        'region-settings.json': regionSettingsFile({ FSx: false }, {}),
      },
    },
    silent: {
      title: 'FSx is opted in',
      files: {
        ...files,
        'region-settings.json': regionSettingsFile({ FSx: true }, {}),
      },
    },
    sources: [
      backupGuide('assigning-resources-json'),
      backupGuide('API_UpdateRegionSettings'),
      backupGuide('manage-cross-account'),
      knowledgeCenter('aws-backup-troubleshoot-scheduled-backup-plans'),
    ],
  },

  *checkEstate(context) {
    const causes = groupedBy(hindrances(context, 'resource-type-opt-in'), ({ path }) =>
      JSON.stringify([path.selection?.subject, path.selection?.name, path.resourceType]),
    );
    for (const items of causes.values()) {
      const [{ path }] = items;
      const { selection, plan, resourceType } = path;
      if (selection === undefined) continue;
      yield {
        message: `${selectionName(selection)} covers ${resourceType}, which is not opted in${inPlace(placeOf(path))}, so AWS Backup leaves such resources out`,
        at: selection.origin,
        subject: plan?.subject ?? selection.subject,
        paths: pathIdsOf(items),
        help: `Run aws backup update-region-settings --resource-type-opt-in-preference "${resourceType}=true" there`,
        identity: `${selection.name} ${resourceType}`,
      };
    }
  },
};
