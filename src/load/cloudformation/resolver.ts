/** Values of a template with its functions resolved: plain JSON, with a hole wherever something is not known. */
import { hole } from '../../estate/hole.ts';
import { openCall } from './call.ts';
import type { Decided } from './conditions.ts';
import { functions } from './functions.ts';
import { inside, type Place, type Shifts } from './place.ts';
import { noValue } from './pseudo-parameters.ts';
import type { Stack } from './stack.ts';
import { intrinsicOf } from './template.ts';

/** Nobody nests deeper; CloudFormation itself takes less. */
const deepest = 250;

/** Properties that hold policies. */
const policyProperties: ReadonlySet<string> = new Set([
  'KeyPolicy',
  'AssumeRolePolicyDocument',
  'PolicyDocument',
  'AccessPolicy',
]);

/** Which way open conditions are taken to be, by their base. */
export type Assumptions = ReadonlyMap<string, boolean>;

export class Resolver {
  readonly stack: Stack;
  /** Notes what moves. */
  readonly shifts: Shifts;
  readonly assumed: Assumptions;
  readonly #withoutPolicies: boolean;
  #depth = 0;

  constructor(stack: Stack, shifts: Shifts, assumed: Assumptions = new Map(), withoutPolicies = false) {
    this.#withoutPolicies = withoutPolicies;
    this.stack = stack;
    this.shifts = shifts;
    this.assumed = assumed;
  }

  assuming(base: string, value: boolean): Resolver {
    return new Resolver(this.stack, this.shifts, new Map([...this.assumed, [base, value]]));
  }

  /** For properties whose policies are resolved by themselves. */
  withoutPolicies(): Resolver {
    return new Resolver(this.stack, this.shifts, this.assumed, true);
  }

  /** `undefined`: `AWS::NoValue`. */
  resolve(value: unknown, place: Place): unknown {
    const resolved = this.#value(value, place);
    return resolved === noValue ? undefined : resolved;
  }

  /** Of a condition, by name. */
  decide(condition: string): Decided {
    const decided = this.stack.conditions.decide(condition);
    if (typeof decided === 'boolean') return decided;
    const assumed = this.assumed.get(decided.base);
    return assumed === undefined ? decided : assumed !== decided.negated;
  }

  #value(value: unknown, place: Place): unknown {
    if (typeof value === 'string') return value.includes('{{resolve:') ? this.#withoutDynamic(value) : value;
    if (typeof value !== 'object' || value === null) return value;
    if (this.#depth > deepest) {
      this.stack.complain(place.written, 'is nested too deeply');
      return this.stack.holeFor('what is nested too deeply', place.written);
    }
    this.#depth += 1;
    const resolved = Array.isArray(value) ? this.#list(value, place) : this.#object(value, place);
    this.#depth -= 1;
    return resolved;
  }

  #object(value: object, place: Place): unknown {
    const intrinsic = intrinsicOf(value);
    if (intrinsic !== undefined) return this.#call(intrinsic.name, intrinsic.given, place);
    const members: [string, unknown][] = [];
    for (const [name, member] of Object.entries(value)) {
      if (this.#withoutPolicies && policyProperties.has(name)) continue;
      const resolved = this.#value(member, inside(place, name));
      if (resolved !== noValue) members.push([name, resolved]);
    }
    return Object.fromEntries(members);
  }

  #call(name: string, given: unknown, at: Place): unknown {
    const work = functions.get(name);
    const place = { written: inside(at, name).written, shown: at.shown };
    const call = { given, place, at, resolver: this };
    return work === undefined ? openCall(call, name) : work(call);
  }

  #list(values: readonly unknown[], place: Place): unknown[] {
    const list: unknown[] = [];
    for (const [index, value] of values.entries()) {
      for (const [written, branch] of this.#branches(value, inside(place, index).written)) {
        const at: Place = { written, shown: inside(place, list.length).shown };
        const resolved = this.#value(branch, at);
        if (resolved === noValue) continue;
        list.push(resolved);
        if (written !== inside(place, list.length - 1).written) this.shifts.note(at);
      }
    }
    return list;
  }

  /** Of an element whose being there is open, both are taken: objects, such as rules, add to each other. */
  #branches(value: unknown, written: string): readonly (readonly [written: string, value: unknown])[] {
    const intrinsic = intrinsicOf(value);
    const choice = intrinsic?.name === 'Fn::If' ? intrinsic.given : undefined;
    if (!Array.isArray(choice) || typeof choice[0] !== 'string') return [[written, value]];
    const decided = this.decide(choice[0]);
    const branches = [1, 2].map((index) => [`${written}/Fn::If/${index}`, choice[index] as unknown] as const);
    const isOpen = typeof decided !== 'boolean' && branches.some(([, branch]) => isPlainObject(branch));
    if (!isOpen) return [[written, value]];
    this.stack.doubt(written, dependsOn(decided.base));
    return branches.flatMap(([at, branch]) => this.#branches(branch, at));
  }

  /**
   * References to parameters and secrets that are looked up when the template is deployed.
   * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html
   */
  #withoutDynamic(text: string): string {
    return text.replaceAll(/\{\{(resolve:[^{}]*)\}\}/g, (_, reference: string) => hole(reference));
  }
}

function isPlainObject(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && intrinsicOf(value) === undefined;
}

/** Said of what may not be there. */
export function dependsOn(condition: string): string {
  return `whether it is there depends on the condition ${condition}, so it is judged as if it were`;
}
