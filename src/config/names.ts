import { unknownName, type UnknownName } from '../engine/rule-names.ts';

/** The names that config and command line may use, beside those that the schema knows. */
export interface KnownNames {
  readonly rules: readonly string[];
  /** AWS Backup `ResourceType` strings. */
  readonly resourceTypes: readonly string[];
}

export function unknownResourceType(name: string, known: readonly string[]): UnknownName | undefined {
  return unknownName('resource type', name, known);
}
