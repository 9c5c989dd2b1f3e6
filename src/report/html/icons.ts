import type { Severity } from '../../engine/finding.ts';
import type { Outcome } from '../../iam/types.ts';
import { html, trusted, type Markup } from './markup.ts';

/** Each state has a shape of its own, so that colour is never the only sign. */
const octagon = 'M5 .5h6L15.5 5v6L11 15.5H5L.5 11V5z';
const shapes = {
  allowed: ['M8 .5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15z', 'M4.8 8.2L7 10.5l4.2-4.8'],
  denied: [octagon, 'M5.5 5.5l5 5m0-5l-5 5'],
  unknown: ['M8 .4L15.6 8 8 15.6.4 8z', 'M6.3 6.6a1.7 1.7 0 1 1 2.5 1.5c-.6.3-.8.6-.8 1.2M8 11.3v.1'],
  error: [octagon, 'M8 4.5v4.2m0 2.6v.1'],
  warning: ['M8 1l7.5 13.5H.5z', 'M8 6v4m0 2.2v.1'],
  info: ['M8 .5a7.5 7.5 0 1 0 0 15a7.5 7.5 0 1 0 0-15z', 'M8 7.5v4M8 4.8v.1'],
} as const satisfies Record<Outcome | Severity, readonly [outline: string, sign: string]>;

export type Shape = keyof typeof shapes;

/** The shapes, once per document; `icon` refers to them. */
export function iconSheet(): Markup {
  const symbols = Object.entries(shapes).map(
    ([name, [outline, sign]]) =>
      `<symbol id="i-${name}" viewBox="-.5 -.5 17 17"><path class="outline" d="${outline}"/><path class="sign" d="${sign}"/></symbol>`,
  );
  return trusted(`<svg hidden width="0" height="0" aria-hidden="true">${symbols.join('')}</svg>`);
}

/** Beside a text that says the same; screen readers skip it. */
export function icon(shape: Shape): Markup {
  return html`<svg class="i ${shape}" aria-hidden="true"><use href="#i-${shape}" /></svg>`;
}
