/**
 * Two texts of which parts are not known: whether they may be the same, and whether they surely are. One may be a pattern.
 * What stands in a hole may be any text; a name that is made up is none that the other text writes out.
 */
import { assertNever } from '../estate/assert-never.ts';
import { holesIn, isHole, isMadeUp, piecesOf } from '../estate/hole.ts';

export interface OpenPattern {
  readonly text: string;
  /** Stars and question marks are wildcards. */
  readonly wild: boolean;
}

/** `*`. `inSegment`: it stands before the last segment of an ARN, where it may match no colon. */
interface Run {
  readonly kind: 'run';
  readonly inSegment: boolean;
}

/** `isName`: it cannot hold what separates the parts of ARNs. */
interface Hole {
  readonly kind: 'hole' | 'made-up';
  readonly hole: string;
  readonly isName: boolean;
}

/** `one`: a question mark. */
type Token = Run | Hole | { readonly kind: 'unit'; readonly unit: string } | { readonly kind: 'one' };

/** Whether the pattern matches the value for some of the texts that the holes of both may stand for. */
export function mayMatch(pattern: OpenPattern, value: string): boolean {
  if (!areAlike(pattern, value)) return false;
  if (isTooLong(pattern, value)) return true;
  const [ours, theirs] = [patternTokens(pattern), valueTokens(value)];
  return reachEnd(ours.length, theirs.length, (at, other) => [
    ...steps(ours, at, theirs, other),
    ...steps(theirs, other, ours, at).map(([second, first]) => [first, second] as const),
  ]);
}

/** Whether it does for all of them. */
export function surelyMatches(pattern: OpenPattern, value: string): boolean {
  if (isTooLong(pattern, value)) return pattern.text === value;
  const [ours, theirs] = [patternTokens(pattern), valueTokens(value)];
  return reachEnd(ours.length, theirs.length, (at, other) => {
    const [own, met] = [ours[at], theirs[other]];
    if (own?.kind === 'run') return [[at + 1, other], ...(met && holdsAll(own, met) ? [[at, other + 1] as const] : [])];
    return own !== undefined && met !== undefined && isSureToBe(own, met) ? [[at + 1, other + 1]] : [];
  });
}

/** No ARN is; what a template doubles a hundred times is not followed. */
function isTooLong({ text }: OpenPattern, value: string): boolean {
  return text.length + value.length > 10_000;
}

/** A quick look at what both write out before anything is open, and behind all that is. */
function areAlike({ text, wild }: OpenPattern, value: string): boolean {
  const [ours, theirs] = [text.split(wild ? /[\uE000\uE001*?$}]/ : /[\uE000\uE001$}]/), value.split(/[\uE000\uE001]/)];
  const [start = '', otherStart = ''] = [ours[0], theirs[0]];
  const [end = '', otherEnd = ''] = [ours.at(-1), theirs.at(-1)];
  return (
    (start.startsWith(otherStart) || otherStart.startsWith(start)) && (end.endsWith(otherEnd) || otherEnd.endsWith(end))
  );
}

const arnColons = 5;

function patternTokens({ text, wild }: OpenPattern): readonly Token[] {
  let colons = text.startsWith('arn:') ? 0 : arnColons;
  const tokenOf = (unit: string): Token => {
    if (unit === ':') colons++;
    if (wild && unit === '*') return { kind: 'run', inSegment: colons < arnColons };
    return wild && unit === '?' ? { kind: 'one' } : { kind: 'unit', unit };
  };
  // What a policy variable stands for is not looked up here.
  return piecesOf(text)
    .flatMap((piece) => (isOpen(piece) ? [piece] : piece.split(/(\$\{[^}]*\})/)))
    .flatMap((piece) =>
      isOpen(piece) || piece.startsWith('${') ? [toHole(piece, false)] : piece.split('').map(tokenOf),
    );
}

/**
 * A hole in an ARN is an account, a Region or, at the end, the name of a thing: no path fits in. Another one is a path, which
 * ends in a slash or is empty.
 */
function valueTokens(text: string): readonly Token[] {
  const isArn = text.startsWith('arn:');
  const pieces = piecesOf(text);
  let colons = 0;
  return pieces.flatMap((piece, index): readonly Token[] => {
    const before = pieces[index - 1] ?? '';
    if (isOpen(piece)) {
      const isLast = !pieces.slice(index + 1).some((after) => /[:/]/.test(after));
      return [toHole(piece, isArn && (isLast || colons < arnColons))];
    }
    colons += piece.split(':').length - 1;
    const endsPath = isArn && isOpen(before) && piece.startsWith('/') && (pieces[index - 2] ?? '').endsWith('/');
    return (endsPath ? piece.slice(1) : piece).split('').map((unit) => ({ kind: 'unit', unit }) as const);
  });
}

function isOpen(piece: string): boolean {
  return isHole(piece);
}

function toHole(hole: string, isName: boolean): Token {
  return { kind: isMadeUp(hole) ? 'made-up' : 'hole', hole, isName };
}

type Place = readonly [at: number, other: number];

/** Whether the steps lead from the start of both texts to their ends. */
function reachEnd(
  length: number,
  otherLength: number,
  stepsFrom: (at: number, other: number) => readonly Place[],
): boolean {
  const seen = new Set<number>();
  const left: Place[] = [[0, 0]];
  for (let place = left.pop(); place !== undefined; place = left.pop()) {
    const [at, other] = place;
    if (at === length && other === otherLength) return true;
    const id = at * (otherLength + 1) + other;
    if (seen.has(id)) continue;
    seen.add(id);
    left.push(...stepsFrom(at, other));
  }
  return false;
}

/** Ways on for one side, and for both where its next token meets the other's. */
function steps(tokens: readonly Token[], at: number, others: readonly Token[], other: number): readonly Place[] {
  const [own, met] = [tokens[at], others[other]];
  switch (own?.kind) {
    case undefined:
      return [];
    case 'run':
    case 'hole':
      return [[at + 1, other], ...(met && mayHold(own, met) ? [[at, other + 1] as const] : [])];
    case 'made-up':
      return madeUpSteps(own, at, others, other);
    case 'one':
      return met?.kind === 'unit' || met?.kind === 'one' ? [[at + 1, other + 1]] : [];
    case 'unit':
      return met?.kind === 'unit' && met.unit === own.unit ? [[at + 1, other + 1]] : [];
    default:
      return assertNever(own);
  }
}

/** It is what is made up for the same thing, stands where the other text is open, or was made up when that was written. */
function madeUpSteps(own: Hole, at: number, others: readonly Token[], other: number): readonly Place[] {
  const places: Place[] = [];
  let isOpen = false;
  let written = '';
  for (let end = other; end < others.length; end++) {
    const token = others[end];
    if (token?.kind === 'made-up') {
      if (end === other && token.hole === own.hole) places.push([at + 1, end + 1]);
      break;
    }
    if (token?.kind === 'unit') {
      if (own.isName && isOutsideNames(token.unit)) break;
      written += token.unit;
    }
    isOpen ||= token?.kind !== 'unit';
    if (isOpen || looksMadeUp(written, own.hole)) places.push([at + 1, end + 1]);
    if (isStretch(token)) places.push([at + 1, end]);
  }
  return places;
}

/**
 * `shop-Role-1AB2CD3EFGH45`: the stack's name, the logical id, cut where it is long, and a random end. Who deploys a stack
 * again may have written down what was made up the first time.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-properties-name.html
 */
function looksMadeUp(text: string, hole: string): boolean {
  const [, part = ''] = /-([^-]+)-[0-9A-Za-z]{8,13}$/.exec(text) ?? [];
  const [id = ''] = holesIn(hole)[0]?.split(' ') ?? [];
  return id !== '' && part.length >= Math.min(id.length, 8) && id.toLowerCase().startsWith(part.toLowerCase());
}

function isStretch(token: Token | undefined): boolean {
  return token?.kind === 'run' || token?.kind === 'hole';
}

/** Whether some of the texts that it stands for hold such a token. Where stars end is another matter with each operator. */
function mayHold(own: Run | Hole, met: Token): boolean {
  if (met.kind !== 'unit') return true;
  return own.kind === 'run' || !own.isName || !isOutsideNames(met.unit);
}

/** Whether a star matches the token whatever it stands for. */
function holdsAll({ inSegment }: Run, met: Token): boolean {
  if (met.kind === 'unit') return !inSegment || met.unit !== ':';
  return !inSegment || met.kind === 'made-up' || (met.kind === 'hole' && met.isName);
}

function isSureToBe(own: Token, met: Token): boolean {
  if (own.kind === 'one') return met.kind === 'unit';
  if (own.kind === 'unit') return met.kind === 'unit' && met.unit === own.unit;
  return own.kind !== 'run' && met.kind === own.kind && met.hole === own.hole;
}

/** Names of things hold neither what separates the parts of an ARN nor what stands for anything in a pattern. */
function isOutsideNames(unit: string): boolean {
  return ':/*?'.includes(unit);
}
