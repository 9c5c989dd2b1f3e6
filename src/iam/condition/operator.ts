/** Condition operators. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
export type Family = 'string' | 'arn' | 'numeric' | 'date' | 'bool' | 'binary' | 'ip' | 'null';

export interface Operator {
  /** As AWS spells it, without set prefix and `IfExists`: `StringLike`. */
  readonly name: string;
  readonly family: Family;
  readonly negated: boolean;
  readonly ifExists: boolean;
  /** `ForAnyValue:` or `ForAllValues:`. */
  readonly set: 'any' | 'all' | undefined;
  /** Written in AWS's letter case. Low confidence: whether another letter case is accepted is not documented. */
  readonly exactCase: boolean;
}

const families: Readonly<Record<Family, string>> = {
  string: 'StringEquals StringNotEquals StringEqualsIgnoreCase StringNotEqualsIgnoreCase StringLike StringNotLike',
  arn: 'ArnEquals ArnNotEquals ArnLike ArnNotLike',
  numeric:
    'NumericEquals NumericNotEquals NumericLessThan NumericLessThanEquals NumericGreaterThan NumericGreaterThanEquals',
  date: 'DateEquals DateNotEquals DateLessThan DateLessThanEquals DateGreaterThan DateGreaterThanEquals',
  bool: 'Bool',
  binary: 'BinaryEquals',
  ip: 'IpAddress NotIpAddress',
  null: 'Null',
};

const known = new Map<string, { name: string; family: Family; negated: boolean }>();
for (const [family, names] of Object.entries(families)) {
  for (const name of names.split(' ')) {
    known.set(name.toLowerCase(), { name, family: family as Family, negated: name.includes('Not') });
  }
}

/** Names of all operators, without set prefixes and `IfExists`. */
export const operatorNames: readonly string[] = [...known.values()].map(({ name }) => name);

/** Policies share few operators; the memo holds valid ones only, in the letter cases met. */
const memo = new Map<string, Operator>();
const memoLimit = 500;

/** `undefined`: no such operator. */
export function parseOperator(text: string): Operator | undefined {
  const before = memo.get(text);
  if (before !== undefined) return before;
  const operator = parse(text);
  if (operator === undefined) return undefined;
  if (memo.size >= memoLimit) memo.clear();
  memo.set(text, operator);
  return operator;
}

const shape = /^(?:(forallvalues|foranyvalue):)?([a-z]+?)(ifexists)?$/;

function parse(text: string): Operator | undefined {
  const [, prefix, base = '', suffix] = shape.exec(text.toLowerCase()) ?? [];
  const row = known.get(base);
  if (row === undefined) return undefined;
  // Null asks for presence itself: it has no IfExists form and no set form.
  if (row.family === 'null' && (prefix !== undefined || suffix !== undefined)) return undefined;
  const set = prefix === undefined ? undefined : prefix === 'forallvalues' ? 'all' : 'any';
  const ifExists = suffix !== undefined;
  const spelled = (set === undefined ? '' : set === 'all' ? 'ForAllValues:' : 'ForAnyValue:') + row.name;
  return { ...row, set, ifExists, exactCase: text === spelled + (ifExists ? 'IfExists' : '') };
}
