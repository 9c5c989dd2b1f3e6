/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/AWS_Backup.html */
import type { EncryptionRef, Fragment, VaultFragment } from '../../estate/fragment.ts';
import { hasHole } from '../../estate/hole.ts';
import { defined } from '../kinds/defined.ts';
import type { Resource } from './resource.ts';

export function loadVault(resource: Resource): Fragment[] {
  const lock = resource.properties.object('LockConfiguration');
  return [
    {
      ...vaultFragment(resource, { kind: 'aws-managed', alias: 'alias/aws/backup' }),
      type: 'BACKUP_VAULT',
      ...(lock !== undefined && { locked: lock !== null }),
      ...(lock === null ? { minRetentionDays: null, maxRetentionDays: null } : {}),
      ...(lock ? retention(lock) : {}),
    },
  ];
}

export function loadAirGappedVault(resource: Resource): Fragment[] {
  return [
    {
      ...vaultFragment(resource, { kind: 'aws-owned' }),
      type: 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
      locked: true,
      ...retention(resource.properties),
    },
  ];
}

function retention(from: Resource['properties']): Pick<VaultFragment, 'minRetentionDays' | 'maxRetentionDays'> {
  return defined({
    minRetentionDays: from.number('MinRetentionDays'),
    maxRetentionDays: from.number('MaxRetentionDays'),
  });
}

function vaultFragment(resource: Resource, usual: EncryptionRef): VaultFragment {
  const { properties, physical, local, id, origin } = resource;
  const name = properties.text('BackupVaultName');
  const accessPolicy = resource.policy(properties, 'AccessPolicy');
  return {
    kind: 'vault',
    names: [local, physical?.arn, name].filter((each) => typeof each === 'string'),
    subject: id,
    ...(typeof name === 'string' && !hasHole(name) && { name }),
    ...resource.place,
    ...(accessPolicy.kind === 'given' && { accessPolicy: accessPolicy.policy }),
    ...(accessPolicy.kind === 'absent' && { accessPolicy: null }),
    encryption: encryptionOf(resource, usual),
    origin,
  };
}

function encryptionOf(resource: Resource, usual: EncryptionRef): EncryptionRef {
  const key = resource.properties.text('EncryptionKeyArn');
  if (key === null) return usual;
  if (key === undefined) return { kind: 'unknown', why: 'the template does not tell which key it uses' };
  return { kind: 'key', names: resource.keyNames(key) };
}
