/** Finds the vaults that rules and copy actions name; one that no input shows is known by its ARN alone. */
import { accountOf, parseArn, regionOf, vaultNameOf } from '../estate/arn.ts';
import type { Vault } from '../estate/model.ts';
import { groupBy } from '../estate/group-by.ts';
import { memoize } from '../estate/memoize.ts';

interface FoundVault {
  readonly vault: Vault;
  /** False: only its ARN is known. */
  readonly inSight: boolean;
}

export interface Vaults {
  /** A vault that is not in sight is made from its ARN; `undefined`: it is no vault's. */
  readonly byArn: (arn: string) => FoundVault | undefined;
  /** The vault that a rule names, in the account and Region of its plan; either may be unknown. */
  readonly byName: (name: string, account: string | undefined, region: string | undefined) => Vault | undefined;
}

export function createVaults(vaults: readonly Vault[]): Vaults {
  const byPlace = new Map(vaults.map((vault) => [placeKey(vault.name, vault.account, vault.region), vault]));
  const byName = groupBy(vaults, (vault) => vault.name);
  const outOfSight = new Map<string, FoundVault>();
  return {
    byArn: (arn) => {
      const name = vaultNameOf(arn);
      if (name === undefined) return undefined;
      const vault = byPlace.get(placeKey(name, accountOf(arn), regionOf(arn)));
      if (vault !== undefined) return { vault, inSight: true };
      return memoize(outOfSight, arn, () => ({ vault: vaultFromArn(arn, name), inSight: false }));
    },
    byName: (name, account, region) => {
      const exact = byPlace.get(placeKey(name, account, region));
      if (exact !== undefined) return exact;
      const candidates = (byName.get(name) ?? []).filter(
        (vault) => mayBe(vault.account, account) && mayBe(vault.region, region),
      );
      return candidates.length === 1 ? candidates[0] : undefined;
    },
  };
}

function placeKey(name: string, account: string | undefined, region: string | undefined): string {
  return `${region ?? ''}:${account ?? ''}:${name}`;
}

/** Whether two values may be the same when either may be unknown. */
export function mayBe(left: string | undefined, right: string | undefined): boolean {
  return left === undefined || right === undefined || left === right;
}

function vaultFromArn(arn: string, name: string): Vault {
  const [account, region] = [accountOf(arn), regionOf(arn)];
  return {
    subject: arn,
    arn: parseArn(arn) ?? arn,
    name,
    ...(account && { account }),
    ...(region !== undefined && { region }),
    encryption: { kind: 'unknown', why: 'the vault is not among the inputs' },
    origin: { kind: 'live', arn },
  };
}
