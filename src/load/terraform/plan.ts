/** A plan or state with all that its resources are asked: values, what is not known yet, and what that comes from. */
import { localName } from '../../estate/fragment.ts';
import { hole } from '../../estate/hole.ts';
import type { PlacedPolicy } from '../../estate/model.ts';
import type { Origin } from '../../estate/origin.ts';
import { isObject, type DocumentContext, type JsonObject, type Misfit, type SourceBlock } from '../kinds/kind.ts';
import { Configuration, isWritten, type Expression } from './configuration.ts';
import { resourcesOf, type TerraformResource } from './document.ts';
import { Places, type ProviderPlace } from './places.ts';
import { nameOfLeaf, Resolver, type Leaf } from './resolve.ts';

/** A part of a resource that was not looked at, and why. */
export interface Unseen {
  readonly what: string;
  readonly why: string;
}

type Steps = readonly (string | number)[];

export class TerraformPlan {
  readonly context: DocumentContext;
  readonly configuration: Configuration;
  readonly unseen: Unseen[] = [];
  readonly misfits: Misfit[] = [];
  /** The blocks of what the fragments point at. */
  readonly blocks = new Map<string, SourceBlock>();
  readonly #byType = new Map<string, TerraformResource[]>();
  readonly #resolver: Resolver;
  readonly #places: Places;

  constructor(document: JsonObject, context: DocumentContext) {
    this.context = context;
    this.configuration = new Configuration(document);
    const resources = resourcesOf(document);
    this.#resolver = new Resolver(this.configuration, resources);
    this.#places = new Places(this.configuration, resources);
    for (const resource of resources) {
      const type = resource.mode === 'data' ? `data.${resource.type}` : resource.type;
      const alike = this.#byType.get(type);
      if (alike === undefined) this.#byType.set(type, [resource]);
      else alike.push(resource);
    }
  }

  /** `aws_kms_key`, `data.aws_kms_key`. */
  ofType(...types: readonly string[]): readonly TerraformResource[] {
    return types.flatMap((type) => this.#byType.get(type) ?? []);
  }

  local(resource: TerraformResource): string {
    return localName(this.context.file, resource.address);
  }

  at(resource: TerraformResource, ...steps: Steps): Origin {
    this.#keepBlock(resource);
    return this.context.at(...resource.steps, 'values', ...steps);
  }

  place(resource: TerraformResource): ProviderPlace {
    return this.#places.of(resource);
  }

  /** An ARN of which everything is known: account and Region are the provider's, unless the ARN has none. */
  arn(resource: TerraformResource, service: string, name: string | undefined, isGlobal = false): string | undefined {
    const { account, region, partition } = this.place(resource);
    if (name === undefined || account === undefined || partition === undefined) return undefined;
    if (!isGlobal && region === undefined) return undefined;
    return `arn:${partition}:${service}:${isGlobal ? '' : region}:${account}:${name}`;
  }

  isUnknown({ unknown }: TerraformResource, attribute: string): boolean {
    return unknown[attribute] === true;
  }

  /** Whether the configuration sets an argument; a state does not show its configuration. */
  isWritten(resource: TerraformResource, attribute: string): boolean | undefined {
    if (this.configuration.blockOf(resource) === undefined) return undefined;
    return isWritten(this.configuration.argument(resource, attribute));
  }

  /** What an argument that is only known after apply may come from: what in it is not known either. */
  sources(resource: TerraformResource, attribute: string): readonly Leaf[] {
    return this.sourcesIn(resource, this.configuration.argument(resource, attribute));
  }

  sourcesIn(resource: TerraformResource, expression: Expression): readonly Leaf[] {
    return this.#resolver.leaves(resource, expression).filter((leaf) => !this.#isKnown(leaf));
  }

  /** The one resource of the given types that an argument comes from, where nothing else can have made it unknown. */
  source(
    resource: TerraformResource,
    expression: Expression,
    types: ReadonlySet<string>,
  ): TerraformResource | undefined {
    const sources = this.sourcesIn(resource, expression);
    const [first, ...others] = sources;
    if (first?.kind !== 'attribute' || !types.has(blockType(first.resource))) return undefined;
    return others.every((leaf) => leaf.kind === 'attribute' && leaf.resource === first.resource)
      ? first.resource
      : undefined;
  }

  /** A value that is only known after apply, in a message. */
  why(resource: TerraformResource, expression: Expression): string {
    const names = this.sourcesIn(resource, expression).map(nameOfLeaf);
    if (names.length === 0) return 'only known after apply';
    const shown = names.length > 3 ? [...names.slice(0, 3), 'others'] : names;
    return `only known after apply, since it depends on ${shown.join(', ')}`;
  }

  /** A hole for a value that is only known after apply, named after what it comes from. */
  holeFor(resource: TerraformResource, attribute: string, expression: Expression): string {
    const [first, ...others] = this.sourcesIn(resource, expression);
    return this.hole(first === undefined || others.length > 0 ? `${resource.address}.${attribute}` : nameOfLeaf(first));
  }

  /** A hole for something of this plan; others may call theirs the same. */
  hole(what: string): string {
    return hole(what, this.context.file);
  }

  policy(resource: TerraformResource, attribute: string): PlacedPolicy | undefined {
    const value = resource.values[attribute];
    if (typeof value !== 'string' || value === '') return undefined;
    this.#keepBlock(resource);
    return this.context.policy(value, ...resource.steps, 'values', attribute);
  }

  note(what: string, why: string): void {
    this.unseen.push({ what: `${this.context.file}: ${what}`, why });
  }

  #keepBlock(resource: TerraformResource): void {
    const pointer = this.context.pointer(...resource.steps);
    if (this.blocks.has(pointer)) return;
    const folder = this.configuration.folderOf(resource.module);
    const { mode, type, name } = resource;
    this.blocks.set(pointer, { folder, name: `${mode === 'data' ? 'data' : 'resource'} ${type} ${name}` });
  }

  #isKnown(leaf: Leaf): boolean {
    if (leaf.kind === 'opaque') return false;
    const { resource, attribute } = leaf;
    return Object.hasOwn(resource.values, attribute) && !holdsUnknown(resource.unknown[attribute]);
  }
}

/** `data.aws_kms_key`, `aws_kms_key`. */
export function blockType({ mode, type }: TerraformResource): string {
  return mode === 'data' ? `data.${type}` : type;
}

/** Whether anything in a part of `after_unknown` is unknown. */
export function holdsUnknown(unknown: unknown): boolean {
  const open: unknown[] = [unknown];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next === true) return true;
    if (Array.isArray(next)) open.push(...(next as unknown[]));
    else if (isObject(next)) open.push(...Object.values(next));
  }
  return false;
}
