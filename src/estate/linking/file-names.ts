/** What the path of a file says of whose it is, as in `keys/rds-get-key-policy.json` or `1234abcd-…/policy.json`. */
import type { Origin } from '../origin.ts';

/** Words that say what a file holds, not whose it is. */
const contentWords: ReadonlySet<string> = new Set(
  [
    'get put create describe list show output by of for the default document metadata json yaml',
    'aws kms iam backup key keys alias aliases grant grants policy policies role roles',
    'attached inline version versions plan plans selection selections vault vaults',
  ].flatMap((line) => line.split(' ')),
);

/** `undefined` for what comes from no file. */
export function fileOf(origin: Origin): string | undefined {
  return origin.kind === 'file' ? origin.file : undefined;
}

export function folderOf(origin: Origin): string | undefined {
  const file = fileOf(origin);
  return file === undefined ? undefined : parentOf(file);
}

/** The folder that a file lies in; empty for the working folder. */
export function parentOf(file: string): string {
  return file.slice(0, Math.max(0, file.lastIndexOf('/')));
}

/** The folders from the innermost outwards. */
export function foldersOf(file: string): string[] {
  return file
    .split('/')
    .slice(0, -1)
    .filter((name) => name !== '..')
    .reverse();
}

/** The name without folders and ending. */
export function stemOf(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}

/** Accounts and Regions say where, not which. */
function wordsOf(name: string): string[] {
  const bare = name
    .toLowerCase()
    .replace(/(?<!\d)\d{12}(?!\d)|(?<![a-z\d])[a-z]{2}(?:-[a-z]+){1,2}-\d(?![a-z\d])/g, '-');
  return bare.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
}

/** What is left of a name without the words that say what it holds: `rds-get-key-policy` is about `rds`. */
export function gistOf(name: string): string {
  return wordsOf(name)
    .filter((word) => !contentWords.has(word))
    .join('-');
}

/** Whether all words of a name stand in another one, side by side. */
export function contains(whole: string, part: string): boolean {
  return `-${wordsOf(whole).join('-')}-`.includes(`-${wordsOf(part).join('-')}-`);
}

/** Key ids in a path. */
export function keyIdsIn(file: string): string[] {
  return file.toLowerCase().match(/mrk-[\da-f]{32}|[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}/g) ?? [];
}
