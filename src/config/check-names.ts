import { unknownName, unknownRule, type UnknownName } from '../engine/rule-names.ts';
import type { Problem } from '../load/types.ts';
import type { Step } from './document.ts';
import type { ReadConfig } from './read.ts';

/** The names that a config may use, beside those that the schema knows. */
export interface KnownNames {
  readonly rules: readonly string[];
  /** AWS Backup `ResourceType` strings. */
  readonly resourceTypes: readonly string[];
}

/** Rule ids and resource types that do not exist, with their places: a rule that is misspelt would keep its severity. */
export function checkNames({ config, document, base }: ReadConfig, known: KnownNames): Problem[] {
  const complain = (unknown: UnknownName | undefined, place: 'key' | 'value', steps: readonly Step[]): Problem[] => {
    if (unknown === undefined) return [];
    const range = (place === 'key' ? document.keyRangeOf : document.rangeOf)([...base, ...steps]);
    return [{ file: document.file, ...range?.start, ...unknown }];
  };
  const rulesAt = (rules: Readonly<Record<string, unknown>> | undefined, steps: readonly Step[]): Problem[] =>
    Object.keys(rules ?? {}).flatMap((id) => complain(unknownRule(id, known.rules), 'key', [...steps, 'rules', id]));
  return [
    ...rulesAt(config.rules, []),
    ...(config.overrides ?? []).flatMap(({ rules }, index) => rulesAt(rules, ['overrides', index])),
    ...(config.keys ?? []).flatMap(({ resourceTypes = [] }, index) =>
      resourceTypes.flatMap((type, at) =>
        complain(unknownName('resource type', type, known.resourceTypes), 'value', [
          'keys',
          index,
          'resourceTypes',
          at,
        ]),
      ),
    ),
  ];
}
