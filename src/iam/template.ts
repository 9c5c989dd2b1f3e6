/** Text with policy variables. https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html */
export type Piece =
  /** Text as written; `*` and `?` in it are wildcards where the operator has any. */
  | { readonly kind: 'text'; readonly text: string }
  /** `${*}`, `${?}`, `${$}`: the character itself. */
  | { readonly kind: 'literal'; readonly text: string }
  /** `${aws:PrincipalTag/team, 'none'}`. */
  | { readonly kind: 'variable'; readonly key: string; readonly lowerKey: string; readonly fallback?: string }
  /** `${WorkloadAccountID}`: what a template engine should have replaced. Its value is not known. */
  | { readonly kind: 'placeholder'; readonly text: string };

const variable = /^\s*([A-Za-z0-9.-]+:[^:,'}][^,'}]*?)\s*(?:,\s*'([^']*)'\s*)?$/;

export function hasTemplate(text: string): boolean {
  return text.includes('${');
}

export function parseTemplate(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let from = 0;
  for (;;) {
    const start = text.indexOf('${', from);
    const end = start < 0 ? -1 : text.indexOf('}', start);
    if (end < 0) break;
    if (start > from) pieces.push({ kind: 'text', text: text.slice(from, start) });
    pieces.push(parseReference(text.slice(start + 2, end)));
    from = end + 1;
  }
  if (from < text.length) pieces.push({ kind: 'text', text: text.slice(from) });
  return pieces;
}

function parseReference(inside: string): Piece {
  if (inside === '*' || inside === '?' || inside === '$') return { kind: 'literal', text: inside };
  const found = variable.exec(inside);
  if (found === null) return { kind: 'placeholder', text: `\${${inside}}` };
  const [, key = '', fallback] = found;
  const base = { kind: 'variable', key, lowerKey: key.toLowerCase() } as const;
  return fallback === undefined ? base : { ...base, fallback };
}

/** The variables of a text, as it spells them. */
export function variablesIn(text: string): readonly { readonly key: string; readonly lowerKey: string }[] {
  return parseTemplate(text).flatMap((piece) => (piece.kind === 'variable' ? [piece] : []));
}

/** The context keys that a text reads, in lower case. */
export function variablesOf(text: string): string[] {
  return variablesIn(text).map(({ lowerKey }) => lowerKey);
}
