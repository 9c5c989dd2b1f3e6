/** Applies the comments of the inputs that silence findings, once it is known where the findings stand. */
import { FindingCollector, type RuleCrash } from './engine/collect.ts';
import type { Finding, RelatedPlace } from './engine/finding.ts';
import type { RunnableRule } from './engine/rule.ts';
import type { Settings } from './engine/settings.ts';
import { silence, type IdleSuppression } from './engine/suppress.ts';
import type { LocatableInputs } from './load/positions.ts';
import type { ReportLocation } from './report/model.ts';

export type Locations = ReadonlyMap<Finding | RelatedPlace, ReportLocation>;

export interface SilencedFindings {
  readonly findings: readonly Finding[];
  readonly silenced: number;
  /** About comments that silence nothing. */
  readonly idle: readonly Finding[];
  readonly locations: Locations;
  readonly crashes: readonly RuleCrash[];
}

interface Told {
  readonly rules: readonly RunnableRule[];
  readonly settings: Settings;
  readonly locations: Locations;
}

/** `commented`: the files that may hold such comments; without any, nothing is loaded for it. */
export async function silenced(
  findings: readonly Finding[],
  commented: readonly string[],
  texts: LocatableInputs,
  { rules, settings, locations }: Told,
): Promise<SilencedFindings> {
  if (commented.length === 0) return { findings, silenced: 0, idle: [], locations, crashes: [] };
  const { readSuppressions } = await import('./text/suppressions.ts');
  const suppressions = new Map(commented.map((file) => [file, readSuppressions(texts.sourceText(file) ?? '')]));
  const lineOf = (finding: Finding): number | undefined => locations.get(finding)?.start?.line;
  const result = silence(findings, suppressions, lineOf, { rules: rules.map(({ id }) => id), settings });
  const collector = new FindingCollector(rules, settings);
  collector.checkSuppressions(result.idle);
  return {
    findings: result.left,
    silenced: result.silenced,
    idle: collector.findings,
    locations: new Map([...locations, ...placesOf(collector.findings, result.idle)]),
    crashes: collector.crashes,
  };
}

/** A comment has no pointer; its finding keeps the very origin that it was given. */
function placesOf(findings: readonly Finding[], idle: readonly IdleSuppression[]): [Finding, ReportLocation][] {
  const comments = new Map(idle.map(({ origin, comment }) => [origin, comment]));
  return findings.flatMap((finding): [Finding, ReportLocation][] => {
    const { origin } = finding;
    const comment = origin.kind === 'file' ? comments.get(origin) : undefined;
    if (comment === undefined || origin.kind !== 'file') return [];
    return [[finding, { file: origin.file, start: comment.start, end: comment.end }]];
  });
}
