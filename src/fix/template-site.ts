/** A policy inside a template: the text has functions, and what they come to is what is judged and proved. */
import { hasHole, showHoles } from '../estate/hole.ts';
import { pointerSteps } from '../estate/origin.ts';
import type { Json, PolicyEdit } from './policy-edit.ts';
import { printed, type PolicySite } from './site.ts';

/** What a written policy comes to, and where its parts are written. */
export interface Resolution {
  readonly document: unknown;
  readonly writtenOf: (pointer: string) => string;
}

export interface TemplateLanguage {
  readonly resolve: (written: unknown) => Resolution;
  /** A text that is known in part, as a function that comes to it; `undefined` where the template has no words for it. */
  readonly express: (text: string) => Json | undefined;
}

/** Edits of what the policy comes to, made in the text; what they come to there is for the proof to see. */
export function templateSite(written: PolicySite, { resolve, express }: TemplateLanguage): PolicySite {
  const before = resolve(written.document);
  return {
    text: written.text,
    document: before.document,
    rewrite(edits) {
      const own = edits.map((edit) => writtenEdit(edit, written.document, before, express));
      const known = own.filter((edit) => edit !== undefined);
      const changed = known.length === own.length ? written.rewrite(withoutRepeats(known)) : undefined;
      return changed && { ...changed, document: resolve(changed.document).document };
    },
  };
}

/** A policy that is computed from something else than a document in the text: shown, but not edited. */
export function closedSite(document: unknown): PolicySite {
  const text = printed(document);
  // Of what is not known in part no document can be made.
  return { text: showHoles(text), document, rewrite: () => undefined };
}

function writtenEdit(
  edit: PolicyEdit,
  document: unknown,
  { writtenOf }: Resolution,
  express: TemplateLanguage['express'],
): PolicyEdit | undefined {
  const pointer = writtenOf(edit.pointer);
  if (isFunction(valueAt(document, pointer))) return undefined;
  if (edit.kind === 'member') {
    const value = inWords(edit.value, express);
    return value === undefined ? undefined : { ...edit, pointer, value };
  }
  const values = edit.values.map((value) => inWords(value, express));
  const known = values.filter((value) => value !== undefined);
  return known.length === values.length ? { ...edit, pointer, values: known } : undefined;
}

/** The same value with functions in place of what is known in part. */
function inWords(value: Json, express: TemplateLanguage['express']): Json | undefined {
  if (typeof value === 'string') return hasHole(value) ? express(value) : value;
  if (typeof value !== 'object' || value === null) return value;
  const parts = Object.entries(value as object).map(([name, part]) => [name, inWords(part as Json, express)] as const);
  if (parts.some(([, part]) => part === undefined)) return undefined;
  const known = parts as (readonly [string, Json])[];
  return Array.isArray(value) ? known.map(([, part]) => part) : Object.fromEntries(known);
}

/** The branches of a statement are written once. */
function withoutRepeats(edits: readonly PolicyEdit[]): readonly PolicyEdit[] {
  const seen = new Set<string>();
  return edits.flatMap((edit): PolicyEdit[] => {
    if (edit.kind === 'member') return isNew(`${edit.pointer} ${edit.name}`, seen) ? [edit] : [];
    const values = edit.values.filter((value) => isNew(`${edit.pointer} ${JSON.stringify(value)}`, seen));
    return values.length === 0 ? [] : [{ ...edit, values }];
  });
}

function isNew(key: string, seen: Set<string>): boolean {
  const isFirst = !seen.has(key);
  seen.add(key);
  return isFirst;
}

function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const step of pointerSteps(pointer)) {
    value =
      typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[step] : undefined;
  }
  return value;
}

/** An object with one member, `Ref` or `Fn::…`. */
function isFunction(value: unknown): boolean {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const [name = '', ...others] = Object.keys(value);
  return others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'));
}
