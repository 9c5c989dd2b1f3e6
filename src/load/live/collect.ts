/** Collects what is deployed: account by account, Region by Region. */
import { setMaxListeners } from 'node:events';
import pLimit from 'p-limit';
import { accountOf, regionOf, splitArn } from '../../estate/arn.ts';
import { groupBy } from '../../estate/group-by.ts';
import type { Snapshot } from '../snapshot/schema.ts';
import { accountsAskedFor, enter, type AccountScope, type Identity } from './accounts.ts';
import { collectBackup, type Named } from './backup.ts';
import { collectRoles } from './iam.ts';
import { Inventory } from './inventory.ts';
import { collectGrants, collectKeys } from './kms.ts';
import { Limits } from './limits.ts';
import { Place, type Asking } from './place.ts';
import { openSession, type ResolvedSettings, type SessionOptions, type SessionSurroundings } from './session.ts';

export interface LiveScope extends Omit<SessionOptions, 'region'>, AccountScope {
  /** None: the profile's; `all`: those that are enabled. */
  readonly regions: readonly string[];
  readonly concurrency?: number | undefined;
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
  readonly #onProgress: LiveSurroundings['onProgress'];
  #answers = 0;
  #accounts = 0;
  #accountsDone = 0;

  constructor(scope: LiveScope, { signal, onProgress, patience = usualPatience }: LiveSurroundings) {
    // Every call under way listens; Node would warn of a leak from the eleventh on.
    setMaxListeners(0, signal);
    this.#scope = scope;
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
    const accounts = accountsAskedFor(this.#scope, own);
    this.#accounts = accounts.length;
    const limit = pLimit(accountsAtOnce);
    await Promise.all(accounts.map((account) => limit(async () => this.#account(account, own, base))));
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
      await Promise.all(arns.map((arn) => collectGrants(place, arn)));
      place.close();
    }
  }

  async #identity(base: ResolvedSettings): Promise<Identity | undefined> {
    const place = this.#place('of the credentials', base, true);
    const caller = await place.ask('sts:GetCallerIdentity', {});
    place.close();
    return caller ? { account: caller.Account, partition: splitArn(caller.Arn)?.partition ?? 'aws' } : undefined;
  }

  async #account(account: string, own: Identity, base: ResolvedSettings): Promise<void> {
    const { assumeRole, regions } = this.#scope;
    const settings = await enter(account, { own, base, assumeRole }, true, this.#asking);
    if (settings !== undefined) {
      this.#entered.set(account, settings);
      const wanted = regions.length === 0 ? [base.region] : regions;
      const named = await Promise.all(wanted.map((region) => this.#region(account, { ...settings, region })));
      await this.#global(account, settings, named);
    }
    this.#accountsDone += 1;
    this.#tell();
  }

  async #region(account: string, settings: ResolvedSettings): Promise<Named> {
    const place = this.#place(account, settings, true);
    const [named] = await Promise.all([collectBackup(place), collectKeys(place)]);
    place.close();
    return named;
  }

  /** What is of the whole account. */
  async #global(account: string, settings: ResolvedSettings, named: readonly Named[]): Promise<void> {
    const place = this.#place(account, settings, true);
    const selected = named.flatMap(({ roles }) => roles);
    const roles = [...selected, ...this.#scope.backupRoles].filter((role) => (accountOf(role) ?? account) === account);
    await collectRoles(place, roles);
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
