import { count } from '../count.ts';
import type { ReportFinding, ReportPath } from '../model.ts';
import { html, type Markup } from './markup.ts';
import { outcomes, severities } from './words.ts';

/** A browser takes this many cards; of larger estates the worst are drawn and the rest is counted. */
export const mostCards = 5_000;

/** With its number in the report, which a link keeps whatever is drawn before it. */
export interface Numbered<Item> {
  readonly item: Item;
  readonly number: number;
}

export function drawnPaths(paths: readonly ReportPath[]): Numbered<ReportPath>[] {
  return worstFirst(paths, outcomes, ({ outcome }) => outcome);
}

export function drawnFindings(findings: readonly ReportFinding[]): Numbered<ReportFinding>[] {
  return worstFirst(findings, severities, ({ severity }) => severity);
}

function worstFirst<Item, Rank>(
  items: readonly Item[],
  ranks: readonly Rank[],
  rankOf: (item: Item) => Rank,
): Numbered<Item>[] {
  const numbered = items.map((item, number) => ({ item, number }));
  return ranks.flatMap((rank) => numbered.filter(({ item }) => rankOf(item) === rank)).slice(0, mostCards);
}

export function notDrawn(drawn: number, all: number, noun: string): Markup | undefined {
  if (drawn === all) return undefined;
  return html`<p class="faint">
    The ${drawn} worst of ${count(all, noun)} are shown; the numbers at the top are of all. The JSON report holds every
    one.
  </p>`;
}
