import { didYouMean } from '../text/did-you-mean.ts';

export interface UnknownName {
  readonly message: string;
  readonly help?: string;
}

/** A rule's id, or `subject/*` for all rules of a subject. */
export function unknownRule(name: string, known: readonly string[]): UnknownName | undefined {
  const subjects = new Set(known.map((id) => `${id.slice(0, id.indexOf('/'))}/*`));
  return unknownName('rule', name, [...known, ...subjects]);
}

export function unknownName(kind: string, name: string, known: readonly string[]): UnknownName | undefined {
  if (known.includes(name)) return undefined;
  const meant = didYouMean(name, known);
  const message = `there is no ${kind} "${name}"`;
  return meant === undefined ? { message } : { message, help: `did you mean "${meant}"?` };
}
