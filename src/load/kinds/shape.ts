/** Reading the shapes of the AWS API with zod, and saying in words where a document differs. */
import type { z } from 'zod';
import type { DocumentContext, JsonObject, LoadedDocument, Loader, Misfit } from './kind.ts';

/** A member that may be left out; `null`, as some tools write it, is the same. */
export function optional<T extends z.ZodType>(type: T): z.ZodType<z.output<T> | undefined> {
  return type.nullish().transform((value) => value ?? undefined);
}

/** Of one document; whoever has more of them has one cause. */
const mostMisfits = 20;

/** A loader that reads a shape first, and reports whatever does not fit instead of loading half of it. */
export function shapeLoader<T>(
  shape: z.ZodType<T>,
  load: (value: T, context: DocumentContext) => LoadedDocument,
): Loader {
  return (document, context) => {
    const read = shape.safeParse(document);
    if (read.success) return load(read.data, context);
    return {
      fragments: [],
      misfits: read.error.issues.slice(0, mostMisfits).map((issue) => misfit(document, context, issue)),
    };
  };
}

function misfit(document: JsonObject, context: DocumentContext, issue: z.core.$ZodIssue): Misfit {
  const path = issue.path.map((step) => (typeof step === 'number' ? step : String(step)));
  const present = deepestPresent(document, path);
  return {
    pointer: context.pointer(...present),
    message: `${pathInWords(path)} ${foundInWords(valueAt(document, path), issue)}`,
  };
}

/** A missing member is located at what should hold it. */
function deepestPresent(document: unknown, path: readonly (string | number)[]): readonly (string | number)[] {
  let length = path.length;
  while (length > 0 && valueAt(document, path.slice(0, length)) === undefined) length--;
  return path.slice(0, length);
}

function valueAt(document: unknown, path: readonly (string | number)[]): unknown {
  let value = document;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = Object.getOwnPropertyDescriptor(value, step)?.value;
  }
  return value;
}

/** `BackupPlan.Rules[0].RuleName`. */
function pathInWords(path: readonly (string | number)[]): string {
  const words = path.map((step, i) => (typeof step === 'number' ? `[${step}]` : `${i > 0 ? '.' : ''}${step}`));
  return words.join('') || 'the document';
}

function foundInWords(value: unknown, issue: z.core.$ZodIssue): string {
  const expected = issue.code === 'invalid_type' ? (typeWords[issue.expected] ?? `a ${issue.expected}`) : issue.message;
  return value === undefined ? `is missing: expected ${expected}` : `is ${typeInWords(value)}: expected ${expected}`;
}

const typeWords: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
};

export function typeInWords(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'boolean' ? String(value) : (typeWords[typeof value] ?? typeof value);
}
