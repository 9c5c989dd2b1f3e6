import { hole, knownParts } from '../estate/hole.ts';

/**
 * Patterns with `*` (any run of characters, also none) and `?` (one character).
 * A pattern is a list of codes, so that characters that stand for themselves (`${*}`, the text of a variable)
 * can be told from wildcards. Matching never backtracks further than to the last star: pattern × value at most.
 */
export type Glob = readonly number[];

export const oneCharacter = -1;
export const anyRun = -2;
/** The same inside one segment of an ARN: they match no colon. These and the next only `matchLimitedGlob` knows. */
export const oneInSegment = -3;
export const runInSegment = -4;
/** One of the characters that names of services, Regions and organizations are made of; a digit. */
export const oneOfWord = -5;
export const runOfWord = -6;
export const oneDigit = -7;
/** Any run without `*` and `?`, which tags cannot hold; names cannot hold `:` and `/` either. */
export const runOfTag = -8;
export const runOfName = -9;

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

/** What a text with holes may be: anything in place of the holes and of policy variables. `wild`: stars are wildcards. */
export function globAroundHoles(text: string, wild = true): Glob {
  const codes: number[] = [];
  for (const [index, part] of knownParts(text.replace(/\$\{[^}]*\}/g, hole(''))).entries()) {
    if (index > 0) appendPattern(codes, '*');
    if (wild) appendPattern(codes, part);
    else appendLiteral(codes, part);
  }
  return codes;
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

/** As `matchGlob`, for patterns with limited wildcards: follows all readings at once. */
export function matchLimitedGlob(glob: Glob, value: string): boolean {
  let reached = startOf(glob);
  for (let index = 0; index < value.length && reached.size > 0; index++) {
    reached = advance(glob, reached, value.charCodeAt(index));
  }
  return reached.has(glob.length);
}

/** The places in the pattern that are reached before any character. */
export function startOf(glob: Glob): ReadonlySet<number> {
  return skipRuns(glob, new Set([0]));
}

/** The places that are reached with one more character. */
export function advance(glob: Glob, reached: ReadonlySet<number>, code: number): ReadonlySet<number> {
  const next = new Set<number>();
  for (const at of reached) {
    const wanted = glob[at];
    if (wanted === undefined) continue;
    if (wanted >= 0 ? wanted !== code : !isInClass(wanted, code)) continue;
    next.add(isRun(wanted) ? at : at + 1);
  }
  return skipRuns(glob, next);
}

/** A run may be empty. Sets grow while they are walked, so a chain of runs is followed to its end. */
function skipRuns(glob: Glob, reached: Set<number>): ReadonlySet<number> {
  for (const at of reached) {
    if (isRun(glob[at])) reached.add(at + 1);
  }
  return reached;
}

const runs: ReadonlySet<number> = new Set([anyRun, runInSegment, runOfWord, runOfTag, runOfName]);

function isRun(code: number | undefined): boolean {
  return code !== undefined && runs.has(code);
}

function isInClass(wildcard: number, code: number): boolean {
  const isStop = code === 58; /* : */
  const isWildcard = code === 42 /* * */ || code === 63; /* ? */
  const isDigit = code >= 48 && code <= 57;
  switch (wildcard) {
    case oneInSegment:
    case runInSegment:
      return !isStop;
    case oneDigit:
      return isDigit;
    case oneOfWord:
    case runOfWord:
      return isDigit || (code >= 97 && code <= 122) || code === 45;
    case runOfTag:
      return !isWildcard;
    case runOfName:
      return !isWildcard && !isStop && code !== 47; /* / */
    default:
      return true;
  }
}
