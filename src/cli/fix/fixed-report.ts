import type { Finding } from '../../engine/finding.ts';
import { run, type RunResult } from '../../engine/run.ts';
import { buildEstate } from '../../estate/build.ts';
import type { Fragment } from '../../estate/fragment.ts';
import type { KeyPolicy } from '../../estate/model.ts';
import type { Origin } from '../../estate/origin.ts';
import { showHoles } from '../../estate/hole.ts';
import { unifiedDiff } from '../../fix/diff.ts';
import { policyDocumentBlock } from '../../fix/policy-document-block.ts';
import { applyTextEdits } from '../../fix/text-edit.ts';
import type { Report, ReportEdit, ReportFinding, ReportFix } from '../../report/model.ts';
import { indexLines } from '../../text/line-index.ts';
import { buildHints, type Judged } from '../../judge.ts';
import type { Setup } from '../setup.ts';
import type { FixedPolicy } from './fix-policies.ts';

/** The report with the corrected policies, and with what they mend and what they do not. */
export function fixedReport(judged: Judged, setup: Setup, fixed: readonly FixedPolicy[]): Report {
  const after = fixed.some(({ result }) => result.changed) ? judgedAnew(judged, setup, fixed) : judged.result;
  const isMended = mended(judged.result.findings, after);
  return {
    ...judged.report,
    findings: judged.report.findings.map((finding) => {
      const isFixed = isMended(finding);
      return isFixed ? { ...finding, fixed: true } : { ...finding, ...reasonsFor(finding, fixed) };
    }),
    fixes: fixed.flatMap((policy) => (policy.result.changed ? [reportFix(policy, judged)] : [])),
  };
}

type Found = Pick<RunResult, 'findings' | 'crashes'>;

/** Everything with the corrected policies: what a fix mends is what is no longer found. */
function judgedAnew(judged: Judged, setup: Setup, fixed: readonly FixedPolicy[]): Found {
  const corrected = new Map(
    fixed.filter(({ result }) => result.changed).map((policy) => [placeOf(policy.origin), policy.result.policy]),
  );
  const fragments = judged.inputs.fragments.map((fragment) => withPolicy(fragment, corrected));
  const { estate } = buildEstate(fragments, buildHints(setup));
  const { deployments, profile, settings, rules } = setup;
  return run({ estate, deployments, profile, rules, settings });
}

function withPolicy(fragment: Fragment, corrected: ReadonlyMap<string, unknown>): Fragment {
  if (fragment.kind !== 'key' || fragment.policy?.kind !== 'given') return fragment;
  const place = placeOf(fragment.policy.origin);
  if (!corrected.has(place)) return fragment;
  const source = { document: corrected.get(place), duplicateKeys: [] };
  const policy: KeyPolicy = { ...fragment.policy, source };
  return { ...fragment, policy };
}

function placeOf(origin: Origin): string {
  return origin.kind === 'live' ? origin.arn : `${origin.file}#${origin.pointer}`;
}

/**
 * A finding is mended when it is gone and no other of its rule has come for its subject: a smaller complaint about
 * the same thing would be new only in its words. A rule that failed has nothing to say of what is mended.
 */
function mended(before: readonly Finding[], { findings, crashes }: Found): (finding: ReportFinding) => boolean {
  const old = new Set(before.map(({ fingerprint }) => fingerprint));
  const left = new Set(findings.map(({ fingerprint }) => fingerprint));
  const failed = new Set(crashes.map(({ rule }) => rule));
  const about = ({ rule, subject }: Pick<Finding, 'rule' | 'subject'>): string => `${rule} ${subject}`;
  const changed = new Set(findings.filter(({ fingerprint }) => !old.has(fingerprint)).map(about));
  return (finding) => !left.has(finding.fingerprint) && !changed.has(about(finding)) && !failed.has(finding.rule);
}

/** Why no fix mends it, after what the rule itself explains. */
function reasonsFor(finding: ReportFinding, fixed: readonly FixedPolicy[]): Partial<ReportFinding> {
  const asked = new Set(finding.requests.map(({ principal, action }) => `${principal} ${action}`));
  const reasons = fixed
    .filter(({ keys }) => keys.some(({ subject }) => subject === finding.subject))
    .flatMap(({ result }) => result.withheld)
    .filter(({ requests }) => requests.some(({ use, action }) => asked.has(`${use.principal.arn} ${action}`)))
    .map(({ reason }) => `--fix does not mend this: ${reason}`);
  return reasons.length === 0 ? {} : { explanation: [...finding.explanation, ...new Set(reasons)] };
}

function withShownHoles(policy: unknown): unknown {
  return JSON.parse(showHoles(JSON.stringify(policy ?? null)));
}

function reportFix(fixed: FixedPolicy, { sourceText, inputs }: Judged): ReportFix {
  const { subject, origin, result, source } = fixed;
  const { policy, safety, fileEdits } = result;
  const isGenerated = origin.kind === 'file' && inputs.isGenerated?.(origin.file) === true;
  const file = origin.kind === 'file' ? origin.file : undefined;
  const before = file === undefined ? undefined : sourceText(file);
  if (file === undefined || before === undefined || fileEdits.length === 0) {
    const text = showHoles(`${JSON.stringify(source.document, undefined, 2)}\n`);
    const diff = unifiedDiff(isGenerated ? subject : (file ?? subject), text, showHoles(result.text));
    return {
      ...(file === undefined ? {} : { file }),
      subject,
      policy: withShownHoles(policy),
      diff,
      safety,
      ...(isGenerated && { terraform: policyDocumentBlock(source.document, policy) }),
    };
  }
  const lines = indexLines(before);
  const edits = fileEdits.map(({ offset, length, text }): ReportEdit => ({
    start: lines.positionAt(offset),
    end: lines.positionAt(offset + length),
    text,
  }));
  // As it is written: what a template's functions come to may not be known.
  const written: unknown = JSON.parse(result.text.replace(/^\uFEFF/, ''));
  const diff = unifiedDiff(file, before, applyTextEdits(before, fileEdits));
  return { file, subject, policy: written, diff, safety, edits };
}
