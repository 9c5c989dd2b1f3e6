import { expect, test } from 'vitest';
import { loadFiles } from '../../src/load/load-files.ts';
import { locateOrigins } from '../../src/load/positions.ts';
import type { FileOrigin } from '../../src/estate/origin.ts';
import { folderWith } from './folder.ts';
import { keyPolicy } from './load.ts';

const policy = JSON.stringify(keyPolicy, null, 2);
const files = {
  'bare.json': policy,
  'wrapped.json': JSON.stringify({ Policy: policy }),
  'bom.json': `\uFEFF${policy.replaceAll('\n', '\r\n')}`,
  'literal.yaml': `Policy: |\n  ${policy.replaceAll('\n', '\n  ')}\n`,
  'pages.json': `{"Policy": ${JSON.stringify(policy)}}\n${policy}\n`,
};

const at = (file: string, pointer: string): FileOrigin => ({ kind: 'file', file, pointer });

test.for([
  ['a value', 'bare.json', '/Statement/0/Sid', '5:14-5:20'],
  ['behind a byte order mark, with CRLF', 'bom.json', '/Statement/0/Sid', '5:14-5:20'],
  ['the first line behind a byte order mark', 'bom.json', '', '1:1-14:2'],
  ['inside a string', 'wrapped.json', '/Policy/Statement/0/Sid', '1:89-1:97'],
  ['inside a YAML block', 'literal.yaml', '/Policy/Statement/0/Sid', '6:16-6:22'],
  ['in the second of two documents', 'pages.json', '/1/Statement/0/Sid', '6:14-6:20'],
  ['what is missing is found at what should hold it', 'bare.json', '/Statement/0/Condition/Bool/x', '4:5-12:6'],
  ['or further out', 'wrapped.json', '/Policy/Nothing', '1:11-1:288'],
] as const)('%s', async ([, file, pointer, place]) => {
  const inputs = await loadFiles(['.'], { workingFolder: folderWith(files) });
  const range = (await locateOrigins(inputs, [at(file, pointer), at(file, '')]))(at(file, pointer));
  expect(range && `${range.start.line}:${range.start.column}-${range.end.line}:${range.end.column}`).toBe(place);
});

test('a file that was not loaded has no places', async () => {
  const inputs = await loadFiles(['bare.json'], { workingFolder: folderWith(files) });
  const locate = await locateOrigins(inputs, [at('other.json', ''), at('bare.json', '')]);
  expect(locate(at('other.json', ''))).toBeUndefined();
  expect(locate(at('bare.json', ''))).toBeDefined();
});

test('texts that are too long to keep are read again', async () => {
  const padded = `${policy}${' '.repeat(9_000_000)}`;
  const inputs = await loadFiles(['a.json', 'b.json'], {
    workingFolder: folderWith({ 'a.json': padded, 'b.json': policy }),
  });
  expect(inputs.sourceText('a.json')).toBe(padded);
  expect((await locateOrigins(inputs, [at('a.json', '/Statement')]))(at('a.json', '/Statement'))?.start).toEqual({
    line: 3,
    column: 16,
  });
});
