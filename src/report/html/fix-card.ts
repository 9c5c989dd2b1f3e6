import type { ReportFix } from '../model.ts';
import { html, type Markup } from './markup.ts';

/** One corrected policy: what changes, and the whole of it to copy. */
export function fixCard({ file, subject, policy, diff, safety }: ReportFix, number: number): Markup {
  return html`<details class="card fix" id="fix-${number}">
    <summary>
      <span class="what"
        ><span class="message">${file ?? subject}</span
        ><span class="meta"
          >${file === undefined || file === subject ? '' : subject}${safety === 'unsafe' ? html`<span class="tag">narrows a Deny statement</span>` : ''}</span
        ></span
      >
    </summary>
    <div class="body">
      <pre class="diff" tabindex="0" aria-label="Difference">${diff.replace(/\n$/, '').split('\n').map(diffLine)}</pre>
      <p class="row">
        <b>The corrected policy</b><button type="button" class="action" data-copy="policy-${number}">Copy</button>
      </p>
      <pre class="policy" id="policy-${number}" tabindex="0" aria-label="The corrected policy">
${JSON.stringify(policy, null, 2)}</pre>
    </div>
  </details> `;
}

const kinds: Readonly<Record<string, string>> = { '+': 'added', '-': 'removed', '@': 'hunk' };

function diffLine(line: string): Markup {
  const kind = /^(?:---|\+\+\+) /.test(line) ? 'hunk' : kinds[line.charAt(0)];
  return html`<span class="${kind ?? 'same'}">${`${line}\n`}</span>`;
}
