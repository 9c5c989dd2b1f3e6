import { partitionOf } from '../estate/arn.ts';
import type { Deployment, Profile } from '../estate/deployment.ts';
import type { Estate, Key, KeyPolicy, SourcePolicy } from '../estate/model.ts';
import { compilePolicy } from '../iam/compile.ts';
import { SharedStatements } from '../iam/shared-statements.ts';
import { defaultKeyPolicy } from '../iam/default-policy.ts';
import type { CompiledPolicy } from '../iam/types.ts';
import { derivePaths } from '../paths/derive.ts';
import type { BackupPath, DerivedPaths, KeyUse } from '../paths/types.ts';
import { FindingCollector, type RuleCrash } from './collect.ts';
import type { Finding } from './finding.ts';
import { inOrganization } from './organization.ts';
import { judgePath, type VaultResults } from './judge-paths.ts';
import { judgeVaultUses } from './judge-vaults.ts';
import { KeyDecider, SharedAnswers } from './judge-key.ts';
import { principalPolicies, type PrincipalPolicies } from './principals.ts';
import { shareOf, type Shard } from './share.ts';
import { untimed, type Time } from './time.ts';
import { useResult, type UseResult, type UseResults } from './results.ts';
import type { JudgedKey, JudgedPath, RequestDecision, RunnableRule, RuleContext } from './rule.ts';
import type { Settings } from './settings.ts';

export interface RunInput {
  readonly estate: Estate;
  readonly deployments: readonly Deployment[];
  readonly profile: Profile;
  readonly rules: readonly RunnableRule[];
  readonly settings: Settings;
  /** Keep the requests of allowed legs for the report. */
  readonly keepAllowed?: boolean;
  /** Judge only this part: of the keys, of the paths, and of the rules about the whole estate. */
  readonly shard?: Shard;
  readonly time?: Time;
}

export interface RunResult {
  readonly derived: DerivedPaths;
  readonly findings: readonly Finding[];
  readonly suppressed: number;
  readonly crashes: readonly RuleCrash[];
  readonly paths: readonly JudgedPath[];
  readonly uses: UseResults;
  readonly vaults: VaultResults;
  readonly keepAllowed: boolean;
}

/** Derives, decides, and asks every rule. Pure; a rule that throws is recorded, and the others still run. */
export function run(given: RunInput): RunResult {
  const input = { ...given, deployments: inOrganization(given.deployments, given.estate.organization) };
  const { estate, deployments, profile, shard, time = untimed } = input;
  const { expired = [] } = input.settings;
  const derived = time('phase', 'derive paths', () => derivePaths(estate, deployments, profile));
  const context: RuleContext = { estate, deployments, profile, derived, expiredOverrides: expired };
  const collector = new FindingCollector(input.rules, input.settings, input.time);
  const principals = principalPolicies(estate);

  const shownPaths = shareOf(derived.paths, shard);
  const uses = judgeKeys(input, context, principals, collector, shownPaths);
  const vaults = time('phase', 'decide on vaults', () => judgeVaultUses(derived, principals));
  collector.checkEstate({ ...context, vaultUses: [...vaults.values()] }, shard);
  const paths = shownPaths.map((path) => judgePath(path, uses, vaults, collector.stops.get(path.id)));

  const { findings, suppressed, crashes } = collector;
  return { derived, findings, suppressed, crashes, paths, uses, vaults, keepAllowed: input.keepAllowed === true };
}

/**
 * Keys of equal policy text are judged together, so that a policy is compiled once and then let go. The keys of other
 * shards are decided where a path of this one needs them, but their rules do not run here.
 */
function judgeKeys(
  { estate, deployments, keepAllowed = false, shard, time = untimed }: RunInput,
  context: RuleContext,
  principals: PrincipalPolicies,
  collector: FindingCollector,
  shownPaths: readonly BackupPath[],
): UseResults {
  const allUses = groupUses(context.derived.keyUses);
  const own = new Set(shareOf([...allUses.keys()], shard));
  const usesOf = shard === undefined ? allUses : usesInShare(allUses, own, shownPaths);
  const paths = pathIndex(context.derived);
  const pathsOf: JudgedKey['pathsOf'] = (use) => paths.get(use) ?? [];
  const results = new Map<KeyUse, UseResult>();
  const judged = new Set(usesOf.keys());
  const answers = new SharedAnswers();
  for (const { policy, source, keys } of policyGroups(estate.keys.filter((key) => judged.has(key)))) {
    // Which of two equal keys of an object counts is not known, so neither is what the policy says.
    const isClear = source === undefined || source.duplicateKeys.length === 0;
    const decider = new KeyDecider(isClear ? policy : undefined, keys.length > 1, principals, answers);
    for (const key of keys) {
      const uses = usesOf.get(key) ?? [];
      const decisions = time('phase', 'decide on keys', () => {
        const all: RequestDecision[] = [];
        for (const use of uses) {
          const decided = decider.decideUse(key, use);
          results.set(use, useResult(decided, keepAllowed));
          for (const decision of decided) all.push(decision);
        }
        return all;
      });
      if (!own.has(key)) continue;
      const notAllowed = decisions.filter(({ outcome }) => outcome !== 'allowed');
      const judgedKey: Open<JudgedKey> = { key, decisions, notAllowed, uses, deployments, pathsOf };
      if (policy !== undefined) judgedKey.policy = policy;
      if (source !== undefined) judgedKey.source = source;
      collector.checkKey(judgedKey, context);
    }
  }
  return results;
}

/** All uses of the share's own keys, and of others those that its paths are made of. */
function usesInShare(
  allUses: ReadonlyMap<Key, KeyUse[]>,
  own: ReadonlySet<Key>,
  paths: readonly BackupPath[],
): Map<Key, KeyUse[]> {
  const needed = new Set(paths.flatMap(({ legs }) => legs.flatMap(({ keyUses }) => keyUses)));
  const uses = [...allUses].map(([key, all]): [Key, KeyUse[]] => [
    key,
    own.has(key) ? all : all.filter((use) => needed.has(use)),
  ]);
  return new Map(uses.filter(([, wanted]) => wanted.length > 0));
}

/** Members are set, not spread: there may be ten thousand of these. */
type Open<Value> = { -readonly [Member in keyof Value]: Value[Member] };

interface PolicyGroup {
  readonly policy: CompiledPolicy | undefined;
  readonly source?: SourcePolicy;
  readonly keys: readonly Key[];
}

function* policyGroups(keys: readonly Key[]): Iterable<PolicyGroup> {
  const given = new Map<SourcePolicy, Key[]>();
  for (const key of keys) {
    if (key.policy.kind !== 'given') {
      yield { policy: compileOther(key, key.policy), keys: [key] };
      continue;
    }
    const known = given.get(key.policy.source);
    if (known === undefined) given.set(key.policy.source, [key]);
    else known.push(key);
  }
  const shared = new SharedStatements();
  for (const [source, sharing] of given) {
    yield { policy: compilePolicy(source.document, 'key-policy', shared), source, keys: sharing };
  }
}

function compileOther(key: Key, policy: Exclude<KeyPolicy, { kind: 'given' }>): CompiledPolicy | undefined {
  if (policy.kind === 'unknown' || key.account === undefined) return undefined;
  return compilePolicy(defaultKeyPolicy(key.account, partitionOf(key.arn ?? '')), 'key-policy');
}

function groupUses(uses: readonly KeyUse[]): Map<Key, KeyUse[]> {
  const groups = new Map<Key, KeyUse[]>();
  for (const use of uses) {
    const known = groups.get(use.key);
    if (known === undefined) groups.set(use.key, [use]);
    else known.push(use);
  }
  return groups;
}

function pathIndex({ paths }: DerivedPaths): Map<KeyUse, string[]> {
  const ids = new Map<KeyUse, string[]>();
  for (const path of paths) {
    for (const use of path.legs.flatMap((leg) => leg.keyUses)) {
      const known = ids.get(use);
      if (known === undefined) ids.set(use, [path.id]);
      else if (known.at(-1) !== path.id) known.push(path.id);
    }
  }
  return ids;
}
