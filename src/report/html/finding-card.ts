import { count } from '../count.ts';
import { docsUri } from '../docs-uri.ts';
import { whereOf } from '../finding-block.ts';
import type { ReportFinding, ReportLocation, ReportPath, ReportRelated } from '../model.ts';
import { requestGroups } from '../request-groups.ts';
import { resourceName } from '../short-name.ts';
import { capital } from './capital.ts';
import type { Numbered } from './drawn.ts';
import { icon } from './icons.ts';
import { html, sentence, type Markup } from './markup.ts';
import { requestList } from './request-list.ts';

export interface FindingView {
  readonly number: number;
  readonly version: string;
  /** The numbered lines of a place's text; empty where the text is not at hand. */
  readonly frameOf: (location: ReportLocation) => readonly string[];
  /** Of the paths that it concerns, those that are drawn. */
  readonly paths: readonly Numbered<ReportPath>[];
}

/** One finding: closed it says what and where, open it says why and what to do. */
export function findingCard(finding: ReportFinding, view: FindingView): Markup {
  const { rule, severity, message, location, subject } = finding;
  return html`<details
    class="card finding ${severity}"
    id="finding-${view.number}"
    data-severity="${severity}"
    data-rule="${rule}"
  >
    <summary>
      <span class="pill ${severity}">${icon(severity)}${severity}</span>
      <span class="what">
        <span class="message">${sentence(message)}</span>
        <span class="meta"><code>${rule}</code> <span>${whereOf(location) || subject}</span>${state(finding)}</span>
      </span>
    </summary>
    ${body(finding, view)}
  </details>`;
}

function state({ fix, fixed }: ReportFinding): Markup | undefined {
  if (fixed) return html`<span class="tag">fixed</span>`;
  if (fix === 'none') return undefined;
  return html`<span class="tag">${fix === 'safe' ? '--fix mends it' : '--fix --unsafe-fixes mends it'}</span>`;
}

function body(finding: ReportFinding, { number, version, frameOf, paths }: FindingView): Markup {
  const { rule, location, subject, explanation, related = [], requests, help, docs } = finding;
  const where = whereOf(location);
  const groups = requestGroups(requests.map((request) => ({ ...request, key: subject, statements: [] })));
  return html`<div class="body">
    ${where !== '' && location.file !== subject && html`<p class="subject">${subject}</p>`}
    ${framed(location, frameOf(location))} ${explained(explanation)}
    ${related.map((place) => relatedPlace(place, location, frameOf))} ${requestList(groups)}
    ${
      help !== '' &&
      html`<h3>What to do</h3>
        <p>${sentence(help)}</p>`
    }
    ${concerned(finding, number, paths)}
    <p class="docs">
      <a href="${docsUri(docs, version)}" rel="noreferrer">About <code>${rule}</code></a>
    </p>
  </div>`;
}

function explained(lines: readonly string[]): Markup | undefined {
  if (lines.length === 0) return undefined;
  return html`<h3>Why</h3>
    <pre class="explanation">${lines.join('\n')}</pre>`;
}

function framed(location: ReportLocation, lines: readonly string[]): Markup | undefined {
  if (lines.length === 0) return undefined;
  return html`<pre class="frame" tabindex="0" aria-label="${whereOf(location)}">${lines.join('\n')}</pre>`;
}

/** A statement that came near, with its text unless that is shown already. */
function relatedPlace(
  { message, location }: ReportRelated,
  shown: ReportLocation,
  frameOf: FindingView['frameOf'],
): Markup {
  const isShown = location.file === shown.file && location.start?.line === shown.start?.line;
  const place = whereOf(location) || location.pointer;
  return html`<p class="see">${capital(message)}${place !== undefined && html`: <code>${place}</code>`}</p>
    ${isShown ? undefined : framed(location, frameOf(location))}`;
}

const mostLinks = 5;

function concerned({ paths: all }: ReportFinding, number: number, paths: FindingView['paths']): Markup | undefined {
  if (all.length === 0) return undefined;
  const links = paths.slice(0, mostLinks).map(({ item, number: index }) => {
    const name = resourceName(item.resource, item.resourceType);
    return html`<li><a href="#path-${index}">${name}</a></li>`;
  });
  const more = all.length - links.length;
  return html`<h3>Concerns ${count(all.length, 'backup path')}</h3>
    <ul class="concerned">
      ${links}${more > 0 && html`<li>and ${more} more</li>`}
    </ul>
    <button type="button" class="action" data-show-paths="${number}">
      Show only ${all.length === 1 ? 'this path' : 'these paths'}
    </button>`;
}
