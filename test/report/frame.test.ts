import { describe, expect, test } from 'vitest';
import { codeFrame, framedText } from '../../src/report/frame.ts';
import { columnsOf } from '../../src/report/printable.ts';

const frame = (text: string, start: [number, number], end: [number, number] | undefined, width = 40): string =>
  codeFrame(
    framedText(text),
    {
      start: { line: start[0], column: start[1] },
      ...(end === undefined ? {} : { end: { line: end[0], column: end[1] } }),
    },
    width,
  ).join('\n');

const lines = (count: number): string => Array.from({ length: count }, (_, index) => `line ${index + 1}`).join('\n');

test.for([
  [
    'a word in the middle',
    'one\ntwo words\nthree',
    [2, 5],
    [2, 10],
    '1 | one\n2 | two words\n  |     ^^^^^\n3 | three',
  ],
  ['the first line', 'one\ntwo', [1, 1], [1, 4], '1 | one\n  | ^^^\n2 | two'],
  ['the last line', 'one\ntwo', [2, 1], [2, 4], '1 | one\n2 | two\n  | ^^^'],
  ['no end', 'one', [1, 2], undefined, '1 | one\n  |  ^'],
  ['an empty part', 'one', [1, 2], [1, 2], '1 | one\n  |  ^'],
  ['several lines', 'a\nb\nc\nd', [2, 1], [3, 2], '2 | b\n3 | c'],
  ['an end at the start of a line', 'a\nb\nc', [1, 1], [2, 1], '1 | a\n  | ^\n2 | b'],
  ['tabs are two columns', '\t"a"', [1, 2], [1, 5], '1 |   "a"\n  |   ^^^'],
  ['CRLF', 'one\r\ntwo\r\n', [2, 1], [2, 4], '1 | one\n2 | two\n  | ^^^'],
  ['a byte order mark is no column', '\ufeffone', [1, 1], [1, 4], '1 | one\n  | ^^^'],
  ['wide characters', '"鍵" x', [1, 5], [1, 6], '1 | "鍵" x\n  |      ^'],
  ['beyond the text', 'one', [9, 1], [9, 2], ' 9 |\n   | ^'],
] as const)('%s', ([, text, start, end, expected]) => {
  expect(frame(text, [...start], end === undefined ? undefined : [...end])).toBe(expected);
});

test('seven lines are shown whole, more are folded between head and last line', () => {
  expect(frame(lines(12), [2, 1], [8, 2])).not.toContain('more');
  expect(frame(lines(20), [2, 1], [19, 2])).toBe(
    [...[2, 3, 4, 5].map((line) => ` ${line} | line ${line}`), '   : (13 more lines)', '19 | line 19'].join('\n'),
  );
});

describe('a line that is too long', () => {
  const long = `{"a":"${'x'.repeat(100)}","Principal":"here","b":"${'y'.repeat(100_000)}"}`;
  const at = long.indexOf('"here"') + 1;

  test('is cut on both sides of the part', () => {
    const [line = '', carets = ''] = frame(long, [1, at], [1, at + 6]).split('\n');
    expect(columnsOf(line)).toBeLessThanOrEqual(40);
    expect(line).toMatch(/^1 \| \.\.\..*"here".*\.\.\.$/);
    expect(carets.indexOf('^')).toBe(line.indexOf('"here"'));
    expect(carets.endsWith('^'.repeat(6))).toBe(true);
  });

  test('marks as much of a long part as is shown', () => {
    const [line = '', carets = ''] = frame(long, [1, 1], [1, long.length + 1]).split('\n');
    expect(columnsOf(line)).toBeLessThanOrEqual(40);
    expect(columnsOf(carets)).toBeLessThanOrEqual(40);
  });
});
