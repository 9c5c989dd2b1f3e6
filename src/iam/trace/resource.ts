/** Why a statement's resources are not the one that is asked for, in words. */
import { keyIdOf, splitArn } from '../../estate/arn.ts';

export function resourceMiss(resources: readonly string[], resource: string | undefined): string {
  const [only, ...others] = resources;
  const named =
    only === undefined
      ? 'names no resource'
      : others.length === 0
        ? `names ${only}`
        : `names ${resources.length} resources`;
  if (resource === undefined) {
    return `statement ${named}, ${resources.every(isAlias) ? noKey : "the key's ARN is not known"}`;
  }
  if (resource === '*') return `statement ${named}, but this action needs "*"`;
  for (const text of resources) {
    const why = difference(text, resource);
    if (why !== undefined) return `resource is ${resource}, statement names ${text}: ${why}`;
  }
  return `resource is ${resource}, statement ${named}`;
}

function difference(text: string, resource: string): string | undefined {
  const ours = splitArn(resource);
  const theirs = splitArn(text);
  if (ours === undefined) return undefined;
  if (theirs === undefined) return text === keyIdOf(resource) ? 'a bare key id is no resource' : undefined;
  if (isAlias(text)) return noKey;
  if (theirs.resource !== ours.resource || theirs.service !== ours.service) {
    return text.toLowerCase() === resource.toLowerCase() ? 'case differs' : undefined;
  }
  for (const part of ['partition', 'region', 'account'] as const) {
    if (theirs[part] !== ours[part]) return `${partNames[part]} is ${theirs[part]} instead of ${ours[part]}`;
  }
  return undefined;
}

const noKey = 'an alias ARN authorizes no operation on the key';

function isAlias(text: string): boolean {
  const parts = splitArn(text);
  return parts?.service === 'kms' && parts.resource.startsWith('alias/');
}

const partNames = { partition: 'partition', region: 'Region', account: 'account' } as const;
