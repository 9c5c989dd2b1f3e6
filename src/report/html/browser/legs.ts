import { all, onClick } from './dom.ts';

const legButtons = 'button.leg';

/** A click on a leg opens what was asked on it. */
export function wireLegs(): void {
  onClick(legButtons, (button) => setOpen(button, !isOpen(button)));
  onClick('#open-legs', toggleAll);
}

export function isOpen(button: HTMLElement): boolean {
  return button.getAttribute('aria-expanded') === 'true';
}

export function setOpen(button: HTMLElement, open: boolean): void {
  const panel = document.getElementById(button.getAttribute('aria-controls') ?? '');
  button.setAttribute('aria-expanded', String(open));
  if (panel !== null) panel.hidden = !open;
}

export function openPanel(panel: Element): void {
  const button = document.querySelector<HTMLElement>(`[aria-controls="${panel.id}"]`);
  if (button !== null) setOpen(button, true);
}

const labels = { open: 'Open broken legs', close: 'Close all legs' } as const;

/** Opens the broken legs of the cards that are shown; the second time it closes every leg. */
function toggleAll(toggle: HTMLElement): void {
  const opening = toggle.textContent === labels.open;
  const wanted = opening ? `.card:not([hidden]) ${legButtons}:not(.allowed)` : `${legButtons}[aria-expanded="true"]`;
  for (const button of all(wanted)) setOpen(button, opening);
  toggle.textContent = opening ? labels.close : labels.open;
}
