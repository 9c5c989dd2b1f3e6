/** What Organizations would refuse in a backup policy, or what cannot be read of it. */
import { hasHole, isHole } from '../estate/hole.ts';
import { didYouMean, editDistance } from '../text/did-you-mean.ts';
import {
  append,
  assign,
  childControl,
  controlWords,
  isObject,
  isOperator,
  remove,
  valueOperators,
  type Written,
} from './operators.ts';
import { backupPolicyShape, type Shape, type ValueShape } from './shape.ts';

export interface PolicyFault {
  /** From the document. */
  readonly steps: readonly string[];
  readonly message: string;
  readonly help?: string;
}

export interface PolicyFaults {
  readonly faults: readonly PolicyFault[];
  /** Settings of which nothing is known here. */
  readonly unknown: readonly (readonly string[])[];
}

export function faultsOf(document: unknown): PolicyFaults {
  const search = new Search();
  // Where no policy is attached, the effective policy is empty.
  const isEmpty = isObject(document) && Object.keys(document).length === 0;
  if (!isEmpty && isObject(document) && !Object.hasOwn(document, 'plans')) search.fault([], 'has no plans');
  search.visit(document, backupPolicyShape, []);
  return search;
}

type Steps = readonly string[];

/** No setting that is known lies deeper than a third of this. */
const deepest = 30;

class Search implements PolicyFaults {
  readonly faults: PolicyFault[] = [];
  readonly unknown: Steps[] = [];

  fault(steps: Steps, what: string, help?: string): void {
    const name = steps.join('.') || 'the backup policy';
    this.faults.push({ steps, message: `${name} ${what}`, ...(help === undefined ? {} : { help }) });
  }

  visit(written: unknown, shape: Shape, steps: Steps): void {
    if (steps.length > deepest) this.fault(steps.slice(0, 3), 'is nested too deeply');
    else if (shape.kind === 'each' || shape.kind === 'members') this.#settings(written, shape, steps);
    else if (isObject(written) && Object.keys(written).some(isOperator)) this.#operators(written, shape, steps);
    else if (shape.kind !== 'anything' || !isObject(written)) this.#value(written, shape, steps);
    else for (const [name, value] of Object.entries(written)) this.visit(value, shape, [...steps, name]);
  }

  #settings(written: unknown, shape: Exclude<Shape, ValueShape>, steps: Steps): void {
    if (isHole(written)) return;
    if (!isObject(written)) return this.fault(steps, `is ${inWords(written)}: expected settings`);
    for (const [name, value] of Object.entries(written)) {
      const at = [...steps, name];
      if (name === childControl) this.#control(value, at);
      else if (isOperator(name)) this.fault(at, `stands where settings are expected, not a value`);
      else if (shape.kind === 'each') this.visit(value, shape.of, at);
      else this.#member(name, value, shape.of, at);
    }
  }

  #member(name: string, value: unknown, members: Readonly<Record<string, Shape>>, at: Steps): void {
    const known = Object.hasOwn(members, name) ? members[name] : undefined;
    if (known !== undefined) return this.visit(value, known, at);
    const meant = Object.keys(members).find((each) => editDistance(name.toLowerCase(), each, 2) <= 2);
    if (meant !== undefined) return this.fault(at, 'is no setting of a backup policy', `Did you mean ${meant}?`);
    this.unknown.push(at);
    this.visit(value, { kind: 'anything' }, at);
  }

  #operators(written: Written, shape: ValueShape, steps: Steps): void {
    for (const [name, value] of Object.entries(written)) {
      const at = [...steps, name];
      if (name === childControl) this.#control(value, at);
      else if (name === assign) this.#value(value, shape, at);
      else if (name === append || name === remove) this.#listOperand(value, shape, at);
      else if (isOperator(name)) this.#unknownOperator(name, at);
      else this.fault(at, 'stands beside operators: expected either a value or settings');
    }
  }

  #unknownOperator(name: string, at: Steps): void {
    const meant = didYouMean(name, [...valueOperators, childControl]);
    this.fault(at, 'is no inheritance operator', meant === undefined ? undefined : `Did you mean ${meant}?`);
  }

  /** https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html: with lists only. */
  #listOperand(value: unknown, shape: ValueShape, at: Steps): void {
    if (shape.kind !== 'list' && shape.kind !== 'anything') {
      return this.fault(at, 'is for lists only', 'Use @@assign for a single value.');
    }
    this.#value(value, shape.kind === 'anything' ? shape : { kind: 'list' }, at);
  }

  #control(value: unknown, at: Steps): void {
    const words: readonly unknown[] = Array.isArray(value) ? value : [value];
    const strange = words.find((word) => typeof word !== 'string' || !controlWords.has(word));
    if (strange === undefined) return;
    const help = `Expected a list of ${[...controlWords].join(', ')}.`;
    this.fault(at, `lists ${inWords(strange)}`, help);
  }

  #value(value: unknown, { kind }: ValueShape, at: Steps): void {
    if (!isOpen(value) && !isValue[kind](value)) this.fault(at, `is ${inWords(value)}: expected ${valueWords[kind]}`);
  }
}

/** A template leaves it, or a part of it, open. */
function isOpen(value: unknown): boolean {
  return typeof value === 'string' && hasHole(value);
}

const isText = (value: unknown): boolean => typeof value === 'string';
/** Most values are written as text, whatever they are. */
const isNumber = (value: unknown): boolean => Number.isInteger(toNumber(value));
const isScalar = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value);

const isValue: Readonly<Record<ValueShape['kind'], (value: unknown) => boolean>> = {
  text: isText,
  number: isNumber,
  switch: (value) => toSwitch(value) !== undefined,
  list: (value) => isText(value) || (Array.isArray(value) && value.every(isText)),
  anything: (value) => isScalar(value) || (Array.isArray(value) && value.every(isScalar)),
};

const valueWords: Readonly<Record<ValueShape['kind'], string>> = {
  text: 'text',
  number: 'a whole number',
  switch: 'true or false',
  list: 'a list of texts',
  anything: 'a value or a list of values',
};

export function toNumber(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  return typeof value === 'string' && /^-?\d+$/.test(value.trim()) ? Number(value) : undefined;
}

export function toSwitch(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : undefined;
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

function inWords(value: unknown): string {
  if (value === null) return 'null';
  if (value === undefined) return 'missing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'an object' : JSON.stringify(value);
}
