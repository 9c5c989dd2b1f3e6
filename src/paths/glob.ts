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

/**
 * Whether a pattern can match an ARN of a form such as `arn:*:ec2:*:*:volume/*`. A star of the form that a colon follows
 * stands for one segment; the pattern's stars cross them.
 */
export function mayMatchForm(pattern: string, form: string): boolean {
  const width = form.length + 1;
  const seen = new Set<number>();
  const open = [0];
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (seen.has(state)) continue;
    seen.add(state);
    const [inPattern, inForm] = [Math.floor(state / width), state % width];
    const [a, b] = [pattern[inPattern], form[inForm]];
    if (a === undefined && b === undefined) return true;
    // A star stands for nothing, or for whatever the other side has next.
    if (a === '*') open.push(state + width, ...(b === undefined ? [] : [state + 1]));
    const takesNext = a !== undefined && (a !== ':' || form[inForm + 1] !== ':');
    if (b === '*') open.push(state + 1, ...(takesNext ? [state + width] : []));
    if (a !== undefined && a === b) open.push(state + width + 1);
  }
  return false;
}
