import type { Glob } from '../glob.ts';
import { compileGlob, matchGlob } from '../glob.ts';
import { either, maybe, no, yes } from '../truth.ts';
import type { Kleene } from '../truth.ts';
import type { Comparison } from './comparison.ts';
import { resolve, splitValues } from './comparison.ts';
import type { Operator } from './operator.ts';
import { globOf } from './string.ts';

const colon = 58;

/**
 * `ArnEquals` and `ArnLike` are alike: six segments, compared one by one with wildcards; only the sixth may hold colons.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_ARN
 */
export function compareArn({ negated }: Operator, values: readonly string[], variables: boolean): Comparison {
  const { plain, templates } = splitValues(values, variables);
  const patterns = plain.map((value) => segmentsOf(compileGlob(value)));
  return (value, context) => {
    const segments = splitSegments(value);
    let result: Kleene = no;
    for (const pattern of patterns) {
      result = either(result, compareSegments(pattern, segments, negated));
      if (result === yes) return yes;
    }
    for (const template of templates) {
      const resolved = resolve(template, context);
      if (resolved.kind === 'unknown') result = either(result, maybe);
      else if (resolved.kind === 'text') {
        result = either(result, compareSegments(segmentsOf(globOf(resolved.pieces)), segments, negated));
      }
    }
    return result;
  };
}

/**
 * A pattern that is no ARN (`*`) matches nothing (medium confidence); what its negation does is not known.
 * A value that is no ARN is of the wrong type: it matches nothing (inferred).
 */
function compareSegments(
  pattern: readonly Glob[] | undefined,
  value: readonly string[] | undefined,
  negated: boolean,
): Kleene {
  if (pattern === undefined) return negated ? maybe : no;
  if (value === undefined) return no;
  return pattern.every((segment, index) => matchGlob(segment, value[index] ?? '')) ? yes : no;
}

/** `undefined` when there are fewer than six. */
export function segmentsOf(codes: Glob): readonly Glob[] | undefined {
  const segments: Glob[] = [];
  let from = 0;
  while (segments.length < 5) {
    const end = codes.indexOf(colon, from);
    if (end < 0) return undefined;
    segments.push(codes.slice(from, end));
    from = end + 1;
  }
  segments.push(codes.slice(from));
  return segments;
}

function splitSegments(arn: string): readonly string[] | undefined {
  const segments: string[] = [];
  let from = 0;
  while (segments.length < 5) {
    const end = arn.indexOf(':', from);
    if (end < 0) return undefined;
    segments.push(arn.slice(from, end));
    from = end + 1;
  }
  segments.push(arn.slice(from));
  return segments;
}
