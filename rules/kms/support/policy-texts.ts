import { pointerOf } from '../../../src/estate/origin.ts';

/** A piece of text in a statement, with its pointer inside the document. */
export interface PolicyText {
  readonly text: string;
  readonly pointer: string;
}

/** Names that a reader gave, and words of the grammar: they are never compared with anything in a request. */
const labels: ReadonlySet<string> = new Set(['Sid', 'Effect']);

/** Every text of a statement that AWS compares with something: principals, actions, resources, condition keys and values. */
export function* statementTexts(statement: unknown, pointer: string): Iterable<PolicyText> {
  if (!isObject(statement)) return;
  for (const [element, value] of Object.entries(statement)) {
    if (!labels.has(element)) yield* textsIn({ value, pointer: pointer + pointerOf([element]) });
  }
}

interface Node {
  readonly value: unknown;
  readonly pointer: string;
  /** The object key under which it stands. */
  readonly key?: string;
}

/** Walks with a list of its own, since a hostile document may be nested deeper than the call stack. */
function* textsIn(root: Node): Iterable<PolicyText> {
  const pending = [root];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    const { value, pointer, key } = node;
    if (key !== undefined) yield { text: key, pointer };
    if (typeof value === 'string') yield { text: value, pointer };
    else pending.push(...childrenOf(node).reverse());
  }
}

function childrenOf({ value, pointer }: Node): Node[] {
  if (Array.isArray(value)) return value.map((child, index) => ({ value: child, pointer: `${pointer}/${index}` }));
  if (!isObject(value)) return [];
  return Object.entries(value).map(([key, child]) => ({
    value: child,
    pointer: pointer + pointerOf([key]),
    key,
  }));
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
