import { rules as allRules } from '../rules/index.ts';
import { againstBaseline, type Baseline } from './engine/baseline.ts';
import type { Finding, RelatedPlace } from './engine/finding.ts';
import type { RunnableRule } from './engine/rule.ts';
import { run, type RunResult } from './engine/run.ts';
import type { Shard } from './engine/share.ts';
import type { Settings } from './engine/settings.ts';
import { untimed, type Time } from './engine/time.ts';
import { buildEstate } from './estate/build.ts';
import type { BuildHints, Fragment, KeyHint } from './estate/fragment.ts';
import type { Deployment, Profile } from './estate/deployment.ts';
import type { BuildProblem } from './estate/linking/outcome.ts';
import type { Estate } from './estate/model.ts';
import type { FileOrigin, Origin } from './estate/origin.ts';
import type { LoadedInputs } from './load/load-files.ts';
import { asWritten, locateOrigins, type LocatableInputs, type Locator } from './load/positions.ts';
import type { Loaded, Problem, SourceText } from './load/types.ts';
import { assembleReport } from './report/assemble.ts';
import type { Report, ReportLocation } from './report/model.ts';
import { silenced, type Locations } from './silence.ts';
import { version } from './version.ts';

/** What a run is told beside its inputs. */
export interface JudgeSetup {
  readonly profile: Profile;
  readonly deployments: readonly Deployment[];
  readonly keys: readonly KeyHint[];
  readonly settings: Settings;
  /** Default: all. */
  readonly rules?: readonly RunnableRule[];
  /** The config's text, for findings about it. */
  readonly configText?: SourceText;
  /** Findings that are known. */
  readonly baseline?: Baseline;
  /** Judge only this part. */
  readonly shard?: Shard;
  readonly time?: Time;
  /** Called where much of what was needed so far is needed no longer. */
  readonly release?: () => Promise<void>;
}

export interface Judged {
  readonly inputs: LoadedInputs;
  readonly estate: Estate;
  readonly result: RunResult;
  /** Those that no comment silences; and those about comments that silence nothing. */
  readonly findings: readonly Finding[];
  readonly idle: readonly Finding[];
  /** False: something that had to be looked at was not, or a rule failed. */
  readonly completed: boolean;
  readonly report: Report;
  readonly reportAgainst: (baseline: Baseline | undefined) => Report;
  /** Of inputs and config. */
  readonly sourceText: (file: string) => string | undefined;
}

/** From the loaded inputs to the report; inputs that contradict each other are refused. */
export async function judge(inputs: LoadedInputs, setup: JudgeSetup, verbose: boolean): Promise<Loaded<Judged>> {
  const { deployments, profile, settings, rules = allRules, shard, time = untimed } = setup;
  await setup.release?.();
  const texts = textsOf(inputs, setup.configText);
  const fragments = await placedInOrganization(inputs.fragments, deployments);
  const { estate, problems } = time('phase', 'link', () => buildEstate(fragments, buildHints(setup)));
  const [contradiction, ...others] = problems;
  if (contradiction !== undefined) return contradictions([contradiction, ...others], texts);
  const found = run({
    estate,
    deployments,
    profile,
    rules,
    settings,
    keepAllowed: verbose,
    ...(shard === undefined ? {} : { shard }),
    ...(setup.time === undefined ? {} : { time }),
  });
  await setup.release?.();
  const audible = await silenced(found.findings, commentedFiles(inputs, setup.configText), texts, {
    rules,
    settings,
    locations: await time('phase', 'find places', () => locationsOf(found.findings, texts)),
  });
  const result = { ...found, crashes: [...found.crashes, ...audible.crashes] };
  const incomplete = [
    ...estate.notLookedAt.map(({ what, why }) => ({ what, why })),
    ...result.crashes.map(({ rule, subject }) => ({ what: `${rule} on ${subject}`, why: 'the rule failed' })),
  ];
  const completed = result.crashes.length === 0 && !estate.notLookedAt.some(({ required }) => required === true);
  const { findings, idle, locations } = audible;
  const suppressed = result.suppressed + audible.silenced;
  const { skipped } = inputs;
  const pages = pagesOf(rules);
  const reportAgainst = (given: Baseline | undefined): Report => {
    const baseline = given && againstBaseline(findings, given);
    return assembleReport({
      version,
      estate,
      result,
      findings: baseline?.left ?? findings,
      idle,
      shard,
      suppressed: suppressed + (baseline?.known ?? 0),
      baseline,
      locations,
      skipped,
      incomplete,
      completed,
      pages,
      verbose,
    });
  };
  const report = time('phase', 'assemble', () => reportAgainst(setup.baseline));
  return {
    ok: true,
    value: {
      inputs: { ...inputs, fragments },
      estate,
      result,
      findings,
      idle,
      completed,
      report,
      reportAgainst,
      sourceText: texts.sourceText,
    },
  };
}

/** Only a plugin's rules have pages of their own; the others' documentation is not made for this. */
function pagesOf(rules: readonly RunnableRule[]): ReadonlyMap<string, string> {
  return new Map(
    rules.flatMap(({ id, plugin, ...rule }) => (plugin === undefined ? [] : [[id, rule.docs.page ?? '']])),
  );
}

/** Policies of the organization become plans and guardrails of its accounts; most estates have none. */
export async function placedInOrganization(
  fragments: readonly Fragment[],
  deployments: readonly Deployment[],
): Promise<readonly Fragment[]> {
  const isOfOrganization = ({ kind }: Fragment): boolean =>
    kind === 'organization-policy' || kind === 'policy-attachments';
  if (!fragments.some(isOfOrganization)) return fragments;
  const { resolveOrganization } = await import('./organization/resolve.ts');
  return resolveOrganization(fragments, deployments);
}

export function buildHints({ keys, deployments }: Pick<JudgeSetup, 'keys' | 'deployments'>): BuildHints {
  return { keys, roleArns: deployments.flatMap(backupRoleArns) };
}

/** The deployment's role in each of its workload accounts, so that inputs may speak of it by its name. */
function backupRoleArns({ backupRole, workloadAccounts = [], partition }: Deployment): readonly string[] {
  if (backupRole === undefined) return [];
  if (backupRole.startsWith('arn:')) return [backupRole];
  return workloadAccounts.map((account) => `arn:${partition}:iam::${account}:role/${backupRole}`);
}

async function contradictions(
  problems: readonly [BuildProblem, ...BuildProblem[]],
  texts: LocatableInputs,
): Promise<Loaded<never>> {
  const origins = problems.flatMap(({ origin }) => (origin.kind === 'file' ? [origin] : []));
  const locate = await locateOrigins(texts, origins);
  const placed = ({ origin, message, help }: BuildProblem): Problem =>
    origin.kind === 'file'
      ? { file: origin.file, ...locate(origin)?.start, message, help }
      : { file: origin.arn, message, help };
  const [first, ...others] = problems;
  return { ok: false, problems: [placed(first), ...others.map(placed)] };
}

/** Looks the places of all findings, and of what explains them, up at once, so that each text is scanned once. */
async function locationsOf(findings: readonly Finding[], texts: LocatableInputs): Promise<Locations> {
  const places = findings.flatMap((finding): [Finding | RelatedPlace, Origin][] => [
    [finding, finding.origin],
    ...(finding.related ?? []).map((place): [RelatedPlace, Origin] => [place, place.at]),
  ]);
  const placed = places.flatMap(([what, origin]): [Finding | RelatedPlace, FileOrigin][] =>
    origin.kind === 'file' ? [[what, origin]] : [],
  );
  const locate = await locateOrigins(
    texts,
    placed.map(([, origin]) => origin),
  );
  return new Map(placed.map(([what, origin]) => [what, locationOf(asWritten(texts, origin), locate(origin))]));
}

/** What is written in another file has no pointer there. */
function locationOf({ file, pointer }: FileOrigin, place: ReturnType<Locator>): ReportLocation {
  return place !== undefined && 'file' in place ? place : { file, pointer, ...place };
}

function commentedFiles({ commented = [] }: LoadedInputs, config: SourceText | undefined): readonly string[] {
  const isCommented = config?.file.endsWith('.json') === false && config.text.includes('backuplint-');
  return isCommented ? [...commented, config.file] : commented;
}

/** The config is no input, but findings may point into it. */
function textsOf(inputs: LoadedInputs, config: SourceText | undefined): LocatableInputs {
  if (config === undefined) return inputs;
  const format = config.file.endsWith('.json') ? 'json' : 'yaml';
  return {
    ...(inputs.sourcePlace && { sourcePlace: inputs.sourcePlace }),
    ...(inputs.templateSites && { templateSites: inputs.templateSites }),
    sourceText: (file) => (file === config.file ? config.text : inputs.sourceText(file)),
    formatOf: (file) => (file === config.file ? format : inputs.formatOf(file)),
  };
}
