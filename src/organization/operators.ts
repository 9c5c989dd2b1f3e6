/** The inheritance operators. https://docs.aws.amazon.com/organizations/latest/userguide/policy-operators.html */
export const assign = '@@assign';
export const append = '@@append';
export const remove = '@@remove';
export const childControl = '@@operators_allowed_for_child_policies';

export const valueOperators = [assign, append, remove] as const;
export type ValueOperator = (typeof valueOperators)[number];

/** What a child control operator may list. */
export const controlWords: ReadonlySet<string> = new Set([...valueOperators, '@@all', '@@none']);

export function isOperator(key: string): boolean {
  return key.startsWith('@@');
}

export type Written = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Written {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The operators that a list leaves to child policies. */
export function operatorsIn(list: unknown): ReadonlySet<ValueOperator> {
  const words: readonly unknown[] = Array.isArray(list) ? list : [list];
  return new Set(valueOperators.filter((operator) => words.includes('@@all') || words.includes(operator)));
}
