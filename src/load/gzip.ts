/** As long as a text can be, so that a small file cannot fill the memory. */
const longest = 512 * 1024 * 1024;

export function isGzip([first, second]: Buffer, file: string): boolean {
  return first === 0x1f && second === 0x8b && !/(?<!\.json)\.t?gz$/i.test(file);
}

/** `undefined`: broken off, or not gzip at all. The module is loaded only now, since nearly nobody needs it. */
export function gunzipped(bytes: Buffer): Buffer | undefined {
  try {
    return process.getBuiltinModule('node:zlib').gunzipSync(bytes, { maxOutputLength: longest });
  } catch {
    return undefined;
  }
}
