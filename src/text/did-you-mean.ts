/**
 * The candidate that was probably meant: the one with the fewest edits, letter case aside, if they are few for its
 * length (one in three). The first of several; `undefined` when none is near.
 */
export function didYouMean(text: string, candidates: Iterable<string>): string | undefined {
  let best: string | undefined;
  let fewest = Infinity;
  for (const candidate of candidates) {
    const most = Math.floor(Math.max(text.length, candidate.length) / 3);
    const edits = editDistance(text.toLowerCase(), candidate.toLowerCase(), Math.min(most, fewest - 1));
    if (edits < fewest) [best, fewest] = [candidate, edits];
  }
  return best;
}

/**
 * Insertions, deletions, substitutions and swaps of neighbours (optimal string alignment); `Infinity` beyond `most`.
 * https://en.wikipedia.org/wiki/Damerau–Levenshtein_distance
 */
export function editDistance(a: string, b: string, most: number): number {
  if (Math.abs(a.length - b.length) > most) return Infinity;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row++) {
    const current = nextRow(a, b, row, last, beforeLast);
    if (Math.min(...current) > most) return Infinity;
    [beforeLast, last] = [last, current];
  }
  return at(last, b.length) <= most ? at(last, b.length) : Infinity;
}

function nextRow(a: string, b: string, row: number, last: readonly number[], beforeLast: readonly number[]): number[] {
  const current = [row];
  for (let column = 1; column <= b.length; column++) {
    const substitution = at(last, column - 1) + (a[row - 1] === b[column - 1] ? 0 : 1);
    const isSwap = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
    const swap = isSwap ? at(beforeLast, column - 2) + 1 : Infinity;
    current.push(Math.min(at(last, column) + 1, at(current, column - 1) + 1, substitution, swap));
  }
  return current;
}

function at(row: readonly number[], column: number): number {
  return row[column] ?? Infinity;
}
