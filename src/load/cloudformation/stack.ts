/** A template as it is deployed: its parameters, conditions and the names of its resources, each worked out when asked for. */
import type { AccountId } from '../../estate/arn.ts';
import type { Partition } from '../../estate/deployment.ts';
import { hole } from '../../estate/hole.ts';
import { pointerOf } from '../../estate/origin.ts';
import { Conditions } from './conditions.ts';
import { parameterValue } from './parameters.ts';
import { physicalNames, type PhysicalNames } from './physical-names.ts';
import { Shifts, placeOf, type Place } from './place.ts';
import { pseudoParameter } from './pseudo-parameters.ts';
import { Resolver } from './resolver.ts';
import { own, resourcesOf, section, type Template, type WrittenResource } from './template.ts';

/** Where and how it is deployed, as far as that is known. */
export interface StackFacts {
  readonly account?: AccountId;
  readonly region?: string;
  readonly partition: Partition;
  readonly name?: string;
  /** Values of parameters that are not in the template: from `--parameters`, an assembly, or the stack around it. */
  readonly parameters: (name: string) => unknown;
  readonly tags: Readonly<Record<string, string>>;
}

export interface StackNames {
  /** Tells what the template leaves open from what others leave open; empty where it is the only one. */
  readonly suffix: string;
  /** Tells the stacks of one template apart; empty where there is one. */
  readonly instance: string;
}

/** The other stacks. */
export interface Neighbours {
  /** The value that a stack in sight exports; `undefined` where none does. */
  readonly imported: (name: string) => unknown;
  /** The stack of a nested template, where it is in sight. */
  readonly nested: (id: string) => Stack | undefined;
}

export interface Complaint {
  readonly pointer: string;
  readonly message: string;
  readonly help?: string;
}

/** Something that cannot be looked at as it will be. */
interface Doubt {
  readonly what: string;
  readonly why: string;
}

export class Stack {
  readonly template: Template;
  readonly facts: StackFacts;
  readonly neighbours: Neighbours;
  readonly resources: ReadonlyMap<string, WrittenResource>;
  readonly conditions: Conditions;
  readonly shifts = new Shifts();
  readonly doubts = new Map<string, Doubt>();
  /** Resolved pointers of policies, and where they are written. */
  readonly policies = new Map<string, string>();
  /** A policy of the template does not tell which roles it is attached to. */
  hasOpenPolicies = false;
  readonly #complaints = new Map<string, Complaint>();
  readonly #known = new Map<string, unknown>();
  readonly #open = new Set<string>();
  readonly #functions = new Map<string, number>();
  readonly #names: StackNames;

  constructor(template: Template, facts: StackFacts, neighbours: Neighbours, names: StackNames) {
    this.template = template;
    this.facts = facts;
    this.neighbours = neighbours;
    this.#names = names;
    this.resources = new Map(resourcesOf(template).map((resource) => [resource.id, resource]));
    this.conditions = new Conditions(this);
  }

  get complaints(): readonly Complaint[] {
    return [...this.#complaints.values()];
  }

  complain(pointer: string, message: string, help?: string): void {
    const complaint = { pointer, message, ...(help !== undefined && { help }) };
    this.#complaints.set(`${pointer} ${message}`, complaint);
  }

  doubt(what: string, why: string): void {
    this.doubts.set(`${what} ${why}`, { what: `${this.template.file}: ${what}`, why });
  }

  /** Something of this stack that is not known; the same name always means the same. */
  hole(what: string): string {
    return hole(this.label(what));
  }

  /** What a function would come to: the same for the same words only, whatever it is called. */
  holeFor(what: string, words: string): string {
    const number = this.#functions.get(words) ?? this.#functions.size + 1;
    this.#functions.set(words, number);
    return hole(this.label(what), String(number));
  }

  /** How a thing of this stack is told from those of others. */
  label(what: string): string {
    const { suffix } = this.#names;
    return suffix === '' ? what : `${what} of ${suffix}`;
  }

  /** The logical id, in a template that is nested several times with where. */
  address(id: string): string {
    const { instance } = this.#names;
    return instance === '' ? id : `${instance}.${id}`;
  }

  resolver(): Resolver {
    return new Resolver(this, this.shifts);
  }

  /** What `Ref` gives; `undefined` where nothing is called so. */
  reference(name: string): unknown {
    return this.#once(`ref ${name}`, () => {
      const pseudo = pseudoParameter(this, name);
      if (pseudo !== undefined) return pseudo;
      const parameter = own(section(this.template, 'Parameters'), name);
      if (parameter !== undefined) return parameterValue(this, name, parameter);
      return this.resources.has(name) ? this.physical(name)?.ref : undefined;
    });
  }

  attribute(id: string, name: string): unknown {
    const known = this.physical(id)?.attributes.get(name);
    if (known !== undefined) return known;
    const [outputs, output, ...more] = name.split('.');
    const nested = outputs === 'Outputs' && output !== undefined ? this.neighbours.nested(id) : undefined;
    return nested?.output([output, ...more].join('.')) ?? this.hole(`${id}.${name}`);
  }

  /** Of a resource: its name, ARN and the like, as far as the template tells them. */
  physical(id: string): PhysicalNames | undefined {
    const resource = this.resources.get(id);
    return resource && (this.#once(`physical ${id}`, () => physicalNames(this, resource)) as PhysicalNames | undefined);
  }

  /** The value of an output; `undefined` where there is none. */
  output(name: string): unknown {
    return this.#once(`output ${name}`, () => {
      const output = own(section(this.template, 'Outputs'), name);
      const value = own(output, 'Value');
      return value === undefined ? undefined : this.resolver().resolve(value, this.placeIn('Outputs', name, 'Value'));
    });
  }

  placeIn(...steps: readonly (string | number)[]): Place {
    return placeOf(this.template.base + pointerOf(steps));
  }

  /** Worked out once; what asks for itself on the way is not known. */
  #once(key: string, work: () => unknown): unknown {
    if (this.#known.has(key)) return this.#known.get(key);
    if (this.#open.has(key)) return undefined;
    this.#open.add(key);
    const value = work();
    this.#open.delete(key);
    this.#known.set(key, value);
    return value;
  }
}
