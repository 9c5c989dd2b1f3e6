import { findNodeAtLocation, parseTree, type Node } from 'jsonc-parser';
import { pointerSteps } from '../estate/origin.ts';
import { indentAt, render, styleIn, styleOf, type JsonStyle } from './json-style.ts';
import type { Json, PolicyEdit } from './policy-edit.ts';
import { insertion, type TextEdit } from './text-edit.ts';

/**
 * The text edits that make the policy edits on a JSON document; undefined where the text has no such place.
 * `outerIndent` is the indentation of the line on which the document starts in the text around it.
 */
export function jsonTextEdits(text: string, edits: readonly PolicyEdit[], outerIndent = ''): TextEdit[] | undefined {
  const root = parseTree(text.replace('\uFEFF', ' '));
  if (root === undefined) return undefined;
  const sheet = { text, outerIndent, style: styleOf(text, root, outerIndent) };
  const made = edits.map((edit) => {
    const node = nodeAt(root, edit.pointer);
    return (
      node &&
      (edit.kind === 'append' ? append(sheet, node, edit.values) : addMember(sheet, node, edit.name, edit.value))
    );
  });
  return made.every((list) => list !== undefined) ? made.flat() : undefined;
}

interface Sheet {
  readonly text: string;
  readonly outerIndent: string;
  readonly style: JsonStyle;
}

function nodeAt(root: Node, pointer: string): Node | undefined {
  return pointerSteps(pointer).reduce<Node | undefined>((node, step) => {
    if (node === undefined) return undefined;
    return findNodeAtLocation(node, [node.type === 'array' ? Number(step) : step]);
  }, root);
}

function append(sheet: Sheet, node: Node, values: readonly Json[]): TextEdit[] {
  if (node.type !== 'array') return wrapInList(sheetIn(sheet, enclosing(node)), node, values);
  const isPlain = values.every((value) => typeof value === 'string');
  const inner = sheetIn(sheet, node.children?.at(-1));
  const inline = inner.style.oneLine || (sheet.style.inlineLists && isPlain);
  return [addChild(inner, node, inline, (indent) => values.map((value) => render(value, indent, inner.style)))];
}

function sheetIn(sheet: Sheet, container: Node | undefined): Sheet {
  return { ...sheet, style: styleIn(sheet.text, container, sheet.style) };
}

/** The object in which a bare value stands; a single statement stands for itself. */
function enclosing(node: Node): Node | undefined {
  return node.type === 'object' ? node : node.parent?.parent;
}

function addMember(sheet: Sheet, node: Node, name: string, value: Json): TextEdit[] | undefined {
  if (node.type !== 'object') return undefined;
  const inner = sheetIn(sheet, node);
  const { style } = inner;
  const member = (indent: string) => JSON.stringify(name) + style.colon + render(value, indent, style);
  return [addChild(inner, node, style.oneLine, (indent) => [member(indent)])];
}

/** After the last child as the last was set off from the one before it; into an empty pair of brackets as the style has it. */
function addChild(sheet: Sheet, node: Node, inline: boolean, parts: (indent: string) => readonly string[]): TextEdit {
  const last = node.children?.at(-1);
  if (last === undefined) return fillEmpty(sheet, node, inline, parts);
  const separator = separatorBefore(sheet, node);
  const text = parts(indentOf(sheet, last)).map((part) => separator + part);
  return insertion(last.offset + last.length, text.join(''));
}

function separatorBefore({ text, style }: Sheet, node: Node): string {
  const [last, previous] = [...(node.children ?? [])].reverse();
  if (last === undefined) return '';
  if (previous !== undefined) return text.slice(previous.offset + previous.length, last.offset);
  const lead = text.slice(node.offset + 1, last.offset);
  return `,${lead.includes('\n') ? lead : style.gap}`;
}

function fillEmpty(sheet: Sheet, node: Node, inline: boolean, parts: (indent: string) => readonly string[]): TextEdit {
  const { style } = sheet;
  const outer = indentOf(sheet, node);
  const inner = outer + style.unit;
  const content = inline
    ? parts(outer).join(`,${style.gap}`)
    : `${style.eol}${parts(inner)
        .map((part) => inner + part)
        .join(`,${style.eol}`)}${style.eol}${outer}`;
  return { offset: node.offset + 1, length: node.length - 2, text: content };
}

/** A value that stands alone keeps its text, and gets brackets and company. */
function wrapInList(sheet: Sheet, node: Node, values: readonly Json[]): TextEdit[] {
  const { style } = sheet;
  const indent = indentOf(sheet, node);
  const end = node.offset + node.length;
  if (style.inlineLists || node.type === 'object') {
    const added = values.map((value) => `,${style.gap}${render(value, indent, style)}`).join('');
    return [insertion(node.offset, `[${style.padding}`), insertion(end, `${added}${style.padding}]`)];
  }
  const line = style.eol + indent + style.unit;
  const added = values.map((value) => `,${line}${render(value, indent + style.unit, style)}`).join('');
  return [insertion(node.offset, `[${line}`), insertion(end, `${added}${style.eol}${indent}]`)];
}

function indentOf({ text, outerIndent }: Sheet, node: Node): string {
  return indentAt(text, node.offset, outerIndent);
}
