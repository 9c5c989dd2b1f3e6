/** The pointers that a search looks for, as a tree, so that one pass over the text finds them all. */
import { pointerSteps } from '../estate/origin.ts';

export interface Wanted {
  /** The pointers that end here: one, or several that are spelled differently. */
  readonly pointers: string[];
  readonly children: Map<string, Wanted>;
}

export function wantedTree(pointers: Iterable<string>): Wanted {
  const root: Wanted = { pointers: [], children: new Map() };
  for (const pointer of pointers) {
    let node = root;
    for (const step of pointerSteps(pointer)) node = childOf(node, step);
    if (!node.pointers.includes(pointer)) node.pointers.push(pointer);
  }
  return root;
}

function childOf(node: Wanted, step: string): Wanted {
  const known = node.children.get(step);
  if (known !== undefined) return known;
  const child: Wanted = { pointers: [], children: new Map() };
  node.children.set(step, child);
  return child;
}

/** Every pointer at and below a node. */
export function* pointersUnder(node: Wanted): Generator<string> {
  const open = [node];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    yield* next.pointers;
    open.push(...next.children.values());
  }
}
