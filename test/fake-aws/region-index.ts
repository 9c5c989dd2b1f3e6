import type { BackupVaultSeed, KeySeed, RecoveryPointSeed, RegionSeed, Seed } from './seed.ts';

export interface ListedAlias {
  readonly name: string;
  readonly keyId: string | undefined;
}

export interface StoredRecoveryPoint {
  readonly point: RecoveryPointSeed;
  readonly vault: BackupVaultSeed;
}

/** A Region's contents by the names that calls use, so that 20,000 keys answer as fast as one. */
export interface RegionIndex {
  readonly region: RegionSeed;
  readonly keys: ReadonlyMap<string, KeySeed>;
  readonly aliases: ReadonlyMap<string, ListedAlias>;
  readonly recoveryPoints: ReadonlyMap<string, readonly StoredRecoveryPoint[]>;
}

const emptyRegion: RegionSeed = {};
const indexes = new WeakMap<RegionSeed, RegionIndex>();

export function regionOf(seed: Seed, account: string, region: string): RegionIndex {
  const contents = seed.accounts[account]?.regions[region] ?? emptyRegion;
  const known = indexes.get(contents);
  if (known !== undefined) return known;
  const index = indexRegion(contents);
  indexes.set(contents, index);
  return index;
}

function indexRegion(region: RegionSeed): RegionIndex {
  const keys = region.keys ?? [];
  const aliases: ListedAlias[] = [
    ...keys.flatMap(({ id, aliases = [] }) => aliases.map((name) => ({ name, keyId: id }))),
    ...(region.aliasesWithoutKey ?? []).map((name) => ({ name, keyId: undefined })),
  ];
  const points = (region.backupVaults ?? []).flatMap((vault) =>
    (vault.recoveryPoints ?? []).map((point) => ({ point, vault })),
  );
  return {
    region,
    keys: new Map(keys.map((key) => [key.id, key])),
    aliases: new Map(aliases.map((alias) => [alias.name, alias])),
    recoveryPoints: byResource(points),
  };
}

function byResource(points: readonly StoredRecoveryPoint[]): ReadonlyMap<string, readonly StoredRecoveryPoint[]> {
  const grouped = new Map<string, StoredRecoveryPoint[]>();
  for (const stored of points) {
    const group = grouped.get(stored.point.resourceArn);
    if (group === undefined) grouped.set(stored.point.resourceArn, [stored]);
    else group.push(stored);
  }
  return grouped;
}
