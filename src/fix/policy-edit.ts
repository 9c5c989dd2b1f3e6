import { pointerSteps } from '../estate/origin.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

/**
 * A change of a policy document that takes nothing away: one more value in a list, or one more member in an object.
 * Pointers are relative to the document as it was given.
 */
export type PolicyEdit =
  /** Where one bare value stands, it becomes a list of it and the new ones: `"Action": "kms:*"`. */
  | { readonly kind: 'append'; readonly pointer: string; readonly values: readonly Json[] }
  | { readonly kind: 'member'; readonly pointer: string; readonly name: string; readonly value: Json };

/** The document with the edits made, as a value; the text edits must come to the same. */
export function editDocument(document: unknown, edits: readonly PolicyEdit[]): unknown {
  // Innermost first: a single statement that becomes a list would move what stands in it.
  const ordered = [...edits].sort((a, b) => b.pointer.length - a.pointer.length);
  return ordered.reduce((edited, edit) => changeAt(edited, pointerSteps(edit.pointer), changeOf(edit)), document);
}

function changeOf(edit: PolicyEdit): (value: unknown) => unknown {
  return edit.kind === 'append'
    ? (value) => [...(Array.isArray(value) ? (value as unknown[]) : [value]), ...edit.values]
    : (value) => Object.fromEntries([...Object.entries(value as object), [edit.name, edit.value]]);
}

function changeAt(value: unknown, steps: readonly string[], change: (value: unknown) => unknown): unknown {
  const [step, ...rest] = steps;
  if (step === undefined) return change(value);
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => (String(index) === step ? changeAt(item, rest, change) : item));
  }
  const members = Object.entries(value as Record<string, unknown>);
  return Object.fromEntries(
    members.map(([name, member]) => [name, name === step ? changeAt(member, rest, change) : member]),
  );
}

/** Joins appends to one list: a text is edited once at each place. */
export function mergeEdits(edits: readonly PolicyEdit[]): PolicyEdit[] {
  const appends = new Map<string, Json[]>();
  const merged: PolicyEdit[] = [];
  for (const edit of edits) {
    if (edit.kind === 'member') {
      merged.push(edit);
      continue;
    }
    const values = appends.get(edit.pointer);
    if (values === undefined) {
      const own = [...edit.values];
      appends.set(edit.pointer, own);
      merged.push({ ...edit, values: own });
    } else values.push(...edit.values);
  }
  return merged;
}
