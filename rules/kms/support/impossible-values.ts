import type { ConditionEntry } from '../../../src/iam/types.ts';
import { isExactMatch, operatorParts } from './conditions.ts';
import { textMemo } from './once-per.ts';
import { placeholdersIn } from './placeholders.ts';

export interface Impossible {
  readonly value: string;
  readonly why: string;
  readonly help: string;
}

/** The first value of a condition that no request can ever match; none for negated operators, which it would make true. */
export function impossibleValue(condition: ConditionEntry): Impossible | undefined {
  const { operator, key, values } = condition;
  return known(`${operator}\n${key}\n${values.join('\n')}`, () => firstImpossible(condition));
}

/** The same conditions stand in many statements. */
const known = textMemo<Impossible | undefined>();

function firstImpossible(condition: ConditionEntry): Impossible | undefined {
  if (isNegated(condition)) return undefined;
  for (const value of condition.values) {
    if (placeholdersIn(value).length > 0) continue;
    const found = literalWildcard(condition, value) ?? impossibleFor(condition, value);
    if (found !== undefined) return { value, ...found };
  }
  return undefined;
}

type Fault = Omit<Impossible, 'value'>;

function isNegated({ operator }: ConditionEntry): boolean {
  const { base } = operatorParts(operator);
  return base.includes('not') || base === 'null';
}

/** Keys whose values the caller chooses freely, so that a star may really stand in one. */
const freeText = /^(?:kms:encryptioncontext|aws:useragent$|aws:referer$|aws:requesttag\/)/i;

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
function literalWildcard(condition: ConditionEntry, value: string): Fault | undefined {
  const text = value.replaceAll(/\$\{[^}]*\}/g, '');
  if (!isExactMatch(condition) || !/[*?]/.test(text) || freeText.test(condition.key)) return undefined;
  return {
    why: `${condition.operator} compares * and ? as plain characters`,
    help: `Use ${condition.operator.replace(/StringEquals(?:IgnoreCase)?/i, 'StringLike')} where wildcards are meant.`,
  };
}

type Check = (value: string) => Fault | undefined;

const accountId: Check = (value) =>
  /^\d{12}$/.test(value) ? undefined : { why: 'the key holds twelve digits', help: 'Write the account id alone.' };

const orgPath: Check = (value) =>
  value.endsWith('/')
    ? undefined
    : {
        why: 'organization paths end in a slash',
        help: `Write ${value}/ (or ${value}/* for what lies below, with StringLike).`,
      };

/** Forms that the values of a key always have; only literals are looked at. */
const forms: ReadonlyMap<string, Check> = new Map<string, Check>([
  [
    'kms:viaservice',
    (value) =>
      // https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html#conditions-kms-via-service
      /^[a-z0-9-]+\.[a-z]{2}(?:-[a-z]+)+-\d\.amazonaws\.com$/i.test(value)
        ? undefined
        : {
            why: 'the key holds a service and a Region, as in ec2.eu-west-2.amazonaws.com',
            help: 'Write the Region between the service and amazonaws.com, or use StringLike with a * in its place.',
          },
  ],
  [
    'aws:principalarn',
    (value) =>
      // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-principalarn
      /^arn:[^:]*:sts:[^:]*:[^:]*:assumed-role\//.test(value)
        ? {
            why: 'for a session the key holds the ARN of its role',
            help: 'Write the ARN of the role: arn:aws:iam::<account>:role/<name>.',
          }
        : undefined,
  ],
  ['kms:calleraccount', accountId],
  ['aws:principalaccount', accountId],
  ['aws:principalorgpaths', orgPath],
]);

function impossibleFor({ key, operator }: ConditionEntry, value: string): Fault | undefined {
  const isPattern = operatorParts(operator).base !== 'stringequals' && /[*?]/.test(value);
  return isPattern || value.includes('${') ? undefined : forms.get(key.toLowerCase())?.(value);
}
