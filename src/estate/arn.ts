import { hasHole } from './hole.ts';

declare const brand: unique symbol;
type Branded<Name extends string> = string & { readonly [brand]: Name };

export type Partition = 'aws' | 'aws-cn' | 'aws-us-gov';

/** Twelve digits, leading zeros kept. */
export type AccountId = Branded<'AccountId'>;
/** A syntactically valid ARN of any service. */
export type Arn = Branded<'Arn'>;

/** An ARN's six segments; `resource` may itself hold colons. */
export interface ArnParts {
  readonly partition: string;
  readonly service: string;
  readonly region: string;
  readonly account: string;
  readonly resource: string;
}

export function parseAccountId(text: string): AccountId | undefined {
  return /^\d{12}$/.test(text) ? (text as AccountId) : undefined;
}

/** Splits `arn:partition:service:region:account:resource`; `undefined` when the text has another shape. */
export function splitArn(text: string): ArnParts | undefined {
  if (!text.startsWith('arn:')) return undefined;
  const service = text.indexOf(':', 4) + 1;
  const region = text.indexOf(':', service) + 1;
  const account = text.indexOf(':', region) + 1;
  const resource = text.indexOf(':', account) + 1;
  // A colon that is not found makes 0 of its end, and the search after it start at the front.
  if (!(4 < service && service < region && region < account && account < resource)) return undefined;
  if (service === 5 || region === service + 1) return undefined;
  return {
    partition: text.slice(4, service - 1),
    service: text.slice(service, region - 1),
    region: text.slice(region, account - 1),
    account: text.slice(account, resource - 1),
    resource: text.slice(resource),
  };
}

export function parseArn(text: string): Arn | undefined {
  return splitArn(text) === undefined ? undefined : (text as Arn);
}

/** The partition of an ARN; `aws` where the text names none of the three. */
export function partitionOf(arn: string): Partition {
  const partition = splitArn(arn)?.partition;
  return partition === 'aws-cn' || partition === 'aws-us-gov' ? partition : 'aws';
}

export function accountOf(arn: string): AccountId | undefined {
  return parseAccountId(splitArn(arn)?.account ?? '');
}

export function regionOf(arn: string): string | undefined {
  const region = splitArn(arn)?.region ?? '';
  return region === '' || hasHole(region) ? undefined : region;
}

/** The key id (`1234abcd-…` or `mrk-…`) of a KMS key ARN. */
export function keyIdOf(arn: string): string | undefined {
  const parts = splitArn(arn);
  return parts?.service === 'kms' && parts.resource.startsWith('key/')
    ? parts.resource.slice('key/'.length)
    : undefined;
}

/** The name of an IAM role without its path, from a role ARN. */
export function roleNameOf(arn: string): string | undefined {
  const parts = splitArn(arn);
  if (parts?.service !== 'iam' || !parts.resource.startsWith('role/')) return undefined;
  return parts.resource.slice(parts.resource.lastIndexOf('/') + 1);
}

/** The vault's name, from a backup vault ARN (normal and logically air-gapped vaults share the form). */
export function vaultNameOf(arn: string): string | undefined {
  const parts = splitArn(arn);
  return parts?.service === 'backup' && parts.resource.startsWith('backup-vault:')
    ? parts.resource.slice('backup-vault:'.length)
    : undefined;
}
