/** Backup vaults. https://docs.aws.amazon.com/aws-backup/latest/APIReference/API_DescribeBackupVault.html */
import { z } from 'zod';
import { accountOf, regionOf, vaultNameOf } from '../../estate/arn.ts';
import type { EncryptionRef, VaultFragment } from '../../estate/fragment.ts';
import type { VaultType } from '../../estate/model.ts';
import type { Origin } from '../../estate/origin.ts';
import { defined } from './defined.ts';
import { optional, shapeLoader } from './shape.ts';

const text = optional(z.string());

const vault = z.object({
  BackupVaultName: z.string(),
  BackupVaultArn: text,
  VaultType: text,
  EncryptionKeyArn: text,
  EncryptionKeyType: text,
  Locked: optional(z.boolean()),
  MinRetentionDays: optional(z.number()),
  MaxRetentionDays: optional(z.number()),
});

export const loadVaultDescription = shapeLoader(vault, (value, context) => ({
  fragments: [toVault(value, context.at())],
}));

export const vaultList = z.object({ BackupVaultList: z.array(vault) });

export const loadVaultList = shapeLoader(vaultList, (list, context) => ({
  fragments: list.BackupVaultList.map((value, index) => toVault(value, context.at('BackupVaultList', index))),
}));

function toVault(value: z.output<typeof vault>, origin: Origin): VaultFragment {
  const arn = value.BackupVaultArn;
  return {
    kind: 'vault',
    names: [arn, value.BackupVaultName].filter((name) => name !== undefined),
    name: value.BackupVaultName,
    subject: arn ?? value.BackupVaultName,
    ...defined({
      account: accountOf(arn ?? ''),
      region: regionOf(arn ?? ''),
      type: toVaultType(value.VaultType),
      encryption: toEncryption(value),
      locked: value.Locked,
    }),
    // The API leaves out what the vault does not have.
    minRetentionDays: value.MinRetentionDays ?? null,
    maxRetentionDays: value.MaxRetentionDays ?? null,
    origin,
  };
}

function toVaultType(type: string | undefined): VaultType | undefined {
  return type === 'BACKUP_VAULT' || type === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT' ? type : undefined;
}

function toEncryption({ EncryptionKeyArn, EncryptionKeyType }: z.output<typeof vault>): EncryptionRef | undefined {
  if (EncryptionKeyType === 'AWS_OWNED_KMS_KEY') return { kind: 'aws-owned' };
  return EncryptionKeyArn === undefined ? undefined : { kind: 'key', names: [EncryptionKeyArn] };
}

export const accessPolicy = z.object({ BackupVaultName: text, BackupVaultArn: text, Policy: z.unknown() });

/** `get-backup-vault-access-policy`, and the input of `put-backup-vault-access-policy`. */
export const loadVaultAccessPolicy = shapeLoader(accessPolicy, (value, context) => {
  const { BackupVaultArn: arn, BackupVaultName: shortName } = value;
  const name = shortName ?? vaultNameOf(arn ?? '');
  const fragment: VaultFragment = {
    kind: 'vault',
    names: [arn, name].filter((n) => n !== undefined),
    subject: arn ?? name ?? context.subject,
    mentioned: true,
    ...defined({ name, account: accountOf(arn ?? ''), region: regionOf(arn ?? '') }),
    accessPolicy: context.policy(value.Policy, 'Policy'),
    origin: context.at(),
  };
  return { fragments: [fragment] };
});
