import {
  chmod,
  link,
  lstat,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  readlink,
  rm,
  stat,
  symlink,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { writeChange } from '../../src/fix/write.ts';

const asRoot = process.getuid?.() === 0;
const posix = process.platform !== 'win32';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'backuplint-write-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function given(name: string, content: string | Buffer, mode = 0o644): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, content);
  await chmod(path, mode);
  return path;
}

test('replaces the text and leaves nothing else behind', async () => {
  const path = await given('key.json', 'old\n');
  await writeChange({ path, before: 'old\n', after: 'new\n' });
  expect(await readFile(path, 'utf8')).toBe('new\n');
  expect(await readdir(folder)).toEqual(['key.json']);
});

test.runIf(posix).for([0o600, 0o640, 0o755, 0o664])('keeps the mode %o', async (mode) => {
  const path = await given('key.json', 'old', mode);
  await writeChange({ path, before: 'old', after: 'new' });
  expect((await stat(path)).mode & 0o7777).toBe(mode);
});

test('gives a byte order mark back that reading dropped', async () => {
  const path = await given('key.json', '\uFEFFold');
  await writeChange({ path, before: 'old', after: 'new' });
  expect(await readFile(path, 'utf8')).toBe('\uFEFFnew');
});

test('keeps a byte order mark that is part of the text', async () => {
  const path = await given('key.json', '\uFEFFold');
  await writeChange({ path, before: '\uFEFFold', after: '\uFEFFnew' });
  expect(await readFile(path, 'utf8')).toBe('\uFEFFnew');
});

test('a file may have the longest name there is', async () => {
  const path = await given(`${'k'.repeat(250)}.json`, 'old');
  await writeChange({ path, before: 'old', after: 'new' });
  expect(await readFile(path, 'utf8')).toBe('new');
});

test.runIf(posix)('writes through symbolic links, and they stay links', async () => {
  await mkdir(join(folder, 'real'));
  const target = await given('real/key.json', 'old');
  await symlink('real/key.json', join(folder, 'one'));
  await symlink('one', join(folder, 'two'));
  await writeChange({ path: join(folder, 'two'), before: 'old', after: 'new' });
  expect(await readFile(target, 'utf8')).toBe('new');
  expect(await readlink(join(folder, 'two'))).toBe('one');
  expect((await lstat(join(folder, 'one'))).isSymbolicLink()).toBe(true);
});

describe('leaves the file as it was, and nothing beside it,', () => {
  test('when it has changed since it was read', async () => {
    const path = await given('key.json', 'edited meanwhile');
    await expect(writeChange({ path, before: 'old', after: 'new' })).rejects.toThrow(
      'no longer as it was when it was judged',
    );
    expect(await readFile(path, 'utf8')).toBe('edited meanwhile');
    expect(await readdir(folder)).toEqual(['key.json']);
  });

  test('when its bytes are no UTF-8, so that its text would not come back', async () => {
    const bytes = Buffer.from([0x6f, 0xff, 0x6c]);
    const path = await given('key.json', bytes);
    await expect(writeChange({ path, before: bytes.toString('utf8'), after: 'new' })).rejects.toThrow(
      'no longer as it was',
    );
    expect(await readFile(path)).toEqual(bytes);
  });

  test.runIf(posix && !asRoot)('when it is read-only', async () => {
    const path = await given('key.json', 'old', 0o444);
    await expect(writeChange({ path, before: 'old', after: 'new' })).rejects.toThrow('EACCES');
    expect(await readFile(path, 'utf8')).toBe('old');
  });

  test.runIf(posix && !asRoot)('when nothing can be written beside it', async () => {
    const path = await given('key.json', 'old');
    await chmod(folder, 0o555);
    await expect(writeChange({ path, before: 'old', after: 'new' })).rejects.toThrow('EACCES');
    await chmod(folder, 0o755);
    expect([await readFile(path, 'utf8'), await readdir(folder)]).toEqual(['old', ['key.json']]);
  });

  test('when it is a folder', async () => {
    await mkdir(join(folder, 'key.json'));
    await expect(writeChange({ path: join(folder, 'key.json'), before: '', after: 'new' })).rejects.toThrow('EISDIR');
    expect(await readdir(folder)).toEqual(['key.json']);
  });
});

test('a file that is gone is not made again', async () => {
  await expect(writeChange({ path: join(folder, 'gone.json'), before: '', after: 'new' })).rejects.toThrow('ENOENT');
  expect(await readdir(folder)).toEqual([]);
});

test.runIf(posix)('whoever reads meanwhile sees all of the old text or all of the new', async () => {
  const path = await given('key.json', 'a'.repeat(100_000));
  const other = join(folder, 'reader');
  await link(path, other);
  await writeChange({ path, before: 'a'.repeat(100_000), after: 'b'.repeat(100_000) });
  // The old file was not written into: its other name still holds the old text.
  expect(await readFile(other, 'utf8')).toBe('a'.repeat(100_000));
  expect(await readFile(path, 'utf8')).toBe('b'.repeat(100_000));
});
