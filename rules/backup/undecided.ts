import type { FindingDraft } from '../../src/engine/finding.ts';
import type { EstateContext, Rule } from '../../src/engine/rule.ts';
import type { BackupPath, Leg } from '../../src/paths/types.ts';
import { plural } from '../kms/support/wording.ts';
import { exampleConfig, exampleKeyArn, policyFile, soundPolicyFile } from '../examples.ts';
import {
  attachedPoliciesFile,
  centralVaultArn,
  centralVaultKeyArn,
  copyToCentral,
  planFile,
  roleFile,
  selectionFile,
  vaultFile,
  vaultPolicyFile,
} from './support/examples.ts';
import { groupedBy } from './support/grouped.ts';
import { legOrigin, pathIdsOf } from './support/hindrances.ts';
import { backupGuide, knowledgeCenter } from './support/pages.ts';
import { counted } from './support/wording.ts';

const files = {
  'plan.json': planFile({ CopyActions: [copyToCentral] }),
  'selection.json': selectionFile({ Resources: ['arn:aws:rds:*:*:db:*'] }),
  'vault.json': vaultFile(centralVaultArn),
  'key-policy.json': soundPolicyFile(),
  'role.json': roleFile('backup.amazonaws.com'),
  'attached-policies.json': attachedPoliciesFile('service-role/AWSBackupServiceRolePolicyForBackup'),
  'vault-key-policy.json': policyFile({
    Effect: 'Allow',
    Principal: { AWS: 'arn:aws:iam::444455556666:root' },
    Action: 'kms:*',
    Resource: '*',
  }),
};
const config = `${exampleConfig}keys:
  - policy: key-policy.json
    arn: ${exampleKeyArn}
    resourceTypes: [RDS]
  - policy: vault-key-policy.json
    arn: ${centralVaultKeyArn}
`;

export const undecided: Rule = {
  id: 'backup/undecided',
  severity: 'info',
  docs: {
    what: "A document that would settle a backup path's fate is not among the inputs: the central vault's access policy, a key, Region settings.",
    why: 'backuplint does not guess. What it was not shown it names, so that nobody takes silence for assent. A vault that is not in sight may not even exist: AWS Backup does not check the vaults that a plan names.',
    remedy: 'Give the document, as the AWS CLI prints it, beside the others.',
    notes:
      'Told once per document. A doubt about a condition key or an identity policy is `kms/undecided`, or a warning of `backup/vault-copy-access`.',
    firing: { title: 'The access policy of the central vault is not among the files', files, config },
    silent: {
      title: 'The access policy is among the files',
      files: {
        ...files,
        'policy.json': vaultPolicyFile(centralVaultArn, {
          Effect: 'Allow',
          Principal: { AWS: 'arn:aws:iam::111122223333:root' },
          Action: 'backup:CopyIntoBackupVault',
          Resource: '*',
        }),
      },
      config,
    },
    sources: [backupGuide('create-cross-account-backup'), knowledgeCenter('backup-policy-no-jobs-created')],
  },

  *checkEstate(context) {
    for (const [document, mentions] of groupedBy(missingDocuments(context), ({ document }) => document)) {
      yield finding(document, mentions, helpFor(document));
    }
    for (const [type, mentions] of groupedBy(unknownKeys(context), ({ path }) => path.resourceType)) {
      const [{ path }] = mentions;
      const identity = path.resource === '*' ? `keys of plan ${path.plan?.name}` : `keys of ${type}`;
      yield { ...finding(keysOf(mentions), mentions, keyHelp), subject: identity, identity };
    }
  },
};

/** A leg of which something is not in sight, which leaves it open or would tell more of it. */
interface Lack {
  readonly leg: Leg;
  readonly path: BackupPath;
  readonly open: boolean;
}

function finding(document: string, lacks: readonly [Lack, ...Lack[]], help: string): FindingDraft {
  const paths = pathIdsOf(lacks);
  const open = new Set(lacks.flatMap((lack) => (lack.open ? [lack.path] : []))).size;
  const judged = paths.length - open;
  const needed = open === 0 ? '' : `, which ${counted(open, 'backup path')} ${plural(open, 'depends', 'depend')} on`;
  const wanted =
    judged === 0 ? '' : `; ${counted(judged, 'backup path')} ${plural(judged, 'is', 'are')} judged without it`;
  return {
    message: `Not among the inputs: ${document}${needed}${wanted}`,
    at: legOrigin(lacks[0]),
    subject: document,
    paths,
    help,
    identity: document,
  };
}

interface MissingDocument extends Lack {
  readonly document: string;
}

function* missingDocuments({ derived }: EstateContext): Iterable<MissingDocument> {
  for (const path of derived.paths) {
    for (const leg of path.legs) {
      for (const { document } of leg.obstacles) if (document !== undefined) yield { document, path, leg, open: true };
    }
    for (const document of path.notConsidered) {
      const leg = concerned(path, document);
      if (leg !== undefined) yield { document, path, leg, open: false };
    }
  }
}

/** The leg to or from what the document belongs to. */
function concerned({ legs }: BackupPath, document: string): Leg | undefined {
  return legs.find(({ to, kind }) => kind !== 'backup' && document.endsWith(` ${to}`)) ?? legs.at(-1);
}

function* unknownKeys({ derived }: EstateContext): Iterable<Lack> {
  for (const path of derived.paths) {
    const leg = path.legs.find(({ obstacles }) => obstacles.some(({ code }) => code === 'key-unknown'));
    if (leg !== undefined) yield { leg, path, open: true };
  }
}

/** What shows one key of a type shows them all: told once per type, not per resource. */
function keysOf(mentions: readonly [Lack, ...Lack[]]): string {
  const [{ path }] = mentions;
  const resources = [...new Set(mentions.map((mention) => mention.path.resource))];
  const [only = '', ...others] = resources;
  if (only === '*') return `the keys of what the plan ${path.plan?.name ?? ''} covers`;
  if (others.length > 0) return `the keys of ${resources.length} ${path.resourceType} resources`;
  return only.startsWith('arn:') || path.resourceRef !== undefined
    ? `the key of ${only}`
    : `the key of ${only} resources`;
}

const keyHelp =
  'Give what shows the key: aws backup list-recovery-points-by-backup-vault, or keys: in the config with its resourceTypes';

const helpByDocument: readonly (readonly [beginning: string, help: string])[] = [
  ['access policy of', "Give it as aws backup get-backup-vault-access-policy prints it in the vault's account"],
  ['encryption key of', 'Give the vault as aws backup describe-backup-vault prints it'],
  ['key policy of', "Give it as aws kms get-key-policy prints it in the key's account"],
  ['policies of', 'Give the role as aws iam get-role, list-attached-role-policies and get-role-policy print it'],
  ['Region settings of', 'Give them as aws backup describe-region-settings prints them in that account and Region'],
];

function helpFor(document: string): string {
  const known = helpByDocument.find(([beginning]) => document.startsWith(beginning));
  return known?.[1] ?? 'Give it as the AWS CLI prints it';
}
