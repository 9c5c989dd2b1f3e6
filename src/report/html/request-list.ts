import { count } from '../count.ts';
import { keyOrVaultName } from '../short-name.ts';
import { reasonText, type RequestGroup } from '../request-groups.ts';
import { principalName } from '../short-name.ts';
import { capital } from './capital.ts';
import { icon } from './icons.ts';
import { html, type Markup } from './markup.ts';
import { outcomes } from './words.ts';

/** What was asked, by whom, of which key, how it was decided, and by which statements. */
export function requestList(groups: readonly RequestGroup[]): Markup | undefined {
  if (groups.length === 0) return undefined;
  const worstFirst = outcomes.flatMap((wanted) => groups.filter(({ outcome }) => outcome === wanted));
  return html`<ul class="requests">
    ${worstFirst.map(requestItem)}
  </ul>`;
}

const verbs = { allowed: 'may call', denied: 'may not call', unknown: 'may or may not call' } as const;

function requestItem({ principal, key, outcome, reason, statements, actions }: RequestGroup): Markup {
  const [only = ''] = actions;
  const what = actions.length === 1 ? html`<code>${only}</code>` : count(actions.length, 'action');
  return html`<li class="${outcome}">
    ${icon(outcome)}
    <div>
      <p>
        <b title="${principal}">${principalName(principal)}</b> ${verbs[outcome]} ${what} on
        <span title="${key}">${keyOrVaultName(key)}</span>
      </p>
      ${actions.length > 1 && html`<p class="actions">${actions.map((action) => html`<code>${action}</code> `)}</p>`}
      <p class="why">${capital(reasonText(reason))}${decidedBy(statements)}</p>
    </div>
  </li>`;
}

function decidedBy(statements: readonly string[]): Markup | undefined {
  if (statements.length === 0) return undefined;
  return html`: ${statements.map((pointer) => html`<code>${pointer}</code> `)}`;
}
