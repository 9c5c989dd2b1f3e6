/** From a reference in the configuration to the resources that it reads, through modules' inputs and outputs. */
import { isObject } from '../kinds/kind.ts';
import { addressSteps, splitModule, withIndex, type AddressStep } from './address.ts';
import { referencesIn, type Configuration, type Expression } from './configuration.ts';
import { blockName, type TerraformResource } from './document.ts';

/** An attribute of a resource, or something that the plan does not lead any further. */
export type Leaf =
  | { readonly kind: 'attribute'; readonly resource: TerraformResource; readonly attribute: string }
  | { readonly kind: 'opaque'; readonly reference: string };

/** Where a reference stands. */
interface Place {
  readonly module: string;
  /** Of the resource that it stands in, whose other instances are not meant. */
  readonly index: string | number | undefined;
  /** The block's `for_each`, which `each.value` comes from. */
  readonly forEach: Expression;
}

const mayBeIndex = /^(?:each\.value|local|var)\./;

/** Deeper, modules refer to each other in a circle. */
const deepest = 50;
/** Leaves that one argument may lead to; who refers to more says nothing about any of them. */
const most = 500;

export class Resolver {
  readonly #configuration: Configuration;
  /** Instances by the address of their block. */
  readonly #instances = new Map<string, TerraformResource[]>();
  readonly #modules = new Set<string>();

  constructor(configuration: Configuration, resources: readonly TerraformResource[]) {
    this.#configuration = configuration;
    for (const resource of resources) {
      this.#modules.add(resource.module);
      const address = inModule(resource.module, blockName(resource));
      const known = this.#instances.get(address);
      if (known === undefined) this.#instances.set(address, [resource]);
      else known.push(resource);
    }
  }

  /** What an argument of a resource, or a part of one, is made of. */
  leaves(resource: TerraformResource, expression: Expression): readonly Leaf[] {
    const forEach = this.#configuration.blockOf(resource)?.['for_each_expression'];
    const place: Place = { module: resource.module, index: resource.index, forEach };
    const found: Leaf[] = [];
    this.#collect(expression, place, found, 0);
    return distinct(found);
  }

  #collect(expression: Expression, place: Place, found: Leaf[], depth: number): void {
    const references = referencesIn(expression);
    // What else stands in the expression may be the index: `aws_kms_key.all[each.value.key].arn`.
    const others = references.some((reference) => mayBeIndex.test(reference)) ? { ...place, index: undefined } : place;
    for (const reference of references) {
      if (found.length >= most) return;
      if (depth > deepest) found.push({ kind: 'opaque', reference });
      else this.#follow(reference, reference.startsWith('each.') ? place : others, found, depth);
    }
  }

  #follow(reference: string, place: Place, found: Leaf[], depth: number): void {
    const [first, second, ...rest] = addressSteps(reference);
    if (first === undefined) return;
    switch (first.name) {
      case 'each':
        if (second?.name === 'value') this.#eachValue(rest, place, found, depth);
        return;
      case 'count':
      case 'path':
      case 'terraform':
      case 'self':
        return;
      case 'var':
        if (second !== undefined) this.#input(second.name, reference, place, found, depth);
        return;
      case 'module':
        if (second !== undefined) this.#output(second, rest, reference, place, found, depth);
        return;
      case 'local':
        found.push({ kind: 'opaque', reference });
        return;
      case 'data':
        this.#attribute(`data.${second?.name}.${rest[0]?.name}`, rest[0], rest[1], reference, place, found);
        return;
      default:
        this.#attribute(`${first.name}.${second?.name}`, second, rest[0], reference, place, found);
    }
  }

  /** `for_each = aws_kms_key.all`: the key of the same index. */
  #eachValue([attribute]: readonly AddressStep[], place: Place, found: Leaf[], depth: number): void {
    const sources: Leaf[] = [];
    this.#collect(place.forEach, { ...place, forEach: undefined }, sources, depth + 1);
    for (const leaf of sources) {
      const isWhole = leaf.kind === 'attribute' && leaf.attribute === '';
      found.push(isWhole ? { ...leaf, attribute: attribute?.name ?? '' } : leaf);
    }
  }

  #input(name: string, reference: string, { module }: Place, found: Leaf[], depth: number): void {
    const at = splitModule(module);
    if (at === undefined) {
      if (!this.#configuration.hasVariable(name)) found.push({ kind: 'opaque', reference });
      return;
    }
    const call = this.#configuration.callOf(at.parent, at.call.name);
    const inputs = call?.['expressions'];
    const input: unknown = isObject(inputs) ? Object.getOwnPropertyDescriptor(inputs, name)?.value : undefined;
    const forEach = call?.['for_each_expression'];
    this.#collect(input, { module: at.parent, index: at.call.index, forEach }, found, depth + 1);
  }

  #output(
    call: AddressStep,
    [output]: readonly AddressStep[],
    reference: string,
    place: Place,
    found: Leaf[],
    depth: number,
  ): void {
    const address = inModule(place.module, `module.${call.name}`);
    const module = this.#moduleInstance(address, call.index ?? place.index);
    const expression = output && this.#configuration.outputOf(module, output.name);
    if (expression === undefined) found.push({ kind: 'opaque', reference });
    else this.#collect(expression, { module, index: undefined, forEach: undefined }, found, depth + 1);
  }

  /** The instance of the same index where the call has one; else the only one. */
  #moduleInstance(address: string, index: string | number | undefined): string {
    const indexed = withIndex(address, index);
    return this.#modules.has(indexed) ? indexed : address;
  }

  #attribute(
    block: string,
    named: AddressStep | undefined,
    attribute: AddressStep | undefined,
    reference: string,
    { module, index }: Place,
    found: Leaf[],
  ): void {
    const instances = this.#instances.get(inModule(module, block)) ?? [];
    const chosen = instances.filter((each) => each.index === (named?.index ?? index));
    const meant = named?.index === undefined && chosen.length === 0 ? instances : chosen;
    if (meant.length === 0) found.push({ kind: 'opaque', reference });
    for (const resource of meant) found.push({ kind: 'attribute', resource, attribute: attribute?.name ?? '' });
  }
}

function inModule(module: string, address: string): string {
  return module === '' ? address : `${module}.${address}`;
}

function distinct(leaves: readonly Leaf[]): readonly Leaf[] {
  const seen = new Map(leaves.map((leaf) => [nameOfLeaf(leaf), leaf]));
  return [...seen.values()];
}

/** As messages name it: `aws_iam_role.backup.arn`. */
export function nameOfLeaf(leaf: Leaf): string {
  if (leaf.kind === 'opaque') return leaf.reference;
  return leaf.attribute === '' ? leaf.resource.address : `${leaf.resource.address}.${leaf.attribute}`;
}
