/** One backup of one subject: what its legs have in common. */
import type { Vault } from '../estate/model.ts';
import { askResourceKeys } from './ask.ts';
import type { Scope } from './scope.ts';
import type { BackupSubject } from './subject.ts';
import type { KeyUse } from './types.ts';

/** Where the backup is kept until it is copied. */
export interface SourceVault {
  readonly name: string;
  /** `undefined`: not among the inputs. */
  readonly vault: Vault | undefined;
}

export interface BackupJob {
  readonly scope: Scope;
  readonly subject: BackupSubject;
  readonly source: SourceVault;
  /** The role on the resource's own keys. */
  readonly roleUses: readonly KeyUse[];
}

export function backupJob(scope: Scope, subject: BackupSubject, source: SourceVault): BackupJob {
  return { scope, subject, source, roleUses: roleOnResourceKeys(scope, subject) };
}

function roleOnResourceKeys(scope: Scope, subject: BackupSubject): readonly KeyUse[] {
  if (subject.role === undefined) return [];
  // What DynamoDB with unknown settings is asked for is what it needs either way.
  const demand = subject.fullyManaged === false ? 'resource-key' : 'resource-key-read';
  return askResourceKeys(scope, subject, subject.role, demand);
}
