import { accountOf, splitArn, vaultNameOf } from '../estate/arn.ts';

/** What to call an ARN where there is little room: its last name, without ids of account and Region. */
export function shortName(text: string): string {
  const parts = splitArn(text);
  if (parts === undefined) return text.replace(/^[^#]*\//, '');
  return parts.resource.slice(Math.max(parts.resource.lastIndexOf('/'), parts.resource.lastIndexOf(':')) + 1);
}

/** `key 1234abcd`, `key alias/rds`, `key rds.json`. */
export function keyName(key: string): string {
  if (key.startsWith('alias/')) return `key ${key}`;
  const name = shortName(key);
  return splitArn(key) === undefined ? `key ${name}` : `key ${name.slice(0, name.startsWith('mrk-') ? 12 : 8)}`;
}

/** `vault website`, and its account where that is not the reader's own. */
export function vaultName(vault: string, homeAccount: string | undefined): string {
  const account = accountOf(vault);
  if (account === undefined) return vault;
  return `vault ${shortName(vault)}${account === homeAccount ? '' : ` (${account})`}`;
}

export function keyOrVaultName(subject: string): string {
  return vaultNameOf(subject) === undefined ? keyName(subject) : vaultName(subject, undefined);
}

/** `RDS orders`; only the type where no resource is known, and `*` for a key of which only the policy is. */
export function resourceName(resource: string, resourceType: string): string {
  if (resource === '*') return 'any resource';
  return splitArn(resource) === undefined ? resource : `${resourceType} ${shortName(resource)}`;
}

/** `AWSServiceRoleForBackup (444455556666)` */
export function principalName(arn: string): string {
  const account = accountOf(arn);
  return account === undefined ? arn : `${shortName(arn)} (${account})`;
}

/** The ARN of AWS Backup's service-linked role is longer than a line, and its account says all. */
const serviceLinkedRole =
  /arn:[a-z-]+:iam::(\d{12}):role\/aws-service-role\/backup\.amazonaws\.com\/AWSServiceRoleForBackup/g;

export function withShortRoles(text: string): string {
  return text.replace(serviceLinkedRole, 'AWSServiceRoleForBackup ($1)');
}
