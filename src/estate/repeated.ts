/**
 * Values of the inputs that several things share as one object: what is computed of them is worth remembering. Estates
 * repeat few statements (the account's delegation, the guidance's two, a Deny without TLS) in thousands of policies.
 */
const repeated = new WeakSet<object>();

/** Nobody may change the value from then on. */
export function markRepeated(value: object): void {
  repeated.add(value);
}

/** Remembers, for repeated values, what is computed of them, and computes the rest anew. */
export function oncePerRepeated<Value, Result>(compute: (value: Value) => Result): (value: Value) => Result {
  const known = new WeakMap<object, { readonly result: Result }>();
  return (value) => {
    if (!isRepeated(value)) return compute(value);
    const entry = known.get(value);
    if (entry !== undefined) return entry.result;
    const result = compute(value);
    known.set(value, { result });
    return result;
  };
}

export function isRepeated(value: unknown): value is object {
  return typeof value === 'object' && value !== null && repeated.has(value);
}
