/** Finds a known phrase in what somebody pasted: with ids in it, in another letter case, misspelt here and there, or cut short. */
import { editDistance } from './did-you-mean.ts';

/** Its fixed parts, in order; between two parts stands what differs from case to case. */
export type Phrase = readonly [string, ...string[]];

/** More than any status message has; what is pasted may be a whole log. */
const mostWords = 600;
/** Fewer words say too little to be taken for part of a phrase. */
const fewestWords = 4;
const likeEnough = 0.8;

/** What one job's message has and the next one's has not: ARNs, ids, account numbers. */
const ids =
  /arn:aws[\w-]*:[^\s"',\])]+|\b(?:vol|snap|ami|i|mrk|fs)-[0-9a-f]{8,}\b|\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b|\b\d{12}\b/g;

/** The words of a text; AWS's actions, `backup:CopyIntoBackupVault`, are one each. */
export function wordsOf(text: string): readonly string[] {
  const words = text.toLowerCase().replaceAll(ids, ' ').replaceAll(/['’]/g, '');
  return words.match(/[\p{L}\p{N}]+(?::[\p{L}\p{N}]+)*/gu) ?? [];
}

/** How many words of the phrase's parts the text has, when it has them all in order; else 0. */
export function wordsInOrder(words: readonly string[], phrase: Phrase): number {
  let from = 0;
  let found = 0;
  for (const part of phrase.map(wordsOf)) {
    const at = indexOf(words, part, from);
    if (at === -1) return 0;
    from = at + part.length;
    found += part.length;
  }
  return found;
}

function indexOf(words: readonly string[], part: readonly string[], from: number): number {
  const last = words.length - part.length;
  for (let at = from; at <= last; at++) if (part.every((word, index) => words[at + index] === word)) return at;
  return -1;
}

/**
 * From 0 to 1: how much of the phrase stands near together in the text, misspelt or with other words between, or how
 * much of a text that is cut short stands in the phrase; 0 when that is little.
 */
export function likeness(allWords: readonly string[], phrase: Phrase): number {
  const words = allWords.slice(0, mostWords);
  const known = phrase.flatMap(wordsOf);
  const { common, span } = inCommon(words, known);
  if (common < fewestWords || span > known.length * 2) return 0;
  const ofPhrase = common / known.length;
  const ofText = common / words.length;
  return Math.max(ofPhrase, ofText) < likeEnough ? 0 : (2 * common) / (known.length + Math.min(words.length, span));
}

interface Common {
  /** Words of both, in the same order. */
  readonly common: number;
  /** Words of the text from the first of them to the last. */
  readonly span: number;
}

interface Cell {
  readonly common: number;
  readonly start: number;
}

/** The longest common subsequence; of several, the one that starts last. https://en.wikipedia.org/wiki/Longest_common_subsequence */
function inCommon(words: readonly string[], known: readonly string[]): Common {
  let row: readonly Cell[] = known.map((): Cell => ({ common: 0, start: 0 }));
  let best: Common = { common: 0, span: 0 };
  for (const [at, word] of words.entries()) {
    row = nextRow(row, word, at, { known, isLast: at === words.length - 1 });
    const { common, start } = row.at(-1) ?? { common: 0, start: 0 };
    if (common > best.common) best = { common, span: at - start + 1 };
  }
  return best;
}

interface Matching {
  readonly known: readonly string[];
  /** A text may be cut off within its last word. */
  readonly isLast: boolean;
}

function nextRow(before: readonly Cell[], word: string, at: number, { known, isLast }: Matching): readonly Cell[] {
  const row: Cell[] = [];
  for (const [index, candidate] of known.entries()) {
    const reached = before[index - 1] ?? { common: 0, start: at };
    const start = reached.common === 0 ? at : reached.start;
    const matched = isSameWord(word, candidate, isLast) ? { common: reached.common + 1, start } : undefined;
    const options = [matched, before[index], row[index - 1]].filter((cell) => cell !== undefined);
    row.push(options.reduce((most, cell) => (cell.common > most.common ? cell : most)));
  }
  return row;
}

function isSameWord(word: string, known: string, isLast: boolean): boolean {
  if (word === known) return true;
  if (isLast && word.length >= 3 && known.startsWith(word)) return true;
  const most = Math.floor(known.length / 5);
  return most > 0 && editDistance(word, known, most) <= most;
}
