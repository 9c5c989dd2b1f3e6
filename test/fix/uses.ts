/** A bare key policy of a deployment, judged and fixed, for tests of the fix. */
import type { RequestDecision } from '../../src/engine/rule.ts';
import { parseAccountId } from '../../src/estate/arn.ts';
import type { Deployment, Profile } from '../../src/estate/deployment.ts';
import type { Estate, Key } from '../../src/estate/model.ts';
import { fixKey, type FixResult } from '../../src/fix/fix.ts';
import { jsonSites, type PolicySite } from '../../src/fix/site.ts';
import { compilePolicy } from '../../src/iam/compile.ts';
import { decide, explain } from '../../src/iam/evaluate.ts';
import type { CompiledPolicy, EvaluationRequest, PolicySet, Verdict } from '../../src/iam/types.ts';
import { derivePaths } from '../../src/paths/derive.ts';
import type { DemandedAction, KeyUse } from '../../src/paths/types.ts';

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

const estate: Estate = {
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

const uses: Readonly<Record<Profile, readonly KeyUse[]>> = {
  guidance: derivePaths(estate, [deployment], 'guidance').keyUses,
  minimal: derivePaths(estate, [deployment], 'minimal').keyUses,
};

export interface FixOptions {
  readonly unsafe?: boolean;
  readonly profile?: Profile;
  /** What is known of the backup role beside the key policy. */
  readonly rolePolicies?: PolicySet;
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
  return fixKey({ document, duplicateKeys, site, decide: (policy) => decideAll(policy, options), unsafe });
}

/** Without an identity policy nobody is asked what the service-linked role's own policy says. */
const allowAll = compilePolicy({ Statement: [{ Effect: 'Allow', Action: '*', Resource: '*' }] }, 'identity-policy');

export function decideAll(
  policy: CompiledPolicy,
  { profile = 'guidance', rolePolicies = {} }: FixOptions,
): RequestDecision[] {
  return uses[profile].flatMap((use) => {
    const others = use.principal.kind === 'backup-role' ? rolePolicies : { identityPolicies: [allowAll] };
    return use.requirement.actions.map((action) => decideOne(use, action, { ...others, keyPolicy: policy }));
  });
}

function decideOne(use: KeyUse, demanded: DemandedAction, policies: PolicySet): RequestDecision {
  const requests = use.contexts(demanded.action).map(({ context }): EvaluationRequest => {
    const { principal, keyAccount } = use;
    return {
      principal: principal.arn,
      action: demanded.action,
      resource: keyArn,
      resourceAccount: keyAccount,
      context,
    };
  });
  const verdict = joined(requests.map((request) => decide(request, policies)));
  const { outcome, reason } = verdict;
  return { use, demanded, outcome, reason, verdict, contextName: '', explain: () => explain(requests[0]!, policies) };
}

/** Outcomes that differ between the types of resource that the key may protect leave it open. */
function joined(verdicts: readonly Verdict[]): Verdict {
  const [first] = verdicts;
  const alike = verdicts.every(({ outcome }) => outcome === first!.outcome);
  if (alike) return first!;
  return {
    outcome: 'unknown',
    reason: 'unknown-context',
    blockedBy: [],
    deciding: [],
    unknownKeys: ['kms:ViaService'],
  };
}
