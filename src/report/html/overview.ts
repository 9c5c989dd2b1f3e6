import { count } from '../count.ts';
import { groupBy } from '../../estate/group-by.ts';
import type { Report, ReportFinding, ReportPath, ReportSummary } from '../model.ts';
import type { RuleText } from '../reporter.ts';
import { checkedInputs, findingCounts, verdict } from '../words.ts';
import { capital } from './capital.ts';
import { icon } from './icons.ts';
import { html, sentence, type Markup } from './markup.ts';
import { typeName } from './names.ts';
import { outcomeBar } from './outcome-bar.ts';
import { outcomes, severities } from './words.ts';

export type RuleTexts = Readonly<Record<string, RuleText>>;

/** How it went, in the order in which one asks: will it arrive, how much will not, what stops it, what was checked. */
export function overview({ summary, paths, findings }: Report, rules: RuleTexts): Markup {
  return html`<section class="overview" aria-labelledby="verdict">
    <h1 id="verdict" class="${mood(summary)}">${icon(mood(summary))}<span>${verdict(summary)}</span></h1>
    <p class="lead">
      ${capital(findingCounts(summary))}${summary.suppressed > 0 ? `, ${summary.suppressed} suppressed` : ''}. Checked:
      ${checkedInputs(summary)}.
    </p>
    ${paths.length === 0 ? '' : html`${outcomeBar(summary.paths, 'hero')}${legend(summary)}`} ${notLookedAt(summary)}
    <div class="tables">${byType(paths)} ${byRule(findings, rules)}</div>
  </section> `;
}

function mood({ paths, findings, incomplete }: ReportSummary): 'denied' | 'unknown' | 'allowed' {
  if (paths.denied > 0 || findings.error > 0) return 'denied';
  return paths.unknown > 0 || findings.warning > 0 || incomplete.length > 0 || paths.total === 0
    ? 'unknown'
    : 'allowed';
}

const legendWords = { denied: 'will not arrive', unknown: 'cannot be decided', allowed: 'will arrive' } as const;

function legend({ paths }: ReportSummary): Markup {
  return html`<ul class="legend">
    ${outcomes.map(
      (outcome) =>
        html`<li class="${outcome}">
          ${icon(outcome)}<span><b>${paths[outcome]}</b> ${legendWords[outcome]}</span>
        </li>`,
    )}
  </ul>`;
}

function notLookedAt({ incomplete, notJudged = [] }: ReportSummary): Markup {
  return html`${
    incomplete.length === 0
      ? ''
      : html`<div class="notice" role="note">
          <h2>${icon('warning')}Not looked at</h2>
          <ul>
            ${incomplete.map(({ what, why }) => html`<li>${what}: ${why}</li>`)}
          </ul>
        </div>`
  }${notJudged.map(({ why, keys }) => html`<p class="faint">${count(keys, 'key')} not judged: ${why}.</p>`)}`;
}

function byType(paths: readonly ReportPath[]): Markup | undefined {
  const types = [...groupBy(paths, ({ resourceType }) => resourceType)].map(([type, group]) => ({
    type,
    ...outcomesOf(group),
  }));
  if (types.length < 2) return undefined; // the bar above says it all
  types.sort((left, right) => right.denied - left.denied || right.unknown - left.unknown || right.total - left.total);
  return html`<div class="tablebox">
    <table>
      <caption>
        By resource type
      </caption>
      <thead>
        <tr>
          <th scope="col">Type</th>
          <th scope="col" class="n">Fail</th>
          <th scope="col" class="n">Undecided</th>
          <th scope="col" class="n">Arrive</th>
          <th scope="col"><span class="vh">Share</span></th>
        </tr>
      </thead>
      <tbody>
        ${types.map(
          (row) =>
            html`<tr>
              <th scope="row">
                <button type="button" class="link" data-filter-type="${row.type}">${typeName(row.type)}</button>
              </th>
              ${outcomes.map((outcome) => html`<td class="n ${row[outcome] === 0 ? 'none' : outcome}">${row[outcome]}</td>`)}
              <td>${outcomeBar(row, 'row')}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function outcomesOf(paths: readonly ReportPath[]) {
  const of = (wanted: ReportPath['outcome']) => paths.filter(({ outcome }) => outcome === wanted).length;
  return { total: paths.length, denied: of('denied'), unknown: of('unknown'), allowed: of('allowed') };
}

/** What to mend first: the rules that found errors and warnings, with the number of paths that each concerns. */
function byRule(findings: readonly ReportFinding[], rules: RuleTexts): Markup | undefined {
  const rows = [...groupBy(findings, ({ rule }) => rule)].map(([rule, group]) => ({
    rule,
    findings: group.length,
    severity: severities.find((level) => group.some(({ severity }) => severity === level)) ?? 'info',
    paths: new Set(group.flatMap(({ paths }) => paths)).size,
  }));
  if (rows.length === 0) return undefined;
  rows.sort(
    (left, right) =>
      severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
      right.paths - left.paths ||
      right.findings - left.findings,
  );
  return html`<div class="tablebox">
    <table>
      <caption>
        By rule
      </caption>
      <thead>
        <tr>
          <th scope="col">Rule</th>
          <th scope="col" class="n">Findings</th>
          <th scope="col" class="n">Paths</th>
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          ({ rule, severity, findings: found, paths }) =>
            html`<tr>
              <th scope="row">
                <div class="ruled">
                  ${icon(severity)}
                  <div>
                    <span class="vh">${severity}: </span>
                    <button type="button" class="link" data-filter-rule="${rule}"><code>${rule}</code></button>
                    ${ruleLine(rules[rule])}
                  </div>
                </div>
              </th>
              <td class="n">${found}</td>
              <td class="n ${paths === 0 ? 'none' : ''}">${paths}</td>
            </tr>`,
        )}
      </tbody>
    </table>
  </div>`;
}

function ruleLine(text: RuleText | undefined): Markup | undefined {
  return text === undefined ? undefined : html`<span class="about">${sentence(text.what)}</span>`;
}
