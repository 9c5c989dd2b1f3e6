/** `fixKeyPolicy`: the fix as a library function, for one key policy of which nothing else is known. */
import { KeyDecider } from '../engine/judge-key.ts';
import { principalPolicies } from '../engine/principals.ts';
import { accountOf, keyIdOf, parseAccountId, regionOf, type AccountId } from '../estate/arn.ts';
import type { Deployment, Partition, Profile } from '../estate/deployment.ts';
import type { Estate, Grant, Key } from '../estate/model.ts';
import type { PolicyDocument } from '../iam/types.ts';
import { derivePaths } from '../paths/derive.ts';
import type { MissingInput } from '../paths/types.ts';
import { scanJson } from '../text/json-scan.ts';
import { unifiedDiff } from './diff.ts';
import { fixKey, type FixResult, type RequestOf } from './fix.ts';
import type { Decide } from './plan.ts';
import { documentSite, jsonSites, type PolicySite } from './site.ts';

export interface FixKeyPolicyOptions {
  /** Twelve digits: the account that copies go to. */
  readonly centralAccount: string;
  /** The backup service role: name, `path/name`, or ARN. */
  readonly backupRole: string;
  /** The account that owns the key. Default: what `keyArn`, the policy's root principal or the role's ARN says. */
  readonly workloadAccount?: string | undefined;
  readonly partition?: Partition | undefined;
  readonly organization?: Deployment['organization'];
  readonly keyArn?: string | undefined;
  /** AWS Backup resource types that the key protects. Default: any that is not fully managed. */
  readonly resourceTypes?: readonly string[] | undefined;
  readonly grants?: readonly Grant[] | undefined;
  /** Default: `guidance`. */
  readonly requirements?: Profile | undefined;
  /** Also exceptions from Deny statements. */
  readonly unsafeFixes?: boolean | undefined;
}

export interface FixedKeyPolicy {
  /** False: nothing is refused, or nothing can be mended. */
  readonly changed: boolean;
  readonly policy: PolicyDocument;
  /** Every byte that the fix does not touch is as it was given. */
  readonly text: string;
  /** Unified; empty where nothing changed. */
  readonly diff: string;
  /** `unsafe`: a Deny statement got an exception. */
  readonly safety: 'safe' | 'unsafe';
  /** What AWS Backup may do now and could not. */
  readonly mended: readonly PolicyRequest[];
  /** What it still may not, by the reason why no fix mends it. */
  readonly withheld: readonly { readonly reason: string; readonly requests: readonly PolicyRequest[] }[];
}

export interface PolicyRequest {
  readonly principal: string;
  readonly action: string;
}

/** What was given cannot be understood; the message says which part, and what was expected. */
export class FixInputError extends TypeError {
  override readonly name = 'FixInputError';
}

/**
 * Mends a key policy, given as JSON text or as a document, as `backuplint --fix` does. Pure and synchronous; throws a
 * `FixInputError` for text that is no JSON and facts that are none, and never for what stands in a policy.
 */
export function fixKeyPolicy(policy: string | PolicyDocument, options: FixKeyPolicyOptions): FixedKeyPolicy {
  const { site, duplicateKeys } = typeof policy === 'string' ? readText(policy) : readDocument(policy);
  const key = keyOf(options, site, duplicateKeys);
  const decide = deciderFor(key, options);
  const { document } = site;
  const result = fixKey({ document, duplicateKeys, site, decide, unsafe: options.unsafeFixes === true });
  return {
    ...told(result),
    policy: result.policy as PolicyDocument,
    diff: unifiedDiff('key-policy.json', site.text, result.text),
  };
}

interface ReadPolicy {
  readonly site: PolicySite;
  readonly duplicateKeys: readonly string[];
}

function readText(text: string): ReadPolicy {
  const { documents, duplicates, error } = scanJson(text);
  if (error !== undefined) {
    throw new FixInputError(`the policy is not valid JSON: expected ${error.expected}, found ${error.found}`);
  }
  const site = documents.length === 1 ? jsonSites(text, ['']).get('') : undefined;
  if (site === undefined) throw new FixInputError('the policy is several JSON documents, one was expected');
  return { site, duplicateKeys: duplicates.map(({ pointer }) => pointer) };
}

function readDocument(document: PolicyDocument): ReadPolicy {
  return { site: documentSite(document), duplicateKeys: [] };
}

/** A bare key policy, as the command line would read it from a file. */
function keyOf(
  { keyArn, resourceTypes, grants }: FixKeyPolicyOptions,
  site: PolicySite,
  duplicateKeys: readonly string[],
): Key {
  const origin = { kind: 'file', file: 'key-policy.json', pointer: '' } as const;
  const source = { document: site.document, duplicateKeys };
  return {
    subject: keyArn ?? 'the key policy',
    ...(keyArn === undefined ? {} : arnFacts(keyArn)),
    aliases: [],
    policy: { kind: 'given', source, origin },
    ...(grants === undefined ? {} : { grants }),
    ...(resourceTypes === undefined ? {} : { resourceTypes }),
    bare: true,
    origin,
  };
}

function arnFacts(arn: string): Pick<Key, 'arn' | 'account' | 'region'> {
  const [account, region] = [accountOf(arn), regionOf(arn)];
  if (keyIdOf(arn) === undefined || account === undefined || region === undefined) {
    throw new FixInputError(`keyArn is ${JSON.stringify(arn)}, the ARN of a key was expected`);
  }
  return { arn, account, region };
}

function deciderFor(key: Key, options: FixKeyPolicyOptions): Decide {
  const estate: Estate = { ...emptyEstate, keys: [key] };
  const { keyUses, missing } = derivePaths(estate, [deploymentOf(options)], options.requirements ?? 'guidance');
  const [lack] = missing;
  if (lack !== undefined) throw new FixInputError(`${optionNames[lack.what]} is needed, and nothing given tells it`);
  const principals = principalPolicies(estate);
  return (policy) => new KeyDecider(policy, false, principals).decide(key, keyUses);
}

const optionNames: Readonly<Record<MissingInput['what'], keyof FixKeyPolicyOptions>> = {
  'central-account': 'centralAccount',
  'backup-role': 'backupRole',
  'workload-account': 'workloadAccount',
};

const emptyEstate: Estate = {
  keys: [],
  roles: [],
  vaults: [],
  plans: [],
  orphanSelections: [],
  resources: [],
  regionSettings: [],
  guardrails: [],
  notLookedAt: [],
};

function deploymentOf(options: FixKeyPolicyOptions): Deployment {
  const { workloadAccount, centralAccount, backupRole, partition = 'aws', organization } = options;
  return {
    name: 'default',
    ...(workloadAccount === undefined ? {} : { workloadAccounts: [account('workloadAccount', workloadAccount)] }),
    centralAccount: account('centralAccount', centralAccount),
    backupRole,
    partition,
    ...(organization === undefined ? {} : { organization }),
  };
}

function account(option: keyof FixKeyPolicyOptions, text: string): AccountId {
  const id = parseAccountId(text);
  if (id === undefined) throw new FixInputError(`${option} is ${JSON.stringify(text)}, twelve digits were expected`);
  return id;
}

function told({ changed, text, safety, mended, withheld }: FixResult): Omit<FixedKeyPolicy, 'policy' | 'diff'> {
  return {
    changed,
    text,
    safety,
    mended: mended.map(requestOf),
    withheld: withheld.map(({ reason, requests }) => ({ reason, requests: requests.map(requestOf) })),
  };
}

function requestOf({ use, action }: RequestOf): PolicyRequest {
  return { principal: use.principal.arn, action };
}
