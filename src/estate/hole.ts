/**
 * What a template or plan leaves open inside a text: a parameter without a value, an attribute that is only known after
 * apply. A _hole_ stands in the text for the value, carrying what it is called, so that the known rest still tells a match
 * from a mismatch (`arn:aws:iam::⟨AWS::AccountId⟩:role/backup` is no user, whatever the account). Loaders make holes, the
 * evaluator takes what fits around one as unknown, and reports show them in brackets.
 *
 * A hole that is a whole value may stand where a policy has a list or an object, too: that element is unknown.
 *
 * Most values are given by somebody, who may give any text, also one that a policy writes out. A name that AWS or Terraform
 * _makes up_ for a new thing is none that anybody has written down yet; its hole says so.
 *
 * No character of a hole is one that ARNs and patterns are taken apart at, so whatever reads those need not know of holes.
 */

/** Private-use characters, which no policy holds: the marks of a hole's start and end. */
const start = '\uE000';
const end = '\uE001';
/** Behind the start of a hole for a name that is made up. */
const made = '\uE002';
/** Before what tells a hole from one of the same name elsewhere. */
const scoped = '\uE003';
const holes = /\uE000\uE002?([^\uE000-\uE003]*)(?:\uE003[^\uE000-\uE003]*)?\uE001/g;

/** What separates and what stands for anything, and how a hole writes it. */
const separators = [':', '/', '*', '?', '$', ','];
const firstStandIn = 0xe010;

/**
 * `what` names the value for people: `AWS::AccountId`, `aws_iam_role.backup.arn`. In one scope the same name is the same
 * value; what the scope is called is not shown.
 */
export function hole(what: string, scope = ''): string {
  return `${start}${inside(what)}${scope === '' ? '' : scoped + inside(scope)}${end}`;
}

/** For a name that is made up when the thing is made: no text that is written anywhere is it. */
export function madeUpHole(what: string, scope = ''): string {
  return start + made + hole(what, scope).slice(start.length);
}

/** The text as if somebody gave what is made up. */
export function asGiven(text: string): string {
  return text.replaceAll(made, '');
}

function inside(text: string): string {
  return text
    .replaceAll(/[\uE000-\uE003\uE010-\uE01F]/g, '')
    .replaceAll(/[:/*?$,]/g, (separator) => String.fromCharCode(firstStandIn + separators.indexOf(separator)));
}

function spelledOut(what: string): string {
  return what.replaceAll(/[\uE010-\uE01F]/g, (unit) => separators[unit.charCodeAt(0) - firstStandIn] ?? '');
}

export function hasHole(text: string): boolean {
  return text.includes(start);
}

/** It is one hole and nothing else. */
export function isHole(value: unknown): value is string {
  return typeof value === 'string' && value.startsWith(start) && value.indexOf(end) === value.length - 1;
}

/** It is one hole, for a name that is made up. */
export function isMadeUp(value: unknown): boolean {
  return isHole(value) && value.startsWith(made, start.length);
}

/** The names of the holes in a text, in order. */
export function holesIn(text: string): readonly string[] {
  return Array.from(text.matchAll(holes), ([, what = '']) => spelledOut(what));
}

/** The text as people read it. */
export function showHoles(text: string): string {
  return hasHole(text) ? text.replace(holes, (_, what: string) => `⟨${spelledOut(what)}⟩`) : text;
}

/** The text with a value for each hole. */
export function fillHoles(text: string, valueOf: (hole: string) => string): string {
  return hasHole(text) ? text.replace(holes, (each) => valueOf(each)) : text;
}

/** The known parts of a text, holes between them: one more than there are holes. */
export function knownParts(text: string): readonly string[] {
  return text.split(/\uE000[^\uE000\uE001]*\uE001/);
}

/** The text in pieces, holes as they stand in it. */
export function piecesOf(text: string): readonly string[] {
  return text.split(/(\uE000[^\uE000\uE001]*\uE001)/).filter((piece) => piece !== '');
}

/**
 * A statement that is there only if the template's condition has the given value: the context key on which a `Bool`
 * condition holds its fate. The evaluator tries both values, the same for all statements, so both branches of a template
 * are judged.
 */
export const branchPrefix = 'template-condition:';

export function branchKey(condition: string): string {
  return `${branchPrefix}${condition}`;
}
