/** What `Ref` and `Fn::GetAtt` give of resources: names and ARNs, as far as the template tells them. */
import { hasHole, madeUpHole } from '../../estate/hole.ts';
import { inside, placeOf } from './place.ts';
import { namedTypes, type NamedType } from './named-types.ts';
import type { Stack } from './stack.ts';
import { own, type WrittenResource } from './template.ts';

export interface PhysicalNames {
  readonly name: string;
  readonly arn: string;
  readonly ref: string;
  readonly attributes: ReadonlyMap<string, string>;
}

/** `undefined`: a type that is not known here. */
export function physicalNames(stack: Stack, resource: WrittenResource): PhysicalNames | undefined {
  const named = namedTypes.get(resource.type);
  if (named === undefined) return undefined;
  const name = nameOf(stack, resource, named);
  const arn = arnOf(stack, named.arn, pathOf(stack, resource, named) + name);
  const attributes = new Map([
    ...(named.arnAttributes ?? []).map((attribute) => [attribute, arn] as const),
    ...(named.nameAttributes ?? []).map((attribute) => [attribute, name] as const),
  ]);
  return { name, arn, ref: named.ref === 'arn' ? arn : name, attributes };
}

/** The one that the template gives; CloudFormation makes one up otherwise, in which the logical id stands. */
function nameOf(stack: Stack, resource: WrittenResource, { name, lowerCase }: NamedType): string {
  const given = name === undefined ? undefined : property(stack, resource, name);
  if (typeof given !== 'string' || given === '') return unwritten(stack, resource);
  return lowerCase === true && !hasHole(given) ? given.toLowerCase() : given;
}

function unwritten(stack: Stack, { id, properties }: WrittenResource): string {
  const isElsewhere = Object.keys(properties).some((property) => property.startsWith('Fn::'));
  return isElsewhere ? stack.hole(`what Fn::Transform makes of ${id}`) : madeUpHole(stack.label(id));
}

/** It ends in a slash, also where it is not known, so that the name stands by itself. */
function pathOf(stack: Stack, resource: WrittenResource, { path }: NamedType): string {
  const given = path === undefined ? undefined : property(stack, resource, path);
  const inner = typeof given === 'string' ? given.replace(/^\//, '') : '';
  return inner === '' || inner.endsWith('/') ? inner : `${inner}/`;
}

function property(stack: Stack, { properties, pointer }: WrittenResource, name: string): unknown {
  const written = own(properties, name);
  const place = inside(placeOf(pointer), 'Properties', name);
  return written === undefined ? undefined : stack.resolver().resolve(written, place);
}

/** Fills `arn:*:ec2:*:*:volume/*` with the stack's partition, Region and account, and with the name. */
export function arnOf(stack: Stack, pattern: string, name: string): string {
  const [, , service = '', region = '', account = '', ...resource] = pattern.split(':');
  const own = (part: string, pseudo: string): string => (part === '*' ? String(stack.reference(pseudo)) : part);
  const start = ['arn', stack.facts.partition, service, own(region, 'AWS::Region'), own(account, 'AWS::AccountId')];
  return [...start, resource.join(':').replace('*', () => name)].join(':');
}
