import { all, byId } from './dom.ts';

type Test = (card: HTMLElement) => boolean;

export interface Filter {
  /** Looks at the controls again and shows what matches. */
  readonly update: () => void;
  /** Shows everything. */
  readonly reset: () => void;
}

interface FilterOptions {
  /** The ids of its parts start with it: `path-list`, `path-search`. */
  readonly name: 'path' | 'finding';
  /** One of what it lists; more of them end in an s. */
  readonly noun: string;
  /** Besides the search: what a card must be, or nothing. */
  readonly tests: () => readonly (Test | undefined)[];
  readonly onReset?: () => void;
}

/** Wires a list of cards to its search field, choices, count and reset button; undefined where there is no list. */
export function filterList({ name, noun, tests, onReset }: FilterOptions): Filter | undefined {
  const tools = document.getElementById(`${name}-tools`);
  const list = document.getElementById(`${name}-list`);
  if (tools === null || list === null) return undefined;
  const cards = all('.card', list);
  const search = byId(`${name}-search`, HTMLInputElement);
  const textOf = textIndex();

  const update = (): void => {
    const words = (search?.value ?? '').toLowerCase().split(/\s+/).filter(Boolean);
    const active = tests().filter((test) => test !== undefined);
    const matches = (card: HTMLElement): boolean =>
      active.every((test) => test(card)) && words.every((word) => textOf(card).includes(word));
    const shown = cards.filter((card) => {
      card.hidden = !matches(card);
      return !card.hidden;
    }).length;
    report(name, noun, shown, cards.length);
  };
  const reset = (): void => {
    for (const input of tools.querySelectorAll('input')) {
      if (input.type === 'radio') input.checked = input.value === '';
      else input.value = '';
    }
    for (const select of tools.querySelectorAll('select')) select.value = '';
    onReset?.();
    update();
  };

  tools.hidden = false;
  tools.addEventListener('input', update);
  document.getElementById(`${name}-reset`)?.addEventListener('click', () => {
    reset();
    search?.focus();
  });
  update();
  return { update, reset };
}

function report(name: string, noun: string, shown: number, total: number): void {
  const count = document.getElementById(`${name}-count`);
  const things = total === 1 ? noun : `${noun}s`;
  const text = shown === total ? `${total} ${things}` : `${shown} of ${total} ${things}`;
  if (count !== null && count.textContent !== text) count.textContent = text;
  const reset = document.getElementById(`${name}-reset`);
  if (reset !== null) reset.hidden = shown === total;
  const none = document.getElementById(`${name}-none`);
  if (none !== null) none.hidden = shown > 0;
}

/** A card's text in lower case, with the full names that its titles hold; read when first searched. */
function textIndex(): (card: HTMLElement) => string {
  const known = new Map<HTMLElement, string>();
  return (card) => {
    const found = known.get(card);
    if (found !== undefined) return found;
    const titles = all('[title]', card).map(({ title }) => title);
    const text = [card.textContent, ...titles].join(' ').toLowerCase();
    known.set(card, text);
    return text;
  };
}

/** What a group of radio buttons, or a select, asks of a card's data; undefined: anything. */
export function chosen(value: string | undefined, member: string): Test | undefined {
  if (value === undefined || value === '') return undefined;
  return ({ dataset }) => dataset[member] === value;
}

export function radioValue(name: string): string | undefined {
  return document.querySelector<HTMLInputElement>(`input[name="${name}"]:checked`)?.value;
}

export function selectValue(id: string): string | undefined {
  return byId(id, HTMLSelectElement)?.value;
}
