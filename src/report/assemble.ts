import type { AgainstBaseline, BaselineEntry } from '../engine/baseline.ts';
import type { Finding, RelatedPlace } from '../engine/finding.ts';
import type { Shard } from '../engine/share.ts';
import type { RequestResult } from '../engine/results.ts';
import type { RunResult } from '../engine/run.ts';
import type { JudgedLeg, JudgedPath } from '../engine/rule.ts';
import { hasHole, showHoles } from '../estate/hole.ts';
import type { Encryption, Estate } from '../estate/model.ts';
import type {
  Report,
  ReportFinding,
  ReportGone,
  ReportLeg,
  ReportLocation,
  ReportPath,
  ReportRelated,
  ReportShard,
  ReportSummary,
} from './model.ts';

export interface AssembleInput {
  readonly version: string;
  readonly estate: Estate;
  readonly result: RunResult;
  /** Those to report: of the result's, less what is held back. */
  readonly findings: readonly Finding[];
  readonly suppressed: number;
  /** About comments that silence nothing. */
  readonly idle: readonly Finding[];
  /** Which part of the whole the result is; what is idle in a part may be used in another. */
  readonly shard?: Shard | undefined;
  /** False: something that had to be looked at was not. */
  readonly completed: boolean;
  /** Rule → its page, where it is none of the package's. */
  readonly pages: ReadonlyMap<string, string>;
  readonly baseline?: AgainstBaseline | undefined;
  /** Where each finding, and each place related to one, stands in its text; what has no file is absent. */
  readonly locations: Locations;
  readonly skipped: readonly { readonly file: string; readonly why: string }[];
  readonly incomplete: readonly { readonly what: string; readonly why: string }[];
  readonly verbose: boolean;
}

type Locations = ReadonlyMap<Finding | RelatedPlace, ReportLocation>;

/** The report in its documented form and order; the same input gives the same report. */
export function assembleReport(input: AssembleInput): Report {
  const { result, locations, shard, pages } = input;
  const placed = (findings: readonly Finding[]): ReportFinding[] =>
    findings.map((finding) => reportFinding(finding, locations, pages)).sort(byPlace);
  const findings = placed(shard === undefined ? [...input.findings, ...input.idle] : input.findings);
  const part = shard && { ...shard, completed: input.completed, ifAllAgree: placed(input.idle) };
  return {
    schemaVersion: 1,
    tool: { name: 'backuplint', version: input.version },
    summary: summary(input, findings, part),
    findings,
    paths: result.paths.map((path) => reportPath(path, result)),
  };
}

function reportFinding(finding: Finding, locations: Locations, pages: AssembleInput['pages']): ReportFinding {
  return {
    rule: finding.rule,
    severity: finding.severity,
    message: showHoles(finding.message),
    location: locations.get(finding) ?? {},
    subject: showHoles(finding.subject),
    paths: finding.paths,
    fixed: false,
    requests: finding.requests.map(shownRequest),
    explanation: finding.explanation.map(showHoles),
    ...relatedPlaces(finding, locations),
    help: showHoles(finding.help),
    docs: pages.get(finding.rule) ?? `docs/rules/${finding.rule}.md`,
    fix: finding.fix ?? 'none',
    fingerprint: finding.fingerprint,
  };
}

function relatedPlaces({ related = [] }: Finding, locations: Locations): { related?: readonly ReportRelated[] } {
  const placed = related.flatMap((place) => {
    const location = locations.get(place);
    return location === undefined ? [] : [{ message: place.message, location }];
  });
  return placed.length === 0 ? {} : { related: placed };
}

export function countSeverities(findings: readonly ReportFinding[]): ReportSummary['findings'] {
  const counts = countBy(findings, ({ severity }) => severity);
  return { error: counts.get('error') ?? 0, warning: counts.get('warning') ?? 0, info: counts.get('info') ?? 0 };
}

/** By file, then position, then rule; findings without a file come first, by subject. */
export function byPlace(left: ReportFinding, right: ReportFinding): number {
  return (
    compare(left.location.file ?? '', right.location.file ?? '') ||
    (left.location.start?.line ?? 0) - (right.location.start?.line ?? 0) ||
    (left.location.start?.column ?? 0) - (right.location.start?.column ?? 0) ||
    compare(left.rule, right.rule) ||
    compare(left.subject, right.subject) ||
    compare(left.message, right.message) ||
    compare(left.fingerprint, right.fingerprint)
  );
}

/** By code unit, so that the order does not depend on a locale. */
export function compare(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}

function reportPath({ path, outcome, legs }: JudgedPath, result: RunResult): ReportPath {
  return {
    id: path.id,
    deployment: path.deployment.name,
    resource: showHoles(path.resource),
    resourceType: path.resourceType,
    ...(path.fullyManaged === undefined ? {} : { fullyManaged: path.fullyManaged }),
    ...(path.plan === undefined ? {} : { plan: path.plan.name }),
    ...(path.rule === undefined ? {} : { rule: path.rule.name }),
    outcome,
    notConsidered: path.notConsidered.map(showHoles),
    ...(path.assumption === undefined ? {} : { assumption: path.assumption }),
    ...keyName(path.encryption),
    legs: legs.map((leg) => reportLeg(leg, result)),
  };
}

function keyName(encryption: readonly Encryption[]): { key?: string } {
  const names = encryption.flatMap((entry) => {
    if (entry.kind === 'key') return [entry.key.subject];
    return entry.kind === 'aws-managed' ? [entry.alias] : [];
  });
  return names.length === 0 ? {} : { key: [...new Set(names)].join(', ') };
}

function reportLeg({ leg, obstacles, outcome }: JudgedLeg, result: RunResult): ReportLeg {
  const reason = obstacles.find((obstacle) => obstacle.outcome === outcome)?.code;
  return {
    kind: leg.kind,
    from: showHoles(leg.from),
    to: showHoles(leg.to),
    outcome,
    ...(reason === undefined ? {} : { reason }),
    requests: [
      ...leg.keyUses.flatMap((use) => result.uses.get(use)?.requests ?? []),
      ...vaultRequests(leg, result),
    ].map(shownRequest),
    ...(obstacles.length === 0
      ? {}
      : {
          obstacles: obstacles.map(({ code, outcome: effect, why }) => ({
            code,
            outcome: effect,
            why: showHoles(why),
          })),
        }),
  };
}

/** Thousands of requests are the same objects, and few name what a template leaves open. */
function shownRequest<R extends { readonly principal: string; readonly key?: string }>(request: R): R {
  const { principal, key = '' } = request;
  if (!hasHole(principal) && !hasHole(key)) return request;
  return { ...request, principal: showHoles(principal), ...(key === '' ? {} : { key: showHoles(key) }) };
}

function vaultRequests({ vaultUse }: JudgedLeg['leg'], { vaults, keepAllowed }: RunResult): RequestResult[] {
  const judged = vaultUse === undefined ? undefined : vaults.get(vaultUse);
  if (judged === undefined || (judged.verdict.outcome === 'allowed' && !keepAllowed)) return [];
  return [
    {
      principal: judged.use.principal.arn,
      action: 'backup:CopyIntoBackupVault',
      key: judged.use.vault.subject,
      outcome: judged.verdict.outcome,
      reason: judged.verdict.reason,
      statements: judged.verdict.deciding.map(({ pointer }) => pointer),
      deciding: judged.verdict.deciding,
    },
  ];
}

function summary(
  input: AssembleInput,
  findings: readonly ReportFinding[],
  shard: ReportShard | undefined,
): ReportSummary {
  const { estate, result, suppressed, baseline, skipped, incomplete, verbose } = input;
  const { paths, derived } = result;
  const outcomes = countBy(paths, ({ outcome }) => outcome);
  const selections = estate.plans.reduce((sum, plan) => sum + plan.selections.length, estate.orphanSelections.length);
  const notJudged = [...countBy(derived.notJudged, ({ why }) => why)].map(([why, keys]) => ({ why, keys }));
  return {
    findings: countSeverities(findings),
    suppressed,
    ...(baseline === undefined ? {} : { baseline: { known: baseline.known, gone: baseline.gone.map(goneEntry) } }),
    inputs: {
      keys: estate.keys.length,
      plans: estate.plans.length,
      selections,
      vaults: estate.vaults.length,
      roles: estate.roles.length,
      resources: estate.resources.length,
      skippedFiles: skipped.length,
    },
    paths: {
      total: paths.length,
      allowed: outcomes.get('allowed') ?? 0,
      denied: outcomes.get('denied') ?? 0,
      unknown: outcomes.get('unknown') ?? 0,
    },
    ...(shard === undefined ? {} : { shard }),
    incomplete: [...incomplete].sort((left, right) => compare(left.what, right.what) || compare(left.why, right.why)),
    ...(notJudged.length === 0 ? {} : { notJudged }),
    ...(verbose && skipped.length > 0 ? { skipped } : {}),
  };
}

function goneEntry({ fingerprint, rule, subject }: BaselineEntry): ReportGone {
  return { fingerprint, rule, subject };
}

function countBy<T>(items: readonly T[], name: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(name(item), (counts.get(name(item)) ?? 0) + 1);
  return counts;
}
