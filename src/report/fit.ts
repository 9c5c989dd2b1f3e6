/** As many of the texts as have room, from the first on; how many are left. Bytes are those of UTF-8. */
export function fit(texts: readonly string[], bytes: number): { readonly shown: string[]; readonly left: number } {
  const encoder = new TextEncoder();
  let room = bytes;
  const shown: string[] = [];
  for (const text of texts) {
    room -= encoder.encode(text).length + 2;
    if (room < 0) break;
    shown.push(text);
  }
  return { shown, left: texts.length - shown.length };
}
