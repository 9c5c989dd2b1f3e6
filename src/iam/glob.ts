/**
 * Patterns with `*` (any run of characters, also none) and `?` (one character).
 * A pattern is a list of codes, so that characters that stand for themselves (`${*}`, the text of a variable)
 * can be told from wildcards. Matching never backtracks further than to the last star: pattern × value at most.
 */
export type Glob = readonly number[];

export const oneCharacter = -1;
export const anyRun = -2;
/** The same inside one segment of an ARN: they match no colon. Only `matchLimitedGlob` knows them. */
export const oneInSegment = -3;
export const runInSegment = -4;

export function isWild(text: string): boolean {
  return text.includes('*') || text.includes('?');
}

export function compileGlob(text: string): Glob {
  const codes: number[] = [];
  appendPattern(codes, text);
  return codes;
}

/** Adds `text` with its wildcards. Neighbouring stars are one star. */
export function appendPattern(codes: number[], text: string): void {
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 42 /* * */) {
      if (codes.at(-1) !== anyRun) codes.push(anyRun);
    } else {
      codes.push(code === 63 /* ? */ ? oneCharacter : code);
    }
  }
}

/** Adds `text` as characters that stand for themselves. */
export function appendLiteral(codes: number[], text: string): void {
  for (let index = 0; index < text.length; index++) codes.push(text.charCodeAt(index));
}

export function matchGlob(glob: Glob, value: string): boolean {
  let at = 0;
  let index = 0;
  let star = -1;
  let resume = 0;
  while (index < value.length) {
    const code = glob[at];
    if (code === anyRun) {
      star = at++;
      resume = index;
    } else if (code === oneCharacter || code === value.charCodeAt(index)) {
      at++;
      index++;
    } else if (star >= 0) {
      at = star + 1;
      index = ++resume;
    } else {
      return false;
    }
  }
  while (glob[at] === anyRun) at++;
  return at === glob.length;
}

/** As `matchGlob`, for patterns whose wildcards may be limited to a segment: follows all readings at once. */
export function matchLimitedGlob(glob: Glob, value: string): boolean {
  let reached = new Set([0]);
  skipRuns(glob, reached);
  for (let index = 0; index < value.length && reached.size > 0; index++) {
    const next = new Set<number>();
    for (const at of reached) step(glob, at, value.charCodeAt(index), next);
    skipRuns(glob, next);
    reached = next;
  }
  return reached.has(glob.length);
}

function step(glob: Glob, at: number, code: number, next: Set<number>): void {
  const wanted = glob[at];
  const inside = code !== colon;
  if (wanted === anyRun || (wanted === runInSegment && inside)) next.add(at);
  else if (wanted === code || wanted === oneCharacter || (wanted === oneInSegment && inside)) next.add(at + 1);
}

const colon = 58;

/** A run may be empty. Sets grow while they are walked, so a chain of runs is followed to its end. */
function skipRuns(glob: Glob, reached: Set<number>): void {
  for (const at of reached) {
    if (glob[at] === anyRun || glob[at] === runInSegment) reached.add(at + 1);
  }
}
