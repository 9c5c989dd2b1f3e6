import { hasHole } from '../../estate/hole.ts';
import { isObject } from '../kinds/kind.ts';
import type { Resource } from './resource.ts';

/** With those of the stack. `undefined`: not all are known. A few types write a map instead of a list. */
export function tagsOf(resource: Resource): Readonly<Record<string, string>> | undefined {
  const value = writtenTags(resource);
  const own = isObject(value) ? Object.entries(value) : pairsIn(value);
  const isKnown = own?.every(([key, text]) => typeof text === 'string' && !hasHole(key) && !hasHole(text));
  return isKnown === true
    ? Object.fromEntries([...Object.entries(resource.stack.facts.tags), ...(own ?? [])] as [string, string][])
    : undefined;
}

function writtenTags({ type, properties, stack }: Resource): unknown {
  if (!isObject(properties.value)) return undefined;
  if (type === 'AWS::DynamoDB::GlobalTable') return tagsOfReplica(properties.value['Replicas'], stack.facts.region);
  return properties.value[tagProperties[type] ?? 'Tags'];
}

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-efs-filesystem.html */
const tagProperties: Readonly<Partial<Record<string, string>>> = { 'AWS::EFS::FileSystem': 'FileSystemTags' };

const notKnown = Symbol('not known');

/**
 * Each replica has tags of its own; the stack's table is the one in its Region.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-dynamodb-globaltable-replicaspecification.html
 */
function tagsOfReplica(replicas: unknown, region: string | undefined): unknown {
  const own = (Array.isArray(replicas) ? (replicas as unknown[]) : []).find(
    (replica) => isObject(replica) && region !== undefined && replica['Region'] === region,
  );
  return isObject(own) ? own['Tags'] : notKnown;
}

function pairsIn(value: unknown): (readonly [string, unknown])[] | undefined {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) return undefined;
  const pairs = (value as unknown[]).map((tag) =>
    isObject(tag) ? ([String(tag['Key']), asText(tag['Value'])] as const) : undefined,
  );
  const known = pairs.filter((pair) => pair !== undefined);
  return known.length === pairs.length ? known : undefined;
}

function asText(value: unknown): unknown {
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;
}
