/** Far more than are asked at once, so that nothing waits; far fewer than there may be, so that memory holds. */
const width = 64;

/** The same as `Promise.all` over all items, without all of them waiting in memory. */
export async function inTurn<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  const left = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of left) results[index] = await work(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  return results;
}
