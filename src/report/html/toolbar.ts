import type { ReportFinding, ReportPath } from '../model.ts';
import { icon, type Shape } from './icons.ts';
import { html, type Markup } from './markup.ts';
import { typeName } from './names.ts';
import { outcomes, severities } from './words.ts';

const outcomeLabels = { denied: 'Fail', unknown: 'Undecided', allowed: 'Arrive' } as const;
const severityLabels = { error: 'Errors', warning: 'Warnings', info: 'Info' } as const;

/** Filters of the path list. They need the script, which shows them. */
export function pathToolbar(paths: readonly ReportPath[]): Markup {
  const chips = outcomes.map((value) => ({
    value,
    label: outcomeLabels[value],
    number: paths.filter(({ outcome }) => outcome === value).length,
  }));
  return html`<search class="toolbar" id="path-tools" aria-label="Filter backup paths" hidden>
    ${searchField('path', 'Search in backup paths', 'Resource, key, vault, action…')}
    ${chipGroup('path-outcome', 'Outcome', chips, paths.length)}
    ${select('path-type', 'Type', new Set(paths.map(({ resourceType }) => resourceType)), typeName)}
    ${select('path-plan', 'Plan', new Set(paths.flatMap(({ plan }) => plan ?? [])))}
    ${select('path-deployment', 'Deployment', new Set(paths.map(({ deployment }) => deployment)))}
    ${countLine('path', paths.some(({ outcome }) => outcome !== 'allowed') && openLegs)}
  </search>`;
}

const openLegs = html`<button type="button" class="link" id="open-legs">Open broken legs</button>`;

export function findingToolbar(findings: readonly ReportFinding[]): Markup {
  const chips = severities.map((value) => ({
    value,
    label: severityLabels[value],
    number: findings.filter(({ severity }) => severity === value).length,
  }));
  return html`<search class="toolbar" id="finding-tools" aria-label="Filter findings" hidden>
    ${searchField('finding', 'Search in findings', 'Rule, message, file, statement…')}
    ${chipGroup('finding-severity', 'Severity', chips, findings.length)} ${countLine('finding')}
  </search>`;
}

function searchField(name: string, label: string, placeholder: string): Markup {
  return html`<div class="find">
    <label class="vh" for="${name}-search">${label}</label>
    <input type="search" id="${name}-search" placeholder="${placeholder}" autocomplete="off" spellcheck="false" />
  </div>`;
}

interface Chip {
  readonly value: Shape;
  readonly label: string;
  readonly number: number;
}

function chipGroup(name: string, legend: string, chips: readonly Chip[], total: number): Markup {
  const present = chips.filter(({ number }) => number > 0);
  return html`<fieldset class="chips">
    <legend class="vh">${legend}</legend>
    <label
      ><input type="radio" name="${name}" value="" checked /><span>All <b>${total}</b></span></label
    >
    ${present.map((each) => chip(name, each))}
  </fieldset>`;
}

function chip(name: string, { value, label, number }: Chip): Markup {
  const text = html`<span class="${value}">${icon(value)}${label} <b>${number}</b></span>`;
  return html`<label><input type="radio" name="${name}" value="${value}" />${text}</label>`;
}

/** No choice where there is only one thing to choose. */
function select(
  id: string,
  label: string,
  values: ReadonlySet<string>,
  nameOf: (value: string) => string = (value) => value,
): Markup | undefined {
  if (values.size < 2) return undefined;
  const sorted = [...values].sort((left, right) => (left < right ? -1 : 1));
  return html`<label class="select">
    <span>${label}</span>
    <select id="${id}">
      <option value="">all</option>
      ${sorted.map((value) => html`<option value="${value}">${nameOf(value)}</option>`)}
    </select>
  </label>`;
}

function countLine(name: string, more?: Markup | false): Markup {
  return html`<p class="count">
    <span id="${name}-count" role="status"></span>
    <button type="button" class="link" id="${name}-reset" hidden>Show all</button>
    ${more}
  </p>`;
}
