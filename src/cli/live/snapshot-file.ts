import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { UsageError } from '../../config/usage-error.ts';

/** Before AWS is asked, which may take a while: whether the file can be written, as far as can be seen. */
export async function checkSnapshotFile(file: string, cwd: string): Promise<void> {
  const path = resolve(cwd, file);
  if ((await whatIsAt(path)) === 'folder') throw unwritable(file, 'it is a folder');
  const folder = dirname(path);
  if ((await whatIsAt(folder)) !== 'folder') throw unwritable(file, `there is no folder ${dirname(file)}`);
  try {
    await access(folder, constants.W_OK);
  } catch {
    throw unwritable(file, `nothing may be written to the folder ${dirname(file)}`);
  }
}

async function whatIsAt(path: string): Promise<'folder' | 'file' | undefined> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

export function unwritable(file: string, why: string): UsageError {
  return new UsageError(`${file} cannot be written: ${why}`);
}
