import type { EstateContext, Rule } from '../../src/engine/rule.ts';
import type { RegionSettings } from '../../src/estate/model.ts';
import { findSettings } from '../../src/paths/settings.ts';
import { typesMerelyCovered } from './support/broad-selections.ts';
import { copyToCentral, planFile, regionSettingsFile, selectionFile } from './support/examples.ts';
import { groupedBy } from './support/grouped.ts';
import { backupGuide } from './support/pages.ts';
import { inPlace, placeOf } from './support/place.ts';
import { listed } from '../kms/support/wording.ts';

const files = {
  'plan.json': planFile({ CopyActions: [copyToCentral] }),
  'selection.json': selectionFile({ Resources: ['arn:aws:dynamodb:*:*:table/*'] }),
};

export const dynamodbAdvancedFeatures: Rule = {
  id: 'backup/dynamodb-advanced-features',
  severity: 'error',
  docs: {
    what: "A plan covers DynamoDB while AWS Backup's advanced features for DynamoDB are off in that account and Region.",
    why: 'Without the advanced features a backup of a table stays with DynamoDB: it keeps the key of the table, and it can be copied nowhere, neither to another account or Region nor to another vault; cold storage and logically air-gapped vaults are out of reach as well. The backup job itself succeeds, so that nobody notices.',
    remedy:
      'In each workload account and Region: `aws backup update-region-settings --resource-type-opt-in-preference DynamoDB=true --resource-type-management-preference DynamoDB=true`. Only later backups change.',
    notes:
      "Both preferences have to be on, or neither helps. Error where a rule copies, warning where none does. The features are on by default only in accounts without a vault before 21 November 2021; plans and on-demand backups opt in by themselves, an organization's backup policies do not. Where the settings are not among the inputs, `backup/undecided` says so.",
    firing: {
      title: 'DynamoDB is opted in, but not managed by AWS Backup',
      files: { ...files, 'region-settings.json': regionSettingsFile({ DynamoDB: true }, { DynamoDB: false }) },
    },
    silent: {
      title: 'Both preferences are on',
      files: { ...files, 'region-settings.json': regionSettingsFile({ DynamoDB: true }, { DynamoDB: true }) },
    },
    sources: [backupGuide('advanced-ddb-backup'), backupGuide('backup-feature-availability')],
  },

  *checkEstate(context) {
    const found = [...basicTables(context), ...merelyCovered(context)];
    for (const [settings, uses] of groupedBy(found, (use) => use.settings)) {
      const isCopied = uses.some((use) => use.isCopied);
      yield {
        message: `Advanced features for DynamoDB are off${inPlace(settings)} (${listed(switchedOff(settings))}), so backups of tables ${isCopied ? 'are not copied' : 'keep the key of the table and could not be copied'}`,
        severity: isCopied ? 'error' : 'warning',
        at: settings.origin,
        subject: `Region settings${inPlace(settings)}`,
        paths: uses.flatMap(({ paths }) => paths),
        help: 'Run aws backup update-region-settings --resource-type-opt-in-preference DynamoDB=true --resource-type-management-preference DynamoDB=true there',
        identity: 'advanced features',
      };
    }
  },
};

/** A plan that covers tables under settings without the advanced features. */
interface Use {
  readonly settings: RegionSettings;
  readonly isCopied: boolean;
  readonly paths: readonly string[];
}

function* basicTables({ estate, derived }: EstateContext): Iterable<Use> {
  for (const path of derived.paths) {
    if (path.resourceType !== 'DynamoDB' || path.fullyManaged !== false) continue;
    const { account, region } = placeOf(path);
    const settings = findSettings(estate.regionSettings, account, region);
    if (settings === undefined) continue;
    yield { settings, isCopied: path.legs.some(({ kind }) => kind !== 'backup'), paths: [path.id] };
  }
}

/** Selections by tag, by service or of everything take tables too, if DynamoDB is opted in. */
function* merelyCovered({ estate }: EstateContext): Iterable<Use> {
  for (const { account, region, rules, selections } of estate.plans) {
    const settings = findSettings(estate.regionSettings, account, region);
    if (settings?.optIn['DynamoDB'] !== true || settings.management['DynamoDB'] !== false) continue;
    const takesTables = selections.some((selection) =>
      typesMerelyCovered(selection).some(({ resourceType }) => resourceType === 'DynamoDB'),
    );
    if (takesTables) yield { settings, isCopied: rules.some(({ copyActions }) => copyActions.length > 0), paths: [] };
  }
}

function switchedOff({ optIn, management }: RegionSettings): string[] {
  const preferences = { ResourceTypeOptInPreference: optIn, ResourceTypeManagementPreference: management };
  return Object.entries(preferences).flatMap(([name, flags]) => (flags['DynamoDB'] === false ? [name] : []));
}
