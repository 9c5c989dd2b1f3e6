import type { ConditionEntry } from '../../../src/iam/types.ts';
import { oncePerText } from './once-per.ts';

/** An operator taken apart: `ForAnyValue:StringNotLikeIfExists`. */
export interface OperatorParts {
  readonly set: 'ForAnyValue' | 'ForAllValues' | undefined;
  /** In lower case: `stringnotlike`. */
  readonly base: string;
  readonly ifExists: boolean;
}

export const operatorParts = oncePerText((operator): OperatorParts => {
  const [, set = '', base = '', ifExists] =
    /^(?:(forallvalues|foranyvalue):)?(.*?)(ifexists)?$/.exec(operator.toLowerCase()) ?? [];
  return {
    set: set === '' ? undefined : set === 'foranyvalue' ? 'ForAnyValue' : 'ForAllValues',
    base,
    ifExists: ifExists !== undefined,
  };
});

/** Whether the condition can only hold when the request carries the key and a value matches. */
export function demandsValue({ operator }: ConditionEntry): boolean {
  const { set, base, ifExists } = operatorParts(operator);
  if (base === 'null' || base.includes('not') || set === 'ForAllValues') return false;
  // ForAnyValue is false for an absent key even with IfExists. https://repost.aws (measured), and the evaluator's table.
  return !ifExists || set === 'ForAnyValue';
}

/** Compares text exactly, without wildcards, and is true when a value is equal. */
export function isExactMatch({ operator }: ConditionEntry): boolean {
  const { base } = operatorParts(operator);
  return base === 'stringequals' || base === 'stringequalsignorecase';
}

/** `StringEquals kms:ViaService "a" or "b"`. */
export function shownCondition({ operator, key, values }: ConditionEntry): string {
  const shown = values.map((value) => JSON.stringify(value));
  return `${operator} ${key} ${shown.length > 3 ? `${shown.slice(0, 3).join(', ')} …` : shown.join(' or ')}`;
}
