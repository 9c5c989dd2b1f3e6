/** A bare key policy of a deployment, judged and fixed, for tests of the fix. */
import { KeyDecider } from '../../src/engine/judge-key.ts';
import { principalPolicies } from '../../src/engine/principals.ts';
import { parseAccountId } from '../../src/estate/arn.ts';
import type { Deployment, Profile } from '../../src/estate/deployment.ts';
import type { Estate, Key, PlacedPolicy, Role } from '../../src/estate/model.ts';
import { fixKey, type FixResult } from '../../src/fix/fix.ts';
import type { Decide } from '../../src/fix/plan.ts';
import { jsonSites, type PolicySite } from '../../src/fix/site.ts';
import { derivePaths } from '../../src/paths/derive.ts';

export const workload = '111122223333';
export const central = '444455556666';
export const role = `arn:aws:iam::${workload}:role/acme-backup-service-role`;
export const slr = `arn:aws:iam::${central}:role/aws-service-role/backup.amazonaws.com/AWSServiceRoleForBackup`;
const keyArn = `arn:aws:kms:eu-west-2:${workload}:key/1234abcd-12ab-34cd-56ef-1234567890ab`;

const key: Key = {
  subject: keyArn,
  arn: keyArn,
  account: parseAccountId(workload)!,
  region: 'eu-west-2',
  aliases: [],
  policy: { kind: 'unknown', why: 'each test gives its own' },
  bare: true,
  origin: { kind: 'live', arn: keyArn },
};

const deployment: Deployment = {
  name: 'acme',
  workloadAccounts: [parseAccountId(workload)!],
  centralAccount: parseAccountId(central)!,
  backupRole: role,
  partition: 'aws',
};

const unknownRole: Role = {
  subject: role,
  arn: role,
  name: 'acme-backup-service-role',
  account: parseAccountId(workload)!,
  identityPolicies: [],
  identityPoliciesComplete: false,
  origin: { kind: 'live', arn: role },
};

const emptyEstate: Estate = {
  keys: [key],
  roles: [],
  vaults: [],
  plans: [],
  orphanSelections: [],
  resources: [],
  regionSettings: [],
  guardrails: [],
  notLookedAt: [],
};

export interface FixOptions {
  readonly unsafe?: boolean;
  readonly profile?: Profile;
  /** What is known of the backup role beside the key policy. */
  readonly roleFacts?: Partial<Role>;
  readonly guardrails?: Estate['guardrails'];
  readonly backupRole?: string;
  readonly duplicateKeys?: readonly string[];
  /** Where in the file the policy stands. */
  readonly pointer?: string;
}

/** Fixes the JSON policy in a file's text. */
export function fixText(text: string, options: FixOptions = {}): FixResult {
  const { pointer = '' } = options;
  const site = jsonSites(text, [pointer]).get(pointer)!;
  return fixSite(site, JSON.parse(site.text.replace('\uFEFF', '')), options);
}

export function fixSite(site: PolicySite, document: unknown, options: FixOptions = {}): FixResult {
  const { unsafe = false, duplicateKeys = [] } = options;
  return fixKey({ document, duplicateKeys, site, decide: decider(options), unsafe });
}

export function placed(document: unknown): PlacedPolicy {
  return { source: { document, duplicateKeys: [] }, origin: key.origin };
}

/** Judges as the engine does. */
export function decider(options: FixOptions = {}): Decide {
  const { profile = 'guidance', roleFacts, guardrails = [], backupRole = role } = options;
  const roles = roleFacts === undefined ? [] : [{ ...unknownRole, ...roleFacts }];
  const estate = { ...emptyEstate, roles, guardrails };
  const { keyUses } = derivePaths(estate, [{ ...deployment, backupRole }], profile);
  const principals = principalPolicies(estate);
  return (policy) => new KeyDecider(policy, false, principals).decide(key, keyUses);
}
