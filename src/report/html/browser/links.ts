import type { Filter } from './filter.ts';
import { openPanel } from './legs.ts';

interface Filters {
  readonly paths: Filter | undefined;
  readonly findings: Filter | undefined;
}

/** A link to a card shows it: whatever filter hides it is lifted, and what is folded opens. */
export function wireLinks(filters: Filters): void {
  addEventListener('hashchange', () => reveal(filters));
  reveal(filters);
}

function reveal({ paths, findings }: Filters): void {
  const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  const card = target?.closest<HTMLElement>('.card');
  if (target === null || card === null || card === undefined) return;
  if (card.hidden) (card.matches('.path') ? paths : findings)?.reset();
  if (card instanceof HTMLDetailsElement) card.open = true;
  if (target.matches('.panel')) openPanel(target);
  card.scrollIntoView({ block: 'start' });
  focusOn(card);
}

/** Where the reader is now, so that the next Tab goes on from there. */
function focusOn(card: HTMLElement): void {
  const summary = card.querySelector<HTMLElement>(':scope > summary');
  const target = summary ?? card;
  if (summary === null) card.tabIndex = -1;
  target.focus({ preventScroll: true });
}

export function scrollToHeading(id: string): void {
  const heading = document.getElementById(id);
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}
