import type { FindingDraft } from '../../src/engine/finding.ts';
import type { EstateContext, Rule } from '../../src/engine/rule.ts';
import type { Vault } from '../../src/estate/model.ts';
import type { BackupPath } from '../../src/paths/types.ts';
import { centralVaultArn, copyToCentral, planFile, selectionFile, vaultArn, vaultFile } from './support/examples.ts';
import { groupedBy } from './support/grouped.ts';
import { type Hindrance, hindrances, legOrigin, pathIdsOf } from './support/hindrances.ts';
import { backupGuide, knowledgeCenter } from './support/pages.ts';
import { idsOf } from './support/plan-rules.ts';
import { listed } from '../kms/support/wording.ts';

const copiesInto = (arn: string) => planFile({ CopyActions: [{ ...copyToCentral, DestinationBackupVaultArn: arn }] });
const databases = selectionFile({ Resources: ['arn:aws:rds:*:*:db:*'] });

export const vaultKey: Rule = {
  id: 'backup/vault-key',
  severity: 'error',
  docs: {
    what: 'Copies go into the vault `Default` of another account, or into a vault that is encrypted with the AWS managed key `aws/backup`.',
    why: 'A copy is encrypted with the key of its destination vault. The vault `Default` accepts no copies from other accounts, and copies of resources that are not fully managed by AWS Backup (EBS, RDS, Aurora, …) need a customer managed key there: the job fails with "Copy job failed because the destination Backup vault is encrypted with the default Backup service managed key".',
    remedy:
      "Create a vault with a customer managed key and copy into that one; a vault's key cannot be changed afterwards.",
    notes:
      "Error: a cross-account copy into `Default`, or of a type that is not fully managed into any vault on `aws/backup`; any copy of a Storage Gateway volume into either. Warning: a cross-account copy of a fully managed type into another vault on `aws/backup` (AWS's list of security considerations forbids it, a note on the same page and the encryption page allow it), and a copy within the account of a type that is not fully managed into such a vault (the encryption page says that it fails, deployments that rely on it exist). Info: a cross-account copy of a fully managed type *out of* a vault on `aws/backup` (allowed by AWS's knowledge center, while its storage blog advises a customer managed key).",
    firing: {
      title: "Databases are copied into the central account's vault Default",
      files: { 'plan.json': copiesInto(vaultArn('444455556666', 'Default')), 'selection.json': databases },
    },
    silent: {
      title: 'The central vault has a customer managed key',
      files: {
        'plan.json': copiesInto(centralVaultArn),
        'selection.json': databases,
        'vault.json': vaultFile(centralVaultArn),
      },
    },
    sources: [
      backupGuide('create-cross-account-backup'),
      backupGuide('encryption'),
      backupGuide('backup-dashboards'),
      knowledgeCenter('backup-cross-account-copy-error'),
      'https://aws.amazon.com/blogs/storage/create-and-share-encrypted-backups-across-accounts-and-regions-using-aws-backup/',
      'https://github.com/nationalarchives/terraform-aws-immutable-aws-backup',
    ],
  },

  *checkEstate(context) {
    const obstacles = [...hindrances(context, 'vault-default', 'vault-aws-managed-key')];
    const found = groupedBy(obstacles.filter(isTold), ({ leg }) => leg.to);
    for (const [vault, items] of found) yield destinationFinding(vault, items);
    yield* sourceFindings(context);
  },
};

/**
 * Within the account the key of the owning service (`aws/ebs`) will do, says the encryption page; only `aws/backup` is
 * disputed. https://docs.aws.amazon.com/aws-backup/latest/devguide/encryption.html
 */
function isTold({ leg, obstacle }: Hindrance): boolean {
  return leg.kind !== 'copy' || obstacle.outcome === 'denied' || managedKeyOf(leg.destination) === 'aws/backup';
}

/** The name of the AWS managed key; a vault is on `aws/backup` unless its alias says otherwise. */
function managedKeyOf(vault: Vault | undefined): string {
  const alias = vault?.encryption.kind === 'aws-managed' ? vault.encryption.alias : '';
  return alias.startsWith('alias/') ? alias.slice('alias/'.length) : 'aws/backup';
}

type Hindrances = readonly [Hindrance, ...Hindrance[]];

/** One finding per vault, for the gravest of what it hinders. */
function destinationFinding(vault: string, items: Hindrances): FindingDraft {
  const isDefault = items.some(({ obstacle }) => obstacle.code === 'vault-default');
  const { denied, warning } = Object.fromEntries(groupedBy(items, ({ obstacle }) => obstacle.outcome));
  const told = denied ?? warning ?? items;
  const [first] = told;
  return {
    message: messageOf(vault, isDefault, told),
    severity: denied === undefined ? 'warning' : 'error',
    at: isDefault ? legOrigin(first) : (first.leg.destination?.origin ?? legOrigin(first)),
    subject: vault,
    paths: pathIdsOf(items),
    help: "Copy into a vault that was created with a customer managed key; a vault's key cannot be changed",
    identity: 'destination',
  };
}

function messageOf(vault: string, isDefault: boolean, told: Hindrances): string {
  const types = listed([...new Set(told.map(({ path }) => path.resourceType))]);
  if (isSameAccountRefusal(told[0])) return `Copies of ${types} go into ${vault}: ${told[0].obstacle.why}`;
  const verdict = isDefault
    ? 'the vault Default accepts no copies from other accounts'
    : `it is encrypted with the AWS managed key ${managedKeyOf(told[0].leg.destination)}, ${consequence(told[0])}`;
  return `Copies of ${types} go into ${vault}: ${verdict}`;
}

/** Only Storage Gateway volumes are refused by a vault of their own account. */
function isSameAccountRefusal({ leg, obstacle }: Hindrance): boolean {
  return leg.kind === 'copy' && obstacle.outcome === 'denied';
}

function consequence({ leg, obstacle }: Hindrance): string {
  if (obstacle.outcome === 'denied') return 'and such copies from another account need a customer managed key there';
  return leg.kind === 'copy'
    ? "into which such copies fail, by AWS's encryption page"
    : "and AWS's pages disagree whether copies from another account may go there";
}

/** Allowed, and advised against. */
function* sourceFindings({ derived }: EstateContext): Iterable<FindingDraft> {
  const copied = derived.paths.filter(leavesAwsManagedVault);
  for (const [vault, paths] of groupedBy(copied, ({ vault }) => vault)) {
    yield {
      message: `Fully managed backups are copied to another account out of ${vault.subject}, which is encrypted with the AWS managed key ${managedKeyOf(vault)}; AWS allows it and advises a customer managed key`,
      severity: 'info',
      at: vault.origin,
      subject: vault.subject,
      paths: idsOf(paths),
      help: 'Nothing has to change; a new vault with a customer managed key would keep control over who may use the backups',
      identity: 'source',
    };
  }
}

function leavesAwsManagedVault(path: BackupPath): path is BackupPath & { readonly vault: Vault } {
  return (
    path.fullyManaged === true &&
    path.vault?.encryption.kind === 'aws-managed' &&
    path.legs.some(({ kind }) => kind === 'cross-account-copy')
  );
}
