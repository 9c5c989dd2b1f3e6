/** What is read of a template: a type, and how. */
import type { Fragment } from '../../estate/fragment.ts';
import { loadAlias, loadKey, loadReplicaKey } from './keys.ts';
import { loadOrganizationPolicy } from './organizations.ts';
import { loadPlan } from './plans.ts';
import { isProtectedType, loadProtected } from './protected.ts';
import type { Resource } from './resource.ts';
import { loadInlinePolicy, loadManagedPolicy, loadRole } from './roles.ts';
import { loadSelection } from './selections.ts';
import { loadAirGappedVault, loadVault } from './vaults.ts';

type Load = (resource: Resource) => readonly Fragment[];

const loaders: Readonly<Partial<Record<string, Load>>> = {
  'AWS::KMS::Key': loadKey,
  'AWS::KMS::ReplicaKey': loadReplicaKey,
  'AWS::KMS::Alias': loadAlias,
  'AWS::Backup::BackupVault': loadVault,
  'AWS::Backup::LogicallyAirGappedBackupVault': loadAirGappedVault,
  'AWS::Backup::BackupPlan': loadPlan,
  'AWS::Backup::BackupSelection': loadSelection,
  'AWS::IAM::Role': loadRole,
  'AWS::IAM::Policy': loadInlinePolicy,
  'AWS::IAM::RolePolicy': loadInlinePolicy,
  'AWS::IAM::ManagedPolicy': loadManagedPolicy,
  'AWS::Organizations::Policy': loadOrganizationPolicy,
  'AWS::CloudFormation::StackSet': notShown('templates inside stack sets are not looked at'),
};

/** `undefined`: nothing that is looked at. */
export function loaderOf(type: string): Load | undefined {
  if (type.endsWith('::MODULE')) return notShown('what a module makes is not in the template');
  return loaders[type] ?? (isProtectedType(type) ? loadProtected : undefined);
}

function notShown(why: string): Load {
  return ({ stack, id, type }) => [{ kind: 'not-looked-at', what: `${stack.template.file}: ${id} (${type})`, why }];
}
