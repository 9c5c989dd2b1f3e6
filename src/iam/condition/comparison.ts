/** What the operator families share: one value of the request against the values of the policy. */
import type { Piece } from '../template.ts';
import { hasTemplate, parseTemplate } from '../template.ts';
import type { RequestContext } from '../types.ts';
import { either, maybe, no, yes } from '../truth.ts';
import type { Kleene } from '../truth.ts';

/** Whether a value of the request equals (is like, is less than …) one of the policy's values. */
export type Comparison = (value: string, context: RequestContext) => Kleene;

/** A policy's value that holds variables, with what became of it in this request. */
export type Resolved =
  | { readonly kind: 'text'; readonly pieces: readonly ResolvedPiece[] }
  /** A variable is absent: like null, it equals nothing. */
  | { readonly kind: 'null' }
  | { readonly kind: 'unknown' };

export interface ResolvedPiece {
  readonly text: string;
  /** Wildcards stand in what the policy writes, not in what a variable brings (inferred). */
  readonly wild: boolean;
}

/** The policy's values, those with variables apart. Variables need Version 2012-10-17. */
export interface PolicyValues {
  readonly plain: readonly string[];
  readonly templates: readonly (readonly Piece[])[];
}

export function splitValues(values: readonly string[], variables: boolean): PolicyValues {
  if (!variables || !values.some(hasTemplate)) return { plain: values, templates: [] };
  return {
    plain: values.filter((value) => !hasTemplate(value)),
    templates: values.filter(hasTemplate).map(parseTemplate),
  };
}

/**
 * An absent variable is null unless it has a default: it matches nothing.
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
 */
export function resolve(template: readonly Piece[], context: RequestContext): Resolved {
  const pieces: ResolvedPiece[] = [];
  let unknown = false;
  for (const piece of template) {
    if (piece.kind === 'placeholder') unknown = true;
    else if (piece.kind !== 'variable') pieces.push({ text: piece.text, wild: piece.kind === 'text' });
    else {
      const value = context(piece.lowerKey);
      const text = value.state === 'absent' ? piece.fallback : single(value);
      if (text !== undefined) pieces.push({ text, wild: false });
      else if (value.state === 'absent') return { kind: 'null' };
      else unknown = true;
    }
  }
  return unknown ? { kind: 'unknown' } : { kind: 'text', pieces };
}

/** Variables stand for single-valued keys only (same page); what several values would do is not known. */
function single(value: ReturnType<RequestContext>): string | undefined {
  return value.state === 'known' && value.values.length === 1 ? value.values[0] : undefined;
}

/** Adds the values with variables to a comparison with the plain ones. */
export function withTemplates(
  plain: (value: string) => boolean,
  templates: readonly (readonly Piece[])[],
  compare: (value: string, pieces: readonly ResolvedPiece[]) => Kleene,
): Comparison {
  if (templates.length === 0) return (value) => (plain(value) ? yes : no);
  return (value, context) => {
    if (plain(value)) return yes;
    let result: Kleene = no;
    for (const template of templates) {
      const resolved = resolve(template, context);
      if (resolved.kind === 'text') result = either(result, compare(value, resolved.pieces));
      else if (resolved.kind === 'unknown') result = either(result, maybe);
    }
    return result;
  };
}

export function textOf(pieces: readonly ResolvedPiece[]): string {
  return pieces.map((piece) => piece.text).join('');
}
