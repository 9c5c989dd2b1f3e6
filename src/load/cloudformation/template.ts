/** CloudFormation templates as they are written. https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/template-anatomy.html */
import type { PlacedPolicy } from '../../estate/model.ts';
import { pointerOf } from '../../estate/origin.ts';
import { isObject, type JsonObject } from '../kinds/kind.ts';
import type { Place } from './place.ts';

/** A template in a file. */
export interface Template {
  readonly file: string;
  /** Of the template inside the file. */
  readonly base: string;
  readonly document: JsonObject;
  /** A policy that the template computes. */
  readonly policy: (value: unknown, place: Place) => PlacedPolicy;
}

/** What every CloudFormation type looks like: `AWS::KMS::Key`, `Custom::Anything`, `My::Module::Type::MODULE`. */
const resourceType = /^[A-Za-z0-9]{2,64}::[A-Za-z0-9@:_-]+$/;

/** Other tools' files have `Resources` as well; a template's are objects with types of this form. */
export function isTemplate(document: JsonObject): boolean {
  const { Resources } = document;
  if (!isObject(Resources)) return false;
  const types = Object.values(Resources).map((resource) => isObject(resource) && resource['Type']);
  if (types.some((type) => typeof type === 'string' && resourceType.test(type))) return true;
  return Object.hasOwn(document, 'AWSTemplateFormatVersion');
}

/** A section's entries; none where there is no such section. */
export function section({ document }: Template, name: string): JsonObject {
  return member(document, name);
}

function member(from: unknown, name: string): JsonObject {
  const value = own(from, name);
  return isObject(value) ? value : {};
}

export function own(from: unknown, name: string): unknown {
  return isObject(from) && Object.hasOwn(from, name) ? from[name] : undefined;
}

/** A resource as it is written; `undefined` where there is none of the name. */
export interface WrittenResource {
  readonly id: string;
  readonly type: string;
  readonly properties: JsonObject;
  readonly condition: string | undefined;
  readonly metadata: JsonObject;
  readonly pointer: string;
}

export function resourcesOf(template: Template): readonly WrittenResource[] {
  return Object.entries(section(template, 'Resources')).flatMap(([id, value]) => {
    const type = own(value, 'Type');
    if (typeof type !== 'string') return [];
    const condition = own(value, 'Condition');
    return [
      {
        id,
        type,
        properties: member(value, 'Properties'),
        condition: typeof condition === 'string' ? condition : undefined,
        metadata: member(value, 'Metadata'),
        pointer: template.base + pointerOf(['Resources', id]),
      },
    ];
  });
}

/** The one member of an object that is an intrinsic function, and what it is given. */
export function intrinsicOf(value: unknown): { readonly name: string; readonly given: unknown } | undefined {
  if (!isObject(value)) return undefined;
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0) return undefined;
  return name === 'Ref' || name.startsWith('Fn::') ? { name, given: value[name] } : undefined;
}
