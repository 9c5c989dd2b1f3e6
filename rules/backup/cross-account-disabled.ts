import type { RuleContext, Rule } from '../../src/engine/rule.ts';
import { accountOf } from '../../src/estate/arn.ts';
import { copyToCentral, globalSettingsFile, planFile, selectionFile } from './support/examples.ts';
import { backupGuide } from './support/pages.ts';

const files = {
  'plan.json': planFile({ CopyActions: [copyToCentral] }),
  'selection.json': selectionFile({ Resources: ['arn:aws:rds:*:*:db:*'] }),
};

export const crossAccountDisabled: Rule = {
  id: 'backup/cross-account-disabled',
  severity: 'error',
  docs: {
    what: 'Cross-account backup is switched off in the organization, and a plan copies to another account.',
    why: 'Only the organization\'s management account can allow copies between accounts. While the setting is off every such copy job fails ("Cross-account copy feature is not enabled for the current organization"), whatever keys and vaults allow.',
    remedy:
      'In the management account: `aws backup update-global-settings --global-settings isCrossAccountBackupEnabled=true`.',
    notes:
      'Seen in the output of `describe-global-settings`, in Terraform (`aws_backup_global_settings`) and on a live account.',
    firing: {
      title: 'The setting is off',
      files: { ...files, 'global-settings.json': globalSettingsFile({ isCrossAccountBackupEnabled: 'false' }) },
    },
    silent: {
      title: 'The setting is on',
      files: { ...files, 'global-settings.json': globalSettingsFile({ isCrossAccountBackupEnabled: 'true' }) },
    },
    sources: [backupGuide('create-cross-account-backup'), backupGuide('API_UpdateGlobalSettings')],
  },

  *checkEstate(context) {
    const settings = context.estate.globalSettings;
    if (settings?.crossAccountBackup !== false) return;
    const paths = hinderedPaths(context);
    if (paths.length === 0 && !someCopyLeavesItsAccount(context)) return;
    yield {
      message:
        'Cross-account backup is switched off in the organization (isCrossAccountBackupEnabled is "false"), so no backup is copied to another account',
      at: settings.origin,
      subject: 'isCrossAccountBackupEnabled',
      paths,
      help: 'In the management account run aws backup update-global-settings --global-settings isCrossAccountBackupEnabled=true',
      identity: 'cross-account backup',
    };
  },
};

function hinderedPaths({ derived }: RuleContext): string[] {
  return derived.paths
    .filter(({ legs }) => legs.some(({ obstacles }) => obstacles.some(({ code }) => code === 'cross-account-disabled')))
    .map(({ id }) => id);
}

/** Plans whose selections are not in sight make no paths. */
function someCopyLeavesItsAccount({ estate }: RuleContext): boolean {
  return estate.plans.some(({ account, rules }) =>
    rules.some(({ copyActions }) =>
      copyActions.some(({ destinationVaultArn = '' }) => {
        const destination = accountOf(destinationVaultArn);
        return account !== undefined && destination !== undefined && destination !== account;
      }),
    ),
  );
}
