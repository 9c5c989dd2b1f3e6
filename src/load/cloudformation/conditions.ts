/**
 * The template's conditions, in three values. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/conditions-section-structure.html
 * What a condition leaves open is its *base*, another condition where the one only names or negates that.
 */
import { hasHole, knownParts } from '../../estate/hole.ts';
import { inside, type Place } from './place.ts';
import { own, section } from './template.ts';
import type { Stack } from './stack.ts';

export type Decided = boolean | Undecided;

export interface Undecided {
  readonly base: string;
  readonly negated: boolean;
}

export class Conditions {
  readonly #stack: Stack;
  readonly #decided = new Map<string, Decided>();
  readonly #open = new Set<string>();

  constructor(stack: Stack) {
    this.#stack = stack;
  }

  /** A condition by its name; one that does not exist, or depends on itself, has been complained of and is open. */
  decide(name: string): Decided {
    const known = this.#decided.get(name);
    if (known !== undefined) return known;
    const written = own(section(this.#stack.template, 'Conditions'), name);
    const open: Undecided = { base: name, negated: false };
    if (written === undefined || this.#open.has(name)) return open;
    this.#open.add(name);
    const decided = this.#truth(written, this.#stack.placeIn('Conditions', name)) ?? open;
    this.#open.delete(name);
    this.#decided.set(name, decided);
    return decided;
  }

  /** `undefined`: open, for a reason of its own. */
  #truth(written: unknown, place: Place): Decided | undefined {
    const [[name, given] = ['', undefined], ...others] = Object.entries(
      typeof written === 'object' && written ? written : {},
    );
    if (others.length > 0) return undefined;
    const at = inside(place, name);
    switch (name) {
      case 'Condition':
        return typeof given === 'string' ? this.decide(given) : undefined;
      case 'Fn::Not':
        return negated(this.#all(given, at)[0]);
      case 'Fn::And':
        return every(this.#all(given, at));
      case 'Fn::Or':
        return negated(every(this.#all(given, at).map(negated)));
      case 'Fn::Equals':
        return this.#equals(given, at);
      default:
        this.#stack.complain(
          place.written,
          'is no condition: expected Fn::And, Fn::Equals, Fn::Not, Fn::Or or Condition',
        );
        return undefined;
    }
  }

  #all(given: unknown, place: Place): readonly (Decided | undefined)[] {
    return Array.isArray(given) ? given.map((each: unknown, index) => this.#truth(each, inside(place, index))) : [];
  }

  #equals(given: unknown, place: Place): boolean | undefined {
    const resolver = this.#stack.resolver();
    const sides = Array.isArray(given) ? given.map((side: unknown, i) => resolver.resolve(side, inside(place, i))) : [];
    if (sides.length !== 2) {
      this.#stack.complain(place.written, 'compares other than two values: expected a list of two');
      return undefined;
    }
    const [left, right] = sides.map((side) => (typeof side === 'string' ? side : JSON.stringify(side)));
    return left === undefined || right === undefined ? undefined : isEqual(left, right);
  }
}

/** The same hole is the same value. */
function isEqual(left: string, right: string): boolean | undefined {
  if (left === right) return true;
  return mayEqual(left, right) && mayEqual(right, left) ? undefined : false;
}

/** Whether a text whose other side is known may be that; where both are known in part, anything may be. */
function mayEqual(text: string, other: string): boolean {
  if (hasHole(other)) return true;
  if (!hasHole(text)) return text === other;
  const [start = '', ...rest] = knownParts(text);
  const end = rest.at(-1) ?? '';
  return other.length >= start.length + end.length && other.startsWith(start) && other.endsWith(end);
}

function negated(truth: Decided | undefined): Decided | undefined {
  if (truth === undefined) return undefined;
  return typeof truth === 'boolean' ? !truth : { ...truth, negated: !truth.negated };
}

function every(truths: readonly (Decided | undefined)[]): Decided | undefined {
  if (truths.includes(false)) return false;
  const [open, ...others] = truths.filter((truth) => truth !== true);
  if (truths.length > 0 && open === undefined && others.length === 0 && !truths.includes(undefined)) return true;
  return others.length === 0 ? open : undefined;
}
