/**
 * Some documents hold only part of a policy: the statements of an AWS managed policy that are known here.
 * Which actions they tell everything about is kept beside the document, so that it holds wherever it is compiled.
 */
const covered = new WeakMap<object, readonly string[]>();

/** Marks the document as partial: it is complete for these action patterns only. */
export function markPartial<Document extends object>(document: Document, actions: readonly string[]): Document {
  covered.set(document, actions);
  return document;
}

/** Action patterns that the document tells everything about; `undefined`: about all. */
export function coverageOf(document: unknown): readonly string[] | undefined {
  return typeof document === 'object' && document !== null ? covered.get(document) : undefined;
}
