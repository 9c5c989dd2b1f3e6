/** Collects what is deployed: account by account, Region by Region. */
import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import { accountOf, regionOf, splitArn } from '../../estate/arn.ts';
import { groupBy } from '../../estate/group-by.ts';
import type { Snapshot } from '../snapshot/schema.ts';
import { accountsAskedFor, enter, type AccountScope, type Identity } from './accounts.ts';
import { collectBackup, collectGlobalSettings, collectVaults, type Named } from './backup.ts';
import { collectRoles } from './iam.ts';
import { inTurn } from './in-turn.ts';
import { Inventory } from './inventory.ts';
import { collectGrants, collectKey, collectKeys } from './kms.ts';
import { Limits } from './limits.ts';
import { accountsOf, collectEffectivePolicy, collectOrganization } from './organization.ts';
import { Place, type Asking } from './place.ts';
import { collectTags, type TagKey } from './tags.ts';
import { openSession, type ResolvedSettings, type SessionOptions, type SessionSurroundings } from './session.ts';

export interface LiveScope extends Omit<SessionOptions, 'region'>, AccountScope {
  /** None: the profile's; `all`: those that are enabled. */
  readonly regions: readonly string[];
  readonly concurrency?: number | undefined;
  /** All active accounts of the organization, or of these units. */
  readonly allAccounts?: boolean | undefined;
  readonly units?: readonly string[] | undefined;
  /** Names or ARNs of roles that are looked at beside those of selections. */
  readonly backupRoles: readonly string[];
}

export interface LiveSurroundings extends SessionSurroundings {
  /** Aborted: what is known so far is what there is. */
  readonly signal: AbortSignal;
  readonly onProgress: (progress: LiveProgress) => void;
  readonly patience?: readonly number[];
}

export interface LiveProgress {
  readonly answers: number;
  readonly accounts: number;
  readonly accountsDone: number;
}

/** Accounts at a time: each asks several services, and more would only wait for the machine. */
const accountsAtOnce = 8;

/** About two minutes, after the SDK's own attempts. */
const usualPatience: readonly number[] = [1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000];

/** What was collected, and the way to ask for more. */
export class Collection {
  readonly #scope: LiveScope;
  readonly #inventory = new Inventory();
  readonly #asking: Asking;
  readonly #entered = new Map<string, ResolvedSettings>();
  /** Regions of accounts that were asked for. */
  readonly #looked: { readonly account: string; readonly settings: ResolvedSettings }[] = [];
  readonly #onProgress: LiveSurroundings['onProgress'];
  #answers = 0;
  #accounts = 0;
  #accountsDone = 0;

  constructor(scope: LiveScope, { signal, onProgress, patience = usualPatience }: LiveSurroundings) {
    // Every call under way listens; Node would warn of a leak from the eleventh on.
    setMaxListeners(0, signal);
    this.#scope = scope;
    // Every call under way listens to it.
    setMaxListeners(0, signal);
    this.#onProgress = onProgress;
    this.#asking = {
      inventory: this.#inventory,
      limits: new Limits(scope.concurrency),
      signal,
      patience,
      onAnswer: () => {
        this.#answers += 1;
        this.#tell();
      },
    };
  }

  snapshot(): Snapshot {
    return this.#inventory.snapshot();
  }

  async collect(base: ResolvedSettings): Promise<void> {
    const own = await this.#identity(base);
    if (own === undefined) return;
    const home = this.#place(own.account, base, true);
    const accounts = await this.#accountsInScope(home, own);
    this.#accounts = accounts.length;
    const limit = pLimit(accountsAtOnce);
    const named = await Promise.all(accounts.map((account) => limit(async () => this.#account(account, own, base))));
    await this.#destinations(named.flat(), own, base);
    await Promise.all([collectGlobalSettings(home), collectOrganization(home, [...this.#entered.keys()].sort())]);
    home.close();
  }

  async #accountsInScope(home: Place, own: Identity): Promise<readonly string[]> {
    const { allAccounts, units = [] } = this.#scope;
    return allAccounts === true ? ((await accountsOf(home, units)) ?? []) : accountsAskedFor(this.#scope, own);
  }

  /** The tags by which selections choose. */
  async tags(keys: readonly TagKey[]): Promise<void> {
    await inTurn(this.#looked, async ({ account, settings }) => {
      const place = this.#place(account, settings, true);
      await collectTags(place, keys);
      place.close();
    });
  }

  /** Of keys whose policies alone do not let AWS Backup in. */
  async grants(keyArns: readonly string[]): Promise<void> {
    const places = groupBy(keyArns, (arn) => `${accountOf(arn)} ${regionOf(arn)}`);
    for (const arns of places.values()) {
      const [first = ''] = arns;
      const settings = this.#entered.get(accountOf(first) ?? '');
      const region = regionOf(first);
      if (settings === undefined || region === undefined) continue;
      const place = this.#place(accountOf(first) ?? '', { ...settings, region }, true);
      await inTurn(arns, async (arn) => collectGrants(place, arn));
      place.close();
    }
  }

  async #identity(base: ResolvedSettings): Promise<Identity | undefined> {
    const place = this.#place('of the credentials', base, true);
    const caller = await place.ask('sts:GetCallerIdentity', {}, 'the credentials');
    place.close();
    return caller ? { account: caller.Account, partition: splitArn(caller.Arn)?.partition ?? 'aws' } : undefined;
  }

  /** The vaults that its plans copy to. */
  async #account(account: string, own: Identity, base: ResolvedSettings): Promise<readonly string[]> {
    const { assumeRole } = this.#scope;
    const settings = await enter(account, { own, base, assumeRole }, true, this.#asking);
    const named = settings === undefined ? [] : await this.#entry(account, settings);
    this.#accountsDone += 1;
    this.#tell();
    return named.flatMap(({ vaults }) => vaults);
  }

  async #entry(account: string, settings: ResolvedSettings): Promise<readonly Named[]> {
    this.#entered.set(account, settings);
    const home = this.#place(account, settings, true);
    const regions = await this.#regions(home);
    const named = await Promise.all([
      ...regions.map((region) => this.#region(account, { ...settings, region })),
      collectEffectivePolicy(home, regions),
    ]);
    await this.#global(home, named);
    home.close();
    return named;
  }

  async #regions(home: Place): Promise<readonly string[]> {
    const { regions } = this.#scope;
    if (!regions.includes('all')) return regions.length === 0 ? [home.region] : regions;
    const enabled = await home.ask('ec2:DescribeRegions', {}, undefined, true);
    const names = enabled ? enabled.Regions.map(({ RegionName }) => RegionName) : [home.region];
    return [...new Set([...names, ...regions.filter((region) => region !== 'all')])].sort();
  }

  async #region(account: string, settings: ResolvedSettings): Promise<Named> {
    this.#looked.push({ account, settings });
    const place = this.#place(account, settings, true);
    const [named] = await Promise.all([collectBackup(place), collectKeys(place)]);
    place.close();
    return named;
  }

  /** What is of the whole account. */
  async #global(home: Place, named: readonly Named[]): Promise<void> {
    const { account } = home;
    const selected = named.flatMap(({ roles }) => roles);
    const roles = [...selected, ...this.#scope.backupRoles].filter((role) => (accountOf(role) ?? account) === account);
    await collectRoles(home, roles);
  }

  /** Vaults of other accounts that copies go to, and their keys, where the role can be assumed there too. */
  async #destinations(vaults: readonly string[], own: Identity, base: ResolvedSettings): Promise<void> {
    const { assumeRole } = this.#scope;
    if (assumeRole === undefined) return;
    const outside = groupBy(
      [...new Set(vaults)].filter((arn) => !this.#entered.has(accountOf(arn) ?? '')),
      (arn) => accountOf(arn) ?? '',
    );
    for (const [account, arns] of outside) {
      if (account === '') continue;
      const settings = await enter(account, { own, base, assumeRole }, false, this.#asking);
      if (settings === undefined) continue;
      this.#entered.set(account, settings);
      const regions = new Set(arns.flatMap((arn) => regionOf(arn) ?? []));
      await Promise.all([...regions].map((region) => this.#destination(account, { ...settings, region })));
    }
  }

  async #destination(account: string, settings: ResolvedSettings): Promise<void> {
    const place = this.#place(account, settings, false);
    const keys = new Set(await collectVaults(place));
    await Promise.all([...keys].filter((arn) => accountOf(arn) === account).map((arn) => collectKey(place, arn)));
    place.close();
  }

  #place(account: string, client: ResolvedSettings, inScope: boolean): Place {
    return new Place({ account, region: client.region, inScope, client }, this.#asking);
  }

  #tell(): void {
    this.#onProgress({ answers: this.#answers, accounts: this.#accounts, accountsDone: this.#accountsDone });
  }
}

/** Throws `CannotStart` before anything is asked. */
export async function collectLive(scope: LiveScope, surroundings: LiveSurroundings): Promise<Collection> {
  const region = scope.regions.find((name) => name !== 'all');
  const base = await openSession({ ...scope, region }, surroundings);
  const collection = new Collection(scope, surroundings);
  await collection.collect(base);
  return collection;
}
