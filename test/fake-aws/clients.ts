import { credentialsFor } from './callers.ts';

/** What a real client needs to meet the fake as an account in a Region. */
export function clientFor(endpoint: string, account: string, region = 'eu-west-1') {
  return { endpoint, region, credentials: credentialsFor(account) };
}

/** What all pages of a list hold together. */
export async function collect<Page, Item>(
  pages: AsyncIterable<Page>,
  itemsOf: (page: Page) => readonly Item[] | undefined,
): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of pages) items.push(...(itemsOf(page) ?? []));
  return items;
}
