import { relative, sep } from 'node:path';

/** As reports name files: relative to the working folder, `/` as separator. */
export function shownPath(path: string, cwd: string): string {
  return relative(cwd, path).split(sep).join('/');
}
