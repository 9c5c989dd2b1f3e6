/** Asks for a principal's access to a customer managed key; the policies of the others cannot be changed. */
import type { Encryption, Key, Vault } from '../estate/model.ts';
import { vaultFamily } from './callers.ts';
import type { CallerFamily } from './callers.ts';
import { requirementFor } from './requirements.ts';
import type { DemandKind } from './requirements.ts';
import type { Scope } from './scope.ts';
import type { BackupSubject } from './subject.ts';
import type { BackupPrincipal, KeyUse } from './types.ts';

/** On every key of the resource: an EC2 instance has one per volume. */
export function askResourceKeys(
  scope: Scope,
  subject: BackupSubject,
  principal: BackupPrincipal,
  demand: DemandKind,
  family: CallerFamily = subject.family,
): readonly KeyUse[] {
  const purpose = subject.resourceType === '*' ? 'a resource that is not fully managed' : subject.resourceType;
  return subject.encryption.flatMap((encryption) =>
    ask(scope, subject, { encryption, principal, demand, family, purpose, owner: subject.account }),
  );
}

/** On the key of a vault; nothing where the vault is not in sight. */
export function askVaultKey(
  scope: Scope,
  subject: BackupSubject,
  vault: Vault | undefined,
  principal: BackupPrincipal,
  demand: DemandKind,
  family: CallerFamily = vaultFamily,
): readonly KeyUse[] {
  if (vault === undefined) return [];
  const purpose = `the backup vault ${vault.name}`;
  const owner = vault.account ?? subject.account;
  return ask(scope, subject, { encryption: vault.encryption, principal, demand, family, purpose, owner });
}

interface Ask {
  readonly encryption: Encryption;
  readonly principal: BackupPrincipal;
  readonly demand: DemandKind;
  readonly family: CallerFamily;
  readonly purpose: string;
  /** Whose the key is unless its ARN says otherwise. */
  readonly owner: string | undefined;
}

const nothing: readonly KeyUse[] = [];

function ask(scope: Scope, subject: BackupSubject, request: Ask): readonly KeyUse[] {
  const { encryption, principal, family, purpose, owner } = request;
  if (encryption.kind !== 'key') return nothing;
  const keyAccount = encryption.key.account ?? owner;
  if (keyAccount === undefined) return nothing;
  const requirement = requirementFor(scope.profile, request.demand, subject.rows);
  const { key } = encryption;
  const { deployment } = subject;
  return [scope.uses.keyUse({ principal, key, requirement, family, deployment, keyAccount, purpose })];
}

/** AWS managed keys have policies that cannot be changed. */
export function isAwsManaged({ manager, aliases }: Key): boolean {
  return manager === 'AWS' || (manager === undefined && aliases.some((alias) => alias.startsWith('alias/aws/')));
}

/** What a resource is encrypted with whose key this is. */
export function keyEncryption(key: Key): Encryption {
  return isAwsManaged(key) ? { kind: 'aws-managed', alias: key.aliases[0] ?? key.subject, key } : { kind: 'key', key };
}
