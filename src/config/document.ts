import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node } from 'yaml';
import type { Loaded, Problem } from '../load/types.ts';

/** A step from a value to a part of it. */
export type Step = string | number;

/** The text of a config file as a value that knows where its parts stand. YAML includes JSON. */
export interface ConfigDocument {
  readonly value: unknown;
  /** Where the value at `steps` starts, or the nearest one around it that is there. */
  readonly positionOf: (steps: readonly Step[]) => Position;
  /** Where the last step's key stands. */
  readonly keyPositionOf: (steps: readonly Step[]) => Position;
  /** A scalar as it is written, quotes left out: `012345678901` where the value is 12345678901. */
  readonly writtenAt: (steps: readonly Step[]) => string | undefined;
}

export interface Position {
  readonly line: number;
  readonly column: number;
}

export function parseConfigText(file: string, text: string): Loaded<ConfigDocument> {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', logLevel: 'error' });
  const at = (offset: number): Position => position(lines, offset);
  const [first, ...others] = document.errors.map(({ message, pos }): Problem => ({
    file,
    ...at(pos[0]),
    message: firstLine(message),
  }));
  if (first !== undefined) return { ok: false, problems: [first, ...others] };
  return valueOf(file, document, at);
}

function valueOf(file: string, document: Document, at: (offset: number) => Position): Loaded<ConfigDocument> {
  const root = document.contents;
  try {
    return {
      ok: true,
      value: {
        value: document.toJS() as unknown,
        positionOf: (steps) => at(startOf(nearestNode(document, root, steps)) ?? startOf(root) ?? 0),
        keyPositionOf: (steps) => at(startOf(keyNode(document, root, steps)) ?? startOf(root) ?? 0),
        writtenAt: (steps) => written(nodeAt(document, root, steps)),
      },
    };
  } catch (error) {
    // The alias guard of `yaml`: a few lines that stand for gigabytes.
    return {
      ok: false,
      problems: [{ file, message: firstLine(error instanceof Error ? error.message : String(error)) }],
    };
  }
}

function position(lines: LineCounter, offset: number): Position {
  const { line, col } = lines.linePos(offset);
  return { line: Math.max(line, 1), column: Math.max(col, 1) };
}

function firstLine(message: string): string {
  return message.split('\n', 1).join('');
}

type MaybeNode = Node | null | undefined;

function startOf(node: MaybeNode): number | undefined {
  return node?.range?.[0];
}

function written(node: MaybeNode): string | undefined {
  return isScalar(node) ? node.source : undefined;
}

function nodeAt(document: Document, root: MaybeNode, steps: readonly Step[]): MaybeNode {
  return steps.reduce<MaybeNode>((node, step) => child(document, node, step), root);
}

function nearestNode(document: Document, root: MaybeNode, steps: readonly Step[]): MaybeNode {
  for (let depth = steps.length; depth > 0; depth--) {
    const node = nodeAt(document, root, steps.slice(0, depth));
    if (startOf(node) !== undefined) return node;
  }
  return root;
}

function keyNode(document: Document, root: MaybeNode, steps: readonly Step[]): MaybeNode {
  const parent = resolved(document, nodeAt(document, root, steps.slice(0, -1)));
  const last = steps.at(-1);
  const pair = isMap(parent) ? parent.items.find(({ key }) => isScalar(key) && String(key.value) === last) : undefined;
  return (pair?.key as MaybeNode) ?? nearestNode(document, root, steps);
}

function child(document: Document, node: MaybeNode, step: Step): MaybeNode {
  const parent = resolved(document, node);
  if (isSeq(parent)) return parent.items[Number(step)] as MaybeNode;
  if (!isMap(parent)) return undefined;
  return parent.items.find(({ key }) => isScalar(key) && String(key.value) === String(step))?.value as MaybeNode;
}

function resolved(document: Document, node: MaybeNode): MaybeNode {
  return isAlias(node) ? node.resolve(document) : node;
}
