/** Circles of references: CloudFormation cannot say what of them to create first. */

/** Depth first, without recursion; each circle once. */
export function cyclesIn(
  edges: ReadonlyMap<string, ReadonlyMap<string, string>>,
): readonly { readonly way: readonly string[]; readonly pointer: string }[] {
  const cycles: { way: string[]; pointer: string }[] = [];
  const done = new Set<string>();
  for (const start of edges.keys()) {
    const way: { id: string; left: [string, string][] }[] = [];
    const onWay = new Map<string, number>();
    const enter = (id: string): void => {
      onWay.set(id, way.length);
      way.push({ id, left: [...(edges.get(id) ?? [])] });
    };
    if (!done.has(start)) enter(start);
    for (let top = way.at(-1); top !== undefined; top = way.at(-1)) {
      const [next, pointer] = top.left.shift() ?? [];
      if (next === undefined || pointer === undefined) {
        done.add(top.id);
        onWay.delete(top.id);
        way.pop();
      } else if (onWay.has(next)) {
        cycles.push({ way: [...way.slice(onWay.get(next)).map(({ id }) => id), next], pointer });
      } else if (!done.has(next)) enter(next);
    }
  }
  return cycles;
}
