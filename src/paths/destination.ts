/** Where a copy goes. */
import { accountOf, regionOf } from '../estate/arn.ts';
import { memoize } from '../estate/memoize.ts';
import type { CopyAction, Vault } from '../estate/model.ts';
import type { LegKind } from './types.ts';
import type { Vaults } from './vaults.ts';

export interface Destination {
  /** For reports. */
  readonly name: string;
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** `undefined`: nothing is known of it; a vault that is not in sight is known by its ARN. */
  readonly vault: Vault | undefined;
  readonly airGapped: boolean;
  readonly copyAction?: CopyAction;
  /** True for copies that no plan in sight makes. */
  readonly assumed: boolean;
}

/** The destination of an ARN; `undefined`: it names no vault. */
export function destinationOf(arn: string, vaults: Vaults, copyAction?: CopyAction): Destination | undefined {
  const found = vaults.byArn(arn);
  return found && { ...destinationOfVault(found.vault, arn), ...(copyAction && { copyAction }) };
}

export function destinationOfVault(vault: Vault, arn: string): Destination {
  return {
    name: arn,
    account: vault.account ?? accountOf(arn),
    region: vault.region ?? regionOf(arn),
    vault,
    airGapped: vault.type === 'LOGICALLY_AIR_GAPPED_BACKUP_VAULT',
    assumed: false,
  };
}

/** A vault of the central account that no input names. */
export function assumedDestination(account: string | undefined): Destination {
  return memoize(assumed, account, () => ({ ...unknownDestination(account), assumed: true }));
}

/** Thousands of keys have the same. */
const assumed = new Map<string | undefined, Destination>();

/** A copy that a plan makes, to a vault that is not known: to the central account, as the others. */
export function unknownDestination(account: string | undefined, copyAction?: CopyAction): Destination {
  return {
    name: account === undefined ? 'the central account' : `the central account ${account}`,
    account,
    region: undefined,
    vault: undefined,
    airGapped: false,
    ...(copyAction && { copyAction }),
    assumed: false,
  };
}

/** Another account, unless both are known to be the same. */
export function isCrossAccount(source: string | undefined, destination: Destination): boolean {
  return destination.account === undefined || source !== destination.account;
}

export function legKindOf(source: string | undefined, destination: Destination): LegKind {
  if (destination.airGapped) return 'air-gapped-copy';
  return isCrossAccount(source, destination) ? 'cross-account-copy' : 'copy';
}
