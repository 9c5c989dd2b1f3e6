/** One condition: an operator, a context key and the values it is compared with. */
import { assertNever } from '../../estate/assert-never.ts';
import { hasHole } from '../../estate/hole.ts';
import { conditionKeyOf, isInertInKeyPolicy } from '../condition-keys.ts';
import { isObject } from '../json.ts';
import { hasTemplate, variablesOf } from '../template.ts';
import { both, either, join, kleene, maybe, no, not, yes } from '../truth.ts';
import type { Kleene } from '../truth.ts';
import type { PolicyKind, RequestContext } from '../types.ts';
import { compareArn } from './arn.ts';
import { compareBinary } from './binary.ts';
import { compareBool } from './bool.ts';
import type { Comparison } from './comparison.ts';
import { compareIp } from './ip.ts';
import { compareNumber } from './number.ts';
import type { Family, Operator } from './operator.ts';
import { parseOperator } from './operator.ts';
import { compareString } from './string.ts';
import { openToHoles } from './holes.ts';

export interface Test {
  readonly operator: Operator;
  /** As written. */
  readonly operatorText: string;
  readonly key: string;
  readonly lowerKey: string;
  readonly values: readonly string[];
  /** Its values hold variables or escapes that are replaced. */
  readonly replaces: boolean;
  /** Keys of the variables in its values, in lower case. */
  readonly variables: readonly string[];
  readonly multivalued: boolean;
  /** The policy's kind does not evaluate this key. */
  readonly inert: boolean;
  readonly compare: Comparison;
}

/** A Condition element taken apart; `broken` when part of it has a form that is none. */
export interface Condition {
  readonly tests: readonly Test[];
  readonly broken: boolean;
}

export interface ConditionSetting {
  readonly kind: PolicyKind;
  /** Version 2012-10-17: variables are replaced. */
  readonly variables: boolean;
}

type Compile = (operator: Operator, values: readonly string[], variables: boolean) => Comparison;

const compilers: Readonly<Record<Exclude<Family, 'null'>, Compile>> = {
  string: compareString,
  arn: compareArn,
  numeric: compareNumber,
  date: compareNumber,
  bool: compareBool,
  binary: compareBinary,
  ip: compareIp,
};

export function compileCondition(raw: unknown, setting: ConditionSetting): Condition {
  if (raw === undefined) return { tests: [], broken: false };
  if (!isObject(raw)) return { tests: [], broken: true };
  const tests: Test[] = [];
  let broken = false;
  for (const [operatorText, block] of Object.entries(raw)) {
    const operator = parseOperator(operatorText);
    if (operator === undefined || !isObject(block)) {
      broken = true;
      continue;
    }
    for (const [key, value] of Object.entries(block)) {
      const values = textsOf(value);
      if (values === undefined) broken = true;
      else tests.push(compileTest(operator, operatorText, key, values, setting));
    }
  }
  return { tests, broken };
}

/** Strings, numbers and booleans are compared as text; a single one may stand without its array. */
export function textsOf(value: unknown): readonly string[] | undefined {
  if (typeof value === 'string') return [value];
  if (typeof value === 'number' || typeof value === 'boolean') return [String(value)];
  if (!Array.isArray(value)) return undefined;
  const texts: string[] = [];
  for (const entry of value) {
    if (typeof entry !== 'string' && typeof entry !== 'number' && typeof entry !== 'boolean') return undefined;
    texts.push(String(entry));
  }
  return texts;
}

/** Numeric, date, IP, binary and Null values take no variables. */
const familiesWithVariables: ReadonlySet<Family> = new Set(['string', 'arn', 'bool']);

function compileTest(
  operator: Operator,
  operatorText: string,
  key: string,
  values: readonly string[],
  { kind, variables }: ConditionSetting,
): Test {
  const lowerKey = key.toLowerCase();
  const replaces = variables && familiesWithVariables.has(operator.family) && values.some(hasTemplate);
  return {
    operator,
    operatorText,
    key,
    lowerKey,
    values,
    replaces,
    variables: replaces ? values.flatMap(variablesOf) : [],
    multivalued: conditionKeyOf(lowerKey)?.multivalued ?? false,
    inert: kind === 'key-policy' && isInertInKeyPolicy(lowerKey),
    compare: operator.family === 'null' ? () => no : comparisonOf(operator, values, variables),
  };
}

function comparisonOf(operator: Operator, values: readonly string[], variables: boolean): Comparison {
  const compile = compilers[operator.family as keyof typeof compilers];
  const known = values.filter((value) => !hasHole(value));
  return openToHoles(compile(operator, known, variables), operator, values);
}

/** Whether the condition holds for what is known of its key. */
export function testTruth(test: Test, context: RequestContext, effect: 'Allow' | 'Deny' | undefined): Kleene {
  const truth = contextTruth(test, context);
  return test.inert ? inertTruth(truthOf(test, undefined, context), truth, effect) : truth;
}

/** Whether it holds in one case: its key has these values, or is absent. */
export function caseTruth(
  test: Test,
  values: readonly string[] | undefined,
  context: RequestContext,
  effect: 'Allow' | 'Deny' | undefined,
): Kleene {
  const truth = truthOf(test, values, context);
  return test.inert ? inertTruth(truthOf(test, undefined, context), truth, effect) : truth;
}

/**
 * Low confidence: KMS evaluates the key's tags and aliases in IAM policies only, so in a key policy such a condition is
 * taken to fail (an Allow gives nothing); where the other reading would tell otherwise, a Deny is left open.
 */
function inertTruth(absent: Kleene, evaluated: Kleene, effect: 'Allow' | 'Deny' | undefined): Kleene {
  return effect === 'Allow' ? both(absent, evaluated) : join(absent, evaluated);
}

function contextTruth(test: Test, context: RequestContext): Kleene {
  const value = context(test.lowerKey);
  switch (value.state) {
    case 'known':
      return truthOf(test, value.values, context);
    case 'absent':
      return truthOf(test, undefined, context);
    case 'present':
      return presentTruth(test);
    case 'unknown':
      return join(truthOf(test, undefined, context), presentTruth(test));
    case 'one-of':
      return truthOfCases(test, value.cases, context);
    case 'at-least':
      return truthOfPart(test, value.values, context);
    default:
      return assertNever(value);
  }
}

function truthOfCases(test: Test, cases: readonly (readonly string[] | undefined)[], context: RequestContext): Kleene {
  let result: Kleene | undefined;
  for (const values of cases) {
    const truth = truthOf(test, values, context);
    result = result === undefined ? truth : join(result, truth);
  }
  return result ?? maybe;
}

function presentTruth(test: Test): Kleene {
  return test.operator.family === 'null' ? nullTruth(test, false) : maybe;
}

/** The truth for given values; `undefined` or none: the key is absent. */
function truthOf(test: Test, values: readonly string[] | undefined, context: RequestContext): Kleene {
  const { operator } = test;
  if (operator.family === 'null') return nullTruth(test, values === undefined || values.length === 0);
  if (values === undefined || values.length === 0) return absentTruth(operator);
  if (operator.set === 'all') return everyValue(test, values, context);
  if (operator.set === 'any') return someValue(test, values, context);
  // Medium confidence: several values without a set operator match nothing; what the negation does is not known.
  if (test.multivalued || values.length > 1) return operator.negated ? maybe : no;
  return valueTruth(test, values[0] ?? '', context);
}

/**
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html: a missing key
 * fails a positive operator and meets a negated one and IfExists;
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition_examples-multi-valued-context-keys.html:
 * ForAllValues is true without values, ForAnyValue false (with IfExists and negation too: medium confidence).
 */
function absentTruth({ set, negated, ifExists }: Operator): Kleene {
  if (set !== undefined) return kleene(set === 'all');
  return kleene(negated || ifExists);
}

function nullTruth({ values }: Test, absent: boolean): Kleene {
  if (values.some(hasHole)) return maybe;
  return kleene(values.some((value) => value.toLowerCase() === String(absent)));
}

/** Negated operators hold when none of the policy's values matches. */
function valueTruth(test: Test, value: string, context: RequestContext): Kleene {
  const matched = test.compare(value, context);
  return test.operator.negated ? not(matched) : matched;
}

function everyValue(test: Test, values: readonly string[], context: RequestContext): Kleene {
  let result: Kleene = yes;
  for (const value of values) result = both(result, valueTruth(test, value, context));
  return result;
}

function someValue(test: Test, values: readonly string[], context: RequestContext): Kleene {
  let result: Kleene = no;
  for (const value of values) result = either(result, valueTruth(test, value, context));
  return result;
}

/** The list holds these values and maybe more: one that matches settles ForAnyValue, one that misses ForAllValues. */
function truthOfPart(test: Test, values: readonly string[], context: RequestContext): Kleene {
  const { operator } = test;
  if (operator.family === 'null') return nullTruth(test, false);
  if (operator.set === 'any') return either(maybe, someValue(test, values, context));
  if (operator.set === 'all') return both(maybe, everyValue(test, values, context));
  return operator.negated ? maybe : test.multivalued || values.length > 1 ? no : maybe;
}
