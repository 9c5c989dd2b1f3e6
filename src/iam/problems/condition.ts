/** Condition: operators, keys and values. */
import { didYouMean } from '../../text/did-you-mean.ts';
import { conditionKeyOf } from '../condition-keys.ts';
import type { Operator } from '../condition/operator.ts';
import { operatorNames, parseOperator } from '../condition/operator.ts';
import { textsOf } from '../condition/test.ts';
import { isObject, step } from '../json.ts';
import { complaint, error, shown, warning } from './problem.ts';
import type { Complaint, Report } from './problem.ts';
import type { PolicyProblemCode } from '../types.ts';

type RawStatement = Readonly<Record<string, unknown>>;

export function checkCondition({ Condition, Effect }: RawStatement, pointer: string, report: Report): void {
  if (Condition === undefined) return;
  const place = `${pointer}/Condition`;
  if (!isObject(Condition)) {
    const help = 'Write { operator: { key: value } }.';
    report(error('wrong-type', place, `Condition is ${shown(Condition)}, not an object`, help));
    return;
  }
  for (const [operatorText, block] of Object.entries(Condition)) {
    const at = place + step(operatorText);
    const operator = checkOperator(operatorText, at, report);
    if (!isObject(block)) {
      const message = `The operator ${operatorText} holds ${shown(block)}, not an object`;
      report(error('wrong-type', at, message, 'Write { key: value }.'));
      continue;
    }
    for (const [key, values] of Object.entries(block)) {
      for (const found of [checkValues(key, values), operator && checkSet(operator, key, Effect)]) {
        if (found !== undefined) report({ ...found, pointer: at + step(key) });
      }
    }
  }
}

function checkOperator(text: string, pointer: string, report: Report): Operator | undefined {
  const operator = parseOperator(text);
  if (operator === undefined) {
    const near = didYouMean(text.replace(/^For(Any|All)Values?:|IfExists$/gi, ''), operatorNames);
    const help = near === undefined ? 'See the condition operators of IAM.' : `Did you mean ${near}?`;
    const isNull = /^(for(any|all)values:)?null(ifexists)?$/i.test(text);
    const hint = isNull ? 'Null has neither a set prefix nor an IfExists form.' : help;
    report(error('unknown-operator', pointer, `${shown(text)} is no condition operator`, hint));
  } else if (!operator.exactCase) {
    // Low confidence: whether AWS accepts operators in another letter case is not documented.
    const message = `The operator ${text} is not in AWS's letter case`;
    report(warning('unknown-operator', pointer, message, `Write ${spelled(operator)}.`));
  }
  return operator;
}

function spelled({ name, set, ifExists }: Operator): string {
  const prefix = set === undefined ? '' : set === 'all' ? 'ForAllValues:' : 'ForAnyValue:';
  return `${prefix}${name}${ifExists ? 'IfExists' : ''}`;
}

function checkValues(key: string, values: unknown): Complaint | undefined {
  const texts = textsOf(values);
  if (texts === undefined) {
    const message = `The condition on ${key} compares with ${shown(values)}, which is no text or list of texts`;
    return complaint('wrong-type', message, 'Write texts.');
  }
  if (texts.length > 0) return undefined;
  return slight('bad-value', `The condition on ${key} compares with an empty list`, 'Name at least one value.');
}

/** Where several values are compared, or where ForAllValues lets an absent key pass. */
function checkSet({ set, name }: Operator, key: string, effect: unknown): Complaint | undefined {
  if (set === 'all' && /^(kms:encryptioncontext:|aws:requesttag\/)/i.test(key)) {
    // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html
    const message = `ForAllValues on ${key} also holds when the key is absent: KMS refuses it as overly permissive`;
    return complaint('overly-permissive-set-operator', message, 'Use ForAnyValue, or no set operator.');
  }
  const row = conditionKeyOf(key);
  if (set === 'all' && effect === 'Allow') {
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition_examples-multi-valued-context-keys.html
    const message = `ForAllValues:${name} on ${key} also holds when the key is absent`;
    return slight('overly-permissive-set-operator', message, 'Use ForAnyValue, or add a Null condition.');
  }
  if (set === undefined && row?.multivalued === true && name !== 'Null') {
    const message = `${key} may hold several values, which ${name} alone does not compare`;
    return slight('bad-value', message, `Write ForAnyValue:${name}.`);
  }
  if (set === undefined || row === undefined || row.multivalued) return undefined;
  const message = `${key} holds one value, so that the set operator only changes what an absent key means`;
  return slight('bad-value', message, `Write ${name}.`);
}

function slight(code: PolicyProblemCode, message: string, help: string): Complaint {
  return { ...complaint(code, message, help), severity: 'warning' };
}
