/**
 * Whether a pattern with `*` (any run of characters, also none) matches a whole text. Linear in practice and at worst
 * pattern × text: the last star is the only place to go back to.
 */
export function matchesGlob(pattern: string, text: string, mayCross: (character: string) => boolean = always): boolean {
  let at = 0;
  let star = -1;
  let retry = 0;
  let next = 0;
  while (next < text.length) {
    if (pattern[at] === '*') {
      star = at++;
      retry = next;
    } else if (at < pattern.length && pattern[at] === text[next]) {
      at++;
      next++;
    } else if (star >= 0 && mayCross(text.charAt(retry))) {
      at = star + 1;
      next = ++retry;
    } else {
      return false;
    }
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

const always = (): boolean => true;

/** AWS Backup's `*` never stands for white space. https://docs.aws.amazon.com/aws-backup/latest/devguide/troubleshooting.html */
export function matchesSelectionPattern(pattern: string, text: string): boolean {
  return pattern.includes('*') ? matchesGlob(pattern, text, (character) => !/\s/.test(character)) : pattern === text;
}
