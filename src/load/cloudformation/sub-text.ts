/**
 * The text of `Fn::Sub`: `${Name}` and `${Name.Attribute}` stand for values, `${!Literal}` for `${Literal}`.
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference-sub.html
 */
export type SubPart =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'name'; readonly name: string };

export function subParts(text: string): readonly SubPart[] {
  const parts: SubPart[] = [];
  let end = 0;
  for (const match of text.matchAll(/\$\{([^{}]*)\}/g)) {
    const [whole, inner = ''] = match;
    parts.push({ kind: 'text', text: text.slice(end, match.index) });
    parts.push(
      inner.startsWith('!') ? { kind: 'text', text: `\${${inner.slice(1)}}` } : { kind: 'name', name: inner.trim() },
    );
    end = match.index + whole.length;
  }
  parts.push({ kind: 'text', text: text.slice(end) });
  return parts.filter((part) => part.kind === 'name' || part.text !== '');
}

/** What a name in it, or in `Fn::GetAtt`, refers to: the attribute is all behind the first point. */
export function splitName(name: string): { readonly id: string; readonly attribute: string | undefined } {
  const point = name.indexOf('.');
  return point < 0
    ? { id: name, attribute: undefined }
    : { id: name.slice(0, point), attribute: name.slice(point + 1) };
}
