import type { AccountId } from '../estate/arn.ts';
import type { CheckOptions, OptionGroup } from './check-options.ts';
import { accountId, endpointUrl, organizationalUnit, positiveNumber, region, role } from './option-parsers.ts';

/** What the command line says of the accounts to look into. */
export interface LiveFlags {
  /** `--live`; the others only narrow it. */
  readonly isWanted?: boolean;
  readonly profile?: string;
  readonly regions?: readonly string[];
  readonly accounts?: readonly AccountId[];
  readonly assumeRole?: string;
  readonly allAccounts?: boolean;
  readonly units?: readonly string[];
  readonly endpointUrl?: string;
  readonly concurrency?: number;
}

export const liveOptions: OptionGroup = {
  heading: 'Live account (read-only calls, see docs/live.md):',
  options: [
    {
      long: 'live',
      help: 'look at what is deployed; with paths: what they would change of it',
      apply: (options) => looked(options, { isWanted: true }),
    },
    {
      long: 'profile',
      value: 'name',
      help: 'profile of the AWS CLI; otherwise credentials as the AWS CLI finds them',
      apply: (options, profile) => looked(options, { profile }),
    },
    {
      long: 'region',
      value: 'region',
      help: "Region; repeatable, or with commas; all for those enabled (default: the profile's)",
      apply: (options, text) => looked(options, { regions: [...(options.live?.regions ?? []), ...each(text, region)] }),
    },
    {
      long: 'account',
      value: 'id',
      help: 'account to look into; repeatable, or with commas',
      apply: (options, text) =>
        looked(options, { accounts: [...(options.live?.accounts ?? []), ...each(text, accountId)] }),
    },
    {
      long: 'assume-role',
      value: 'name|arn',
      help: 'role to assume in accounts other than that of the credentials',
      apply: (options, text) => looked(options, { assumeRole: role(text) }),
    },
    {
      long: 'all-accounts',
      help: 'look into all active accounts of the organization',
      apply: (options) => looked(options, { allAccounts: true }),
    },
    {
      long: 'ou',
      value: 'id',
      help: 'with --all-accounts: only those of this organizational unit; repeatable',
      apply: (options, text) =>
        looked(options, { units: [...(options.live?.units ?? []), ...each(text, organizationalUnit)] }),
    },
    {
      long: 'endpoint-url',
      value: 'url',
      help: 'where to send the calls instead (also AWS_ENDPOINT_URL)',
      apply: (options, text) => looked(options, { endpointUrl: endpointUrl(text) }),
    },
    {
      long: 'concurrency',
      value: 'n',
      help: 'calls at a time for each account and service',
      apply: (options, text) => looked(options, { concurrency: positiveNumber(text) }),
    },
  ],
};

function looked(options: CheckOptions, flags: LiveFlags): CheckOptions {
  return { ...options, live: { ...options.live, ...flags } };
}

function each<T>(text: string, parse: (text: string) => T): readonly T[] {
  return text.split(',').map((part) => parse(part.trim()));
}
