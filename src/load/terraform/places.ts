/** The account and Region that each provider of a plan or state works in. */
import { accountOf, parseAccountId, regionOf, splitArn, type AccountId, type Partition } from '../../estate/arn.ts';
import { isObject } from '../kinds/kind.ts';
import { constantOf, referencesIn, type Configuration, type Expression } from './configuration.ts';
import { listOf, textOf, type TerraformResource } from './document.ts';

export interface ProviderPlace {
  readonly account: AccountId | undefined;
  readonly region: string | undefined;
  readonly partition: Partition | undefined;
}

export class Places {
  readonly #configuration: Configuration;
  readonly #seen = new Map<string, Seen>();
  readonly #places = new Map<string, ProviderPlace>();

  constructor(configuration: Configuration, resources: readonly TerraformResource[]) {
    this.#configuration = configuration;
    for (const resource of resources) this.#look(resource);
  }

  of(resource: TerraformResource): ProviderPlace {
    const key = this.#keyOf(resource);
    const place = this.#places.get(key) ?? this.#placeOf(key);
    this.#places.set(key, place);
    // Since version 6 of the provider a resource may name its Region itself.
    const own = textOf(resource.values['region']);
    return own === undefined || resource.type === 'aws_region' ? place : { ...place, region: own };
  }

  #keyOf(resource: TerraformResource): string {
    return textOf(this.#configuration.blockOf(resource)?.['provider_config_key']) ?? '';
  }

  #look(resource: TerraformResource): void {
    if (!resource.type.startsWith('aws_')) return;
    const key = this.#keyOf(resource);
    const seen = this.#seen.get(key) ?? { accounts: new Set(), regions: new Set(), partitions: new Set() };
    this.#seen.set(key, seen);
    const { values } = resource;
    const arn = textOf(values['arn']) ?? '';
    if (resource.mode === 'managed') note(seen, accountOf(arn), regionOf(arn), splitArn(arn)?.partition);
    else if (resource.type === 'aws_caller_identity') {
      note(seen, parseAccountId(textOf(values['account_id']) ?? ''), undefined, splitArn(arn)?.partition);
    } else if (resource.type === 'aws_region') {
      note(seen, undefined, textOf(values['region']) ?? textOf(values['name']), undefined);
    } else if (resource.type === 'aws_partition') note(seen, undefined, undefined, textOf(values['partition']));
  }

  /** What the provider says of itself, else the one that all its resources show. */
  #placeOf(key: string): ProviderPlace {
    const seen = this.#seen.get(key);
    const provider = this.#configuration.provider(key)?.['expressions'];
    const said = isObject(provider) ? provider : {};
    const region = this.#constant(said['region']) ?? only(seen?.regions);
    return {
      account: this.#accountSaid(said) ?? only(seen?.accounts),
      region,
      partition: partition(only(seen?.partitions)) ?? partitionOfRegion(region),
    };
  }

  /** The only account that it may work in, or that of the role it assumes. */
  #accountSaid(said: Readonly<Record<string, unknown>>): AccountId | undefined {
    const [allowed, ...others] = listOf(constantOf(said['allowed_account_ids']));
    if (others.length === 0 && typeof allowed === 'string') return parseAccountId(allowed);
    const [assumed] = listOf(said['assume_role']);
    const role = isObject(assumed) ? this.#constant(assumed['role_arn']) : undefined;
    return accountOf(role ?? '');
  }

  /** A constant, or the value of a variable and nothing else. */
  #constant(expression: Expression): string | undefined {
    const [reference, ...others] = referencesIn(expression);
    const [, name] = /^var\.([\w-]+)$/.exec(reference ?? '') ?? [];
    const value = name === undefined || others.length > 0 ? constantOf(expression) : this.#configuration.variable(name);
    return textOf(value);
  }
}

interface Seen {
  readonly accounts: Set<AccountId>;
  readonly regions: Set<string>;
  readonly partitions: Set<string>;
}

function note(seen: Seen, account: AccountId | undefined, region: string | undefined, part: string | undefined): void {
  if (account !== undefined) seen.accounts.add(account);
  if (region !== undefined) seen.regions.add(region);
  if (part !== undefined) seen.partitions.add(part);
}

function only<T>(values: ReadonlySet<T> | undefined): T | undefined {
  return values?.size === 1 ? [...values][0] : undefined;
}

function partition(text: string | undefined): Partition | undefined {
  return text === 'aws' || text === 'aws-cn' || text === 'aws-us-gov' ? text : undefined;
}

/** https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html */
function partitionOfRegion(region: string | undefined): Partition | undefined {
  if (region === undefined) return undefined;
  if (region.startsWith('cn-')) return 'aws-cn';
  return region.startsWith('us-gov-') ? 'aws-us-gov' : 'aws';
}
