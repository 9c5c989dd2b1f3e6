/** The Region settings of AWS Backup: which types are opted in, and which are fully managed. */
import type { RegionSettings } from '../estate/model.ts';
import { memoize } from '../estate/memoize.ts';
import { mayBe } from './vaults.ts';

export interface Settings {
  /** `undefined`: not known for that account and Region. */
  readonly optedIn: (
    resourceType: string,
    account: string | undefined,
    region: string | undefined,
  ) => boolean | undefined;
  /**
   * Advanced features need both preferences. `undefined`: not known.
   * https://docs.aws.amazon.com/aws-backup/latest/devguide/advanced-ddb-backup.html
   */
  readonly dynamoDbAdvanced: (account: string | undefined, region: string | undefined) => boolean | undefined;
}

export function createSettings(all: readonly RegionSettings[]): Settings {
  const found = new Map<string, RegionSettings | null>();
  const settingsOf = (account: string | undefined, region: string | undefined): RegionSettings | null =>
    memoize(found, `${account} ${region}`, () => findSettings(all, account, region) ?? null);
  return {
    optedIn: (resourceType, account, region) => flag(settingsOf(account, region)?.optIn, resourceType),
    dynamoDbAdvanced: (account, region) => {
      const settings = settingsOf(account, region);
      return both(flag(settings?.optIn, 'DynamoDB'), flag(settings?.management, 'DynamoDB'));
    },
  };
}

/** The settings that count in a place, where exactly one input can speak for it; `undefined`: not among the inputs. */
export function findSettings(
  all: readonly RegionSettings[],
  account: string | undefined,
  region: string | undefined,
): RegionSettings | undefined {
  const exact = all.find((settings) => settings.account === account && settings.region === region);
  if (exact !== undefined) return exact;
  // Settings or resources that do not say where they are go together only where no other settings compete.
  const candidates = all.filter((settings) => mayBe(settings.account, account) && mayBe(settings.region, region));
  return candidates.length === 1 ? candidates[0] : undefined;
}

function flag(flags: Readonly<Record<string, boolean>> | undefined, name: string): boolean | undefined {
  return flags !== undefined && Object.hasOwn(flags, name) ? flags[name] : undefined;
}

/** Kleene's "and". */
function both(left: boolean | undefined, right: boolean | undefined): boolean | undefined {
  if (left === false || right === false) return false;
  return left === undefined || right === undefined ? undefined : true;
}
