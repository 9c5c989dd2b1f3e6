import { accountOf, regionOf, splitArn } from '../../estate/arn.ts';
import { shortName } from '../short-name.ts';

/** What a stop on a path is called, and where it is. */
export interface Place {
  readonly name: string;
  /** Account and Region, where an ARN tells. */
  readonly where: string;
  /** The text in full. */
  readonly full: string;
}

const keyIdLength = { single: 8, multi: 12 } as const;

export function placeOf(text: string): Place {
  const where = [accountOf(text), regionOf(text)].filter((part) => part !== undefined).join(' · ');
  return { name: shortName(text), where, full: text };
}

/** Of a key's id the first digits are enough to know it by; an alias or a file is its own name. */
export function keyPlace(text: string): Place {
  const place = placeOf(text);
  if (text.startsWith('alias/')) return { ...place, name: text };
  if (splitArn(text) === undefined) return place;
  const length = place.name.startsWith('mrk-') ? keyIdLength.multi : keyIdLength.single;
  return { ...place, name: place.name.length > length ? `${place.name.slice(0, length)}…` : place.name };
}

/** Of a key of which only the policy is known, any resource may be. */
export function typeName(resourceType: string): string {
  return resourceType === '*' ? 'any' : resourceType;
}
