import { expect, test } from 'vitest';
import { decodeSource, describeReadError, readRegularFile, readSource, readStream } from '../../src/load/read.ts';
import { folderWith } from './folder.ts';

test.for([
  ['ENOENT', 'does not exist'],
  ['EACCES', 'cannot be read: permission denied'],
  ['ERR_STRING_TOO_LONG', 'is too large'],
  ['EIO', 'cannot be read: EIO'],
] as const)('%s is told in words', ([code, message]) => {
  expect(describeReadError(Object.assign(new Error('x'), { code })).message).toBe(message);
});

test('what is thrown otherwise is told as it is', () => {
  expect(describeReadError('odd').message).toBe('cannot be read: odd');
});

test('both ways to read a file say the same', () => {
  const folder = folderWith({
    good: 'a\u00e9\uFFFD\u{1f600}',
    bad: new Uint8Array([0x61, 0xff]),
    nul: 'a\0',
    bom: '\uFEFFx',
    sixteen: new Uint8Array([0xff, 0xfe, 0x61, 0]),
  });
  for (const name of ['good', 'bad', 'nul', 'bom', 'sixteen', 'missing']) {
    expect(readRegularFile(`${folder}/${name}`, name)).toEqual(readSource(`${folder}/${name}`, name));
  }
});

test('a bad byte behind a million real replacement characters is found at once', () => {
  const bytes = Buffer.concat([Buffer.from('\uFFFD'.repeat(1_000_000)), Buffer.from([0xc3])]);
  expect(decodeSource(bytes, 'a')).toMatchObject({ ok: false, problems: [{ line: 1, column: 1_000_001 }] });
});

test('a stream that breaks is a problem', async () => {
  async function* breaking(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('{');
    throw Object.assign(new Error('x'), { code: 'EPIPE' });
  }
  expect(await readStream(breaking(), '<stdin>')).toEqual({
    ok: false,
    problems: [{ file: '<stdin>', message: 'cannot be read: EPIPE' }],
  });
});
