import { randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { access, open, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';

export interface FileChange {
  readonly path: string;
  /** The text as it was read and judged. */
  readonly before: string;
  readonly after: string;
}

/**
 * Replaces a file's text, all of it or nothing: written beside the file, flushed, and renamed over it. The file keeps its
 * mode; a symbolic link stays one, and what it points at is changed. Throws, and leaves no trace, where that cannot be done.
 */
export async function writeChange({ path, before, after }: FileChange): Promise<void> {
  const target = await realpath(path);
  const { mode } = await stat(target);
  // A rename needs rights on the folder only, but a file made read-only is meant to stay as it is.
  await access(target, constants.W_OK);
  const bytes = replacement(await readFile(target), before, after);
  if (bytes === undefined) throw new Error(`${path} is no longer as it was when it was judged, so it is left alone`);
  await replaceFile(target, bytes, mode);
}

/** Whole, or piece by piece. */
type Content = string | Uint8Array | Iterable<string> | AsyncIterable<Uint8Array>;

/** Writes a file of our own, all of it or nothing; one that is there keeps its mode, and a symbolic link stays one. */
export async function writeWhole(path: string, content: Content): Promise<void> {
  const existing = await existingFile(path);
  await replaceFile(existing?.target ?? path, content, existing?.mode ?? 0o644);
}

async function existingFile(path: string): Promise<{ target: string; mode: number } | undefined> {
  try {
    const target = await realpath(path);
    await access(target, constants.W_OK);
    return { target, mode: (await stat(target)).mode };
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The new bytes, with a byte order mark that reading dropped; undefined where the file holds something else than was read. */
function replacement(bytes: Buffer, before: string, after: string): Buffer | undefined {
  const mark = ['', '\uFEFF'].find((prefix) => Buffer.from(prefix + before).equals(bytes));
  return mark === undefined ? undefined : Buffer.from(mark + after);
}

async function replaceFile(target: string, content: Content, mode: number): Promise<void> {
  // Named without the file's own name, which may be as long as names can be.
  const beside = join(dirname(target), `.backuplint-${randomBytes(8).toString('hex')}.tmp`);
  try {
    await writeFlushed(beside, content, mode);
    await rename(beside, target);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
  await flushFolder(dirname(target));
}

async function writeFlushed(path: string, content: Content, mode: number): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await writeFile(file, content);
    await file.chmod(mode & 0o7777);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** So that the rename itself outlives a power failure. Windows has no such call. */
async function flushFolder(path: string): Promise<void> {
  if (process.platform === 'win32') return;
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
