import { isCollection, isMap, isSeq, Scalar, visit, type Document, type Node } from 'yaml';
import type { Json } from './policy-edit.ts';

/** How a YAML text is laid out, so that what is added looks like what is there. */
export interface YamlStyle {
  readonly eol: '\n' | '\r\n';
  /** Columns by which members stand in from their parent's. */
  readonly unit: number;
  /** Columns by which the dashes of a list stand in from the key in front of it. */
  readonly dash: number;
  /** Around names, and around values. */
  readonly nameQuote: Quote;
  readonly quote: Quote;
}

type Quote = '"' | "'" | '';

export function yamlStyleOf(text: string, document: Document): YamlStyle {
  let unit: number | undefined;
  let dash: number | undefined;
  let nameQuote: Quote | undefined;
  let quote: Quote | undefined;
  visit(document, {
    Pair(_, { key, value }) {
      const outer = columnOf(text, key as Node);
      const inner = isBlock(value) ? columnOf(text, value) : undefined;
      if (isMap(value) && inner !== undefined) unit ??= inner - outer;
      if (isSeq(value) && inner !== undefined) dash ??= inner - outer;
    },
    Scalar(key, scalar) {
      if (key === 'key') nameQuote ??= quoteOf(scalar);
      else quote ??= quoteOf(scalar);
    },
  });
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  return { eol, unit: unit ?? 2, dash: dash ?? unit ?? 2, nameQuote: nameQuote ?? '', quote: quote ?? '' };
}

export function isBlock(node: unknown): node is Node {
  return isCollection(node) && node.flow !== true && node.items.length > 0;
}

export function startOf(node: Node): number {
  return node.range?.[0] ?? 0;
}

export function columnOf(text: string, node: Node): number {
  const line = text.slice(text.lastIndexOf('\n', startOf(node) - 1) + 1, startOf(node));
  return line.startsWith('\uFEFF') ? line.length - 1 : line.length;
}

/** `"*"` needs quotes wherever it stands, so a value that could do without tells the author's habit. */
function quoteOf(scalar: Scalar): Quote | undefined {
  if (!isPlain(scalar.value)) return undefined;
  if (scalar.type === Scalar.QUOTE_DOUBLE) return '"';
  return scalar.type === Scalar.QUOTE_SINGLE ? "'" : '';
}

/** Text that YAML reads as a string without quotes, in block and in flow. Narrower than YAML is. */
const plain = /^[A-Za-z][\w:./+=@*-]*(?: \w[\w.-]*)*$/;
const otherType = /^(?:true|false|yes|no|on|off|null)$/i;

function isPlain(value: unknown): value is string {
  return typeof value === 'string' && plain.test(value) && !value.endsWith(':') && !otherType.test(value);
}

export function renderName(name: string, { nameQuote }: YamlStyle): string {
  return quoted(name, nameQuote);
}

function renderScalar(value: string | number | boolean | null, { quote }: YamlStyle): string {
  return typeof value === 'string' ? quoted(value, quote) : JSON.stringify(value);
}

function quoted(text: string, quote: Quote): string {
  if (quote === '' && isPlain(text)) return text;
  return quote === "'" && !/['\n\\]/.test(text) ? `'${text}'` : JSON.stringify(text);
}

/** On one line, for what stands in brackets already. */
export function renderFlow(value: Json, style: YamlStyle): string {
  if (typeof value !== 'object' || value === null) return renderScalar(value, style);
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map((item) => renderFlow(item, style)).join(', ')}]`;
  const members = Object.entries(value).map(
    ([name, member]) => `${renderName(name, style)}: ${renderFlow(member, style)}`,
  );
  return `{ ${members.join(', ')} }`;
}

/** A member's text whose name stands at `column`; `: ` and the value, over as many lines as it takes. */
export function renderMember(name: string, value: Json, column: number, style: YamlStyle): string {
  const key = renderName(name, style);
  if (typeof value !== 'object' || value === null) return `${key}: ${renderScalar(value, style)}`;
  if (Array.isArray(value)) return key + ':' + renderItems(value as readonly Json[], column + style.dash, style);
  return `${key}:${lineAt(column + style.unit, style)}${renderMembers(value, column + style.unit, style)}`;
}

/** Each on its own line, dash at `column`. */
export function renderItems(items: readonly Json[], column: number, style: YamlStyle): string {
  return items.map((item) => `${lineAt(column, style)}- ${renderItem(item, column + 2, style)}`).join('');
}

function renderItem(item: Json, column: number, style: YamlStyle): string {
  if (typeof item !== 'object' || item === null) return renderScalar(item, style);
  return Array.isArray(item) ? renderFlow(item, style) : renderMembers(item, column, style);
}

function renderMembers(value: Json, column: number, style: YamlStyle): string {
  return Object.entries(value as object)
    .map(([name, member]) => renderMember(name, member as Json, column, style))
    .join(lineAt(column, style));
}

/** A new line, and the cursor at `column`. */
export function lineAt(column: number, { eol }: YamlStyle): string {
  return eol + ' '.repeat(column);
}
