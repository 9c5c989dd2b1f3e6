/** Remembers what was computed for an object, as long as the object lives: many keys share one policy. */
export function oncePer<Subject extends object, Result>(
  compute: (subject: Subject) => Result,
): (subject: Subject) => Result {
  const known = new WeakMap<Subject, { readonly result: Result }>();
  return (subject) => {
    const entry = known.get(subject) ?? { result: compute(subject) };
    known.set(subject, entry);
    return entry.result;
  };
}
