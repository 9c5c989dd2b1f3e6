/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-findinmap.html */
import { hasHole, showHoles } from '../../estate/hole.ts';
import { isSameJson } from '../../estate/linking/merge.ts';
import { isObject } from '../kinds/kind.ts';
import { openCall, refuse, type Call } from './call.ts';
import { inside } from './place.ts';
import { own, section } from './template.ts';

export function findInMap(call: Call): unknown {
  const { given, resolver, place } = call;
  const [mapWritten, topWritten, secondWritten, options] = Array.isArray(given) ? (given as unknown[]) : [];
  const keys = [mapWritten, topWritten, secondWritten].map((key, index) => resolver.resolve(key, inside(place, index)));
  if (!keys.every((key) => typeof key === 'string' || typeof key === 'number')) {
    return refuse(call, 'is not the name of a mapping and two keys: Fn::FindInMap takes three');
  }
  const [map = '', top = '', second = ''] = keys.map(String);
  const isOpen = keys.some((key) => hasHole(String(key)));
  const found = valuesAt(section(resolver.stack.template, 'Mappings'), [map, top, second]);
  const fallback = own(options, 'DefaultValue');
  const usual = fallback === undefined ? [] : [resolver.resolve(fallback, inside(place, 3, 'DefaultValue'))];
  // A key that is not known may be one that the mapping lacks.
  const [value, ...others] = isOpen || found.length === 0 ? [...found, ...usual] : found;
  const mayBeOther = others.some((other) => !isSameJson(value, other)) || (isOpen && isGenerated(call));
  if (value !== undefined && !mayBeOther) return value;
  if (isOpen || value !== undefined || isGenerated(call)) return openCall(call, `Fn::FindInMap ${map}`);
  return refuse(call, `finds nothing: the mapping ${showHoles(map)} has no ${showHoles(top)}, ${showHoles(second)}`);
}

/** Mappings may be included from elsewhere. */
function isGenerated({ resolver }: Call): boolean {
  return Object.hasOwn(section(resolver.stack.template, 'Mappings'), 'Fn::Transform');
}

/** All that a key may lead to; a hole leads anywhere. */
function valuesAt(from: unknown, [key, ...further]: readonly string[]): readonly unknown[] {
  if (key === undefined) return from === undefined ? [] : [from];
  if (!isObject(from)) return [];
  const next = hasHole(key) ? Object.values(from) : [own(from, key)];
  return next.flatMap((value) => valuesAt(value, further));
}
