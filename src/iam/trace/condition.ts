/** Why a condition does not hold, or is open, in words. */
import { assertNever } from '../../estate/assert-never.ts';
import { conditionKeyOf, isInertInKeyPolicy } from '../condition-keys.ts';
import type { Test } from '../condition/test.ts';
import { isWild } from '../glob.ts';
import type { Query } from '../query.ts';
import { valueWords } from '../value-words.ts';
import { parseTemplate } from '../template.ts';
import { maybe } from '../truth.ts';
import type { Kleene } from '../truth.ts';
import type { ContextValue } from '../types.ts';

export interface ConditionMiss {
  readonly message: string;
  readonly near: boolean;
}

export function conditionMiss(test: Test, truth: Kleene, query: Query): ConditionMiss {
  const value = query.context(test.lowerKey);
  const hint = hintFor(test, value);
  const found = `${knowledge(test, value, truth, query)}${hint === undefined ? '' : `: ${hint}`}`;
  return {
    message: `condition ${test.operatorText} ${test.key}: needs ${need(test)}, ${found}`,
    near: hint !== undefined,
  };
}

function need({ operator, values }: Test): string {
  if (operator.family === 'null') return values.includes('true') ? 'the key to be absent' : 'the key to be present';
  const listed = values.length === 0 ? 'a value of an empty list' : list(values);
  const comparison = comparisons.find(([suffix]) => operator.name.endsWith(suffix))?.[1] ?? '';
  const wanted = operator.negated ? `a value other than ${listed}` : comparison + listed;
  return operator.set === 'all' ? `every value to be ${wanted}` : wanted;
}

const comparisons = [
  ['LessThanEquals', 'at most '],
  ['GreaterThanEquals', 'at least '],
  ['LessThan', 'less than '],
  ['GreaterThan', 'more than '],
] as const;

/** At most three, since lists of accounts grow long. */
function list(values: readonly string[]): string {
  const shown = values.slice(0, 3).join(' or ');
  return values.length > 3 ? `${shown} or ${values.length - 3} more` : shown;
}

function knowledge(test: Test, value: ContextValue, truth: Kleene, query: Query): string {
  switch (value.state) {
    case 'known':
      return value.values.length === 0 ? 'the key is empty' : `request has ${valueWords(value).join(' or ')}`;
    case 'absent':
      return absence(test, query);
    case 'one-of':
      return `request has ${valueWords(value).join(' or ')}`;
    case 'at-least':
      return `request has ${value.values.join(', ')} and maybe more`;
    case 'present':
    case 'unknown':
      if (truth === maybe) return ignorance(test.lowerKey);
      if (value.state === 'unknown' || value.organization === undefined) return 'which no value fulfils';
      return `request has a path in ${value.organization}`;
    default:
      return assertNever(value);
  }
}

function absence({ key, lowerKey }: Test, { action }: Query): string {
  if (!lowerKey.startsWith('kms:')) return 'the key is absent';
  if (action.kms === undefined) return 'the key is absent';
  const row = conditionKeyOf(lowerKey);
  if (row === undefined) return `KMS has no key ${key}`;
  const carried = (row.low & action.low) !== 0 || (row.high & action.high) !== 0;
  return carried ? 'the key is absent' : `${action.text} does not carry this key`;
}

const ignored: readonly (readonly [start: string, why: string])[] = [
  ['aws:principalorgid', 'organization not configured'],
  ['aws:principalorgpaths', 'organization paths not configured'],
  ['aws:resourceorgid', 'organization not configured'],
  ['aws:resourceorgpaths', 'organization paths not configured'],
  ['aws:principaltag/', 'tags of the principal not known'],
  ['aws:resourcetag/', 'tags of the resource not known'],
];

function ignorance(lowerKey: string): string {
  return ignored.find(([start]) => lowerKey.startsWith(start))?.[1] ?? 'value not known';
}

/** The usual slips, from what the policy wants and what the request has. */
function hintFor(test: Test, value: ContextValue): string | undefined {
  const { operator, multivalued, values, lowerKey } = test;
  const placeholder = test.replaces ? placeholderIn(values) : undefined;
  if (placeholder !== undefined) return `${placeholder} is a placeholder that nobody replaced`;
  if (test.inert && isInertInKeyPolicy(lowerKey)) return 'KMS evaluates this key in IAM policies only';
  if (operator.family === 'null') return undefined;
  if (multivalued && operator.set === undefined && value.state !== 'absent') {
    return 'a key with several values needs ForAnyValue';
  }
  if (operator.negated) return undefined;
  if (operator.family === 'string' && !operator.name.endsWith('Like') && values.some(isWild)) {
    return `a star under ${operator.name} is no wildcard`;
  }
  return value.state === 'known' && differsInCase(values, value.values) ? 'case differs' : undefined;
}

function placeholderIn(values: readonly string[]): string | undefined {
  return values
    .flatMap(parseTemplate)
    .flatMap((piece) => (piece.kind === 'placeholder' ? [piece.text] : []))
    .at(0);
}

function differsInCase(wanted: readonly string[], found: readonly string[]): boolean {
  const folded = new Set(wanted.map((value) => value.toLowerCase()));
  return found.some((value) => !wanted.includes(value) && folded.has(value.toLowerCase()));
}
