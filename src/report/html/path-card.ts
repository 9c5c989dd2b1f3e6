import { vaultNameOf } from '../../estate/arn.ts';
import { count } from '../count.ts';
import type { ReportLeg, ReportPath } from '../model.ts';
import { legNames } from '../words.ts';
import { requestGroups } from '../request-groups.ts';
import { resourceName } from '../short-name.ts';
import { capital } from './capital.ts';
import { icon } from './icons.ts';
import { html, type Markup } from './markup.ts';
import { keyPlace, placeOf, type Place } from './names.ts';
import { requestList } from './request-list.ts';
import { destinations, legOutcomes, pathOutcomes, shortLegs } from './words.ts';

/** A finding that concerns a path, as the path's card links to it. */
export interface FindingLink {
  readonly number: number;
  readonly rule: string;
  readonly severity: 'error' | 'warning' | 'info';
  readonly message: string;
}

interface Leg extends ReportLeg {
  /** Of the panel that shows its requests. */
  readonly panel: string;
}

/** One backup path: its picture, and behind each leg what was asked and what decided. */
export function pathCard(path: ReportPath, index: number, findings: readonly FindingLink[]): Markup {
  const legs = path.legs.map((leg, at): Leg => ({ ...leg, panel: `leg-${index}-${at}` }));
  const id = `path-${index}`;
  return html`<article
    class="card path ${path.outcome}"
    id="${id}"
    aria-labelledby="${id}-name"
    data-outcome="${path.outcome}"
    data-type="${path.resourceType}"
    data-plan="${path.plan}"
    data-deployment="${path.deployment}"
    data-findings="${findings.map(({ number }) => number).join(' ')}"
  >
    <p class="meta">
      <span class="pill ${path.outcome}">${icon(path.outcome)}${pathOutcomes[path.outcome]}</span>
      ${path.outcome === 'allowed' && errorPill(findings)} ${metaParts(path)}
      <a class="anchor" href="#${id}" aria-label="Link to path ${path.id}">${path.id}</a>
    </p>
    ${picture(path, legs, id)} ${notes(path)} ${legs.map((leg) => panel(leg, findings, path.key))}
  </article>`;
}

function metaParts({ plan, rule, deployment, fullyManaged }: ReportPath): Markup {
  return html`
    ${plan !== undefined && html`<span>plan <b>${plan}</b></span>`}
    ${rule !== undefined && html`<span>rule <b>${rule}</b></span>`}
    <span>deployment <b>${deployment}</b></span>
    ${fullyManaged !== undefined && html`<span>${fullyManaged ? 'fully managed' : 'not fully managed'}</span>`}
  `;
}

/** Keys and vaults let the path through, but something else is wrong; of a broken path the legs tell it. */
function errorPill(findings: readonly FindingLink[]): Markup | undefined {
  const errors = findings.filter(({ severity }) => severity === 'error');
  const [first] = errors;
  if (first === undefined) return undefined;
  return html`<a class="pill error" href="#finding-${first.number}"
    >${icon('error')}${count(errors.length, 'error')}</a
  >`;
}

/** A chain of stops up to the vault, and from there a branch for each copy. */
function picture(path: ReportPath, legs: readonly Leg[], id: string): Markup {
  const backup = legs[0]?.kind === 'backup' ? legs[0] : undefined;
  const copies = backup === undefined ? legs : legs.slice(1);
  return html`<div class="route">
    <div class="trunk">
      ${resourceStop(path, id)} ${path.key !== undefined && html`${wire(backup)}${stop('Key', keyPlace(path.key))}`}
      ${backup !== undefined && html`${legButton(backup)}${stop(destinations.backup, placeOf(backup.to))}`}
    </div>
    ${
      copies.length > 0 &&
      html`<ul class="branches">
        ${copies.map(branch)}
      </ul>`
    }
  </div>`;
}

function resourceStop({ resource, resourceType }: ReportPath, id: string): Markup {
  const isKnown = resource !== resourceType;
  const { name, where, full } = isKnown
    ? placeOf(resource)
    : { name: resourceName(resource, resourceType), where: '', full: resource };
  return html`<div class="stop">
    <span class="kind">${isKnown ? resourceType : 'Resource type'}</span>
    <h3 id="${id}-name" title="${full}">${isKnown && html`<span class="vh">${resourceType} </span>`}${name}</h3>
    ${whereLine(where)}
  </div>`;
}

function stop(kind: string, { name, where, full }: Place): Markup {
  return html`<div class="stop">
    <span class="kind">${kind}</span>
    <span class="name" title="${full}">${name}</span>
    ${whereLine(where)}
  </div>`;
}

function whereLine(where: string): Markup | undefined {
  return where === '' ? undefined : html`<span class="where">${where}</span>`;
}

/** From the resource to its key: part of the backup, whose button stands behind the key. */
function wire(backup: Leg | undefined): Markup {
  return html`<span class="wire ${backup?.outcome ?? 'allowed'}" aria-hidden="true"></span>`;
}

function branch(leg: Leg): Markup {
  return html`<li>${legButton(leg)}${stop(destinations[leg.kind], placeOf(leg.to))}</li>`;
}

function legButton({ kind, outcome, to, panel: controls }: Leg): Markup {
  return html`<button type="button" class="leg ${outcome}" aria-expanded="false" aria-controls="${controls}">
    <span class="line" aria-hidden="true"></span>
    ${icon(outcome)}
    <span class="label">
      ${shortLegs[kind]}<span class="vh"> to ${placeOf(to).name}: ${legOutcomes[outcome]}, show requests</span>
    </span>
  </button>`;
}

function notes({ assumption, notConsidered }: ReportPath): Markup | undefined {
  if (assumption === undefined && notConsidered.length === 0) return undefined;
  return html`<ul class="notes">
    ${assumption !== undefined && html`<li>Assumed: ${assumption}</li>`}
    ${notConsidered.map((what) => html`<li>Not considered: ${what}</li>`)}
  </ul>`;
}

function panel(leg: Leg, findings: readonly FindingLink[], resourceKey: string | undefined): Markup {
  const { kind, outcome, from, to, obstacles = [], requests } = leg;
  const label = `${legNames[kind]} to ${placeOf(to).name}`;
  return html`<section class="panel ${outcome}" id="${leg.panel}" aria-label="${label}" hidden>
    <h4>${icon(outcome)}<span>${capital(legNames[kind])} ${legOutcomes[outcome]}</span></h4>
    <dl class="ends">
      <dt>From</dt>
      <dd>${from}</dd>
      <dt>To</dt>
      <dd>${to}</dd>
      ${keysOf(leg, resourceKey).map(
        (key) =>
          html`<dt>Key</dt>
            <dd>${key}</dd>`,
      )}
    </dl>
    ${obstacles.map((obstacle) => html`<p class="obstacle">${icon(obstacle.outcome)}<span>${obstacle.why}</span></p>`)}
    ${requestList(requestGroups(requests)) ?? noRequests(leg)} ${outcome !== 'allowed' && findingLinks(findings)}
  </section>`;
}

/** Whose policies decide the leg, in full: the picture has only room for their first digits. */
function keysOf({ kind, requests }: Leg, resourceKey: string | undefined): string[] {
  const asked = requests.map(({ key }) => key).filter((key) => vaultNameOf(key) === undefined);
  if (asked.length > 0) return [...new Set(asked)];
  return kind === 'backup' && resourceKey !== undefined ? [resourceKey] : [];
}

function noRequests({ outcome, obstacles = [], reason }: Leg): Markup | undefined {
  if (outcome === 'allowed') {
    return html`<p class="faint">
      Everything that this leg asks for is allowed. Run with <code>--verbose</code> to list the requests.
    </p>`;
  }
  return obstacles.length > 0 ? undefined : html`<p class="faint">${reason ?? 'No request decides this leg.'}</p>`;
}

function findingLinks(findings: readonly FindingLink[]): Markup | undefined {
  if (findings.length === 0) return undefined;
  return html`<h5>Findings on this path</h5>
    <ul class="links">
      ${findings.map(findingLink)}
    </ul>`;
}

function findingLink({ number, rule, severity, message }: FindingLink): Markup {
  return html`<li>
    ${icon(severity)}
    <a href="#finding-${number}"><span class="vh">${severity}: </span><code>${rule}</code> ${message}</a>
  </li>`;
}
