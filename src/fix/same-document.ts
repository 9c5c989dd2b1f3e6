/** True when both hold the same members in the same order. Without recursion: what is no policy may be nested without end. */
export function isSameDocument(left: unknown, right: unknown): boolean {
  const open: (readonly [unknown, unknown])[] = [[left, right]];
  for (let pair = open.pop(); pair !== undefined; pair = open.pop()) {
    const [one, other] = pair;
    if (one === other) continue;
    if (!isObject(one) || !isObject(other) || Array.isArray(one) !== Array.isArray(other)) return false;
    const members = Object.entries(one);
    const others = Object.entries(other);
    if (members.length !== others.length) return false;
    for (const [index, [name, value]] of members.entries()) {
      const [otherName, otherValue] = others[index] ?? [];
      if (name !== otherName) return false;
      open.push([value, otherValue]);
    }
  }
  return true;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
