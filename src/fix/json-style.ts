import type { Node } from 'jsonc-parser';
import type { Json } from './policy-edit.ts';

/** How a JSON text is laid out, so that what is added looks like what is there. */
export interface JsonStyle {
  readonly eol: '\n' | '\r\n';
  /** One step of indentation. */
  readonly unit: string;
  /** The whole document stands on one line. */
  readonly oneLine: boolean;
  /** What stands between a name and its value: `: `, `:`, ` : `. */
  readonly colon: string;
  /** After a comma on the same line. */
  readonly gap: string;
  /** Lists of plain values are written on one line. */
  readonly inlineLists: boolean;
  /** Inside the brackets of a list on one line: `[ "a", "b" ]`. */
  readonly padding: string;
  /** Inside the braces of an object on one line. */
  readonly objectPadding: string;
}

export function styleOf(text: string, root: Node, outerIndent: string): JsonStyle {
  const nodes = [...descend(root)];
  const own = text.slice(root.offset, root.offset + root.length);
  const oneLine = !own.includes('\n');
  return {
    eol: own.includes('\r\n') ? '\r\n' : '\n',
    unit: firstOf(nodes, (node) => unitOf(text, node, outerIndent)) ?? '  ',
    oneLine,
    colon: firstOf(nodes, (node) => colonOf(text, node)) ?? ': ',
    gap: firstOf(nodes, (node) => gapOf(text, node)) ?? (oneLine ? '' : ' '),
    inlineLists: oneLine || (firstOf(nodes, (node) => isInline(text, node)) ?? false),
    padding: firstOf(nodes, (node) => paddingOf(text, node, 'array')) ?? '',
    objectPadding: firstOf(nodes, (node) => paddingOf(text, node, 'object')) ?? '',
  };
}

/** The style for what goes into an object: on the line of one that has a line to itself. */
export function styleIn(text: string, container: Node | undefined, style: JsonStyle): JsonStyle {
  const own = container?.type === 'object' ? text.slice(container.offset, container.offset + container.length) : '\n';
  return own.includes('\n') || container?.children?.length === 0
    ? style
    : { ...style, oneLine: true, inlineLists: true };
}

/** Indentation of the line on which `offset` stands; the first line of the text starts somewhere in a line around it. */
export function indentAt(text: string, offset: number, outerIndent: string): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 ? outerIndent : (/^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? '');
}

/** The value as JSON text; its further lines start with `indent`. */
export function render(value: Json, indent: string, style: JsonStyle): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const inner = indent + style.unit;
  if (Array.isArray(value)) {
    const items = (value as readonly Json[]).map((item) => render(item, inner, style));
    return style.inlineLists
      ? `[${style.padding}${items.join(`,${style.gap}`)}${style.padding}]`
      : block('[]', items, indent, style);
  }
  const members = Object.entries(value).map(
    ([name, member]) => JSON.stringify(name) + style.colon + render(member, inner, style),
  );
  return style.oneLine
    ? `{${style.objectPadding}${members.join(`,${style.gap}`)}${style.objectPadding}}`
    : block('{}', members, indent, style);
}

function block(brackets: string, parts: readonly string[], indent: string, { eol, unit }: JsonStyle): string {
  const lines = parts.map((part) => indent + unit + part).join(`,${eol}`);
  return `${brackets.charAt(0)}${eol}${lines}${eol}${indent}${brackets.charAt(1)}`;
}

function* descend(node: Node): Generator<Node> {
  yield node;
  for (const child of node.children ?? []) yield* descend(child);
}

function firstOf<T>(nodes: readonly Node[], look: (node: Node) => T | undefined): T | undefined {
  for (const node of nodes) {
    const found = look(node);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What stands between the opening bracket and the first child. */
function leadOf(text: string, node: Node): string | undefined {
  const first = node.children?.[0];
  return first === undefined || node.type === 'property' ? undefined : text.slice(node.offset + 1, first.offset);
}

function unitOf(text: string, node: Node, outerIndent: string): string | undefined {
  const lead = leadOf(text, node);
  if (lead === undefined || !lead.includes('\n')) return undefined;
  const outer = indentAt(text, node.offset, outerIndent);
  const inner = lead.slice(lead.lastIndexOf('\n') + 1);
  return inner.length > outer.length && inner.startsWith(outer) ? inner.slice(outer.length) : undefined;
}

function colonOf(text: string, node: Node): string | undefined {
  const [name, value] = node.type === 'property' ? (node.children ?? []) : [];
  if (name === undefined || value === undefined) return undefined;
  const between = text.slice(name.offset + name.length, value.offset);
  return between.includes('\n') ? undefined : between;
}

function gapOf(text: string, node: Node): string | undefined {
  const [first, second] = node.type === 'property' ? [] : (node.children ?? []);
  if (first === undefined || second === undefined) return undefined;
  const between = text.slice(first.offset + first.length, second.offset);
  return between.includes('\n') ? undefined : between.slice(between.indexOf(',') + 1);
}

function isInline(text: string, node: Node): boolean | undefined {
  if (node.type !== 'array' || node.children?.[0]?.type !== 'string') return undefined;
  return !text.slice(node.offset, node.offset + node.length).includes('\n');
}

function paddingOf(text: string, node: Node, type: Node['type']): string | undefined {
  const lead = node.type === type ? leadOf(text, node) : undefined;
  return lead?.includes('\n') === false ? lead : undefined;
}
