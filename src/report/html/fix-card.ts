import type { ReportFix } from '../model.ts';
import { unprintable } from '../printable.ts';
import { html, type Markup } from './markup.ts';

/** One corrected policy: what changes, and the whole of it to copy. */
export function fixCard({ file, subject, policy, diff, safety, terraform }: ReportFix, number: number): Markup {
  const note = safety === 'unsafe' && html`<span class="tag">narrows a Deny statement</span>`;
  return html`<details class="card fix" id="fix-${number}">
    <summary>
      <span class="what">
        <span class="message">${file ?? subject}</span>
        <span class="meta">${file !== undefined && file !== subject && html`<span>${subject}</span>`}${note}</span>
      </span>
    </summary>
    <div class="body">
      <pre class="diff" tabindex="0" aria-label="Difference">${diff.replace(/\n$/, '').split('\n').map(diffLine)}</pre>
      ${terraform !== undefined && terraformBlock(terraform, number)}
      <p class="row">
        <b>The corrected policy</b><button type="button" class="action" data-copy="policy-${number}">Copy</button>
      </p>
      <pre class="policy" id="policy-${number}" tabindex="0" aria-label="The corrected policy">${jsonText(policy)}</pre>
    </div>
  </details> `;
}

function terraformBlock(text: string, number: number): Markup {
  return html`<p class="row">
      <b>The statements that it needs, in Terraform</b
      ><button type="button" class="action" data-copy="terraform-${number}">Copy</button>
    </p>
    <pre class="policy" id="terraform-${number}" tabindex="0" aria-label="In Terraform">${text}</pre>`;
}

/** To be copied: what would be spelled out for the eye is escaped as JSON has it, so that the text stays the policy. */
function jsonText(policy: unknown): string {
  return JSON.stringify(policy ?? null, null, 2).replace(unprintable(), (character) =>
    character === '\n' ? character : character.replace(/[^]/g, escapedUnit),
  );
}

function escapedUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

const kinds: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed', '@': 'hunk' };

function diffLine(line: string): Markup {
  const kind = /^(?:---|\+\+\+) /.test(line) ? 'hunk' : kinds[line.charAt(0)];
  return html`<span class="${kind ?? 'same'}">${`${line}\n`}</span>`;
}
