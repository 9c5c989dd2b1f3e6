import type { ContextValue, RequestContext } from '../iam/types.ts';
import type { NamedContext } from '../paths/types.ts';

/**
 * All contexts of one question as one: what differs between them is one of several values. An answer that is certain
 * in it is the answer in each of them, so most questions are decided once instead of once for each service.
 */
export function jointContext(contexts: readonly NamedContext[]): RequestContext {
  const [first, ...others] = contexts.map(({ context }) => context);
  if (first === undefined) throw new Error('a question needs a context');
  if (others.length === 0) return first;
  const values = new Map<string, ContextValue>();
  return (key) => {
    const value = values.get(key) ?? others.reduce((joint, context) => joined(joint, context(key)), first(key));
    values.set(key, value);
    return value;
  };
}

function joined(left: ContextValue, right: ContextValue): ContextValue {
  if (left === right) return left;
  const ofLeft = casesOf(left);
  const ofRight = casesOf(right);
  if (ofLeft === undefined || ofRight === undefined) return sameState(left, right) ? left : { state: 'unknown' };
  const distinct = new Map([...ofLeft, ...ofRight].map((values) => [JSON.stringify(values ?? null), values]));
  const [only] = distinct.values();
  if (distinct.size > 1) return { state: 'one-of', cases: [...distinct.values()] };
  return only === undefined ? { state: 'absent' } : { state: 'known', values: only };
}

type Cases = Extract<ContextValue, { state: 'one-of' }>['cases'];

/** The finitely many values, `undefined` where there are not. */
function casesOf(value: ContextValue): Cases | undefined {
  switch (value.state) {
    case 'known':
      return [value.values];
    case 'absent':
      return [undefined];
    case 'one-of':
      return value.cases;
    default:
      return undefined;
  }
}

function sameState(left: ContextValue, right: ContextValue): boolean {
  if (left.state !== right.state) return false;
  return left.state !== 'at-least' || JSON.stringify(left) === JSON.stringify(right);
}
