/** The principals that AWS Backup works as: the backup service role, and the service-linked role of an account. */
import { accountOf, parseAccountId, splitArn } from '../estate/arn.ts';
import type { AccountId } from '../estate/arn.ts';
import type { Partition } from '../estate/deployment.ts';
import type { Estate, Role } from '../estate/model.ts';
import { memoize } from '../estate/memoize.ts';
import type { BackupPrincipal } from './types.ts';

/** One object per principal, so that its identity stands for it. */
export interface Principals {
  /** A role as a selection or the config writes it: ARN, `path/name`, or name. `undefined`: its account is not known. */
  readonly role: (written: string, account: string | undefined, partition: Partition) => BackupPrincipal | undefined;
  readonly serviceLinkedRole: (account: string, partition: Partition, isCentral: boolean) => BackupPrincipal;
}

export function principalsOf(estate: Estate): Principals {
  const roles = new Map<string, Role>();
  for (const role of estate.roles) {
    roles.set(role.arn, role);
    roles.set(nameKey(role.account ?? accountOf(role.arn) ?? '', role.name), role);
  }
  const principals = new Map<string, BackupPrincipal>();
  return {
    role: (written, account, partition) => {
      const arn = roleArn(written, account, partition);
      if (arn === undefined) return undefined;
      const found = roles.get(arn) ?? (isBareName(written) ? roles.get(nameKey(account ?? '', written)) : undefined);
      return memoize(principals, found?.arn ?? arn, () => backupRole(found?.arn ?? arn, found));
    },
    serviceLinkedRole: (account, partition, isCentral) =>
      memoize(principals, `${account} ${partition}`, () => serviceLinkedRole(account, partition, isCentral)),
  };
}

/** Role names are unique in an account, whatever their path. */
function nameKey(account: string, name: string): string {
  return `${account} ${name}`;
}

function isBareName(written: string): boolean {
  return !written.includes('/') && !written.startsWith('arn:');
}

function backupRole(arn: string, role: Role | undefined): BackupPrincipal {
  return {
    kind: 'backup-role',
    arn,
    account: accountOf(arn) ?? '',
    ...(role && { role }),
    label: 'the backup service role',
  };
}

/** https://docs.aws.amazon.com/aws-backup/latest/devguide/using-service-linked-roles-AWSServiceRoleForBackup.html */
function serviceLinkedRole(account: string, partition: Partition, isCentral: boolean): BackupPrincipal {
  return {
    kind: 'service-linked-role',
    arn: `arn:${partition}:iam::${account}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`,
    account,
    label: isCentral
      ? "the central account's AWSServiceRoleForBackup"
      : `the AWSServiceRoleForBackup of account ${account}`,
  };
}

/**
 * The ARN of a role written as name, `path/name`, `role/path/name` or ARN; backup policies write `$account` for the
 * account they apply to. `undefined` where the account is needed and not known.
 */
export function roleArn(written: string, account: string | undefined, partition: Partition): string | undefined {
  if (written.startsWith('arn:')) {
    const arn = account === undefined ? written : written.replaceAll('$account', account);
    return accountOf(arn) === undefined ? undefined : arn;
  }
  if (account === undefined) return undefined;
  return `arn:${partition}:iam::${account}:role/${written.replace(/^\/?(role\/)?/, '')}`;
}

/** The account of a role that is written as an ARN. */
export function accountOfRole(written: string | undefined): AccountId | undefined {
  return parseAccountId(splitArn(written ?? '')?.account ?? '');
}
