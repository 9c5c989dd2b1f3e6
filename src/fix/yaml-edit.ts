import {
  isCollection,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { pointerSteps } from '../estate/origin.ts';
import type { Json, PolicyEdit } from './policy-edit.ts';
import { insertion, type TextEdit } from './text-edit.ts';
import {
  columnOf,
  isBlock,
  lineAt,
  renderFlow,
  renderItems,
  renderMember,
  renderName,
  startOf,
  yamlStyleOf,
  type YamlStyle,
} from './yaml-style.ts';

/**
 * The text edits that make the policy edits on a YAML document; undefined where the text has no such place, or where it
 * is shared through an anchor, so that changing it would change something else.
 */
export function yamlTextEdits(
  text: string,
  document: Document,
  pointer: string,
  edits: readonly PolicyEdit[],
): TextEdit[] | undefined {
  const sheet = { text, style: yamlStyleOf(text, document) };
  // Innermost first, so that what is added to a single statement stands before what is added after it.
  const ordered = [...edits].sort((a, b) => b.pointer.length - a.pointer.length);
  const moved = ordered.filter(
    (edit) => edit.kind === 'append' && isBlockMap(placeAt(document, pointer + edit.pointer)),
  );
  const made = ordered.map((edit) => {
    const textEdits = editAt(sheet, placeAt(document, pointer + edit.pointer), edit);
    const isMoved = moved.some((outer) => edit.pointer.startsWith(`${outer.pointer}/`));
    return isMoved ? textEdits?.map(movedIn) : textEdits;
  });
  return made.every((list) => list !== undefined) ? made.flat() : undefined;
}

function editAt(sheet: Sheet, place: YamlPlace | undefined, edit: PolicyEdit): TextEdit[] | undefined {
  if (place === undefined) return undefined;
  return edit.kind === 'append'
    ? append(sheet, place, edit.values)
    : addMember(sheet, place.node, edit.name, edit.value);
}

function isBlockMap(place: YamlPlace | undefined): boolean {
  return place !== undefined && isMap(place.node) && isBlock(place.node);
}

function movedIn(edit: TextEdit): TextEdit {
  return { ...edit, text: edit.text.replaceAll('\n', '\n  ') };
}

interface Sheet {
  readonly text: string;
  readonly style: YamlStyle;
}

export interface YamlPlace {
  readonly node: Node;
  /** The member whose value it is. */
  readonly pair?: Pair<Node, Node>;
  /** Inside braces or brackets. */
  readonly inFlow: boolean;
}

export function placeAt(document: Document, pointer: string): YamlPlace | undefined {
  let place: YamlPlace | undefined = rooted(document.contents);
  for (const step of pointerSteps(pointer)) place = place && stepInto(place, step);
  return place;
}

function rooted(node: unknown): YamlPlace | undefined {
  return isOwn(node) ? { node, inFlow: false } : undefined;
}

function stepInto({ node, inFlow }: YamlPlace, step: string): YamlPlace | undefined {
  const inside = inFlow || (isCollection(node) && node.flow === true);
  if (isSeq(node)) {
    const item: unknown = node.items[Number(step)];
    return isOwn(item) ? { node: item, inFlow: inside } : undefined;
  }
  const pair = isMap(node) ? node.items.find(({ key }) => isScalar(key) && String(key.value) === step) : undefined;
  return isPair(pair) && isOwn(pair.value)
    ? { node: pair.value, pair: pair as Pair<Node, Node>, inFlow: inside }
    : undefined;
}

/** Neither an alias of something else nor something that an alias may name. */
function isOwn(node: unknown): node is Node {
  return (isScalar(node) || isCollection(node)) && node.anchor === undefined && node.range !== undefined;
}

function append(sheet: Sheet, place: YamlPlace, values: readonly Json[]): TextEdit[] | undefined {
  const { node, inFlow } = place;
  if (isSeq(node) && isBlock(node)) return [addLines(sheet, node, values)];
  if (isSeq(node)) return [addInFlow(sheet, node, inFlowStyle(sheet, values))];
  if (inFlow || (isMap(node) && !isBlock(node))) return wrapInFlow(sheet, node, values);
  return isMap(node) ? wrapMap(sheet, node, values) : wrapScalar(sheet, place, values);
}

function inFlowStyle({ style }: Sheet, values: readonly Json[]): string[] {
  return values.map((value) => renderFlow(value, style));
}

function addMember(sheet: Sheet, node: Node, name: string, value: Json): TextEdit[] | undefined {
  if (!isMap(node)) return undefined;
  const { style, text } = sheet;
  if (!isBlock(node)) return [addInFlow(sheet, node, [`${renderName(name, style)}: ${renderFlow(value, style)}`])];
  const column = columnOf(text, node);
  return [insertion(lineEnd(text, endOf(node)), lineAt(column, style) + renderMember(name, value, column, style))];
}

function addLines({ text, style }: Sheet, seq: Node, values: readonly Json[]): TextEdit {
  return insertion(lineEnd(text, endOf(seq)), renderItems(values, columnOf(text, seq), style));
}

/** After the last part as the last was set off from the one before it. */
function addInFlow({ text }: Sheet, node: YAMLMap | YAMLSeq, parts: readonly string[]): TextEdit {
  const [last, previous] = [...(node.items as (Node | Pair<Node, Node>)[])].reverse();
  const start = startOf(node);
  const length = (node.range?.[1] ?? 0) - start;
  if (last === undefined) return { offset: start + 1, length: length - 2, text: parts.join(', ') };
  const from = previous === undefined ? start + 1 : endOf(previous);
  const between = text.slice(from, startOfPart(last));
  const gap = previous === undefined ? between : between.slice(between.indexOf(',') + 1);
  const separator = `,${/^\s+$/.test(gap) && (previous !== undefined || gap.includes('\n')) ? gap : ' '}`;
  return insertion(endOf(last), parts.map((part) => separator + part).join(''));
}

function wrapInFlow({ style }: Sheet, node: Node, values: readonly Json[]): TextEdit[] {
  const added = values.map((value) => `, ${renderFlow(value, style)}`).join('');
  return [insertion(startOf(node), '['), insertion(node.range?.[1] ?? 0, `${added}]`)];
}

/** `Action: a` becomes a list under its key. */
function wrapScalar(
  { text, style }: Sheet,
  { node, pair }: YamlPlace,
  values: readonly Json[],
): TextEdit[] | undefined {
  const source = text.slice(startOf(node), node.range?.[1]);
  if (pair === undefined || source.includes('\n')) return undefined;
  const column = columnOf(text, pair.key) + style.dash;
  const gap = /[ \t]*$/.exec(text.slice(0, startOf(node)))?.[0].length ?? 0;
  return [
    { offset: startOf(node) - gap, length: gap, text: `${lineAt(column, style)}- ` },
    insertion(lineEnd(text, endOf(node)), renderItems(values, column, style)),
  ];
}

/** A single statement moves in by the width of a dash; a list cannot be written around it otherwise. */
function wrapMap({ text, style }: Sheet, map: Node, values: readonly Json[]): TextEdit[] {
  const end = lineEnd(text, endOf(map));
  const column = columnOf(text, map);
  const further = [...text.slice(startOf(map), end).matchAll(/\n(?=[^\r\n])/g)];
  return [
    insertion(startOf(map), '- '),
    ...further.map(({ index }) => insertion(startOf(map) + index + 1, '  ')),
    insertion(end, renderItems(values, column, style)),
  ];
}

function startOfPart(part: Node | Pair<Node, Node>): number {
  return startOf(isPair(part) ? part.key : part);
}

/** Where the last thing written in it ends; what `yaml` calls the end of a block takes in the lines up to the next. */
function endOf(part: Node | Pair<Node, Node>): number {
  if (isPair(part)) return endOf(part.value ?? part.key);
  const last =
    isBlock(part) && isCollection(part) ? (part.items.at(-1) as Node | Pair<Node, Node> | undefined) : undefined;
  return last === undefined ? (part.range?.[1] ?? 0) : endOf(last);
}

/** The end of the line on which `end` stands, a comment behind it included. */
function lineEnd(text: string, end: number): number {
  const from = text[end - 1] === '\n' ? end - 1 : end;
  const newline = text.indexOf('\n', from);
  const stop = newline < 0 ? text.length : newline;
  return text[stop - 1] === '\r' ? stop - 1 : stop;
}
