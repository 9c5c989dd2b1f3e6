import type { FindingDraft } from '../../src/engine/finding.ts';
import type { Rule } from '../../src/engine/rule.ts';
import { copyToCentral, planFile, selectionFile, vaultArn, vaultFile } from './support/examples.ts';
import { groupedBy } from './support/grouped.ts';
import { type Hindrance, hindrances, legOrigin, pathIdsOf, refusalShown } from './support/hindrances.ts';
import { backupGuide } from './support/pages.ts';

const airGappedVault = vaultArn('444455556666', 'air-gapped');
const files = {
  'plan.json': planFile({ CopyActions: [{ ...copyToCentral, DestinationBackupVaultArn: airGappedVault }] }),
  'vault.json': vaultFile(airGappedVault, {
    VaultType: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
    MinRetentionDays: 7,
    MaxRetentionDays: 365,
  }),
};

export const airGappedSupport: Rule = {
  id: 'backup/air-gapped-support',
  severity: 'error',
  docs: {
    what: 'A copy goes into a logically air-gapped vault that does not take such resources.',
    why: 'Logically air-gapped vaults take only some resource types. RDS instances and Multi-AZ clusters, FSx for ONTAP, Redshift and SAP HANA are not among them, nor is DynamoDB without advanced features; and since the copies of unencrypted Aurora, DocumentDB and Neptune clusters stay unencrypted, these are refused too. The copy job fails each time.',
    remedy: 'Copy such resources into a normal vault of the central account, with a rule or a plan of their own.',
    notes:
      "AWS's pages disagree on FSx for OpenZFS and on CloudFormation stacks, and the ARN of an FSx file system does not tell which kind it is: a warning. Of an unencrypted source one page wants a customer managed key, another accepts it; it is accepted here, except for the Aurora family.",
    firing: {
      title: 'RDS instances are copied into an air-gapped vault',
      files: { ...files, 'selection.json': selectionFile({ Resources: ['arn:aws:rds:*:*:db:*'] }) },
    },
    silent: {
      title: 'EBS volumes are copied into an air-gapped vault',
      files: { ...files, 'selection.json': selectionFile({ Resources: ['arn:aws:ec2:*:*:volume/*'] }) },
    },
    sources: [
      backupGuide('backup-feature-availability'),
      backupGuide('logicallyairgappedvault'),
      backupGuide('lag-vault-primary-backup'),
    ],
  },

  *checkEstate(context) {
    const found = hindrances(context, 'air-gapped-unsupported', 'unencrypted-air-gapped');
    // One cause per copy action and kind of resource: its resources all meet the same refusal.
    const causes = groupedBy(found, ({ leg, obstacle, path }) =>
      JSON.stringify([path.plan?.subject, path.rule?.name, leg.to, path.typeId, obstacle.code, obstacle.outcome]),
    );
    for (const items of causes.values()) yield unsupported(items);
  },
};

function unsupported(items: readonly [Hindrance, ...Hindrance[]]): FindingDraft {
  const [{ path, leg, obstacle }] = items;
  return {
    message: refusalShown(items, `into ${leg.to}`),
    severity: obstacle.outcome === 'denied' ? 'error' : 'warning',
    at: legOrigin(items[0]),
    subject: path.plan?.subject ?? leg.to,
    paths: pathIdsOf(items),
    help: 'Copy them into a normal vault with a rule or plan of their own',
    identity: `${path.rule?.name} ${leg.to} ${path.typeId} ${obstacle.code}`,
  };
}
