import type { Outcome } from '../../iam/types.ts';
import { html, type Markup } from './markup.ts';
import { outcomes } from './words.ts';

const width = 1000;
/** A few among thousands are still to be seen. */
const least = 12;

/** The shares of the outcomes as a bar. The numbers stand beside it as text. */
export function outcomeBar(counts: Readonly<Record<Outcome | 'total', number>>, size: 'hero' | 'row'): Markup {
  let x = 0;
  const parts = sharesOf(counts).map(({ outcome, share }) => {
    const part = html`<rect class="${outcome}" x="${x}" y="0" width="${Math.max(share - 4, 1)}" height="10" />`;
    x += share;
    return part;
  });
  return html`<svg class="bar ${size}" viewBox="0 0 ${width - 4} 10" preserveAspectRatio="none" aria-hidden="true">
    ${parts}
  </svg>`;
}

function sharesOf(counts: Readonly<Record<Outcome | 'total', number>>) {
  const present = outcomes.filter((outcome) => counts[outcome] > 0);
  const wanted = present.map((outcome) => ({
    outcome,
    share: Math.max(Math.round((counts[outcome] / counts.total) * width), least),
  }));
  const excess = wanted.reduce((sum, { share }) => sum + share, 0) - width;
  const widest = Math.max(...wanted.map(({ share }) => share));
  const giving = wanted.findIndex(({ share }) => share === widest);
  return wanted.map((part, index) => (index === giving ? { ...part, share: part.share - excess } : part));
}
