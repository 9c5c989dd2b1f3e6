/** How many calls may be under way at once, for each account and service, since AWS counts them so. */
import pLimit, { type LimitFunction } from 'p-limit';
import type { Service } from './sdk.ts';

/**
 * Well below what AWS allows each second at a usual latency: 15 for most of AWS Backup, 1,000 and more for KMS.
 * https://docs.aws.amazon.com/kms/latest/developerguide/requests-per-second.html
 * https://docs.aws.amazon.com/general/latest/gr/bk.html
 */
const usual: Readonly<Record<Service, number>> = {
  backup: 4,
  ec2: 2,
  iam: 3,
  kms: 10,
  organizations: 2,
  sts: 2,
  tag: 2,
};

export class Limits {
  readonly #limits = new Map<string, LimitFunction>();
  readonly #concurrency: number | undefined;

  constructor(concurrency: number | undefined) {
    this.#concurrency = concurrency;
  }

  of(account: string, service: Service): LimitFunction {
    const name = `${account} ${service}`;
    const limit = this.#limits.get(name) ?? pLimit(this.#concurrency ?? usual[service]);
    this.#limits.set(name, limit);
    return limit;
  }
}
