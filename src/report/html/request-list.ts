import type { PolicyKind, StatementRef } from '../../iam/types.ts';
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

function requestItem(group: RequestGroup): Markup {
  const { principal, key, outcome, reason, actions } = group;
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
      <p class="why">${capital(reasonText(reason))}${decidedBy(group)}</p>
    </div>
  </li>`;
}

function decidedBy({ statements, deciding }: RequestGroup): Markup | undefined {
  if (statements.length === 0) return undefined;
  if (deciding === undefined) return html`: ${statements.map((pointer) => html`<code>${pointer}</code> `)}`;
  const named = deciding.map(statementName);
  return html`: ${named.map((name, index) => html`${index > 0 && ', '}${name}`)}`;
}

function statementName({ policy, pointer, sid, effect }: StatementRef): Markup {
  return html`${effect} ${sid === undefined ? 'statement' : `“${sid}”`} <code>${pointer}</code> of the
    ${policyNames[policy]}`;
}

const policyNames = {
  'key-policy': 'key policy',
  'vault-policy': 'vault access policy',
  'identity-policy': "role's policies",
  'trust-policy': 'trust policy',
  'permissions-boundary': 'permissions boundary',
  'session-policy': 'session policy',
  'service-control-policy': 'service control policies',
  'resource-control-policy': 'resource control policies',
} as const satisfies Record<PolicyKind, string>;
