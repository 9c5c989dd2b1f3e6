/**
 * Markdown for a comment on a pull request and for `$GITHUB_STEP_SUMMARY`. A summary may hold 1 MiB, a comment
 * 65,536 characters: https://docs.github.com/actions/reference/workflow-commands-for-github-actions. What does not fit
 * is counted.
 */
import type { Severity } from '../engine/finding.ts';
import type { Outcome } from '../iam/types.ts';
import { count } from './count.ts';
import { docsUri } from './docs-uri.ts';
import { escapeHtml } from './escape-html.ts';
import { escapeMarkdown, markdownCode, markdownFence, markdownPre, markdownSentence } from './escape-markdown.ts';
import { whereOf } from './finding-block.ts';
import { fit } from './fit.ts';
import { groupBy } from '../estate/group-by.ts';
import { legCauses } from './leg-causes.ts';
import type { ReportFinding, ReportFix, ReportLeg, ReportPath, ReportSummary } from './model.ts';
import { legNames } from './words.ts';
import type { Reporter } from './reporter.ts';
import { resourceName, vaultName } from './short-name.ts';
import { checkedInputs, findingCounts, verdict } from './words.ts';

/** In bytes of UTF-8, which are never fewer than characters. */
const limits = { incomplete: 4_000, paths: 20_000, findings: 26_000, infos: 6_000, fixes: 6_000 } as const;

export const markdown: Reporter = (report) => {
  const { version } = report.tool;
  const findings = report.findings.filter(({ severity }) => severity !== 'info');
  const infos = report.findings.filter(({ severity }) => severity === 'info');
  const sections = [
    heading(report.summary),
    incomplete(report.summary),
    brokenPaths(report.paths),
    findingDetails(findings, version),
    infoList(infos, version),
    corrected(report.fixes ?? []),
  ];
  return `${sections.filter((section) => section !== '').join('\n\n')}\n`;
};

function heading(summary: ReportSummary): string {
  const { paths, suppressed } = summary;
  const parts = [
    `**${findingCounts(summary)}**`,
    ...(suppressed > 0 ? [`${suppressed} suppressed`] : []),
    ...(paths.total > 0 ? [`${paths.allowed} of ${count(paths.total, 'backup path')} arrive`] : []),
    `checked: ${checkedInputs(summary)}`,
  ];
  return `## ${headingSign(summary)} backuplint: ${verdict(summary)}\n\n${parts.join(' · ')}`;
}

const signs = {
  error: '❌',
  warning: '⚠️',
  info: 'ℹ️',
  denied: '❌ fails',
  unknown: '❔ undecided',
  allowed: '✅ arrives',
} as const satisfies Record<Severity | Outcome, string>;

function headingSign({ findings, paths, incomplete: missing }: ReportSummary): string {
  if (paths.denied > 0 || findings.error > 0) return signs.error;
  if (paths.unknown > 0 || findings.warning > 0 || missing.length > 0 || paths.total === 0) return signs.warning;
  return '✅';
}

function incomplete({ incomplete: missing }: ReportSummary): string {
  if (missing.length === 0) return '';
  const { shown, left } = fit(
    missing.map(({ what, why }) => `> - ${escapeMarkdown(clip(what))}: ${escapeMarkdown(clip(why))}`),
    limits.incomplete,
  );
  return ['> **Not looked at**', '>', ...shown, ...(left === 0 ? [] : [`> - and ${left} more`])].join('\n');
}

function brokenPaths(paths: readonly ReportPath[]): string {
  const broken = (['denied', 'unknown'] as const).flatMap((outcome) =>
    paths.filter((path) => path.outcome === outcome),
  );
  if (broken.length === 0) return '';
  const alike = [...groupBy(broken, (path) => cells(path).join(' | ')).entries()];
  const { shown, left } = fit(
    alike.map(([rest, group]) => `| ${resources(group)} | ${rest} |`),
    limits.paths,
  );
  const more = alike.slice(alike.length - left).reduce((sum, [, group]) => sum + group.length, 0);
  return [
    '### Backup paths that do not arrive',
    '',
    '| Resource | | Plan, rule | At | Why |',
    '| --- | --- | --- | --- | --- |',
    ...shown,
    ...leftOut(more, 'path'),
  ].join('\n');
}

/** Everything about a path but its resource: paths that are alike in it share a row. */
function cells(path: ReportPath): string[] {
  const leg = path.legs.find(({ outcome }) => outcome === path.outcome);
  const why = leg === undefined ? [] : legCauses(leg, mostActions);
  return [
    signs[path.outcome],
    [path.plan, path.rule]
      .filter((name) => name !== undefined)
      .map((name) => escapeMarkdown(clip(name)))
      .join(', '),
    leg === undefined ? '' : legCell(leg),
    why.map((cause) => escapeMarkdown(clip(cause))).join('<br>'),
  ];
}

const mostActions = 3;

function legCell({ kind, to }: ReportLeg): string {
  return `${legNames[kind]} → ${markdownCode(clip(vaultName(to, undefined)))}`;
}

const mostNames = 3;

function resources(paths: readonly ReportPath[]): string {
  const names = [...new Set(paths.map(({ resource, resourceType }) => resourceName(resource, resourceType)))];
  const shown = names.slice(0, names.length > mostNames + 1 ? mostNames : names.length);
  const more = names.length - shown.length;
  return shown.map((name) => markdownCode(clip(name))).join(', ') + (more === 0 ? '' : ` and ${more} more`);
}

function findingDetails(findings: readonly ReportFinding[], version: string): string {
  if (findings.length === 0) return '';
  const errorsFirst = (['error', 'warning'] as const).flatMap((level) =>
    findings.filter(({ severity }) => severity === level),
  );
  const { shown, left } = fit(
    errorsFirst.map((finding) => details(finding, version)),
    limits.findings,
  );
  return ['### Findings', ...shown, ...leftOut(left, 'finding')].join('\n\n');
}

function details(finding: ReportFinding, version: string): string {
  const { rule, severity, message, explanation, help, fixed, docs } = finding;
  return [
    `<details><summary>${signs[severity]} ${severity} ${markdownCode(rule)} ${markdownSentence(clip(message))}</summary>`,
    '',
    [place(finding), `<a href="${escapeHtml(docsUri(docs, version))}">about this rule</a>`].join(' · '),
    ...(explanation.length === 0 ? [] : ['', markdownPre(explanation.slice(0, mostLines).map(clip))]),
    ...(help === '' ? [] : ['', `**${fixed ? 'Fixed' : 'What to do'}:** ${markdownSentence(clip(help))}`]),
    '',
    '</details>',
  ].join('\n');
}

const mostLines = 20;

function place({ location, subject }: ReportFinding): string {
  const where = whereOf(location);
  return [where, location.file === subject ? '' : subject]
    .filter((part) => part !== '')
    .map((part) => markdownCode(clip(part)))
    .join(' · ');
}

function infoList(infos: readonly ReportFinding[], version: string): string {
  if (infos.length === 0) return '';
  const { shown, left } = fit(
    infos.map(({ rule, message, docs }) => {
      const link = `<a href="${escapeHtml(docsUri(docs, version))}">${markdownCode(rule)}</a>`;
      return `- ${link} ${markdownSentence(clip(message))}`;
    }),
    limits.infos,
  );
  const summary = `<details><summary>${signs.info} ${infos.length} info</summary>`;
  return [summary, '', ...shown, ...leftOut(left, 'finding'), '', '</details>'].join('\n');
}

function corrected(fixes: readonly ReportFix[]): string {
  if (fixes.length === 0) return '';
  const { shown, left } = fit(fixes.map(fixDetails), limits.fixes);
  return ['### Corrected policies', ...shown, ...leftOut(left, 'corrected policy', 'corrected policies')].join('\n\n');
}

function fixDetails({ file, subject, diff, safety, terraform }: ReportFix): string {
  const note = safety === 'unsafe' ? ' (narrows a Deny statement)' : '';
  return [
    `<details><summary>${markdownCode(clip(file ?? subject))}${note}</summary>`,
    '',
    markdownFence('diff', diff),
    ...(terraform === undefined ? [] : ['', markdownFence('hcl', terraform)]),
    '',
    '</details>',
  ].join('\n');
}

function leftOut(number: number, singular: string, plural?: string): string[] {
  return number === 0 ? [] : ['', `_${count(number, `more ${singular}`, plural && `more ${plural}`)} left out here._`];
}

/** No single text fills the page. */
function clip(text: string): string {
  return text.length > 600 ? `${text.slice(0, 600)}…` : text;
}
