import type { Estate, Key, SourcePolicy } from '../estate/model.ts';
import type { Deployment, Profile } from '../estate/deployment.ts';
import type { CompiledPolicy, Decision, Reason, Verdict } from '../iam/types.ts';
import type { BackupPath, DemandedAction, DerivedPaths, KeyUse, Leg, VaultUse } from '../paths/types.ts';
import type { FindingDraft, Severity } from './finding.ts';
import type { LegObstacle } from './judge-paths.ts';
import type { IdleSuppression } from './suppress.ts';
import type { ExpiredOverride } from './settings.ts';

/** A scenario that the documentation shows and the tests run. */
export interface RuleExample {
  /** What it shows, as a short sentence. */
  readonly title: string;
  /** File name → content, as a user has them. Placed beside `config`, checked with the example deployment. */
  readonly files: Readonly<Record<string, string>>;
  /** YAML of a config file; default: the example deployment (workload 111122223333, central 444455556666). */
  readonly config?: string;
}

/** What reports say of a rule. */
export interface CustomRuleDocs {
  /** One line for tables: what it finds. */
  readonly what: string;
  /** Why it matters: what AWS does then, and how it fails. */
  readonly why: string;
  readonly remedy: string;
  /** The address of a page that tells more; of the rules here, it is made. */
  readonly page?: string;
}

/** The rule's page. Plain Markdown sentences, our own words. */
export interface RuleDocs extends CustomRuleDocs {
  /** Where AWS's sources disagree, or what the rule cannot see. */
  readonly notes?: string;
  readonly firing: RuleExample;
  readonly silent: RuleExample;
  /** AWS pages that state the fact. At least one. */
  readonly sources: readonly string[];
}

/** One demanded request, decided. */
export interface RequestDecision {
  readonly use: KeyUse;
  readonly demanded: DemandedAction;
  readonly outcome: Verdict['outcome'];
  readonly reason: Reason | 'unknown-key-policy';
  readonly verdict: Verdict;
  /** Which of the use's contexts it was decided in, where they differ. */
  readonly contextName: string;
  /** The full trace; computed when asked for, while the key is being checked. */
  readonly explain: () => Decision;
}

/** A key with everything decided about it, alive only while its rules run. */
export interface JudgedKey {
  readonly key: Key;
  /** The given policy, or KMS's default policy; `undefined` when the policy is not known. */
  readonly policy?: CompiledPolicy;
  readonly source?: SourcePolicy;
  /** One entry per use and demanded action. */
  readonly decisions: readonly RequestDecision[];
  /** Those of them that are denied or unknown. */
  readonly notAllowed: readonly RequestDecision[];
  readonly uses: readonly KeyUse[];
  /** Ids of the paths that need this use. */
  readonly pathsOf: (use: KeyUse) => readonly string[];
  readonly deployments: readonly Deployment[];
}

export interface JudgedVaultUse {
  readonly use: VaultUse;
  readonly verdict: Verdict;
  readonly explain: () => Decision;
  readonly pathIds: readonly string[];
}

export interface JudgedLeg {
  readonly leg: Leg;
  readonly obstacles: readonly LegObstacle[];
  readonly outcome: Verdict['outcome'];
}

export interface JudgedPath {
  readonly path: BackupPath;
  readonly outcome: Verdict['outcome'];
  readonly legs: readonly JudgedLeg[];
}

export interface RuleContext {
  /** Overrides of the config that no longer apply. */
  readonly expiredOverrides?: readonly ExpiredOverride[];
  readonly estate: Estate;
  readonly deployments: readonly Deployment[];
  readonly profile: Profile;
  readonly derived: DerivedPaths;
}

export interface EstateContext extends RuleContext {
  readonly vaultUses: readonly JudgedVaultUse[];
}

/**
 * A rule: a pure function from the model and the decisions to findings. It never matches on policy JSON to decide
 * access, never reads files, and does not know formats. It has at least one of the checks.
 */
export interface CustomRule {
  /** `subject/what-is-wrong`; of the rules here, the file's path under `rules/`. */
  readonly id: string;
  readonly severity: Severity;
  readonly docs: CustomRuleDocs;
  /** The file of the plugin that it comes from; none for the rules here. */
  readonly plugin?: string;
  /** Called for every judged key, with its compiled policy and decisions. */
  readonly checkKey?: (judged: JudgedKey, context: RuleContext) => Iterable<FindingDraft>;
  /** Called once, when all paths are judged. */
  readonly checkEstate?: (context: EstateContext) => Iterable<FindingDraft>;
}

/** A rule of backuplint's own. */
export interface Rule extends CustomRule {
  readonly docs: RuleDocs;
  /** Called once, with the comments that silence nothing. */
  readonly checkSuppressions?: (idle: readonly IdleSuppression[]) => Iterable<FindingDraft>;
}

/** Of either kind. */
export type RunnableRule = CustomRule & Partial<Pick<Rule, 'checkSuppressions'>>;
